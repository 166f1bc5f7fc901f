"""The form for a new project: its name, where it goes, and its passphrase if any."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from studio.ui.language import tr
from studio.ui.passphrase_fields import LABEL_WIDTH, NewPassphrase
from studio.ui.projects import folder_for, home
from studio.ui.widgets import Button, Dialog, Field, FormRow, Label, Switch


class NewProjectForm:
    """Asks for name and place. `await ask()` gives (folder, name, passphrase) or None.

    The passphrase is empty for a project that is not protected.
    """

    def __init__(self, window: QWidget, name: str = "") -> None:
        self._window = window
        self._within = home()
        self.dialog = Dialog(
            window,
            tr("New project"),
            tr("A project is a folder. Everything the studio learns stays in it."),
            [("", tr("Cancel"), "quiet"), ("make", tr("Create"), "primary")],
            width=480,
        )
        self.name = Field(name or tr("My shop"))
        middle = Qt.TextElideMode.ElideMiddle  # the end of a path says most
        self.place = Label("", "caption", "text.tertiary", elide=middle)
        choose = Button(tr("Choose..."), height=24)
        choose.clicked.connect(self._choose)
        where = QWidget()
        row = QHBoxLayout(where)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.place, 1)
        row.addWidget(choose)
        self.dialog.content.addWidget(FormRow(tr("Name"), self.name, LABEL_WIDTH))
        self.dialog.content.addWidget(FormRow(tr("Folder"), where, LABEL_WIDTH))
        self.protect = Switch(name=tr("Protect with a passphrase"))
        self.dialog.content.addWidget(
            FormRow(tr("Protected"), self.protect, LABEL_WIDTH)
        )
        self.new = NewPassphrase()
        self.new.hide()
        self.dialog.content.addWidget(self.new)
        self.protect.toggled.connect(self._show_passphrase)
        self.new.changed.connect(self._show)
        self.new.entered.connect(self._make)
        self.name.textChanged.connect(lambda _: self._show())
        self.name.returnPressed.connect(self._make)
        self._show()

    def folder(self) -> Path:
        """Where the project will be."""
        return folder_for(self.name.text(), self._within)

    def _show(self) -> None:
        self.place.setText(str(self.folder()))
        self.dialog.buttons["make"].setEnabled(self._complete())
        self.dialog.place()

    def _complete(self) -> bool:
        named = bool(self.name.text().strip())
        return named and (not self.protect.isChecked() or bool(self.new.passphrase()))

    def _show_passphrase(self, wanted: bool) -> None:  # noqa: FBT001 - a slot
        self.new.setVisible(wanted)
        if wanted:
            self.new.first.field.setFocus()
        self._show()

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self._window, tr("Folder for the project"), str(self._within)
        )
        if chosen:
            self._within = Path(chosen)
            self._show()

    def _make(self) -> None:
        if self._complete():
            self.dialog.answer("make")

    async def ask(self) -> tuple[Path, str, str] | None:
        """Wait for the answer."""
        answer = await self.dialog.ask(self.name)
        if answer != "make":
            return None
        passphrase = self.new.passphrase() if self.protect.isChecked() else ""
        return self.folder(), self.name.text().strip(), passphrase
