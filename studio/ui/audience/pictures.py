"""Small pictures of products, and the tile of a product without one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPixmap, QPixmapCache

from studio.ui.picture_files import read_picture
from studio.ui.theme import paint_icon, theme
from studio.ui.widgets import paint_box

_RADIUS = 6
_INSET = 3


def product_pixmap(path: Path | None, size: int, ratio: float = 1.0) -> QPixmap:
    """A product's picture in a rounded square; an icon where there is none."""
    key = f"audience:{path}:{size}:{ratio}:{theme().dark}"
    pixmap = QPixmap()
    if QPixmapCache.find(key, pixmap):
        return pixmap
    pixmap = QPixmap(round(size * ratio), round(size * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    paint_box(painter, QRectF(0, 0, size, size), "surface.hover", "", _RADIUS)
    picture = None if path is None else _read(path, round((size - 2 * _INSET) * ratio))
    if picture is None:
        icon = size // 2
        at = (size - icon) // 2
        paint_icon(painter, QRect(at, at, icon, icon), "package", "text.tertiary")
    else:
        clip = QPainterPath()
        clip.addRoundedRect(QRectF(0, 0, size, size), _RADIUS, _RADIUS)
        painter.setClipPath(clip)
        wide, high = picture.width() / ratio, picture.height() / ratio
        target = QRectF((size - wide) / 2, (size - high) / 2, wide, high)
        painter.drawPixmap(target, picture, QRectF(picture.rect()))
    painter.end()
    QPixmapCache.insert(key, pixmap)
    return pixmap


def _read(path: Path, side: int) -> QPixmap | None:
    image = read_picture(path, side)
    return None if image.isNull() else QPixmap.fromImage(image)
