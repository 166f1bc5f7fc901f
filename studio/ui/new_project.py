"""The form for a new project: its name and where it goes."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from studio.ui.language import tr
from studio.ui.projects import folder_for, home
from studio.ui.widgets import Button, Dialog, Field, FormRow, Label


class NewProjectForm:
    """Asks for name and place. `await ask()` gives (folder, name), or None."""

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
        self.dialog.content.addWidget(FormRow(tr("Name"), self.name))
        self.dialog.content.addWidget(FormRow(tr("Folder"), where))
        self.name.textChanged.connect(lambda _: self._show())
        self.name.returnPressed.connect(self._make)
        self._show()

    def folder(self) -> Path:
        """Where the project will be."""
        return folder_for(self.name.text(), self._within)

    def _show(self) -> None:
        self.place.setText(str(self.folder()))
        self.dialog.buttons["make"].setEnabled(bool(self.name.text().strip()))

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self._window, tr("Folder for the project"), str(self._within)
        )
        if chosen:
            self._within = Path(chosen)
            self._show()

    def _make(self) -> None:
        if self.name.text().strip():
            self.dialog.answer("make")

    async def ask(self) -> tuple[Path, str] | None:
        """Wait for the answer."""
        answer = await self.dialog.ask(self.name)
        if answer != "make":
            return None
        return self.folder(), self.name.text().strip()
