"""The focus ring: 2 px outside a control, only when focus came by keyboard."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from studio.ui.theme import theme

_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)
_GAP = 2
_WIDTH = 2
_REACH = _GAP + _WIDTH


def is_keyboard(reason: Qt.FocusReason) -> bool:
    """Whether a focus reason is one of the keyboard's."""
    return reason in _KEYBOARD


class RingPainter(QWidget):
    """A painted widget that draws a ring of its own while `_by_keyboard`."""

    _by_keyboard = False

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when focus came by keyboard."""
        super().focusInEvent(event)
        self._by_keyboard = is_keyboard(event.reason())
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._by_keyboard = False
        self.update()


class FocusRing(QWidget):
    """A sibling of the focused control that draws the ring around it."""

    def __init__(self, control: QWidget, radius: int) -> None:
        super().__init__(control.parentWidget())
        self._control = control
        self._radius = radius
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        control.installEventFilter(self)
        self._follow()
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay around the control when it moves."""
        if watched is self._control and event.type() in (
            QEvent.Type.Move,
            QEvent.Type.Resize,
        ):
            self._follow()
        return False

    def _follow(self) -> None:
        edge = self._control.geometry()
        self.setGeometry(edge.adjusted(-_REACH, -_REACH, _REACH, _REACH))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the ring."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().colour("border.focus"), _WIDTH))
        half = _WIDTH / 2
        radius = self._radius + _GAP + half
        rect = QRectF(self.rect()).adjusted(half, half, -half, -half)
        painter.drawRoundedRect(rect, radius, radius)


class RingHolder:
    """Shows and removes the ring of one control; the control calls it."""

    def __init__(self, control: QWidget, radius: int) -> None:
        self._control = control
        self._radius = radius
        self._ring: FocusRing | None = None

    def focus_in(self, reason: Qt.FocusReason) -> None:
        """Show the ring when focus came by keyboard."""
        if is_keyboard(reason) and self._ring is None:
            self._ring = FocusRing(self._control, self._radius)

    def focus_out(self) -> None:
        """Take the ring away."""
        if self._ring is not None:
            self._control.removeEventFilter(self._ring)
            self._ring.hide()
            self._ring.deleteLater()
            self._ring = None
