"""The log of a run: as many of the latest lines as fit, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.theme import theme
from studio.ui.train.watched import LogLine

_ROW = 24
_TIME = 64


class LogLines(QWidget):
    """Time, words, and the figure at the end of the words on the right."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: tuple[LogLine, ...] = ()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumHeight(3 * _ROW)

    def show_lines(self, lines: Sequence[LogLine]) -> None:
        """Show a log."""
        if tuple(lines) != self.lines:
            self.lines = tuple(lines)
            self.setAccessibleDescription("; ".join(e.text for e in lines[-3:]))
            self.update()

    def text(self) -> str:
        """The whole log, oldest first, for the clipboard."""
        return "\n".join(f"{clock_of(line)}  {line.text}" for line in self.lines)

    def sizeHint(self) -> QSize:
        """Some lines."""
        return QSize(200, 6 * _ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the lines."""
        del event
        painter = QPainter(self)
        painter.setFont(theme().font("label"))
        metrics = painter.fontMetrics()
        middle = Qt.AlignmentFlag.AlignVCenter
        fitting = self.height() // _ROW
        for at, line in enumerate(reversed(self.lines[-fitting:] if fitting else ())):
            row = QRect(0, at * _ROW, self.width(), _ROW)
            words, figure = parted(line.text)
            painter.setPen(theme().colour("text.tertiary"))
            painter.drawText(row, middle, clock_of(line))
            painter.setPen(theme().colour("text.secondary"))
            painter.drawText(row, middle | Qt.AlignmentFlag.AlignRight, figure)
            painter.setPen(theme().colour("text.primary"))
            room = self.width() - _TIME - metrics.horizontalAdvance(figure) - 8
            text = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
            painter.drawText(row.adjusted(_TIME, 0, 0, 0), middle, text)


def clock_of(line: LogLine) -> str:
    """When a line came, as 14:02:04."""
    return f"{datetime.fromtimestamp(line.at):%H:%M:%S}"  # noqa: DTZ006  local time


def parted(text: str) -> tuple[str, str]:
    """Words, and a figure after the last comma ("epoch 14, ndcg 0.219")."""
    words, comma, figure = text.rpartition(", ")
    if comma and any(each.isdigit() for each in figure) and len(figure) <= 14:  # noqa: PLR2004
        return words, figure
    return text, ""
