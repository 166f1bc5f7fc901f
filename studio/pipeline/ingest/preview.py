"""The first rows, as the file has them and as they will be stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from studio.domain import reading
from studio.domain.imports import ColumnPlan, FileFormat, implied_event
from studio.domain.plain_text import plain_text
from studio.pipeline.ingest import casts
from studio.pipeline.ingest.exports.export import Export
from studio.pipeline.ingest.privacy import PERSONAL, mask, mask_inside
from studio.pipeline.ingest.vocabulary import targets_of

PREVIEW_ROWS = 20
LONGEST = 200
Pseudonym = Callable[[str], str]
Row = tuple[str, ...]
_TEXTS = frozenset({"title", "title_zh", "description", "brand"})
_EVENTS = reading.known_words(reading.EVENT_WORDS)
_PREFERENCES = reading.known_words(reading.PREFERENCE_WORDS)
_NUMBERS = frozenset({
    "price", "sale_price", "weight", "quantity", "stock", "rating", "rating_count",
    "block_index", "total", "week",
})  # fmt: skip


def stored_columns(
    kind: str, columns: Sequence[ColumnPlan], export: Export | None = None
) -> Row:
    """Our columns that the file fills, in our order; events always say what."""
    used = {column.target for column in columns if column.target}
    if export is not None:
        used |= export.makes
    if kind == "behaviour":
        used.add("event")
    return tuple(target for target in targets_of(kind) if target in used)


def as_in_file(columns: Sequence[ColumnPlan], rows: Sequence[Row]) -> tuple[Row, ...]:
    """The first rows, personal values masked."""
    return tuple(
        tuple(
            cell[:LONGEST] if _open(c) else _hidden(c, cell)
            for c, cell in zip(columns, row, strict=True)
        )
        for row in rows[:PREVIEW_ROWS]
    )


def _open(column: ColumnPlan) -> bool:
    return column.privacy == "kept" and column.target not in ("query", "value")


def _hidden(column: ColumnPlan, cell: str) -> str:
    if cell and column.read_as in PERSONAL:
        return mask(cell)
    return mask_inside(cell[:LONGEST])


def as_stored(
    what: tuple[str, Export | None],
    file_format: FileFormat,
    columns: Sequence[ColumnPlan],
    rows: Sequence[Row],
    pseudonym: Pseudonym,
) -> tuple[Row, ...]:
    """The same rows in `stored_columns`, cast and pseudonymised.

    Of an export whose rows make one product the first of each is shown.
    """
    kind, export = what
    known = {c.target or c.role: at for at, c in enumerate(columns)}
    known.pop("", None)
    by_target = {c.target: c for c in columns if c.target}
    shown = stored_columns(kind, columns, export)
    stored = []
    for row in _firsts(export, known, rows)[:PREVIEW_ROWS]:
        cells = {name: _given(row[at]) for name, at in known.items()}
        if export is not None and export.preview is not None:
            cells |= export.preview(cells)
        if "event" in shown and "event" not in by_target:
            cells["event"] = implied_event(frozenset(by_target))
        stored.append(
            tuple(
                pseudonym(cells[target])
                if cells.get(target) and _is_hidden(by_target.get(target))
                else _cast(
                    kind, target, cells.get(target, ""), (by_target, file_format)
                )
                for target in shown
            )
        )
    return tuple(stored)


def _given(cell: str) -> str:
    return "" if cell.strip().lower() in reading.MISSING else cell.strip()


def _is_hidden(column: ColumnPlan | None) -> bool:
    return column is not None and column.privacy == "pseudonymised"


def _firsts(
    export: Export | None, known: dict[str, int], rows: Sequence[Row]
) -> Sequence[Row]:
    """The first row of each group that makes one row of ours."""
    if export is None or not export.group or export.fill or export.group not in known:
        return rows[:PREVIEW_ROWS]
    at = known[export.group]
    return tuple({row[at]: row for row in reversed(rows)}.values())[::-1]


def _cast(
    kind: str, target: str, cell: str, how: tuple[dict[str, ColumnPlan], FileFormat]
) -> str:
    by_target, file_format = how
    if not cell:
        return ""
    if target == "timestamp":
        read_as = by_target[target].read_as if target in by_target else reading.DATE
        found = casts.moment(cell, read_as, file_format.time_zone)
        return found.strftime("%Y-%m-%d %H:%M:%S") if found else ""
    if target in _NUMBERS:
        number = casts.amount(cell, decimal_comma=file_format.decimal_comma)
        return "" if number is None else f"{number:.10g}"
    if target == "event":
        return _event(kind, cell)
    return _text(target, cell)[:LONGEST]


def _text(target: str, cell: str) -> str:
    if target == "kind":
        return _PREFERENCES.get(reading.word(cell), "")
    if target == "category":
        return " > ".join(casts.category_path(cell))
    if target in _TEXTS:
        return plain_text(cell)
    return mask_inside(cell[:LONGEST]) if target == "query" else cell


def _event(kind: str, cell: str) -> str:
    name = reading.word(cell)
    if kind != "page_events":
        return _EVENTS.get(name, "")
    return "click" if name in reading.CLICK_WORDS else "impression"
