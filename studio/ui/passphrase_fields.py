"""Fields for a passphrase: the one that there is, and a new one, said twice."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from studio.services.projects import LEAST_CHARACTERS, Strength, strength
from studio.ui.language import mark, tr
from studio.ui.widgets import Field, FormRow, IconButton, IconLabel, Label

LABEL_WIDTH = 112
_HINTS: dict[Strength, tuple[str, str]] = {
    "short": (mark("At least {n} characters are needed."), "text.tertiary"),
    "weak": (mark("Weak: easy to guess. A few more words help most."), "warn.text"),
    "fair": (mark("Fair: holds against most who try."), "text.secondary"),
    "strong": (mark("Strong: hard to guess."), "success.text"),
}


class SecretField(QWidget):
    """A field whose text is not shown, unless one holds the eye down."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.field = Field("", height=28)
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(name)
        self.setAccessibleName(name)
        self.setFocusProxy(self.field)
        self.eye = IconButton("eye", tr("Show the passphrase"), size=28)
        self.eye.setCheckable(True)
        self.eye.toggled.connect(self._show)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.field, 1)
        row.addWidget(self.eye)

    def _show(self, shown: bool) -> None:  # noqa: FBT001 - a slot
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.field.setEchoMode(mode)

    def text(self) -> str:
        """What was typed."""
        return self.field.text()

    def clear(self) -> None:
        """Take it away."""
        self.field.clear()


class NewPassphrase(QWidget):
    """A new passphrase twice, with how strong it is.

    Signals:
        changed(): something was typed.
        entered(): Enter was pressed in the second field.
    """

    changed = Signal()
    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.first = SecretField(tr("New passphrase"))
        self.second = SecretField(tr("Repeat it"))
        self.hint = Label("", "caption", "text.tertiary", wrap=True)
        self.hint.setContentsMargins(LABEL_WIDTH, 0, 0, 4)
        self.row = FormRow(tr("Repeat it"), self.second, LABEL_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(FormRow(tr("New passphrase"), self.first, LABEL_WIDTH))
        column.addWidget(self.hint)
        column.addWidget(self.row)
        column.addWidget(lost_note())
        for each in (self.first, self.second):
            each.field.textChanged.connect(self._show)
        self.first.field.returnPressed.connect(self.second.field.setFocus)
        self.second.field.returnPressed.connect(self.entered.emit)
        self._show()

    def passphrase(self) -> str:
        """The passphrase; empty while it cannot be taken."""
        typed = self.first.text()
        long_enough = len(typed) >= LEAST_CHARACTERS
        return typed if long_enough and typed == self.second.text() else ""

    def _show(self) -> None:
        words, ink = _HINTS[strength(self.first.text())]
        self.hint.setText(tr(words, n=LEAST_CHARACTERS))
        self.hint.set_ink(ink)
        again = self.second.text()
        differ = bool(again) and not self.first.text().startswith(again)
        self.row.set_error(tr("The two are not the same.") if differ else "")
        self.changed.emit()


def lost_note() -> QWidget:
    """What everybody must know before a project is protected."""
    note = QWidget()
    row = QHBoxLayout(note)
    row.setContentsMargins(0, 8, 0, 0)
    row.setSpacing(8)
    row.addWidget(IconLabel("triangle-alert", "warn.text", 16))
    words = tr(
        "A lost passphrase cannot be recovered by anyone, and the project cannot be"
        " opened without it. Keep it in a password manager."
    )
    row.addWidget(Label(words, "label", "text.secondary", wrap=True), 1)
    return note


def on_enter(field: SecretField, act: Callable[[], object]) -> None:
    """Do something when Enter is pressed in a field."""
    field.field.returnPressed.connect(act)
