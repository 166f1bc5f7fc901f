"""Tables: painted rows and heads over QTableView."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QTableView

from studio.ui.widgets.cells import Cell, wrapped_height
from studio.ui.widgets.focus import is_keyboard
from studio.ui.widgets.table_header import TableHeader, cell_box
from studio.ui.widgets.table_model import Column, RowModel
from studio.ui.widgets.table_rows import RowDelegate


class Table(QTableView):
    """A table in our look.

    Args:
        columns: The columns; those of width 0 share what is left.
        row_height: 32, 28 dense, 44 for two lines.
        selectable: Whether a row can be chosen.
        sortable: Whether a click on a head sorts.
        several: Whether more rows than one can be chosen, with Ctrl and Shift.

    Signals:
        several_chosen(object): the indices of all rows that are chosen, in order.
        chosen(int): a person chose another row (index into the rows given).
        opened(int): Enter or a double click on a row.
        menu_wanted(int, int, QPoint): a click (or Enter) on a cell with a chevron:
            row, column, and where to open the menu.
        edited(int, int, str): a cell was edited in place.
    """

    chosen = Signal(int)
    several_chosen = Signal(object)
    opened = Signal(int)
    menu_wanted = Signal(int, int, QPoint)
    edited = Signal(int, int, str)

    def __init__(
        self,
        columns: Sequence[Column],
        row_height: int = 32,
        *,
        selectable: bool = True,
        sortable: bool = False,
        several: bool = False,
    ) -> None:
        super().__init__()
        self.rows = RowModel(columns)
        self.hovered = -1
        self.by_keyboard = False
        self._wraps = False
        self.selectable = selectable
        self.setModel(self.rows)
        self.setItemDelegate(RowDelegate(self))
        self._head = TableHeader(self.rows, sortable=sortable)
        self.setHorizontalHeader(self._head)
        self._head.sort_wanted.connect(self._sort)
        self._dress(row_height)
        self.rows.edited.connect(self.edited.emit)
        selection = self.selectionModel()
        selection.currentRowChanged.connect(self._changed)
        if several:
            self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
            selection.selectionChanged.connect(self._several)
        self._silent = False

    def _dress(self, row_height: int) -> None:
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(row_height)
        self.verticalHeader().setMinimumSectionSize(row_height)
        self.setMouseTracking(True)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        mode = QAbstractItemView.SelectionMode
        self.setSelectionMode(
            mode.SingleSelection if self.selectable else mode.NoSelection
        )
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked)
        self.setTabKeyNavigation(False)

    def set_rows(self, rows: Sequence[Sequence[Cell | str]]) -> None:
        """Show rows; the chosen row stays where its index still exists."""
        before, column = self.current(), self.currentIndex().column()
        self._silent = True
        self.rows.set_rows(rows)
        if 0 <= before < len(rows):
            self.select(before)
            self._go_to(column)
        self._silent = False
        self._wraps = any(
            isinstance(cell, Cell) and cell.wrap for row in rows for cell in row
        )
        self._grow_rows()

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns, without rows."""
        self.rows.set_columns(columns)
        self._lay_out()

    def current(self) -> int:
        """Index of the chosen row among the rows given; -1 for none."""
        index = self.currentIndex()
        return self.rows.given(index.row()) if index.isValid() else -1

    def select(self, row: int) -> None:
        """Choose a row without a signal."""
        silent, self._silent = self._silent, True
        shown = self.rows.shown(row)
        if shown >= 0:
            self.setCurrentIndex(self.rows.index(shown, 0))
        else:
            self.clearSelection()
            self.setCurrentIndex(QModelIndex())
        self._silent = silent

    def fit_height(self) -> None:
        """Become as high as head and rows need; no scrolling inside."""
        rows = self.rows.rowCount() * self.verticalHeader().defaultSectionSize()
        self.setFixedHeight(self._head.height_px + rows)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def hide_head(self) -> None:
        """Show rows only."""
        self._head.hide()
        self._head.height_px = 0

    def _changed(self, index: QModelIndex) -> None:
        if not self._silent and index.isValid():
            self.chosen.emit(self.rows.given(index.row()))

    def _several(self) -> None:
        self.viewport().update()
        if not self._silent:
            self.several_chosen.emit(self.chosen_rows())

    def chosen_rows(self) -> list[int]:
        """Indices of all chosen rows among the rows given."""
        found = self.selectionModel().selectedRows()
        return sorted(self.rows.given(index.row()) for index in found)

    def select_rows(self, rows: Sequence[int]) -> None:
        """Choose several rows without a signal."""
        silent, self._silent = self._silent, True
        flags = QItemSelectionModel.SelectionFlag
        self.clearSelection()
        for row in rows:
            index = self.rows.index(self.rows.shown(row), 0)
            self.selectionModel().select(index, flags.Select | flags.Rows)
        self._silent = silent

    def _sort(self, column: int, descending: bool) -> None:  # noqa: FBT001  a slot
        before = self.current()
        self.rows.sort_by(column, descending=descending)
        self.select(before)

    def _lay_out(self) -> None:
        columns = self.rows.columns
        fixed = sum(column.width for column in columns)
        filling = sum(1 for column in columns if not column.width)
        room = self.viewport().width() - fixed
        share = max(80, room // filling) if filling else 0
        for at, column in enumerate(columns):
            self.setColumnWidth(at, column.width or share)
        if not filling and columns and room > 0:
            last = len(columns) - 1
            self.setColumnWidth(last, columns[last].width + room)
        self._grow_rows()

    def _grow_rows(self) -> None:
        """Make rows high enough for the cells that wrap."""
        least = self.verticalHeader().defaultSectionSize()
        last = len(self.rows.columns) - 1
        for row in range(self.rows.rowCount() if self._wraps else 0):
            heights = [least]
            for at in range(last + 1):
                cell = self.rows.cell(self.rows.index(row, at))
                room = QRect(0, 0, self.columnWidth(at), least)
                box = cell_box(room, first=at == 0, last=at == last)
                if cell.wrap:
                    heights.append(wrapped_height(cell, box.width()))
            self.setRowHeight(row, max(heights))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width anew."""
        super().resizeEvent(event)
        self._lay_out()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the row under the pointer."""
        super().mouseMoveEvent(event)
        row = self.indexAt(event.position().toPoint()).row()
        if row != self.hovered:
            self.hovered = row
            self.viewport().update()

    def leaveEvent(self, event: object) -> None:
        """Forget the hover."""
        super().leaveEvent(event)  # type: ignore[arg-type]
        self.hovered = -1
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on a cell with a chevron asks for its menu."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            self._ask_menu(index)

    def _ask_menu(self, index: QModelIndex) -> bool:
        cell = self.rows.cell(index)
        if not cell.chevron:
            return False
        corner = self.visualRect(index).bottomLeft()
        at = self.viewport().mapToGlobal(corner)
        self.menu_wanted.emit(self.rows.given(index.row()), index.column(), at)
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row, or the menu of a cell; left and right go between those.

        A row whose cells have menus is for choosing there, so Enter takes the first.
        """
        self.by_keyboard = True
        key, at = event.key(), self.currentIndex()
        menus = self._menus(at.row()) if at.isValid() else []
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and at.isValid():
            if menus and at.column() not in menus:
                self._go_to(menus[0])
            if not self._ask_menu(self.currentIndex()):
                self.opened.emit(self.rows.given(at.row()))
        elif menus and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            right = key == Qt.Key.Key_Right
            further = [
                n for n in menus if (n > at.column() if right else n < at.column())
            ]
            if further:
                self._go_to(further[0 if right else -1])
        else:
            super().keyPressEvent(event)

    def _menus(self, row: int) -> list[int]:
        """Columns of a row whose cells have a menu."""
        columns = range(len(self.rows.columns))
        return [n for n in columns if self.rows.cell(self.rows.index(row, n)).chevron]

    def _go_to(self, column: int) -> None:
        """Make another cell of the current row the current one."""
        here = self.currentIndex()
        if here.isValid() and 0 <= column < len(self.rows.columns):
            self.setCurrentIndex(here.siblingAtColumn(column))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click opens the row."""
        super().mouseDoubleClickEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and not self.rows.cell(index).editable:
            self.opened.emit(self.rows.given(index.row()))

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when focus came by keyboard."""
        super().focusInEvent(event)
        self.by_keyboard = is_keyboard(event.reason())
        if self.by_keyboard and self.selectable and not self.currentIndex().isValid():
            self.setCurrentIndex(self.rows.index(0, 0))
