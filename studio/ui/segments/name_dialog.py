"""Asks for the name of a segment."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from studio.domain.errors import VitrineError
from studio.domain.segment_checks import LONGEST_NAME
from studio.ui.language import tr
from studio.ui.widgets import Dialog, Field, FormRow


class SegmentName(Dialog):
    """`take` gets the name; what it raises is shown under the field."""

    def __init__(
        self, window: QWidget, title: str, name: str, take: Callable[[str], None]
    ) -> None:
        buttons = (
            ("cancel", tr("Cancel"), "secondary"),
            ("save", tr("Save"), "primary"),
        )
        text = tr("Personas made of it are called by this name.")
        super().__init__(window, title, text, buttons)  # type: ignore[arg-type]
        self._take = take
        self.field = Field(name)
        self.field.setMaxLength(LONGEST_NAME)
        self.row = FormRow(tr("Name"), self.field)
        self.content.addWidget(self.row)
        self.field.returnPressed.connect(lambda: self.answer("save"))
        self.field.textChanged.connect(self._check)
        self._check(name)

    def show_dialog(self) -> None:
        """Open with the name selected."""
        self.open(self.field)
        self.field.selectAll()

    def answer(self, key: str) -> None:
        """Hand the name over; an unusable one keeps the dialog open."""
        if key == "save":
            try:
                self._take(self.field.text())
            except VitrineError as problem:
                self.row.set_error(str(problem))
                self.place()
                return
        super().answer(key)

    def _check(self, name: str) -> None:
        self.row.set_error("")
        self.buttons["save"].setEnabled(bool(name.strip()))
