"""Lists of rows with two lines: files, models, personas."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from studio.ui.theme import paint_icon, paint_persona_mark, persona_colour, theme
from studio.ui.widgets.button import paint_box
from studio.ui.widgets.focus import is_keyboard

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_ONE, _TWO, _WITH_BAR = 32, 44, 64


@dataclass(frozen=True)
class ListItem:
    """One row of a list.

    Attributes:
        title: First line (13 px); `strong` makes it 600.
        detail: Second line (11 px).
        icon: Lucide icon on the left.
        look: Persona mark on the left.
        mark: Icon at the right end, in `mark_ink`.
        right: Text at the right end, in `right_ink`.
        bar: A share from 0 to 1, drawn as a line below in the persona's colour.
        tip: Tip of the whole row.
    """

    title: str
    detail: str = ""
    icon: str = ""
    look: int | None = None
    mark: str = ""
    mark_ink: str = "text.secondary"
    right: str = ""
    right_ink: str = "text.secondary"
    bar: float | None = None
    strong: bool = False
    tip: str = ""

    @property
    def height(self) -> int:
        """Height of the row in pixels."""
        if self.bar is not None:
            return _WITH_BAR
        return _TWO if self.detail else _ONE


class _Items(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.items: list[ListItem] = []

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many rows."""
        return 0 if parent.isValid() else len(self.items)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts, for screen readers and tips."""
        if not index.isValid():
            return None
        item = self.items[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return item.title
            case Qt.ItemDataRole.ToolTipRole:
                return item.tip or None
            case Qt.ItemDataRole.AccessibleTextRole:
                said = (item.title, item.detail, item.right)
                return ", ".join(text for text in said if text)
            case _:
                return None

    def set_items(self, items: Sequence[ListItem]) -> None:
        """Show other rows; when their number stays, the scroll position does too."""
        if len(items) == len(self.items) and all(
            new.height == old.height for new, old in zip(items, self.items, strict=True)
        ):
            self.items = list(items)
            if items:
                self.dataChanged.emit(self.index(0), self.index(len(items) - 1))
            return
        self.beginResetModel()
        self.items = list(items)
        self.endResetModel()


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: RowList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One or two lines, and the bar."""
        del option
        return QSize(100, self._view.items[index.row()].height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Paint a row."""
        rect: QRect = option.rect
        item = self._view.items[index.row()]
        current = index.row() == self._view.currentIndex().row()
        hovered = index.row() == self._view.hovered
        painter.save()
        if current or hovered:
            role = "surface.selected" if current else "surface.hover"
            painter.fillRect(rect, theme().colour(role))
        _paint_item(painter, rect, item, current=current)
        if current and self._view.by_keyboard and self._view.hasFocus():
            painter.setPen(QPen(theme().colour("border.focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(rect.adjusted(1, 1, -1, -1))
        painter.restore()


def _paint_item(
    painter: QPainter, rect: QRect, item: ListItem, *, current: bool
) -> None:
    body = rect.adjusted(16, 0, -12, 0)
    if item.bar is not None:
        _paint_bar(painter, rect, item)
        body.setHeight(rect.height() - 16)
    left = body.x()
    if item.look is not None:
        top = body.y() + 13 if item.detail else body.center().y() - 6
        paint_persona_mark(painter, QRectF(left, top, 12, 12), item.look)
        left += 24
    elif item.icon:
        box = QRect(left, body.center().y() - 7, 16, 16)
        paint_icon(
            painter, box, item.icon, "accent.text" if current else "text.secondary"
        )
        left += 28
    right = _paint_right(painter, body, item)
    width = right - left
    align = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    first = QRect(left, body.y(), width, body.height())
    if item.detail:
        first = QRect(left, body.center().y() - 18, width, 20)
        second = QRect(left, body.center().y() + 2, width, 16)
        painter.setFont(theme().font("caption"))
        painter.setPen(theme().colour("text.tertiary"))
        elided = painter.fontMetrics().elidedText(
            item.detail, Qt.TextElideMode.ElideRight, width
        )
        painter.drawText(second, align, elided)
    painter.setFont(theme().font("body_strong" if item.strong else "body"))
    painter.setPen(theme().colour("text.primary"))
    elided = painter.fontMetrics().elidedText(
        item.title, Qt.TextElideMode.ElideRight, width
    )
    painter.drawText(first, align, elided)


def _paint_right(painter: QPainter, body: QRect, item: ListItem) -> int:
    right = body.right()
    if item.mark:
        box = QRect(right - 15, body.center().y() - 7, 16, 16)
        paint_icon(painter, box, item.mark, item.mark_ink)
        right -= 24
    if item.right:
        painter.setFont(theme().font("label"))
        painter.setPen(theme().colour(item.right_ink))
        wide = painter.fontMetrics().horizontalAdvance(item.right)
        box = QRect(right - wide, body.y(), wide + 1, body.height())
        if item.bar is not None:
            box = QRect(right - wide, body.center().y() - 18, wide + 1, 20)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, item.right)
        right -= wide + 8
    return right


def _paint_bar(painter: QPainter, rect: QRect, item: ListItem) -> None:
    left = rect.x() + (40 if item.look is not None else 16)
    track = QRectF(left, rect.bottom() - 12, rect.right() - 15 - left, 4)
    paint_box(painter, track, "chart.track", "", 2)
    track.setWidth(max(4.0, track.width() * (item.bar or 0.0)))
    look = item.look if item.look is not None else -1
    painter.setBrush(persona_colour(look))
    painter.drawRoundedRect(track, 2, 2)


class RowList(QListView):
    """A list of `ListItem`s.

    Signals: `chosen(int)` when a person chooses a row, `opened(int)` on Enter or a
    double click.
    """

    chosen = Signal(int)
    opened = Signal(int)

    def __init__(self, name: str = "") -> None:
        super().__init__()
        self._model = _Items()
        self.hovered = -1
        self.by_keyboard = False
        self._silent = False
        self.setAccessibleName(name)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self))
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setUniformItemSizes(False)
        self.selectionModel().currentChanged.connect(self._changed)

    @property
    def items(self) -> list[ListItem]:
        """The rows shown."""
        return self._model.items

    def set_items(self, items: Sequence[ListItem]) -> None:
        """Show rows; the chosen one stays where its place still exists."""
        before = self.current()
        self._silent = True
        self._model.set_items(items)
        if 0 <= before < len(items):
            self.select(before)
        self._silent = False

    def current(self) -> int:
        """Place of the chosen row; -1 for none."""
        return self.currentIndex().row()

    def select(self, row: int) -> None:
        """Choose a row without a signal; -1 for none."""
        silent, self._silent = self._silent, True
        self.setCurrentIndex(self._model.index(row) if row >= 0 else _NOWHERE)
        self._silent = silent

    def fit_height(self) -> None:
        """Become as high as the rows need; no scrolling inside."""
        self.setFixedHeight(sum(item.height for item in self.items))
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def _changed(self, index: QModelIndex) -> None:
        if not self._silent and index.isValid():
            self.chosen.emit(index.row())

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

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the row."""
        super().mouseDoubleClickEvent(event)
        if (row := self.indexAt(event.position().toPoint()).row()) >= 0:
            self.opened.emit(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row."""
        self.by_keyboard = True
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.current() >= 0:
                self.opened.emit(self.current())
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when focus came by keyboard."""
        super().focusInEvent(event)
        self.by_keyboard = is_keyboard(event.reason())
        if self.by_keyboard and self.current() < 0 and self.items:
            self.setCurrentIndex(self._model.index(0))
