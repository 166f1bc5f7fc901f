"""Opening, making and closing the project of a window."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QWidget

from studio.domain.errors import PassphraseNeeded, VitrineError
from studio.ui.context import Context
from studio.ui.language import tr
from studio.ui.new_project import NewProjectForm
from studio.ui.passphrase_dialogs import (
    ChangeForm,
    ProtectForm,
    UnlockForm,
    UnprotectForm,
)
from studio.ui.projects import Projects, home
from studio.ui.tasks import spawn, toast_of
from studio.ui.widgets import Dialog, Toast

if TYPE_CHECKING:
    from studio.services.session import Session


class ProjectFlow(QObject):
    """Holds the open session of a window.

    Signals:
        opened(Session or None): another project is open, or none.
        sample_wanted(): a new, empty project of the sample shop is open.
        toast_wanted(Toast).
    """

    opened = Signal(object)
    sample_wanted = Signal()
    toast_wanted = Signal(object)

    def __init__(self, window: QWidget, context: Context, projects: Projects) -> None:
        super().__init__(window)
        self._window = window
        self._context = context
        self._projects = projects
        self.session: Session | None = None

    def open(self, folder: Path) -> bool:
        """Open a project; False (and a toast) when it cannot be.

        For a protected one a passphrase is asked first; it opens after that.
        """
        if self.session is not None and self.session.folder == folder:
            return True
        try:
            session = self._projects.open(folder)
        except PassphraseNeeded:
            spawn(self._unlock(folder), self.toast_wanted.emit)
            return False
        except VitrineError as error:
            self.toast_wanted.emit(toast_of(error))
            return False
        self._take(session)
        return True

    async def _unlock(self, folder: Path) -> None:
        """Ask for the passphrase of a project until it opens or nobody wants it."""
        form = UnlockForm(self._window, folder.name)
        session = await form.ask(lambda words: self._projects.open(folder, words))
        if session is not None:
            self._take(cast("Session", session))

    def create(self, folder: Path, name: str, passphrase: str = "") -> bool:
        """Make a project and open it; False (and a toast) when it cannot be."""
        try:
            session = self._projects.create(folder, name, passphrase)
        except VitrineError as error:
            self.toast_wanted.emit(toast_of(error))
            return False
        self._take(session)
        return True

    def sample(self) -> bool:
        """Open the sample shop; a new one asks for its files."""
        try:
            session, new = self._projects.sample()
        except VitrineError as error:
            self.toast_wanted.emit(toast_of(error))
            return False
        self._take(session)
        if new:
            self.sample_wanted.emit()
        return True

    async def ensure(self) -> bool:
        """Have a project open: asks for a new one when there is none."""
        if self.session is not None:
            return True
        answer = await NewProjectForm(self._window).ask()
        return answer is not None and self.create(*answer)

    def ask_new(self) -> None:
        """Ask for a new project and open it."""
        spawn(self._new(), self.toast_wanted.emit)

    async def _new(self) -> None:
        if not await self.may_leave():
            return
        answer = await NewProjectForm(self._window).ask()
        if answer is not None:
            self.create(*answer)

    def ask_open(self) -> None:
        """Ask for a project's folder and open it."""
        start = home() if home().is_dir() else Path.home()
        chosen = QFileDialog.getExistingDirectory(
            self._window, tr("Open project"), str(start)
        )
        if chosen:
            self.go_to(Path(chosen))

    def go_to(self, folder: Path) -> None:
        """Open a project after asking about running jobs."""
        spawn(self._go_to(folder), self.toast_wanted.emit)

    async def _go_to(self, folder: Path) -> None:
        if await self.may_leave():
            self.open(folder)

    async def may_leave(self) -> bool:
        """Whether the project may be left: running jobs are stopped if wanted."""
        running = self._context.jobs.handles
        if not running:
            return True
        dialog = Dialog(
            self._window,
            tr("Stop what is running?"),
            tr("{job} is still running. A training run can be resumed later.").format(
                job=running[0].title
            ),
            [("", tr("Keep it running"), "secondary"), ("stop", tr("Stop"), "danger")],
        )
        if await dialog.ask() != "stop":
            return False
        for handle in list(running):
            handle.cancel()
            await self._context.jobs.wait(handle)
        return True

    @property
    def protected(self) -> bool:
        """Whether the open project has a passphrase."""
        return self.session is not None and self.session.project.protected

    def ask_protect(self) -> None:
        """Protect the open project with a passphrase."""
        spawn(self._protect(), self.toast_wanted.emit)

    def ask_change(self) -> None:
        """Give the open project another passphrase."""
        spawn(self._change(), self.toast_wanted.emit)

    def ask_unprotect(self) -> None:
        """Take the passphrase off the open project."""
        spawn(self._unprotect(), self.toast_wanted.emit)

    async def _protect(self) -> None:
        if self.session is None or not await self.may_leave():
            return
        folder, name = self.session.folder, self.session.name
        words = await ProtectForm(self._window, name).ask(folder, self.close)
        self._reopen(folder, words)
        if words:
            self.toast_wanted.emit(Toast(tr("{name} is protected.", name=name)))

    async def _change(self) -> None:
        if self.session is None:
            return
        name = self.session.name
        if await ChangeForm(self._window, name).ask(self.session.folder):
            self.toast_wanted.emit(Toast(tr("{name} has a new passphrase.", name=name)))

    async def _unprotect(self) -> None:
        if self.session is None or not await self.may_leave():
            return
        folder, name = self.session.folder, self.session.name
        form = UnprotectForm(self._window, name)
        done = await form.ask(folder, self.close)
        self._reopen(folder, "" if done else form.words)
        if done:
            words = tr("{name} has no passphrase any more.", name=name)
            self.toast_wanted.emit(Toast(words))

    def _reopen(self, folder: Path, passphrase: str) -> None:
        """Open a project again after its folder was rewritten, or was not."""
        if self.session is not None:
            return
        try:
            self._take(self._projects.open(folder, passphrase))
        except PassphraseNeeded:
            spawn(self._unlock(folder), self.toast_wanted.emit)
        except VitrineError as error:
            self.toast_wanted.emit(toast_of(error))

    def show_folder(self) -> None:
        """Show the project in the system's file browser."""
        if self.session is not None:
            url = QUrl.fromLocalFile(str(self.session.folder))
            QDesktopServices.openUrl(url)

    def close(self) -> None:
        """Close the project and give its lock back."""
        if self.session is not None:
            session, self.session = self.session, None
            self.opened.emit(None)
            session.close()

    def _take(self, session: Session) -> None:
        self.close()
        self.session = session
        self._context.settings.note_project(session.folder, session.name)
        self.opened.emit(session)
