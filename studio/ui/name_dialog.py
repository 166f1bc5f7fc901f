"""Asks for the name of something."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar

from PySide6.QtWidgets import QWidget

from studio.domain.errors import VitrineError
from studio.ui.language import tr
from studio.ui.widgets import Dialog, Field, FormRow


class NameDialog(Dialog):
    """`take` gets the name; a VitrineError of it is shown under the field.

    A subclass sets the `longest` name, and `words_of` a refusal.
    """

    longest: ClassVar[int]

    def __init__(
        self,
        window: QWidget,
        title: str,
        text: str,
        name: str,
        take: Callable[[str], None],
    ) -> None:
        super().__init__(
            window,
            title,
            text,
            (
                ("cancel", tr("Cancel"), "secondary"),
                ("save", tr("Save"), "primary"),
            ),
        )
        self._take = take
        self.field = Field(name)
        self.field.setMaxLength(self.longest)
        self.row = FormRow(tr("Name"), self.field)
        self.content.addWidget(self.row)
        self.field.returnPressed.connect(lambda: self.answer("save"))
        self.field.textChanged.connect(self._check)
        self._check(name)

    def show_dialog(self) -> None:
        """Open with the name selected."""
        self.open(self.field)
        self.field.selectAll()

    def words_of(self, problem: VitrineError) -> str:
        """What is said under the field of a name that is refused."""
        return problem.message

    def answer(self, key: str) -> None:
        """Hand the name over; an unusable one keeps the dialog open."""
        if key == "save":
            try:
                self._take(self.field.text())
            except VitrineError as problem:
                self.row.set_error(self.words_of(problem))
                self.place()
                return
        super().answer(key)

    def _check(self, name: str) -> None:
        self.row.set_error("")
        self.buttons["save"].setEnabled(bool(name.strip()))
