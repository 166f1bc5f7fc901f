"""Small pictures of products, kept once they are read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPainterPath, QPixmap

from studio.ui.picture_files import read_picture
from studio.ui.theme import paint_icon, theme


class Thumbnails:
    """Reads product pictures at the size that they are shown in."""

    def __init__(self, picture: Callable[[str], Path | None], size: int = 32) -> None:
        self._picture = picture
        self._size = size
        self._kept: dict[str, QPixmap | None] = {}

    def of(self, product_id: str) -> QPixmap | None:
        """The picture of a product, or None when it has none that can be read."""
        if product_id not in self._kept:
            self._kept[product_id] = self._read(product_id)
        return self._kept[product_id]

    def forget(self) -> None:
        """Read every picture anew."""
        self._kept.clear()

    def paint(self, painter: QPainter, rect: QRect, product_id: str) -> None:
        """Draw a product's picture on a soft ground, or a sign for none."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        path = QPainterPath()
        path.addRoundedRect(QRectF(rect), 4, 4)
        painter.fillPath(path, theme().colour("surface.window"))
        painter.setClipPath(path)
        pixmap = self.of(product_id) if product_id else None
        if pixmap is None:
            box = QRect(0, 0, 16, 16)
            box.moveCenter(rect.center())
            paint_icon(painter, box, "package", "text.tertiary")
        else:
            shown = QSize(pixmap.size() / pixmap.devicePixelRatio())
            box = QRect(0, 0, shown.width(), shown.height())
            box.moveCenter(rect.center())
            painter.drawPixmap(box, pixmap)
        painter.restore()

    def _read(self, product_id: str) -> QPixmap | None:
        path = self._picture(product_id)
        if path is None or not path.is_file():
            return None
        image = read_picture(path, 2 * (self._size - 4))
        if image.isNull():
            return None
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(2)
        return pixmap
