"""Buttons, painted: primary, secondary, quiet, danger, link, and icon buttons."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy

from studio.ui.theme import paint_icon, theme
from studio.ui.widgets.focus import RingHolder

Kind = Literal["primary", "secondary", "quiet", "danger", "link"]
Height = Literal[24, 28, 32]

_RADIUS = 6
_PADDING = {24: 8, 28: 12, 32: 12}
_ICON = 16
_GAP = 8


class _Look:
    """Fill, edge and ink (roles; empty for none) of a button in a state."""

    def __init__(self, fill: str, edge: str, ink: str) -> None:
        self.fill, self.edge, self.ink = fill, edge, ink


_LOOKS: dict[str, dict[str, _Look]] = {
    "primary": {
        "rest": _Look("accent.fill", "", "text.on_fill"),
        "hover": _Look("accent.fill_hover", "", "text.on_fill"),
        "pressed": _Look("accent.fill_pressed", "", "text.on_fill"),
        "disabled": _Look("surface.pressed", "border.default", "text.disabled"),
    },
    "secondary": {
        "rest": _Look("surface.raised", "border.default", "text.primary"),
        "hover": _Look("surface.hover", "border.default", "text.primary"),
        "pressed": _Look("surface.pressed", "border.default", "text.primary"),
        "disabled": _Look("surface.panel", "border.subtle", "text.disabled"),
    },
    "quiet": {
        "rest": _Look("", "", "text.secondary"),
        "hover": _Look("surface.hover", "", "text.secondary"),
        "pressed": _Look("surface.pressed", "", "text.secondary"),
        "disabled": _Look("", "", "text.disabled"),
    },
    "danger": {
        "rest": _Look("surface.raised", "danger.fill", "danger.text"),
        "hover": _Look("danger.soft", "danger.fill", "danger.text"),
        "pressed": _Look("danger.fill", "danger.fill", "text.on_fill"),
        "disabled": _Look("surface.panel", "border.subtle", "text.disabled"),
    },
    "link": {
        "rest": _Look("", "", "text.link"),
        "hover": _Look("", "", "accent.fill_hover"),
        "pressed": _Look("", "", "accent.fill_pressed"),
        "disabled": _Look("", "", "text.disabled"),
    },
    "on": {
        "rest": _Look("accent.soft", "", "accent.text"),
        "hover": _Look("accent.soft", "accent.soft_border", "accent.text"),
        "pressed": _Look("surface.pressed", "", "accent.text"),
        "disabled": _Look("surface.pressed", "", "text.disabled"),
    },
}


def paint_box(painter: QPainter, rect: QRectF, fill: str, edge: str, r: float) -> None:
    """A rounded box with a fill and a 1 px edge, by role; empty roles for none."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(theme().colour(fill) if fill else QColor(0, 0, 0, 0))
    if edge:
        painter.setPen(QPen(theme().colour(edge), 1))
        rect = rect.adjusted(0.5, 0.5, -0.5, -0.5)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
    painter.drawRoundedRect(rect, r, r)


class Button(QAbstractButton):
    """A button with a verb on it.

    Args:
        text: What it does; three dots when a dialog follows.
        kind: `primary` only once a screen; `link` is an action in text.
        icon: Name of a Lucide icon before the text.
        height: 24, 28 or 32 pixels.
    """

    def __init__(
        self, text: str, kind: Kind = "secondary", icon: str = "", height: Height = 28
    ) -> None:
        super().__init__()
        self.setText(text)
        self.setAccessibleName(text)
        self._kind, self._lucide, self._height = kind, icon, height
        self._icon_size = _ICON
        self.setFont(theme().font("label_strong"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        if kind == "link":
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._ring = RingHolder(self, _RADIUS)

    def set_icon(self, name: str) -> None:
        """Change the icon; empty for none."""
        self._lucide = name
        self.updateGeometry()
        self.update()

    def setText(self, text: str) -> None:
        """Change the text."""
        super().setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()

    def sizeHint(self) -> QSize:
        """Padding, icon and text."""
        padding = 0 if self._kind == "link" else _PADDING[self._height]
        width = self.fontMetrics().horizontalAdvance(self.text()) + 2 * padding
        if self._lucide:
            width += _ICON + (_GAP if self.text() else 0)
        return QSize(width, 20 if self._kind == "link" else self._height)

    def minimumSizeHint(self) -> QSize:
        """Never narrower than its text."""
        return self.sizeHint()

    def _look(self) -> _Look:
        looks = _LOOKS["on" if self.isChecked() else self._kind]
        if not self.isEnabled():
            return looks["disabled"]
        if self.isDown():
            return looks["pressed"]
        return looks["hover" if self.underMouse() else "rest"]

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw box, icon and text."""
        del event
        painter = QPainter(self)
        look = self._look()
        paint_box(painter, QRectF(self.rect()), look.fill, look.edge, _RADIUS)
        text_width = self.fontMetrics().horizontalAdvance(self.text())
        gap = _GAP if self.text() else 0
        whole = text_width + (self._icon_size + gap if self._lucide else 0)
        x = 0 if self._kind == "link" else (self.width() - whole) // 2
        if self._lucide:
            box = QRect(
                x,
                (self.height() - self._icon_size) // 2,
                self._icon_size,
                self._icon_size,
            )
            paint_icon(painter, box, self._lucide, look.ink)
            x += self._icon_size + _GAP
        painter.setFont(self.font())
        painter.setPen(theme().colour(look.ink))
        box = QRect(x, 0, text_width + 2, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.text())

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when focus came by keyboard."""
        super().focusInEvent(event)
        self._ring.focus_in(event.reason())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._ring.focus_out()

    def changeEvent(self, event: QEvent) -> None:
        """Repaint when enabled or disabled."""
        super().changeEvent(event)
        self.update()


class IconButton(Button):
    """A square button with an icon; `name` is its tip and its accessible name."""

    def __init__(
        self, icon: str, name: str, shortcut: str = "", size: Height = 28
    ) -> None:
        super().__init__("", "quiet", icon, size)
        self.setAccessibleName(name)
        self.setToolTip(f"{name}   {shortcut}" if shortcut else name)
        self.setFixedSize(size, size)

    def setText(self, text: str) -> None:
        """An icon button has no text."""

    def set_large(self) -> None:
        """36 px with an icon of 20, at the foot of the rail."""
        self._icon_size = 20
        self.setFixedSize(36, 36)
