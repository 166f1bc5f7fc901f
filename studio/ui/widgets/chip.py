"""Chips, badges and key caps."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QFontMetrics, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from studio.ui.theme import paint_icon, theme
from studio.ui.widgets.button import paint_box
from studio.ui.widgets.focus import RingHolder

Tone = Literal["neutral", "success", "warn", "danger", "accent", "outline", "solid"]

_PADDING = 8
_ICON = 12
_GAP = 4

TONES: dict[str, tuple[str, str, str]] = {
    "neutral": ("surface.pressed", "", "text.secondary"),
    "success": ("success.soft", "", "success.text"),
    "warn": ("warn.soft", "", "warn.text"),
    "danger": ("danger.soft", "", "danger.text"),
    "accent": ("accent.soft", "", "accent.text"),
    "outline": ("surface.panel", "border.default", "text.primary"),
    "solid": ("accent.fill", "", "text.on_fill"),
}
"""(fill, edge, ink) roles by tone."""


def chip_width(text: str, *, icon: bool, font: str = "caption") -> int:
    """Width in pixels of a chip with a text."""
    width = 2 * _PADDING + QFontMetrics(theme().font(font)).horizontalAdvance(text)
    return width + (_ICON + _GAP if icon else 0)


def paint_chip(painter: QPainter, at: QPoint, text: str, tone: str, icon: str) -> int:
    """Draw a chip 20 px high with its left top corner at a point; gives its width."""
    fill, edge, ink = TONES[tone]
    width = chip_width(text, icon=bool(icon))
    paint_box(painter, QRectF(at.x(), at.y(), width, 20), fill, edge, 10)
    x = at.x() + _PADDING
    if icon:
        paint_icon(painter, QRect(x, at.y() + 4, _ICON, _ICON), icon, ink)
        x += _ICON + _GAP
    painter.setFont(theme().font("caption"))
    painter.setPen(theme().colour(ink))
    box = QRect(x, at.y(), width, 20)
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)
    return width


class Chip(QWidget):
    """A word on a state, with its icon: 20 px high, not for clicking."""

    def __init__(self, text: str, tone: Tone = "neutral", icon: str = "") -> None:
        super().__init__()
        self._text, self._tone, self._icon = text, tone, icon
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(text)

    def set(self, text: str, tone: Tone = "neutral", icon: str = "") -> None:
        """Show another state."""
        self._text, self._tone, self._icon = text, tone, icon
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def text(self) -> str:
        """The word shown."""
        return self._text

    def sizeHint(self) -> QSize:
        """As wide as its text."""
        return QSize(chip_width(self._text, icon=bool(self._icon)), 20)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        del event
        paint_chip(QPainter(self), QPoint(0, 0), self._text, self._tone, self._icon)


class RuleChip(QAbstractButton):
    """A chip 24 px high that can be clicked, and removed when `removable`."""

    removed = Signal()

    def __init__(
        self,
        text: str,
        tone: Tone = "neutral",
        icon: str = "",
        *,
        removable: bool = False,
    ) -> None:
        super().__init__()
        self.setText(text)
        self.setAccessibleName(text)
        self._tone, self._lucide, self._removable = tone, icon, removable
        self.setFont(theme().font("caption"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._ring = RingHolder(self, 12)

    def sizeHint(self) -> QSize:
        """Icon, text and cross."""
        width = chip_width(self.text(), icon=bool(self._lucide))
        return QSize(width + (16 if self._removable else 0), 24)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chip."""
        del event
        painter = QPainter(self)
        fill, edge, ink = TONES[self._tone]
        if self.underMouse() and self.isEnabled():
            fill, edge = "surface.hover", "border.default"
        ink = ink if self.isEnabled() else "text.disabled"
        paint_box(painter, QRectF(self.rect()), fill, edge, 12)
        x = _PADDING
        if self._lucide:
            paint_icon(painter, QRect(x, 6, _ICON, _ICON), self._lucide, ink)
            x += _ICON + _GAP
        painter.setFont(self.font())
        painter.setPen(theme().colour(ink))
        box = QRect(x, 0, self.width(), 24)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self._removable:
            paint_icon(painter, QRect(self.width() - 20, 6, _ICON, _ICON), "x", ink)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The cross removes."""
        inside = self.rect().contains(event.position().toPoint())
        if self._removable and inside and event.position().x() > self.width() - 24:
            self.setDown(False)
            self.removed.emit()
            return
        super().mouseReleaseEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the ring when focus came by keyboard."""
        super().focusInEvent(event)
        self._ring.focus_in(event.reason())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self._ring.focus_out()


def key_cap_width(key: str) -> int:
    """Width in pixels of a key cap."""
    text = QFontMetrics(theme().font("caption")).horizontalAdvance(key)
    return max(17, text + 8)


def paint_key_caps(painter: QPainter, right: int, middle: int, keys: str) -> int:
    """Draw `Ctrl+K` as caps that end at `right`; gives where the first begins."""
    parts = keys.split("+") if keys != "+" else ["+"]
    x = right
    for key in reversed(parts):
        width = key_cap_width(key)
        x -= width
        rect = QRectF(x, middle - 9, width, 18)
        paint_box(painter, rect, "surface.panel", "border.default", 4)
        painter.setFont(theme().font("caption"))
        painter.setPen(theme().colour("text.secondary"))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, key)
        x -= 4
    return x + 4


class KeyCaps(QWidget):
    """Keys such as Ctrl+K as caps."""

    def __init__(self, keys: str) -> None:
        super().__init__()
        self._keys = keys
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """All caps in a row."""
        parts = self._keys.split("+")
        width = sum(key_cap_width(key) for key in parts) + 4 * (len(parts) - 1)
        return QSize(width, 18)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the caps."""
        del event
        paint_key_caps(QPainter(self), self.width(), 9, self._keys)


class CountBadge(Chip):
    """A small number, such as the count on a tab."""

    def __init__(self, n: int) -> None:
        super().__init__(str(n), "neutral")
