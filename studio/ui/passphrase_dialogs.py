"""Dialogs of protected projects: open one, protect one, change the passphrase."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType

from PySide6.QtWidgets import QWidget

from studio.domain.errors import VitrineError, WrongPassphrase
from studio.ui.language import tr
from studio.ui.passphrase_fields import (
    LABEL_WIDTH,
    NewPassphrase,
    SecretField,
    on_enter,
)
from studio.ui.widgets import FormRow
from studio.ui.working_dialog import OK, WorkingDialog


class _PassphraseDialog(WorkingDialog):
    def words_of(self, error: VitrineError) -> str:
        """A wrong passphrase in the person's language."""
        if isinstance(error, WrongPassphrase):
            return tr("That is not the passphrase. Capitals and spaces count.")
        return super().words_of(error)


class UnlockForm:
    """Asks for the passphrase of a project that is to be opened."""

    def __init__(self, window: QWidget, name: str) -> None:
        self.dialog = _PassphraseDialog(
            window,
            tr("Open “{name}”", name=name),
            tr("This project is protected with a passphrase."),
            tr("Cancel"),
            (tr("Open"), "primary"),
            busy=tr("Opening..."),
        )
        self.passphrase = SecretField(tr("Passphrase"))
        self.dialog.content.addWidget(
            FormRow(tr("Passphrase"), self.passphrase, LABEL_WIDTH)
        )
        self.dialog.end_content()
        _needs(self.passphrase, self.dialog)

    async def ask(self, try_to_open: Callable[[str], object]) -> object | None:
        """What `try_to_open` returned for the right passphrase; None when cancelled.

        It is called in another thread.
        """

        async def work() -> object:
            return await asyncio.to_thread(try_to_open, self.passphrase.text())

        self.dialog.work = work
        answer = await self.dialog.ask(self.passphrase.field)
        self.passphrase.clear()
        return self.dialog.result if answer == OK else None


class ProtectForm:
    """Protects a project, which must be closed, with a new passphrase."""

    def __init__(self, window: QWidget, name: str) -> None:
        self.dialog = _PassphraseDialog(
            window,
            tr("Protect “{name}” with a passphrase", name=name),
            tr(
                "Everything in the project's folder is encrypted: data, pictures,"
                " models and pages. Exports are not."
            ),
            tr("Cancel"),
            (tr("Protect"), "primary"),
            busy=tr("Encrypting..."),
            width=480,
        )
        self.new = NewPassphrase()
        self.dialog.content.addWidget(self.new)
        self.dialog.end_content()
        self.new.changed.connect(self._check)
        self.new.entered.connect(lambda: self.dialog.answer(OK))
        self._check()

    def _check(self) -> None:
        self.dialog.buttons[OK].setEnabled(bool(self.new.passphrase()))
        self.dialog.place()

    async def ask(self, folder: Path, close: Callable[[], object]) -> str:
        """The passphrase once the project is protected; empty when cancelled.

        `close` is called before, so that nobody has the project open.
        """

        async def work() -> str:
            words = self.new.passphrase()
            close()
            await asyncio.to_thread(
                _projects().protect, folder, words, self.dialog.came.emit
            )
            return words

        self.dialog.work = work
        answer = await self.dialog.ask(self.new.first.field)
        return str(self.dialog.result) if answer == OK else ""


class ChangeForm:
    """Gives a protected project another passphrase."""

    def __init__(self, window: QWidget, name: str) -> None:
        self.dialog = _PassphraseDialog(
            window,
            tr("Change the passphrase of “{name}”", name=name),
            tr("Copies of the folder made before still open with the old one."),
            tr("Cancel"),
            (tr("Change passphrase"), "primary"),
            busy=tr("Changing..."),
            width=480,
        )
        self.old = SecretField(tr("Old passphrase"))
        self.new = NewPassphrase()
        row = FormRow(tr("Old passphrase"), self.old, LABEL_WIDTH)
        self.dialog.content.addWidget(row)
        self.dialog.content.addWidget(self.new)
        self.dialog.end_content()
        self.old.field.textChanged.connect(self._check)
        on_enter(self.old, self.new.first.field.setFocus)
        self.new.changed.connect(self._check)
        self.new.entered.connect(lambda: self.dialog.answer(OK))
        self._check()

    def _check(self) -> None:
        ready = bool(self.old.text()) and bool(self.new.passphrase())
        self.dialog.buttons[OK].setEnabled(ready)
        self.dialog.place()

    async def ask(self, folder: Path) -> bool:
        """Whether it was changed."""

        async def work() -> None:
            change = _projects().change_passphrase
            old, new = self.old.text(), self.new.passphrase()
            await asyncio.to_thread(change, folder, old, new)

        self.dialog.work = work
        return await self.dialog.ask(self.old.field) == OK


class UnprotectForm:
    """Takes the passphrase off a project, which must be closed."""

    def __init__(self, window: QWidget, name: str) -> None:
        self.dialog = _PassphraseDialog(
            window,
            tr("Remove the passphrase of “{name}”?", name=name),
            tr(
                "Its files will lie in the clear: whoever can read the folder can read"
                " the data."
            ),
            tr("Keep it"),
            (tr("Remove"), "danger"),
            busy=tr("Decrypting..."),
        )
        self.words = ""
        self.passphrase = SecretField(tr("Passphrase"))
        row = FormRow(tr("Passphrase"), self.passphrase, LABEL_WIDTH)
        self.dialog.content.addWidget(row)
        self.dialog.end_content()
        _needs(self.passphrase, self.dialog)

    async def ask(self, folder: Path, close: Callable[[], object]) -> bool:
        """Whether it was taken off; `close` is called before."""

        async def work() -> None:
            words = self.passphrase.text()
            await asyncio.to_thread(_projects().check_passphrase, folder, words)
            self.words = words
            close()
            await asyncio.to_thread(
                _projects().unprotect, folder, words, self.dialog.came.emit
            )

        self.dialog.work = work
        return await self.dialog.ask(self.passphrase.field) == OK


def _needs(field: SecretField, dialog: WorkingDialog) -> None:
    """The main button waits for a text; Enter presses it."""
    ok = dialog.buttons[OK]
    ok.setEnabled(False)
    field.field.textChanged.connect(
        lambda text: ok.setEnabled(bool(text) and not dialog.working)
    )
    on_enter(field, lambda: dialog.answer(OK))


def _projects() -> ModuleType:
    # Imported when first needed, as `ui.projects` does it.
    return import_module("studio.services.projects")
