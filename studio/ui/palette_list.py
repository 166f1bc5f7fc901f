"""The list of the command palette: groups and hits, painted."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from studio.ui.theme import paint_icon, paint_persona_mark, theme
from studio.ui.widgets import paint_box, paint_key_caps

Index = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
GROUP_HEIGHT, ROW_HEIGHT = 32, 36
MOST_ROWS = 8


@dataclass(frozen=True)
class Entry:
    """A line of the palette: a group's head (no `run`) or something to run."""

    text: str
    run: Callable[[], object] | None = None
    detail: str = ""
    icon: str = ""
    look: int | None = None
    keys: str = ""
    marks: tuple[int, ...] = ()

    @property
    def height(self) -> int:
        """Height of the line in pixels."""
        return ROW_HEIGHT if self.run else GROUP_HEIGHT


class _Entries(QAbstractListModel):
    def __init__(self) -> None:
        super().__init__()
        self.entries: tuple[Entry, ...] = ()

    def show(self, entries: Sequence[Entry]) -> None:
        """Show other entries."""
        self.beginResetModel()
        self.entries = tuple(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = _NOWHERE) -> int:
        """How many lines."""
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Texts, for screen readers."""
        if index.isValid() and role == Qt.ItemDataRole.DisplayRole:
            return self.entries[index.row()].text
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Heads cannot be chosen."""
        if index.isValid() and self.entries[index.row()].run:
            return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.NoItemFlags


class _Delegate(QStyledItemDelegate):
    def __init__(self, view: PaletteList) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """36 for rows, 32 for heads."""
        del option
        return QSize(100, self._view.entries[index.row()].height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        """Paint a line."""
        entry = self._view.entries[index.row()]
        rect: QRect = option.rect
        painter.save()
        if entry.run is None:
            painter.setFont(theme().font("caption_strong"))
            painter.setPen(theme().colour("text.secondary"))
            box = rect.adjusted(16, 0, -16, 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, entry.text)
        else:
            current = index.row() == self._view.currentIndex().row()
            _paint_entry(painter, rect, entry, current=current)
        painter.restore()


def _paint_entry(
    painter: QPainter, rect: QRect, entry: Entry, *, current: bool
) -> None:
    if current:
        around = QRectF(rect.adjusted(8, 0, -8, 0))
        paint_box(painter, around, "surface.selected", "", 6)
    middle = rect.center().y()
    if entry.look is not None:
        mark = QRectF(rect.x() + 18, middle - 6, 12, 12)
        paint_persona_mark(painter, mark, entry.look)
    elif entry.icon:
        ink = "accent.text" if current else "text.secondary"
        paint_icon(painter, QRect(rect.x() + 16, middle - 7, 16, 16), entry.icon, ink)
    x = _paint_marked(painter, rect.x() + 44, rect, entry)
    if entry.detail:
        painter.setFont(theme().font("label"))
        painter.setPen(theme().colour("text.tertiary"))
        box = QRect(x + 8, rect.y(), rect.right() - x - 100, rect.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, entry.detail)
    if entry.keys:
        paint_key_caps(painter, rect.right() - 16, middle + 1, entry.keys)


def _paint_marked(painter: QPainter, x: int, rect: QRect, entry: Entry) -> int:
    painter.setPen(theme().colour("text.primary"))
    marked = set(entry.marks)
    start = 0
    while start < len(entry.text):
        end = start
        while end < len(entry.text) and (end in marked) == (start in marked):
            end += 1
        font = "body_strong" if start in marked else "body"
        painter.setFont(theme().font(font))
        part = entry.text[start:end]
        wide = painter.fontMetrics().horizontalAdvance(part)
        box = QRect(x, rect.y(), wide + 2, rect.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, part)
        x += wide
        start = end
    return x


class PaletteList(QListView):
    """The lines; the field above moves the current one."""

    def __init__(self) -> None:
        super().__init__()
        self._model = _Entries()
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)

    @property
    def entries(self) -> tuple[Entry, ...]:
        """The lines shown."""
        return self._model.entries

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show lines, with the first that can be run as the current one."""
        self._model.show(entries)
        rows = [at for at, entry in enumerate(entries) if entry.run]
        if rows:
            self.setCurrentIndex(self._model.index(rows[0]))
        heads = sum(1 for entry in entries[: MOST_ROWS + 3] if not entry.run)
        shown = min(len(rows), MOST_ROWS) * ROW_HEIGHT + heads * GROUP_HEIGHT
        self.setFixedHeight(max(ROW_HEIGHT, min(shown, sum(e.height for e in entries))))
        self.scrollToTop()

    def step(self, step: int) -> None:
        """Go to the next line that can be run."""
        rows = [at for at, entry in enumerate(self.entries) if entry.run]
        if not rows:
            return
        now = self.currentIndex().row()
        place = rows.index(now) if now in rows else 0
        place = (place + step) % len(rows)
        self.setCurrentIndex(self._model.index(rows[place]))
        if place == 0:
            self.scrollToTop()

    def current_entry(self) -> Entry | None:
        """The line that Enter runs."""
        row = self.currentIndex().row()
        return self.entries[row] if 0 <= row < len(self.entries) else None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The line under the pointer becomes the current one."""
        super().mouseMoveEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and self.entries[index.row()].run:
            self.setCurrentIndex(index)
