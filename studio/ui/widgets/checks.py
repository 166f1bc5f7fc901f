"""Switch, check box and radio button, painted."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from studio.ui.theme import theme
from studio.ui.widgets.button import paint_box
from studio.ui.widgets.focus import RingHolder

_BOX = 16
_GAP = 8
_SWITCH = QSize(28, 16)


class _Toggle(QAbstractButton):
    """A checkable with a painted sign before its text."""

    sign = QSize(_BOX, _BOX)
    radius = 4

    def __init__(self, text: str = "", name: str = "") -> None:
        super().__init__()
        self.setText(text)
        self.setCheckable(True)
        self.setAccessibleName(name or text)
        self.setFont(theme().font("label"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._ring = RingHolder(self, self.radius)

    def sizeHint(self) -> QSize:
        """Sign and text."""
        width = self.sign.width()
        if self.text():
            width += _GAP + self.fontMetrics().horizontalAdvance(self.text()) + 2
        return QSize(width, max(self.sign.height(), 20 if self.text() else 0))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw sign and text."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top = (self.height() - self.sign.height()) / 2
        self.paint_sign(painter, QRectF(0, top, self.sign.width(), self.sign.height()))
        if self.text():
            ink = "text.primary" if self.isEnabled() else "text.disabled"
            painter.setPen(theme().colour(ink))
            box = self.rect().adjusted(self.sign.width() + _GAP, 0, 0, 0)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.text())

    def paint_sign(self, painter: QPainter, rect: QRectF) -> None:
        """Draw the sign; each kind its own."""
        raise NotImplementedError

    def _fill(self) -> str:
        if not self.isEnabled():
            return "surface.pressed"
        return "accent.fill_hover" if self.underMouse() else "accent.fill"

    def _edge(self) -> str:
        if not self.isEnabled():
            return "border.default"
        return "text.secondary" if self.underMouse() else "border.control"

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when focus came by keyboard."""
        super().focusInEvent(event)
        self._ring.focus_in(event.reason())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._ring.focus_out()


class Switch(_Toggle):
    """On or off, at once. Signal: `toggled(bool)`."""

    sign = _SWITCH
    radius = 8

    def paint_sign(self, painter: QPainter, rect: QRectF) -> None:
        """A track with a knob."""
        track = self._fill() if self.isChecked() else self._edge()
        paint_box(painter, rect, track, "", 8)
        x = rect.right() - 14 if self.isChecked() else rect.left() + 2
        painter.setBrush(theme().colour("text.on_fill"))
        painter.drawEllipse(QRectF(x, rect.top() + 2, 12, 12))


class CheckBox(_Toggle):
    """One of several that may be on. Signal: `toggled(bool)`."""

    def paint_sign(self, painter: QPainter, rect: QRectF) -> None:
        """A box with a tick."""
        if not self.isChecked():
            fill = "surface.panel" if self.isEnabled() else "surface.window"
            paint_box(painter, rect, fill, self._edge(), 4)
            return
        paint_box(painter, rect, self._fill(), "", 4)
        ink = "text.on_fill" if self.isEnabled() else "text.disabled"
        pen = QPen(theme().colour(ink), 1.75)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawPolyline(
            QPolygonF(
                [
                    rect.topLeft() + QPointF(x, y)
                    for x, y in ((4, 8.5), (7, 11.2), (12, 5))
                ]
            )
        )


class Radio(_Toggle):
    """One of a few. Siblings exclude each other. Signal: `toggled(bool)`."""

    radius = 8

    def __init__(self, text: str = "", name: str = "") -> None:
        super().__init__(text, name)
        self.setAutoExclusive(True)

    def paint_sign(self, painter: QPainter, rect: QRectF) -> None:
        """A ring with a dot."""
        if not self.isChecked():
            fill = "surface.panel" if self.isEnabled() else "surface.window"
            paint_box(painter, rect, fill, self._edge(), 8)
            return
        paint_box(painter, rect, self._fill(), "", 8)
        painter.setBrush(theme().colour("text.on_fill"))
        painter.drawEllipse(rect.center(), 3, 3)
