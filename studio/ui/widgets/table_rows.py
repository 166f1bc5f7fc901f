"""Paints the rows of a table: fill, cells, hairline, ring around the whole row."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QLineEdit,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from studio.ui.theme import theme
from studio.ui.widgets.cells import paint_cell
from studio.ui.widgets.table_header import cell_box
from studio.ui.widgets.table_model import RowModel

Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Paints cells; the view tells which row is hovered and how focus came."""

    def __init__(self, table: QTableView) -> None:
        super().__init__(table)
        self._table = table

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Paint one cell of a row."""
        model = self._table.model()
        if not isinstance(model, RowModel):
            return
        rect: QRect = option.rect
        painter.save()
        if role := self._fill(index.row()):
            painter.fillRect(rect, theme().colour(role))
        line = QRect(rect.x(), rect.bottom(), rect.width(), 1)
        painter.fillRect(line, theme().colour("border.subtle"))
        column = model.columns[index.column()]
        last = index.column() == len(model.columns) - 1
        box = cell_box(rect, first=index.column() == 0, last=last)
        paint_cell(painter, box, model.cell(index), right=column.right)
        self._paint_ring(painter, rect, index, last=last)
        painter.restore()

    def _fill(self, row: int) -> str:
        selectable = bool(getattr(self._table, "selectable", True))
        chosen = row == self._table.currentIndex().row()
        chosen |= self._table.selectionModel().isRowSelected(row, QModelIndex())
        if selectable and chosen:
            return "surface.selected"
        hovered = row == getattr(self._table, "hovered", -1)
        return "surface.hover" if hovered and selectable else ""

    def _paint_ring(
        self, painter: QPainter, rect: QRect, index: Index, *, last: bool
    ) -> None:
        focused = self._table.hasFocus() and getattr(self._table, "by_keyboard", False)
        if not focused or index.row() != self._table.currentIndex().row():
            return
        painter.setPen(QPen(theme().colour("border.focus"), 2))
        top, bottom = rect.top() + 1, rect.bottom()
        painter.drawLine(rect.left(), top, rect.right(), top)
        painter.drawLine(rect.left(), bottom, rect.right(), bottom)
        if index.column() == 0:
            painter.drawLine(rect.left() + 1, top, rect.left() + 1, bottom)
        if last:
            painter.drawLine(rect.right(), top, rect.right(), bottom)
        model = self._table.model()
        if not isinstance(model, RowModel) or index != self._table.currentIndex():
            return
        if model.cell(index).chevron:  # the cell that Enter opens
            box = cell_box(rect, first=index.column() == 0, last=last)
            painter.drawRoundedRect(box.adjusted(-4, 5, 3, -5), 4, 4)

    def createEditor(
        self, parent: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> QWidget:
        """A field of 24 px in place."""
        del option, index
        editor = QLineEdit(parent)
        editor.setFont(theme().font("label"))
        return editor

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """The row keeps its height."""
        del index
        rect: QRect = option.rect
        box = QRect(rect.x() + 7, rect.center().y() - 11, rect.width() - 14, 24)
        editor.setGeometry(box)
