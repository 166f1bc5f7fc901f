"""Asks for the name of a run, and for a note on it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from studio.domain.errors import VitrineError
from studio.domain.runs import LONGEST_NAME, LONGEST_REMARK
from studio.ui.language import tr
from studio.ui.name_dialog import NameDialog
from studio.ui.widgets import Dialog, TextArea


class RunName(NameDialog):
    """`take` gets the name."""

    longest = LONGEST_NAME

    def __init__(self, window: QWidget, name: str, take: Callable[[str], None]) -> None:
        text = tr("It is shown in the list of runs and where runs are compared.")
        super().__init__(window, tr("Name this run"), text, name, take)


class RunNote(Dialog):
    """`take` gets the text; an empty one takes the note away."""

    def __init__(self, window: QWidget, text: str, take: Callable[[str], None]) -> None:
        super().__init__(
            window,
            tr("Note on this run"),
            tr("What was tried, and what came of it."),
            (
                ("cancel", tr("Cancel"), "secondary"),
                ("save", tr("Save"), "primary"),
            ),
        )
        self._take = take
        self.area = TextArea(text, 4)
        self.area.setAccessibleName(tr("Note on this run"))
        self.content.addWidget(self.area)
        self.area.textChanged.connect(self._check)
        self._check()

    def answer(self, key: str) -> None:
        """Hand the text over."""
        if key == "save":
            try:
                self._take(self.area.toPlainText())
            except VitrineError:  # the button is off for what would be refused
                return
        super().answer(key)

    def _check(self) -> None:
        fits = len(self.area.toPlainText().strip()) <= LONGEST_REMARK
        self.buttons["save"].setEnabled(fits)
