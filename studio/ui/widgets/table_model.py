"""The rows of a table: cells in columns, in the order they are sorted in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from studio.ui.widgets.cells import Cell

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True)
class Column:
    """A column: its head, its width in pixels (0 fills), whether numbers go right."""

    title: str
    width: int = 0
    right: bool = False
    tip: str = ""


class RowModel(QAbstractTableModel):
    """Cells by row and column; sorting reorders what is shown, not what was given."""

    edited = Signal(int, int, str)

    def __init__(self, columns: Sequence[Column]) -> None:
        super().__init__()
        self.columns = tuple(columns)
        self._rows: list[tuple[Cell, ...]] = []
        self._order: list[int] = []
        self.sorted_by: tuple[int, bool] | None = None

    def set_columns(self, columns: Sequence[Column]) -> None:
        """Show other columns, without rows."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self._rows, self._order = [], []
        self.endResetModel()

    def set_rows(self, rows: Sequence[Sequence[Cell | str]]) -> None:
        """Show other rows."""
        self.beginResetModel()
        self._rows = [
            tuple(Cell(each) if isinstance(each, str) else each for each in row)
            for row in rows
        ]
        self._put_in_order()
        self.endResetModel()

    def sort_by(self, column: int, *, descending: bool) -> None:
        """Sort what is shown by a column."""
        self.beginResetModel()
        self.sorted_by = (column, descending)
        self._put_in_order()
        self.endResetModel()

    def _put_in_order(self) -> None:
        self._order = list(range(len(self._rows)))
        if self.sorted_by is not None:
            column, descending = self.sorted_by
            self._order.sort(key=lambda at: self._key(at, column), reverse=descending)

    def _key(self, at: int, column: int) -> tuple[int, float, str]:
        cell = self._rows[at][column]
        if isinstance(cell.sort, int | float):
            return (0, float(cell.sort), "")
        return (1, 0.0, (cell.sort or cell.text).casefold())

    def given(self, shown: int) -> int:
        """Index among the rows given of the row shown at a place."""
        return self._order[shown] if 0 <= shown < len(self._order) else -1

    def shown(self, given: int) -> int:
        """Place where a given row is shown."""
        return self._order.index(given) if given in self._order else -1

    def cell(self, index: Index) -> Cell:
        """The cell at an index."""
        row = self._rows[self._order[index.row()]]
        return row[index.column()] if index.column() < len(row) else Cell()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many rows."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = _NOWHERE) -> int:
        """How many columns."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(
        self,
        section: int,
        orientation: Qt.Orientation,
        role: int = Qt.ItemDataRole.DisplayRole,
    ) -> object:
        """Heads of columns, for screen readers too."""
        if orientation == Qt.Orientation.Horizontal and section < len(self.columns):
            if role == Qt.ItemDataRole.DisplayRole:
                return self.columns[section].title
            if role == Qt.ItemDataRole.ToolTipRole:
                return self.columns[section].tip or None
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts, for screen readers, tips and editing."""
        if not index.isValid():
            return None
        cell = self.cell(index)
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.EditRole:
                return cell.text
            case Qt.ItemDataRole.ToolTipRole:
                return cell.tip or None
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{cell.text}, {cell.detail}" if cell.detail else cell.text
            case _:
                return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """What can be edited."""
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if index.isValid() and self.cell(index).editable:
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def setData(
        self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole
    ) -> bool:
        """Hand an edit over; whoever listens shows the rows anew."""
        if role != Qt.ItemDataRole.EditRole or not index.isValid():
            return False
        if str(value) != self.cell(index).text:
            self.edited.emit(self.given(index.row()), index.column(), str(value))
        return True
