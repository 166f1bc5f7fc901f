"""The first rows, as the file has them and as they will be stored."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from studio.domain import reading
from studio.domain.imports import ColumnPlan, FileFormat
from studio.pipeline.ingest import casts
from studio.pipeline.ingest.privacy import PERSONAL, mask, mask_inside
from studio.pipeline.ingest.vocabulary import targets_of

PREVIEW_ROWS = 20
LONGEST = 200
Pseudonym = Callable[[str], str]
Row = tuple[str, ...]
_EVENTS = reading.known_words(reading.EVENT_WORDS)
_PREFERENCES = reading.known_words(reading.PREFERENCE_WORDS)
_NUMBERS = frozenset({
    "price", "sale_price", "weight", "quantity", "stock", "rating", "rating_count",
    "block_index",
})  # fmt: skip


def stored_columns(kind: str, columns: Sequence[ColumnPlan]) -> Row:
    """Our columns that the file fills, in our order; events always say what."""
    used = {column.target for column in columns if column.target}
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
    kind: str,
    file_format: FileFormat,
    columns: Sequence[ColumnPlan],
    rows: Sequence[Row],
    pseudonym: Pseudonym,
) -> tuple[Row, ...]:
    """The same rows in `stored_columns`, cast and pseudonymised."""
    places = {c.target: at for at, c in enumerate(columns) if c.target}
    shown = stored_columns(kind, columns)
    stored = []
    for row in rows[:PREVIEW_ROWS]:
        cells = []
        for target in shown:
            if target not in places:
                cells.append(_implied_event(places))
                continue
            column = columns[places[target]]
            cell = row[places[target]]
            if cell.strip().lower() in reading.MISSING:
                cells.append("")
            elif column.privacy == "pseudonymised":
                cells.append(pseudonym(cell))
            else:
                cells.append(_cast(kind, target, cell, (column, file_format)))
        stored.append(tuple(cells))
    return tuple(stored)


def _implied_event(places: dict[str, int]) -> str:
    return implied_event(frozenset(places))


def implied_event(targets: frozenset[str]) -> str:
    """What a row without an event column says: invoice lines are purchases."""
    return "purchase" if {"quantity", "price"} <= targets else "view"


def _cast(kind: str, target: str, cell: str, how: tuple[ColumnPlan, FileFormat]) -> str:
    column, file_format = how
    if target == "timestamp":
        found = casts.moment(cell, column.read_as)
        return found.strftime("%Y-%m-%d %H:%M:%S") if found else ""
    if target in _NUMBERS:
        number = casts.amount(cell, decimal_comma=file_format.decimal_comma)
        return "" if number is None else f"{number:.10g}"
    if target == "event":
        return _event(kind, cell)
    if target == "kind":
        return _PREFERENCES.get(reading.word(cell), "")
    if target == "category":
        return " > ".join(casts.category_path(cell))
    return mask_inside(cell[:LONGEST]) if target == "query" else cell[:LONGEST]


def _event(kind: str, cell: str) -> str:
    name = reading.word(cell)
    if kind != "page_events":
        return _EVENTS.get(name, "")
    return "click" if name in reading.CLICK_WORDS else "impression"
