"""Saves what is seen of the map as a picture, or as vectors."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from studio.domain.errors import StorageProblem
from studio.ui.audience.map_view import MapView
from studio.ui.language import tr

RATIO = 2.0
"""Pixels of the picture a pixel of the window."""


def save_map(view: MapView, path: Path, title: str) -> None:
    """Write an SVG file where the name ends so, else PNG at twice the size.

    It holds places, colours and names of personas; no shopper's id.

    Raises:
        StorageProblem: The file cannot be written.
    """
    done = (
        _svg(view, path, title) if path.suffix.lower() == ".svg" else _png(view, path)
    )
    if not done or not path.is_file():
        raise StorageProblem(
            tr("{file} could not be written.", file=path.name),
            tr("Choose a folder that you may write to."),
        )


def _png(view: MapView, path: Path) -> bool:
    size = view.viewport().size()
    image = QImage(size * RATIO, QImage.Format.Format_ARGB32_Premultiplied)
    image.setDevicePixelRatio(RATIO)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    view.draw_into(painter)
    painter.end()
    return bool(image.save(str(path)))


def _svg(view: MapView, path: Path, title: str) -> bool:
    size = view.viewport().size()
    file = QSvgGenerator()
    file.setFileName(str(path))
    file.setSize(size)
    file.setViewBox(QRect(0, 0, size.width(), size.height()))
    file.setTitle(title)
    painter = QPainter()
    if not painter.begin(file):
        return False
    view.draw_into(painter, vector=True)
    painter.end()
    return True
