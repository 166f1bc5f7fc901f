"""The rows of the mapping page's two tables."""

from __future__ import annotations

from studio.domain.imports import ColumnPlan, ImportPlan
from studio.ui.data.words import NUMBERS, PRIVACY, reading_word, target_word
from studio.ui.formats import DASH, percent
from studio.ui.language import tr
from studio.ui.said import said
from studio.ui.widgets import Cell, Column

_SURE = 0.8


def column_row(column: ColumnPlan) -> list[Cell]:
    """The cells of a column of a file."""
    word, icon, ink = PRIVACY[column.privacy]
    used = bool(column.target)
    match = percent(column.match) if used else DASH
    sure = column.match >= _SURE or not used
    why = said(column.why)
    dropped = bool(why) and column.privacy == "dropped"
    quiet = "text.primary" if used else "text.tertiary"
    return [
        Cell(column.name, font="mono", tip=column.name),
        Cell(
            why if dropped else column.sample,
            "text.tertiary",
            tip=why if dropped else column.sample,
        ),
        Cell(reading_word(column.read_as), "text.secondary"),
        Cell(target_word(column.target), quiet, chevron=True),
        Cell(match, "text.primary" if sure else "warn.text", sort=column.match),
        Cell(tr(word), ink, icon=icon, icon_ink=ink, chevron=True, tip=why),
    ]


_WIDE = frozenset({"title", "title_zh", "query", "description", "value"})
_WIDTHS = {
    "user_id": 112,
    "timestamp": 168,
    "quantity": 72,
    "price": 72,
    "weight": 72,
    "link": 160,
}
_ID_LENGTH = 10
_MONO = frozenset({"user_id", "session_id", "product_id", "page_id"})


def stored_columns(plan: ImportPlan) -> list[Column]:
    """The columns of a file's rows as they will be stored."""
    roomy = any(name in _WIDE for name in plan.stored_columns)
    last = -1 if roomy else len(plan.stored_columns) - 1
    return [
        Column(
            target_word(name),
            0 if at == last or name in _WIDE else _WIDTHS.get(name, 96),
            right=name in NUMBERS,
        )
        for at, name in enumerate(plan.stored_columns)
    ]


def _short(name: str, text: str) -> str:
    return text[:_ID_LENGTH] if name in ("user_id", "session_id") else text


def stored_row(plan: ImportPlan, row: tuple[str, ...]) -> list[Cell]:
    """The cells of one of them."""
    return [
        Cell(
            _short(name, text) or DASH,
            font="mono" if name in _MONO else "label",
            tip=text,
        )
        for name, text in zip(plan.stored_columns, row, strict=False)
    ]
