"""The mark of the application."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF
from PySide6.QtGui import QIcon, QPainter, QPaintEvent
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QWidget

from studio.domain.shipped import resource


class Logo(QWidget):
    """The mark, 20 px by default."""

    def __init__(self, path: Path, size: int = 20) -> None:
        super().__init__()
        self._svg = QSvgRenderer(str(path))
        self.setFixedSize(size, size)
        self.setAccessibleName("Vitrine")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the mark."""
        del event
        self._svg.render(QPainter(self), QRectF(self.rect()))


def app_icon() -> QIcon:
    """The icon of the window and the task bar."""
    return QIcon(str(resource("app", "vitrine.png")))
