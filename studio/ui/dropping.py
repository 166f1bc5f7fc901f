"""Files dropped anywhere on the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QRect, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from studio.ui.language import tr
from studio.ui.theme import paint_icon, paint_raised, theme


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
        self._paint_card(painter)

    def _paint_card(self, painter: QPainter) -> None:
        text = tr("Drop to read the files")
        wide = QFontMetrics(theme().font("heading")).horizontalAdvance(text)
        card = QRect(0, 0, wide + 84, 56)
        card.moveCenter(self.rect().center())
        paint_raised(painter, card, 3, 12)
        icon = QRect(card.x() + 24, card.y() + 18, 20, 20)
        paint_icon(painter, icon, "upload", "text.secondary")
        painter.setFont(theme().font("heading"))
        painter.setPen(theme().colour("text.primary"))
        words = card.adjusted(56, 0, -16, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
