"""Persona marks: colour and shape together, in the order of the tokens."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from studio.ui.theme.theme import theme
from studio.ui.theme.tokens import persona_order

EVERYONE_LOOK = -1
"""The look of "All shoppers": a dashed ring in the colour of tertiary text."""


def persona_colour(look: int) -> QColor:
    """Colour of a look; looks beyond the eighth begin again."""
    if look < 0:
        return theme().colour("text.tertiary")
    order = persona_order()
    return theme().colour(f"persona.{order[look % len(order)][0]}")


def _polygon(points: list[tuple[float, float]]) -> QPainterPath:
    path = QPainterPath()
    path.addPolygon(QPolygonF([QPointF(x, y) for x, y in points]))
    path.closeSubpath()
    return path


def _ellipse(inset: float) -> QPainterPath:
    path = QPainterPath()
    path.addEllipse(QRectF(inset, inset, 1 - 2 * inset, 1 - 2 * inset))
    return path


def _plus() -> QPainterPath:
    path = QPainterPath()
    path.addRect(QRectF(0.32, 0.02, 0.36, 0.96))
    other = QPainterPath()
    other.addRect(QRectF(0.02, 0.32, 0.96, 0.36))
    return path.united(other)


def _square() -> QPainterPath:
    path = QPainterPath()
    path.addRect(QRectF(0.08, 0.08, 0.84, 0.84))
    return path


def _hexagon() -> QPainterPath:
    return _polygon(
        [
            (
                0.5 + 0.52 * math.cos(math.radians(60 * k - 90)),
                0.5 + 0.52 * math.sin(math.radians(60 * k - 90)),
            )
            for k in range(6)
        ]
    )


_SHAPES: dict[str, Callable[[], QPainterPath]] = {
    "circle": lambda: _ellipse(0.02),
    "square": _square,
    "diamond": lambda: _polygon([(0.5, -0.06), (1.06, 0.5), (0.5, 1.06), (-0.06, 0.5)]),
    "triangle_up": lambda: _polygon([(0.5, 0.02), (1.04, 0.96), (-0.04, 0.96)]),
    "triangle_down": lambda: _polygon([(0.5, 0.98), (1.04, 0.04), (-0.04, 0.04)]),
    "hexagon": _hexagon,
    "plus": _plus,
    "ring": lambda: _ellipse(0.02).subtracted(_ellipse(0.28)),
}


def persona_path(look: int) -> QPainterPath:
    """The shape of a look in the unit square."""
    order = persona_order()
    return _SHAPES[order[look % len(order)][1]]()


def paint_persona_mark(painter: QPainter, rect: QRectF, look: int) -> None:
    """Draw a persona's mark as large as the rectangle (12 in lists, 16 in heads)."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if look < 0:
        pen = QPen(persona_colour(look), 1.5)
        pen.setDashPattern([1.6, 1.2])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(rect.adjusted(1, 1, -1, -1))
    else:
        painter.translate(rect.topLeft())
        painter.scale(rect.width(), rect.height())
        painter.fillPath(persona_path(look), persona_colour(look))
    painter.restore()


def persona_pixmap(look: int, size: int = 12, ratio: float = 1.0) -> QPixmap:
    """A persona's mark as a pixmap, for menus and the map's sprites."""
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    paint_persona_mark(painter, QRectF(0, 0, size, size), look)
    painter.end()
    return pixmap
