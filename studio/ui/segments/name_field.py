"""A field that offers names of the data while a person writes."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    QStringListModel,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QCompleter,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
)

from studio.ui.theme import theme
from studio.ui.widgets import Field, paint_box

_NAMES, _POPUP, _ROW = 176, 224, 26


class _NameRow(QStyledItemDelegate):
    """A name in the list below the field."""

    def sizeHint(
        self,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QSize:
        """Rows of a menu's height."""
        del option, index
        return QSize(1, _ROW)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the name, on the hover colour where it is chosen or pointed at."""
        on = QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver
        box = option.rect.adjusted(4, 0, -4, 0)
        painter.save()
        if option.state & on:
            paint_box(painter, QRectF(box), "surface.hover", "", 6)
        painter.setFont(option.font)
        painter.setPen(theme().colour("text.primary"))
        text = option.fontMetrics.elidedText(
            str(index.data()), Qt.TextElideMode.ElideRight, box.width() - 16
        )
        inside = box.adjusted(8, 0, -8, 0)
        painter.drawText(inside, Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()


class NameField(Field):
    """A field that completes names of the data; several are parted by commas.

    `changed` comes while a person writes.
    """

    changed = Signal()

    def __init__(self, hint: str, known: Sequence[str], *, several: bool) -> None:
        super().__init__("", hint)
        self.setAccessibleName(hint)
        self.setFixedWidth(_NAMES)
        self._several = several
        self._completer = QCompleter(self)
        self._completer.setModel(QStringListModel(list(known), self))
        self._completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self._completer.setMaxVisibleItems(8)
        self._popup = QListView()
        self._completer.setPopup(self._popup)  # first: it brings a delegate
        self._dress()
        self._completer.setWidget(self)
        self._completer.activated[str].connect(self._take)  # type: ignore[index]
        self.textEdited.connect(self._written)

    def _dress(self) -> None:
        popup = self._popup
        popup.setProperty("card", "true")
        popup.setFont(theme().font("label"))
        popup.setMinimumWidth(_POPUP)
        popup.setViewportMargins(0, 4, 0, 4)
        popup.setMouseTracking(True)
        never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        popup.setHorizontalScrollBarPolicy(never)
        popup.setItemDelegate(_NameRow(popup))

    def names(self) -> tuple[str, ...]:
        """The names written, without spaces around them."""
        parts = self.text().split(",") if self._several else [self.text()]
        return tuple(part.strip() for part in parts if part.strip())

    def set_names(self, names: Sequence[str]) -> None:
        """Show names, without a signal."""
        self.setText(", ".join(names))
        self.setCursorPosition(0)

    def focusInEvent(self, event: QEvent) -> None:
        """Offer what there is to a person who has written nothing yet."""
        super().focusInEvent(event)  # type: ignore[arg-type]
        if not self.text():
            self._offer("")

    def _written(self, text: str) -> None:
        last = text.rsplit(",", maxsplit=1)[-1] if self._several else text
        self._offer(last.strip())
        self.changed.emit()

    def _offer(self, begun: str) -> None:
        self._completer.setCompletionPrefix(begun)
        if self._completer.completionCount() and self.isVisible():
            self._completer.complete()
        else:
            self._popup.hide()

    def _take(self, name: str) -> None:
        before = self.text().split(",")[:-1] if self._several else []
        self.setText(", ".join([*(part.strip() for part in before), name]))
        self.changed.emit()
