"""Toasts: what happened elsewhere, for six seconds; errors stay."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QPoint, QRect, QSize, QTimer, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.ui.language import tr
from studio.ui.theme import paint_raised, shadow_margin, theme
from studio.ui.widgets.button import Button, IconButton
from studio.ui.widgets.label import IconLabel, Label

ToastKind = Literal["success", "warn", "danger", "info"]

SIGNS: dict[str, tuple[str, str]] = {
    "success": ("circle-check", "success.fill"),
    "warn": ("triangle-alert", "warn.fill"),
    "danger": ("circle-alert", "danger.fill"),
    "info": ("info", "text.secondary"),
}
"""(icon, role) by kind: the signs of state everywhere in the window."""

_WIDTH = 400


@dataclass(frozen=True)
class Toast:
    """What to say: a title, a sentence, and one action (such as Undo)."""

    title: str
    text: str = ""
    kind: ToastKind = "success"
    action: str = ""
    run: Callable[[], None] | None = None

    @property
    def stays(self) -> bool:
        """Errors stay until they are closed."""
        return self.kind == "danger"


class ToastCard(QWidget):
    """One toast on the screen."""

    closed = Signal()

    def __init__(self, toast: Toast) -> None:
        super().__init__()
        self.toast = toast
        margin = shadow_margin(2)
        self._margin = margin
        outer = QVBoxLayout(self)
        outer.setContentsMargins(margin, margin, margin, margin)
        row = QHBoxLayout()
        row.setContentsMargins(16, 8, 10, 8)
        row.setSpacing(12)
        outer.addLayout(row)
        icon, role = SIGNS[toast.kind]
        row.addWidget(IconLabel(icon, role, 16))
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(Label(toast.title, "label_strong", wrap=True))
        if toast.text:
            texts.addWidget(Label(toast.text, "label", "text.secondary", wrap=True))
        row.addLayout(texts, 1)
        if toast.action:
            action = Button(toast.action, "link")
            action.clicked.connect(self._act)
            row.addWidget(action)
        close = IconButton("x", tr("Close"), size=24)
        close.clicked.connect(self.closed.emit)
        row.addWidget(close)
        self.setFixedWidth(_WIDTH + 2 * margin)
        self.setAccessibleName(f"{toast.title}. {toast.text}")

    def _act(self) -> None:
        if self.toast.run is not None:
            self.toast.run()
        self.closed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card."""
        del event
        m = self._margin
        rect: QRect = self.rect().adjusted(m, m, -m, -m)
        paint_raised(QPainter(self), rect, 2, 8)


class ToastStack(QWidget):
    """The toasts of a window, at its bottom right, the newest lowest."""

    def __init__(self, window: QWidget, bottom: int = 28) -> None:
        super().__init__(window)
        self._window = window
        self._bottom = bottom
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._cards: list[ToastCard] = []
        self.hide()

    def toasts(self) -> tuple[Toast, ...]:
        """What is on the screen."""
        return tuple(card.toast for card in self._cards)

    def show_toast(self, toast: Toast) -> None:
        """Say something."""
        card = ToastCard(toast)
        card.closed.connect(lambda: self._remove(card))
        self._cards.append(card)
        self._column.addWidget(card)
        if not toast.stays:
            timer = QTimer(card)
            timer.setSingleShot(True)
            timer.timeout.connect(lambda: self._remove(card))
            timer.start(theme().motion("toast_visible_ms") or 6000)
        while len(self._cards) > 4:  # noqa: PLR2004  more would cover the panels
            self._remove(self._cards[0])
        self.place()

    def _remove(self, card: ToastCard) -> None:
        if card in self._cards:
            self._cards.remove(card)
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
            self.place()

    def place(self) -> None:
        """Stay at the bottom right of the window."""
        window = self._window
        if not self._cards:
            self.hide()
            return
        for card in self._cards:  # its size hint wraps the words far too early
            card.setFixedHeight(card.heightForWidth(card.width()))
        heights = [card.height() for card in self._cards]
        size = QSize(self._cards[0].width(), sum(heights))
        corner = QPoint(
            window.width() - size.width(),
            window.height() - self._bottom - size.height(),
        )
        self.setGeometry(QRect(corner, size))
        self.show()
        self.raise_()
