"""Small pictures of layouts in columns, one of them chosen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy

from studio.domain.layout import Layout
from studio.domain.page import Page
from studio.ui.theme import theme
from studio.ui.widgets.focus import RingPainter
from studio.ui.widgets.wireframe import paint_wireframe

_SIDE, _GAP, _ROW_GAP = 16, 12, 6


class CardGrid(RingPainter):
    """Cards in as many columns as fit. `picked(int)` when a person goes to one.

    Args:
        name: For assistive technology.
        least: Width in pixels from which on a card has room.
        label: Pixels below each card for what `paint_label` draws.
    """

    picked = Signal(int)

    def __init__(self, name: str, least: int, label: int) -> None:
        super().__init__()
        self._least, self._label = least, label
        self.sources: tuple[Layout | Page, ...] = ()
        self.at = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(name)

    def show_cards(self, sources: Sequence[Layout | Page], at: int) -> None:
        """Show other cards, one of them (-1 for none) as chosen."""
        self.sources, self.at = tuple(sources), at
        self._describe()
        self.setMinimumHeight(self.heightForWidth(self.width()))
        self.update()

    def paint_label(
        self, painter: QPainter, line: QRect, at: int, *, here: bool
    ) -> None:
        """Draw what stands below a card."""

    def sentence(self, at: int) -> str:
        """A card in words."""
        del at
        return ""

    def card(self, at: int) -> QRect:
        """Where the picture of a card is drawn."""
        columns = self._columns()
        width = (self.width() - 2 * _SIDE - _GAP * (columns - 1)) // columns
        row, column = divmod(at, columns)
        height = width + 4
        return QRect(
            _SIDE + column * (width + _GAP),
            2 + row * (height + self._label + _ROW_GAP),
            width,
            height,
        )

    def _columns(self) -> int:
        return max(2, (self.width() - 2 * _SIDE + _GAP) // (self._least + _GAP))

    def heightForWidth(self, width: int) -> int:
        """As tall as the rows of cards."""
        del width
        if not self.sources:
            return 0
        return self.card(len(self.sources) - 1).bottom() + self._label + _ROW_GAP

    def sizeHint(self) -> QSize:
        """Room for every card."""
        return QSize(264, self.heightForWidth(264))

    def resizeEvent(self, event: object) -> None:
        """Take the height that the new width needs."""
        del event
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cards."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, source in enumerate(self.sources):
            self._paint(painter, at, source)

    def _paint(self, painter: QPainter, at: int, source: Layout | Page) -> None:
        rect, here = self.card(at), at == self.at
        painter.setPen(QPen(theme().colour("border.default"), 1))
        painter.setBrush(theme().colour("wireframe.paper"))
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.save()
        painter.setClipRect(rect.adjusted(2, 2, -2, -2))
        paint_wireframe(painter, rect.adjusted(3, 3, -3, -3), source)
        painter.restore()
        if here:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().colour("border.focus"), 2))
            painter.drawRoundedRect(QRectF(rect).adjusted(-1, -1, 1, 1), 5, 5)
        if self._by_keyboard and (here or (self.at < 0 and not at)):
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().colour("border.focus"), 1))
            painter.drawRoundedRect(QRectF(rect).adjusted(-4, -4, 4, 4), 7, 7)
        line = QRect(rect.left(), rect.bottom() + 3, rect.width(), self._label - 4)
        self.paint_label(painter, line, at, here=here)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the card under the pointer."""
        at = self._hit(event.position().toPoint())
        if at >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._go(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move through the cards."""
        columns = self._columns()
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -columns,
            Qt.Key.Key_Down: columns,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
            return
        to = max(0, self.at + step) if self.at < 0 else self.at + step
        if 0 <= to < len(self.sources):
            self._go(to)

    def event(self, event: QEvent) -> bool:
        """Tips: what stands below a card, in words."""
        if event.type() == QEvent.Type.ToolTip:
            at = self._hit(self.mapFromGlobal(self.cursor().pos()))
            self.setToolTip(self.sentence(at) if at >= 0 else "")
        return super().event(event)

    def _hit(self, at: QPoint) -> int:
        for i in range(len(self.sources)):
            if self.card(i).adjusted(0, 0, 0, self._label).contains(at):
                return i
        return -1

    def _go(self, at: int) -> None:
        self.at = at
        self._describe()
        self.update()
        self.picked.emit(at)

    def _describe(self) -> None:
        self.setAccessibleDescription(self.sentence(self.at) if self.at >= 0 else "")
