"""Pictures of products from their files, which lie sealed in a protected project."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from studio.domain.errors import VitrineError


def read_picture(path: Path, side: int) -> QImage:
    """A picture that fits a square, upright; a null image where it cannot be read.

    Args:
        path: The file, as the project gives it: its `read_bytes` gives the content.
        side: Of the square, in pixels.
    """
    try:
        content = path.read_bytes()
    except (
        OSError,
        VitrineError,
    ):  # missing or damaged: shown as a product without one
        return QImage()
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer)
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid():
        keep = Qt.AspectRatioMode.KeepAspectRatio
        reader.setScaledSize(size.scaled(QSize(side, side), keep))
    return reader.read()
