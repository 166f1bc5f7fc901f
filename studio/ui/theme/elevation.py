"""Shadows as nine-patches: concentric rounded rectangles, one ring a pixel."""

from __future__ import annotations

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QPixmapCache

from studio.ui.theme.theme import theme
from studio.ui.theme.tokens import tokens


def shadow_margin(level: int) -> int:
    """How far the shadow of a level may reach beyond its rectangle, in pixels."""
    shadow = tokens()["elevation"][str(level)]["shadow"]
    return int(shadow["rings"] + shadow["offset_y"]) if shadow else 0


def _patch(level: int, radius: int, ratio: float) -> QPixmap:
    dark = theme().dark
    key = f"shadow:{level}:{radius}:{dark}:{ratio}"
    pixmap = QPixmap()
    if QPixmapCache.find(key, pixmap):
        return pixmap
    shadow = tokens()["elevation"][str(level)]["shadow"]
    rings, alpha = shadow["rings"], shadow["alpha_dark" if dark else "alpha_light"]
    side = 2 * (rings + radius) + 3
    pixmap = QPixmap(round(side * ratio), round(side * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(0, 0, 0, max(1, round(alpha * 255))))
    for ring in range(rings):
        inset = float(ring)
        corner = radius + rings - ring
        painter.drawRoundedRect(
            QRectF(inset, inset, side - 2 * inset, side - 2 * inset), corner, corner
        )
    painter.end()
    QPixmapCache.insert(key, pixmap)
    return pixmap


def _draw_nine(painter: QPainter, target: QRect, patch: QPixmap, edge: int) -> None:
    ratio = patch.devicePixelRatio()
    side = round(patch.width() / ratio)
    xs = (target.left(), target.left() + edge, target.right() + 1 - edge)
    ys = (target.top(), target.top() + edge, target.bottom() + 1 - edge)
    widths = (edge, max(0, target.width() - 2 * edge), edge)
    heights = (edge, max(0, target.height() - 2 * edge), edge)
    source = (0, edge, side - edge)
    middle = side - 2 * edge
    lengths = (edge, middle, edge)
    for row in range(3):
        for col in range(3):
            painter.drawPixmap(
                QRectF(xs[col], ys[row], widths[col], heights[row]),
                patch,
                QRectF(
                    source[col] * ratio,
                    source[row] * ratio,
                    lengths[col] * ratio,
                    lengths[row] * ratio,
                ),
            )


def paint_raised(painter: QPainter, rect: QRect, level: int, radius: int) -> None:
    """Paint a raised surface: shadow, fill and border of an elevation level."""
    shadow = tokens()["elevation"][str(level)]["shadow"]
    rings, offset = shadow["rings"], shadow["offset_y"]
    ratio = painter.device().devicePixelRatioF()
    around = rect.adjusted(-rings, -rings, rings, rings).translated(0, offset)
    _draw_nine(painter, around, _patch(level, radius, ratio), rings + radius)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme().colour("border.default"), 1))
    painter.setBrush(theme().colour("surface.raised"))
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
