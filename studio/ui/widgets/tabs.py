"""Tabs of an inspector, painted."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from studio.ui.theme import theme
from studio.ui.widgets.button import paint_box
from studio.ui.widgets.focus import RingPainter

_GAP = 20
_LEFT = 16


class Tabs(RingPainter):
    """A row of tabs, 40 high. `changed(key)` when a person chooses one."""

    changed = Signal(str)

    def __init__(self, items: Sequence[tuple[str, str]]) -> None:
        super().__init__()
        self._items = list(items)
        self._counts: dict[str, int] = {}
        self._at = 0
        self._hover = -1
        self.setFixedHeight(41)
        self.setFont(theme().font("label_strong"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name_it()

    def value(self) -> str:
        """Key of the tab that is on."""
        return self._items[self._at][0]

    def set_value(self, key: str) -> None:
        """Turn a tab on, without a signal."""
        for at, (each, _) in enumerate(self._items):
            if each == key:
                self._at = at
        self._name_it()
        self.update()

    def set_count(self, key: str, n: int) -> None:
        """Show a count on a tab; 0 for none."""
        self._counts[key] = n
        self.update()

    def _name_it(self) -> None:
        self.setAccessibleName(self._items[self._at][1])

    def sizeHint(self) -> QSize:
        """All tabs in a row."""
        return QSize(self._rect(len(self._items) - 1).right() + _LEFT, 41)

    def _rect(self, at: int) -> QRect:
        x = _LEFT
        for place, (key, text) in enumerate(self._items):
            width = self.fontMetrics().horizontalAdvance(text)
            if count := self._counts.get(key, 0):
                width += 20 + self.fontMetrics().horizontalAdvance(str(count))
            if place == at:
                return QRect(x, 0, width, 40)
            x += width + _GAP
        return QRect()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the texts, the line under the one that is on, the hairline."""
        del event
        painter = QPainter(self)
        line = theme().colour("border.subtle")
        painter.fillRect(QRect(0, 40, self.width(), 1), line)
        for at, (key, text) in enumerate(self._items):
            self._paint_tab(painter, at, text, self._counts.get(key, 0))

    def _paint_tab(self, painter: QPainter, at: int, text: str, count: int) -> None:
        rect, on = self._rect(at), at == self._at
        ink = "text.primary" if on or at == self._hover else "text.tertiary"
        painter.setFont(self.font())
        painter.setPen(theme().colour(ink))
        painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, text)
        if count:
            wide = self.fontMetrics().horizontalAdvance(str(count)) + 12
            box = QRectF(rect.right() - wide + 1, 12, wide, 16)
            paint_box(painter, box, "surface.pressed", "", 8)
            painter.setFont(theme().font("caption"))
            painter.setPen(theme().colour("text.secondary"))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(count))
        if on or at == self._hover:
            role = "accent.fill" if on else "border.default"
            bar = QRect(rect.x(), 38, rect.width(), 2)
            painter.fillRect(bar, theme().colour(role))
        if on and self._by_keyboard:
            ring = QRectF(rect).adjusted(-6, 7, 6, -7)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            pen = painter.pen()
            pen.setColor(theme().colour("border.focus"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.drawRoundedRect(ring, 6, 6)

    def _hit(self, x: int) -> int:
        for at in range(len(self._items)):
            rect = self._rect(at).adjusted(-_GAP // 2, 0, _GAP // 2, 0)
            if rect.left() <= x <= rect.right():
                return at
        return -1

    def _choose(self, at: int) -> None:
        if 0 <= at < len(self._items) and at != self._at:
            self._at = at
            self._name_it()
            self.update()
            self.changed.emit(self._items[at][0])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the tab under the pointer."""
        self._choose(self._hit(event.position().toPoint().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what can be chosen."""
        self._hover = self._hit(event.position().toPoint().x())
        self.update()

    def leaveEvent(self, event: object) -> None:
        """Forget the hover."""
        del event
        self._hover = -1
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        self._choose(self._at + step)
