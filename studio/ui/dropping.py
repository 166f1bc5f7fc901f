"""Files dropped anywhere on the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from studio.ui.language import tr
from studio.ui.theme import theme


def dropped_paths(mime: QMimeData) -> tuple[Path, ...]:
    """The local files and folders of a drag; nothing for links to elsewhere."""
    urls = [url for url in mime.urls() if url.isLocalFile()]
    return tuple(Path(url.toLocalFile()) for url in urls)


class DropVeil(QWidget):
    """Covers the window while files hang over it, and says what a drop does."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()

    def cover(self) -> None:
        """Show it over everything."""
        self.setGeometry(self._window.rect())
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim the window, with a dashed frame and a sentence."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), theme().colour("surface.scrim"))
        frame = self.rect().adjusted(16, 16, -16, -16)
        pen = QPen(theme().colour("text.on_fill"), 2, Qt.PenStyle.DashLine)
        painter.setPen(pen)
        painter.drawRoundedRect(frame, 12, 12)
        painter.setFont(theme().font("title"))
        painter.setPen(theme().colour("text.on_fill"))
        text = tr("Drop to read the files")
        painter.drawText(frame, Qt.AlignmentFlag.AlignCenter, text)
