"""Dialogs: cards over a scrim, children of the window."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from studio.ui.theme import paint_raised, shadow_margin, theme
from studio.ui.widgets.button import Button, Kind
from studio.ui.widgets.label import Label

_LEVEL = 3
_KEPT_MS = 5000


class Card(QWidget):
    """A raised card with a shadow; put content into `body`."""

    def __init__(self, width: int, level: int = _LEVEL) -> None:
        super().__init__()
        self._level = level
        self.margin = shadow_margin(level)
        m = self.margin
        self.setFixedWidth(width + 2 * m)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(m, m, m, m)
        self.body.setSpacing(0)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the card."""
        del event
        m = self.margin
        rect: QRect = self.rect().adjusted(m, m, -m, -m)
        paint_raised(QPainter(self), rect, self._level, 12)


class Scrim(QWidget):
    """Covers the window and holds one card; a click beside it or Escape closes."""

    dismissed = Signal()

    def __init__(self, window: QWidget, card: QWidget, top: int | None = None) -> None:
        super().__init__(window)
        self.card = card
        self._covered = window
        self._top = top
        self._before: QWidget | None = window.window().focusWidget()
        card.setParent(self)
        window.installEventFilter(self)
        self.setGeometry(window.rect())
        self.hide()

    def show_card(self, focus: QWidget | None = None) -> None:
        """Show the card and give it the focus."""
        self.setGeometry(self._covered.rect())
        self.show()
        self.raise_()
        self.place()
        if focus is not None:
            focus.setFocus(Qt.FocusReason.TabFocusReason)
        else:
            self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self.setFocus()

    def place(self) -> None:
        """Put the card in the middle, or at the top that was given."""
        self.card.adjustSize()
        layout = self.card.layout()
        if layout is not None and layout.hasHeightForWidth():  # adjustSize guesses
            high = layout.totalHeightForWidth(self.card.width())
            self.card.resize(self.card.width(), min(high, self.height()))
        x = (self.width() - self.card.width()) // 2
        middle = (self.height() - self.card.height()) // 2
        margin = getattr(self.card, "margin", 0)
        self.card.move(x, max(8, middle) if self._top is None else self._top - margin)

    def hide_card(self) -> None:
        """Take card and scrim off the window and give the focus back."""
        self._covered.removeEventFilter(self)
        self.hide()
        if self._before is not None and isValid(self._before):
            self._before.setFocus(Qt.FocusReason.PopupFocusReason)

    def close_card(self) -> None:
        """Take card and scrim away for good."""
        self.hide_card()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Cover the window when it is resized."""
        if watched is self._covered and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._covered.rect())
            self.place()
        return False

    def paintEvent(self, event: QPaintEvent) -> None:
        """Dim the window."""
        del event
        QPainter(self).fillRect(self.rect(), theme().colour("surface.scrim"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click beside the card closes."""
        if not self.card.geometry().contains(event.position().toPoint()):
            self.dismissed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismissed.emit()

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001  Qt's
        """Tab stays inside the card."""
        inside = [w for w in self.findChildren(QWidget) if _takes_tab(w)]
        at = self.window().focusWidget()
        if not inside:
            return False
        chain = _in_tab_order(inside)
        place = chain.index(at) if at in chain else -1 if forward else 0
        reason = Qt.FocusReason.TabFocusReason
        if not forward:
            reason = Qt.FocusReason.BacktabFocusReason
        chain[(place + (1 if forward else -1)) % len(chain)].setFocus(reason)
        return True


def _in_tab_order(widgets: Sequence[QWidget]) -> list[QWidget]:
    known, chain = set(widgets), [widgets[0]]
    step = widgets[0].nextInFocusChain()
    while step is not None and step is not widgets[0]:
        if step in known:
            chain.append(step)
        step = step.nextInFocusChain()
    return chain


def _takes_tab(widget: QWidget) -> bool:
    takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
    return takes and widget.isEnabled() and widget.isVisible()


class Dialog(QObject):
    """A question or a form over the window.

    Args:
        window: The main window (any widget: its window is taken).
        title: A question or what it is.
        text: A sentence or two.
        buttons: (key, text, kind) from left to right; the first has the focus and is
            the safe answer.
        width: Of the card in pixels.

    Put more into `content`. `answered(key)` comes once; Escape and a click beside
    the card answer with an empty key. `await dialog.ask()` does the same.
    """

    answered = Signal(str)

    def __init__(
        self,
        window: QWidget,
        title: str,
        text: str = "",
        buttons: Sequence[tuple[str, str, Kind]] = (),
        width: int = 400,
    ) -> None:
        super().__init__(window.window())
        self.card = Card(width)
        self.card.setAccessibleName(title)
        inner = QVBoxLayout()
        inner.setContentsMargins(20, 20, 20, 16)
        inner.setSpacing(8)
        self.card.body.addLayout(inner)
        inner.addWidget(Label(title, "heading", wrap=True))
        if text:
            inner.addWidget(Label(text, "body", "text.secondary", wrap=True))
        self.content = QVBoxLayout()
        self.content.setSpacing(8)
        inner.addLayout(self.content)
        row = QHBoxLayout()
        row.setContentsMargins(0, 8, 0, 0)
        row.setSpacing(8)
        row.addStretch(1)
        self.buttons: dict[str, Button] = {}
        for key, label, kind in buttons:
            button = Button(label, kind)
            button.clicked.connect(lambda _=False, key=key: self.answer(key))
            self.buttons[key] = button
            row.addWidget(button)
        inner.addLayout(row)
        self._scrim = Scrim(window.window(), self.card)
        self._scrim.dismissed.connect(lambda: self.answer(""))
        self._open = False

    def open(self, focus: QWidget | None = None) -> None:
        """Show it; the focus goes to the first button unless told otherwise."""
        self._open = True
        first = next(iter(self.buttons.values()), None)
        self._scrim.show_card(focus or first)

    def place(self) -> None:
        """Fit the card again after its content has changed."""
        self._scrim.place()

    def answer(self, key: str) -> None:
        """Close it with an answer."""
        if self._open:
            self._open = False
            self._scrim.hide_card()
            self.answered.emit(key)
            # A coroutine that waited for the answer still reads the card's fields.
            QTimer.singleShot(_KEPT_MS, self, self._delete)

    def _delete(self) -> None:
        self._scrim.deleteLater()
        self.deleteLater()

    async def ask(self, focus: QWidget | None = None) -> str:
        """Show it and wait for the answer: a button's key, or empty."""
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.answered.connect(
            lambda key: None if answer.done() else answer.set_result(key)
        )
        self.open(focus)
        return await answer
