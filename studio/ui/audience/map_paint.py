"""What lies under and over the marks of the map: dots, lasso, labels."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPen, QPixmap, QPolygonF

from studio.ui.theme import paint_persona_mark, theme
from studio.ui.widgets import paint_box

DOTS = 24
"""Distance of the grid's dots in pixels."""
_PILL = 24
_MARK = 10
_FREE = 4
_RING = 7.0


@dataclass(frozen=True)
class Pill:
    """A persona's label: where it is wished for and where it is, in pixels."""

    persona_id: str
    text: str
    look: int
    rect: QRectF


def dots_pixmap(size: QSize, ratio: float) -> QPixmap:
    """The panel with its grid of dots, as large as the view."""
    tile = QPixmap(round(DOTS * ratio), round(DOTS * ratio))
    tile.setDevicePixelRatio(ratio)
    tile.fill(theme().colour("surface.panel"))
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().colour("border.subtle"))
    painter.drawEllipse(QPointF(DOTS / 2, DOTS / 2), 1.25, 1.25)
    painter.end()
    pixmap = QPixmap(size * ratio)
    pixmap.setDevicePixelRatio(ratio)
    painter = QPainter(pixmap)
    painter.drawTiledPixmap(QRect(QPoint(0, 0), size), tile)
    painter.end()
    return pixmap


def pill_width(text: str) -> int:
    """Width of a label in pixels."""
    wide = QFontMetrics(theme().font("label_strong")).horizontalAdvance(text)
    return wide + 2 * 10 + _MARK + 6


def place_pills(wished: Sequence[Pill], room: QRectF) -> list[Pill]:
    """Keep labels inside the room and move them down off each other."""
    placed: list[Pill] = []
    for pill in sorted(wished, key=lambda each: each.rect.y()):
        rect = QRectF(pill.rect)
        if not room.intersects(rect):
            continue  # its group is not in view
        for other in placed:
            grown = other.rect.adjusted(-_FREE, -_FREE, _FREE, _FREE)
            if grown.intersects(rect):
                rect.moveTop(grown.bottom())
        rect.moveTop(min(rect.y(), room.bottom() - rect.height()))
        placed.append(Pill(pill.persona_id, pill.text, pill.look, rect))
    return placed


def paint_pill(painter: QPainter, pill: Pill, *, focused: bool) -> None:
    """Draw a label."""
    fill = "accent.soft" if focused else "surface.raised"
    edge = "accent.soft_border" if focused else "border.default"
    paint_box(painter, pill.rect, fill, edge, _PILL / 2)
    top = pill.rect.center().y() - _MARK / 2
    mark = QRectF(pill.rect.x() + 10, top, _MARK, _MARK)
    paint_persona_mark(painter, mark, pill.look)
    painter.setFont(theme().font("label_strong"))
    ink = "accent.text" if focused else "text.primary"
    painter.setPen(theme().colour(ink))
    box = pill.rect.adjusted(10 + _MARK + 6, 0, 0, 0)
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, pill.text)


def pill_rect(text: str, x: float, y: float) -> QRectF:
    """Where a label lies whose top middle is at a point."""
    wide = pill_width(text)
    return QRectF(round(x - wide / 2), round(y), wide, _PILL)


def paint_lasso_fill(painter: QPainter, polygon: QPolygonF) -> None:
    """Fill a lasso; it lies under the marks."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().colour("accent.soft"))
    painter.drawPolygon(polygon)


def paint_lasso_line(painter: QPainter, polygon: QPolygonF) -> None:
    """Draw the dashed line of a lasso."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(theme().colour("accent.text"), 1.5)
    pen.setDashPattern([4, 3])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPolygon(polygon)


def paint_words(painter: QPainter, room: QRect, text: str) -> None:
    """A line at the bottom left."""
    painter.setFont(theme().font("caption"))
    painter.setPen(theme().colour("text.tertiary"))
    box = room.adjusted(12, 0, 0, -12)
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignBottom
    painter.drawText(box, flags, text)


def paint_rings(painter: QPainter, pixels: npt.NDArray[np.float64]) -> None:
    """Rings round some places (N, 2)."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme().colour("border.focus"), 2))
    for x, y in pixels.tolist():
        painter.drawEllipse(QPointF(x, y), _RING, _RING)


def paint_focus(painter: QPainter, room: QRect) -> None:
    """The ring of what has the keyboard, inside its edge."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme().colour("border.focus"), 2))
    painter.drawRect(room.adjusted(1, 1, -1, -1))
