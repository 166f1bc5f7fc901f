"""Fields for texts, with what fits and live counts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.domain.blocks import Length
from studio.domain.words import Language
from studio.ui.language import tr
from studio.ui.widgets.forms import Field, TextArea, set_invalid
from studio.ui.widgets.label import Label

LONG_TEXT = 60
"""Texts that may be longer than this (English) get a field of two lines."""


class CopyField(QWidget):
    """One text: its name, how many characters of how many, the field.

    `done(text)` when it was changed and left; `entered()` when it takes the focus.
    """

    done = Signal(str)
    entered = Signal()

    def __init__(
        self, name: str, text: str, length: Length, language: Language
    ) -> None:
        super().__init__()
        self._least, self._most = length.zh if language == "zh" else length.en
        self.field: Field | TextArea
        if length.en[1] > LONG_TEXT:
            self.field = TextArea(text, 3)
            self.field.textChanged.connect(self._count)
        else:
            self.field = Field(text, height=28)
            self.field.textChanged.connect(self._count)
        self.field.setAccessibleName(name)
        self.field.setToolTip(
            tr("{least} to {most} characters", least=self._least, most=self._most)
        )
        self.field.done.connect(self.done)
        self.field.installEventFilter(self)
        self.count = Label("", "caption", "text.tertiary")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(3)
        head = QHBoxLayout()
        head.addWidget(Label(name, "label", "text.secondary"))
        head.addStretch(1)
        head.addWidget(self.count)
        column.addLayout(head)
        column.addWidget(self.field)
        self._count()

    @property
    def text(self) -> str:
        """What is written now."""
        if isinstance(self.field, TextArea):
            return self.field.toPlainText()
        return self.field.text()

    def set_text(self, text: str) -> None:
        """Show another text, unless the person is writing."""
        self.field.set_text(text)
        self._count()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say when the field takes the focus."""
        if watched is self.field and event.type() == QEvent.Type.FocusIn:
            self.entered.emit()
        return False

    def _count(self) -> None:
        n = len(" ".join(self.text.split()))
        wrong = n > self._most or 0 < n < self._least
        self.count.setText(tr("{n} of {most} characters", n=n, most=self._most))
        self.count.set_ink("danger.text" if wrong else "text.tertiary")
        set_invalid(self.field, wrong)
