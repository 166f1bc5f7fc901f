"""The head of a chart: its title and which line is which."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.theme import theme

_DASH = 16
_GAP = 8


class Legend(QWidget):
    """A strong label on the left, lines with their names on the right."""

    def __init__(self, title: str, entries: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._title = title
        self._entries = tuple(entries)
        self.setFixedHeight(20)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_title(self, title: str) -> None:
        """Change the title."""
        self._title = title
        self.update()

    def sizeHint(self) -> QSize:
        """Room for title and entries."""
        metrics = QFontMetrics(theme().font("label_strong"))
        wide = metrics.horizontalAdvance(self._title)
        for name, _ in self._entries:
            wide += metrics.horizontalAdvance(name) + _DASH + 3 * _GAP
        return QSize(wide, 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw title and entries."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(theme().font("label_strong"))
        painter.setPen(theme().colour("text.primary"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect(), middle, self._title)
        painter.setFont(theme().font("caption"))
        x = float(self.width())
        for name, role in reversed(self._entries):
            wide = painter.fontMetrics().horizontalAdvance(name)
            x -= wide
            painter.setPen(theme().colour("text.secondary"))
            painter.drawText(QRectF(x, 0, wide + 2, 20), middle, name)
            x -= _GAP + _DASH
            painter.setPen(QPen(theme().colour(role), 2))
            painter.drawLine(int(x), 10, int(x) + _DASH, 10)
            x -= 2 * _GAP
