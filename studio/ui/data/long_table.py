"""A table of any number of rows: only those in view are ever held by Qt."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollBar, QWidget

from studio.domain.spreadsheet import inert
from studio.ui.data.row_pages import RowPages
from studio.ui.formats import DASH
from studio.ui.widgets import Cell, Column, Table

ROW_PX = 28
ROWS_A_NOTCH = 3
NOTCH = 120
"""What Qt calls one notch of a wheel, in eighths of a degree."""
_WAITING = Cell("…", ink="text.tertiary")
_NONE = Cell(DASH, ink="text.tertiary")


class LongTable(QWidget):
    """Rows of `RowPages`, up to two thousand million, under one scroll bar.

    Qt's own views keep a number for every row, and measure their height in pixels,
    which ends after 70 million rows. Here the scroll bar counts rows.

    Signals: moved(int): another row is current.
    """

    moved = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.table = Table([], ROW_PX)
        self.table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.bar = QScrollBar(Qt.Orientation.Vertical)
        self.total = 0
        self.at = 0
        self._pages: RowPages | None = None
        self._left = 0
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(0)
        line.addWidget(self.table, 1)
        line.addWidget(self.bar)
        self.setFocusProxy(self.table)
        self.bar.valueChanged.connect(self._show)
        self.table.chosen.connect(lambda shown: self._choose(self.bar.value() + shown))
        self.table.installEventFilter(self)
        self.table.viewport().installEventFilter(self)

    def show_pages(self, pages: RowPages | None, total: int) -> None:
        """Show another table from its first row."""
        self._pages = pages
        self.total = total
        self.at = 0
        if pages is not None:
            pages.arrived.connect(self._show)
        self._set_range()
        self.bar.setValue(0)
        self._show()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns."""
        self.table.set_columns(columns)
        self._show()

    def go_to(self, row: int) -> None:
        """Make a row current and bring it into view."""
        self._choose(min(max(row, 0), max(0, self.total - 1)))

    def copy(self) -> None:
        """Put the current row on the clipboard, tabs between cells."""
        row = self._pages.row(self.at) if self._pages is not None else None
        if row:
            QApplication.clipboard().setText("\t".join(inert(c) for c in row))

    def in_view(self) -> int:
        """How many rows fit into view as a whole."""
        return max(1, self.table.viewport().height() // ROW_PX)

    def _set_range(self) -> None:
        full = self.in_view()
        self.bar.setPageStep(full)
        self.bar.setRange(0, max(0, self.total - full))
        self.bar.setVisible(self.total > full)

    def _show(self) -> None:
        pages, top = self._pages, self.bar.value()
        if pages is None:
            self.table.set_rows([])
            return
        number = min(self.in_view() + 1, self.total - top)
        pages.want(max(0, top - number), 3 * number)
        width = max(1, len(self.table.rows.columns))
        rows = [pages.row(top + at) for at in range(number)]
        blank = [_WAITING] * width
        self.table.set_rows(
            [[cell or _NONE for cell in row] if row else blank for row in rows]
        )
        self.table.select(self.at - top if 0 <= self.at - top < number else -1)

    def _choose(self, row: int) -> None:
        self.at = row
        top, full = self.bar.value(), self.in_view()
        if row < top:
            self.bar.setValue(row)
        elif row >= top + full:
            self.bar.setValue(row - full + 1)
        self._show()
        self.moved.emit(row)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit more or fewer rows."""
        super().resizeEvent(event)
        self._set_range()
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Wheel and keys move through all rows, not through those that Qt holds."""
        if isinstance(event, QWheelEvent) and watched is self.table.viewport():
            return self._wheel(event)
        if isinstance(event, QKeyEvent) and watched is self.table:
            return event.type() == QEvent.Type.KeyPress and self._key(event)
        if event.type() == QEvent.Type.Resize and watched is self.table.viewport():
            self._set_range()
            self._show()
        return super().eventFilter(watched, event)

    def _wheel(self, event: QWheelEvent) -> bool:
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return False
        self._left += event.angleDelta().y() * ROWS_A_NOTCH
        rows, self._left = int(self._left / NOTCH), self._left % NOTCH
        if event.angleDelta().y() < 0 and self._left:
            self._left -= NOTCH
        self.bar.setValue(self.bar.value() - rows)
        return event.angleDelta().y() != 0

    def _key(self, event: QKeyEvent) -> bool:
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
            return True
        page = self.in_view() - 1
        moves = {
            Qt.Key.Key_Up: self.at - 1,
            Qt.Key.Key_Down: self.at + 1,
            Qt.Key.Key_PageUp: self.at - page,
            Qt.Key.Key_PageDown: self.at + page,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: self.total - 1,
        }
        goal = moves.get(Qt.Key(event.key()))
        if goal is None or not self.total:
            return False
        self.table.by_keyboard = True
        self.go_to(goal)
        return True
