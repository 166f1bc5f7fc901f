"""A row of segments of which one is on."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.theme import paint_icon, theme
from studio.ui.widgets.button import paint_box
from studio.ui.widgets.focus import RingHolder

_INSET = 2


class Segmented(QWidget):
    """One of a few values, all of them visible. Arrows move, a click chooses.

    Args:
        items: (value, text) pairs; a text that starts with `icon:` names an icon,
            and its tip is given after a bar, as in `icon:monitor|Desktop`.
        height: 24 in forms, 28 in tool bars.
        stretch: Share the whole width evenly (in form rows).
    """

    changed = Signal(object)

    def __init__(
        self,
        items: Sequence[tuple[object, str]],
        height: int = 28,
        *,
        stretch: bool = False,
    ) -> None:
        super().__init__()
        self._items = list(items)
        self._at = 0
        self._hover = -1
        self._stretch = stretch
        self.setFixedHeight(height)
        self.setFont(theme().font("label"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        policy = QSizePolicy.Policy.Expanding if stretch else QSizePolicy.Policy.Fixed
        self.setSizePolicy(policy, QSizePolicy.Policy.Fixed)
        self._ring = RingHolder(self, 6)

    def set_items(self, items: Sequence[tuple[object, str]]) -> None:
        """Show other segments; the value stays where it is still there."""
        before = self.value()
        self._items = list(items)
        self._at = 0
        self.set_value(before)
        self.updateGeometry()
        self.update()

    def value(self) -> object:
        """The value that is on; None when there are no segments."""
        return self._items[self._at][0] if self._items else None

    def set_value(self, value: object) -> None:
        """Turn a value on, without a signal; unknown values are ignored."""
        for at, (each, _) in enumerate(self._items):
            if each == value:
                self._at = at
        self._name_it()
        self.update()

    def _name_it(self) -> None:
        if self._items:
            self.setAccessibleDescription(_plain(self._items[self._at][1]))

    def _widths(self) -> list[int]:
        if self._stretch and self._items:
            room = self.width() - 2 * _INSET
            share, rest = divmod(room, len(self._items))
            return [share + (at < rest) for at in range(len(self._items))]
        metrics = self.fontMetrics()
        return [
            32 if text.startswith("icon:") else metrics.horizontalAdvance(text) + 26
            for _, text in self._items
        ]

    def _rect(self, at: int) -> QRect:
        widths = self._widths()
        x = _INSET + sum(widths[:at])
        return QRect(x, _INSET, widths[at], self.height() - 2 * _INSET)

    def sizeHint(self) -> QSize:
        """As wide as the texts need."""
        if self._stretch:
            return QSize(64 * max(1, len(self._items)), self.height())
        return QSize(sum(self._widths()) + 2 * _INSET, self.height())

    def minimumSizeHint(self) -> QSize:
        """In a form it may get narrow."""
        if self._stretch:
            return QSize(32 * max(1, len(self._items)), self.height())
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the trough, the raised segment and the texts."""
        del event
        painter = QPainter(self)
        paint_box(painter, QRectF(self.rect()), "surface.sunken", "", 6)
        for at, (_, text) in enumerate(self._items):
            self._paint_segment(painter, at, text)

    def _paint_segment(self, painter: QPainter, at: int, text: str) -> None:
        rect, on = self._rect(at), at == self._at
        if on and self.isEnabled():
            fill = "surface.raised"
            paint_box(painter, QRectF(rect), fill, "border.default", 5)
        ink = "text.primary" if on or at == self._hover else "text.secondary"
        if not self.isEnabled():
            ink = "text.disabled"
        if text.startswith("icon:"):
            name = text[5:].split("|", maxsplit=1)[0]
            box = QRect(0, 0, 16, 16)
            box.moveCenter(rect.center())
            paint_icon(painter, box, name, ink)
            return
        painter.setFont(theme().font("label_strong" if on else "label"))
        painter.setPen(theme().colour(ink))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)

    def _hit(self, x: int) -> int:
        for at in range(len(self._items)):
            if self._rect(at).left() <= x <= self._rect(at).right():
                return at
        return -1

    def _choose(self, at: int) -> None:
        if 0 <= at < len(self._items) and at != self._at:
            self._at = at
            self._name_it()
            self.update()
            self.changed.emit(self._items[at][0])

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Choose the segment under the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._choose(self._hit(event.position().toPoint().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what can be chosen, with its tip."""
        at = self._hit(event.position().toPoint().x())
        if at != self._hover:
            self._hover = at
            text = self._items[at][1] if at >= 0 else ""
            self.setToolTip(_plain(text) if text.startswith("icon:") else "")
            self.update()

    def leaveEvent(self, event: object) -> None:
        """Forget the hover."""
        del event
        self._hover = -1
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move."""
        match event.key():
            case Qt.Key.Key_Left | Qt.Key.Key_Up:
                self._choose(self._at - 1)
            case Qt.Key.Key_Right | Qt.Key.Key_Down:
                self._choose(self._at + 1)
            case _:
                super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when focus came by keyboard."""
        super().focusInEvent(event)
        self._ring.focus_in(event.reason())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._ring.focus_out()


def _plain(text: str) -> str:
    return text.rsplit("|", maxsplit=1)[-1] if text.startswith("icon:") else text
