"""What a table's cell shows, and how it is painted."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPixmap

from studio.ui.theme import paint_icon, paint_persona_mark, theme
from studio.ui.widgets.chip import paint_chip


@dataclass(frozen=True)
class Cell:
    """A cell of a `Table`.

    Attributes:
        text: The first (or only) line.
        ink: Text role.
        font: Font of the scale: `label`, `label_strong`, `mono`, `body`.
        icon: Lucide icon before the text, in `icon_ink`.
        look: Persona mark before the text.
        picture: Picture of 32 px before the text.
        chip: Tone of a chip that holds icon and text.
        detail: Second line, for rows of 44 px.
        chevron: Shows that a click opens choices (`Table.menu_wanted`).
        editable: Whether it can be edited in place (`Table.edited`).
        sort: What the column is sorted by; the text when None.
        tip: A tip beside the whole text of an elided cell.
        wrap: Text and detail go on in further lines, for which the row grows.
    """

    text: str = ""
    ink: str = "text.primary"
    font: str = "label"
    icon: str = ""
    icon_ink: str = "text.secondary"
    look: int | None = None
    picture: QPixmap | None = None
    chip: str = ""
    detail: str = ""
    chevron: bool = False
    editable: bool = False
    sort: float | str | None = None
    tip: str = ""
    wrap: bool = False


_MARK = 12
_ICON = 14
_PICTURE = 32
_GAP, _AROUND = 2, 14
_WRAPPED = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop


def paint_cell(
    painter: QPainter, rect: QRect, cell: Cell, *, right: bool = False
) -> None:
    """Paint a cell's content into a rectangle (already without its padding)."""
    if cell.chevron:
        box = QRect(rect.right() - 13, rect.center().y() - 6, _ICON, _ICON)
        paint_icon(painter, box, "chevron-down", "text.secondary")
        rect = rect.adjusted(0, 0, -24, 0)
    if cell.chip:
        top = QPoint(rect.x(), rect.center().y() - 9)
        paint_chip(painter, top, cell.text, cell.chip, cell.icon)
        return
    rect = _paint_sign(painter, rect, cell)
    _paint_text(painter, rect, cell, right=right)


def _paint_sign(painter: QPainter, rect: QRect, cell: Cell) -> QRect:
    middle = rect.center().y()
    if cell.look is not None:
        mark = QRectF(rect.x(), middle - _MARK / 2 + 0.5, _MARK, _MARK)
        paint_persona_mark(painter, mark, cell.look)
        return rect.adjusted(20, 0, 0, 0)
    if cell.picture is not None:
        box = QRect(rect.x(), middle - _PICTURE // 2 + 1, _PICTURE, _PICTURE)
        painter.drawPixmap(box, cell.picture)
        return rect.adjusted(_PICTURE + 12, 0, 0, 0)
    if cell.icon:
        box = QRect(rect.x(), middle - _ICON // 2 + 1, _ICON, _ICON)
        paint_icon(painter, box, cell.icon, cell.icon_ink)
        return rect.adjusted(_ICON + 6, 0, 0, 0)
    return rect


def wrapped_height(cell: Cell, width: int) -> int:
    """Height in pixels of a row that shows the whole of a cell that wraps."""
    return sum(_heights(cell, width)) + _GAP + _AROUND


def _heights(cell: Cell, width: int) -> tuple[int, int]:
    room = QRect(0, 0, width, 1000)
    text, detail = (
        QFontMetrics(theme().font(font)).boundingRect(room, _WRAPPED, words).height()
        if words
        else 0
        for font, words in ((cell.font, cell.text), ("caption", cell.detail))
    )
    return text, detail


def _paint_wrapped(painter: QPainter, rect: QRect, cell: Cell) -> None:
    text, detail = _heights(cell, rect.width())
    top = rect.center().y() - (text + detail + _GAP) // 2 + 1
    parts = (
        (cell.text, cell.font, cell.ink, top, text),
        (cell.detail, "caption", "text.tertiary", top + text + _GAP, detail),
    )
    for words, font, ink, y, height in parts:
        painter.setFont(theme().font(font))
        painter.setPen(theme().colour(ink))
        painter.drawText(QRect(rect.x(), y, rect.width(), height), _WRAPPED, words)


def _paint_text(painter: QPainter, rect: QRect, cell: Cell, *, right: bool) -> None:
    if cell.wrap:
        _paint_wrapped(painter, rect, cell)
        return
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    align = side | Qt.AlignmentFlag.AlignVCenter
    first = rect
    if cell.detail:
        first = QRect(rect.x(), rect.center().y() - 17, rect.width(), 18)
        second = QRect(rect.x(), rect.center().y() + 1, rect.width(), 16)
        painter.setFont(theme().font("caption"))
        painter.setPen(theme().colour("text.tertiary"))
        painter.drawText(second, align, _elided(painter, cell.detail, rect.width()))
    painter.setFont(theme().font(cell.font))
    painter.setPen(theme().colour(cell.ink))
    painter.drawText(first, align, _elided(painter, cell.text, rect.width()))


def _elided(painter: QPainter, text: str, width: int) -> str:
    return painter.fontMetrics().elidedText(
        text.replace("\n", " "), Qt.TextElideMode.ElideRight, width
    )
