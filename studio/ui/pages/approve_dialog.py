"""Asks for the note that goes with an approval."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from studio.ui.language import plural, tr
from studio.ui.widgets.dialog import Dialog
from studio.ui.widgets.forms import Field, FormRow, TextArea
from studio.ui.widgets.label import Label


class ApproveDialog(QObject):
    """`done(by, note)` when the person approves; a name is needed."""

    done = Signal(str, str)

    def __init__(self, window: QWidget, page: str, by: str, findings: int) -> None:
        super().__init__(window.window())
        self.dialog = Dialog(
            window,
            tr("Approve this page?"),
            tr(
                "{page}. What you approve is what is exported; after a later edit it"
                " waits to be approved again.",
                page=page,
            ),
            (("", tr("Cancel"), "secondary"), ("ok", tr("Approve"), "primary")),
            width=440,
        )
        self.by = Field(by, tr("Your name"), 28)
        self.note = TextArea("", 3)
        self.note.setAccessibleName(tr("Note"))
        self._row = FormRow(tr("Name"), self.by)
        if findings:
            text = plural(
                findings,
                "There is {n} finding; look at it first.",
                "There are {n} findings; look at them first.",
            )
            self.dialog.content.addWidget(Label(text, "label", "warn.text", wrap=True))
        self.dialog.content.addWidget(self._row)
        self.dialog.content.addWidget(FormRow(tr("Note"), self.note))
        button = self.dialog.buttons["ok"]
        button.clicked.disconnect()
        button.clicked.connect(self._accept)

    def open(self) -> None:
        """Show the dialog; the cursor is in the note."""
        self.dialog.open(self.note if self.by.text() else self.by)

    def _accept(self) -> None:
        by = self.by.text().strip()
        if not by:
            self._row.set_error(tr("An approval carries a name."))
            self.dialog.place()
            return
        note = self.note.toPlainText().strip()
        self.dialog.answer("ok")
        self.done.emit(by, note)
