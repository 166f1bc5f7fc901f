"""What a person does with a kept run: use, name, note, write, delete, bring back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from studio.domain.errors import VitrineError
from studio.domain.jobs import FileResult
from studio.domain.runs import Run
from studio.ui.jobs import JobSignals
from studio.ui.language import tr
from studio.ui.tasks import spawn, toast_of
from studio.ui.train.run_dialogs import RunName, RunNote
from studio.ui.train.run_words import title_of
from studio.ui.widgets import Menu, Toast

if TYPE_CHECKING:
    from studio.services.session import Session


class RunActions(QObject):
    """Signals: told(Toast), changed(), use_wanted(run id)."""

    told = Signal(object)
    changed = Signal()
    use_wanted = Signal(str)

    def __init__(self, window: QWidget, jobs: JobSignals) -> None:
        super().__init__(window)
        self._window = window
        self._jobs = jobs
        self.session: Session | None = None

    def set_session(self, session: Session | None) -> None:
        """Act on the runs of another project; runs deleted earlier are erased."""
        if session is not self.session:
            self.session = session
            self._purge()

    def menu(self, run: Run, *, usable: bool, written: bool) -> Menu:
        """The menu of a run; whether its weights can be used, and written."""
        menu = Menu(self._window)

        def add(
            text: str, icon: str, do: Callable[[], object], *, danger: bool = False
        ) -> None:
            action = menu.add(text, icon, danger=danger)
            action.triggered.connect(lambda _: do())  # not its state

        if usable:
            add(tr("Use this run"), "check", lambda: self.use_wanted.emit(run.id))
        add(tr("Rename..."), "pencil", lambda: self.rename(run))
        add(tr("Note..."), "text", lambda: self.remark(run))
        menu.addSeparator()
        add(tr("Write for TensorBoard..."), "chart-spline", lambda: self.events(run))
        if written and run.model == "taste" and run.settings.get("model") != "article":
            add(tr("Write as ONNX..."), "braces", lambda: self.onnx(run))
        add(tr("Write as JSON..."), "file-braces", lambda: self.json(run))
        if not run.in_use and run.state != "running":
            menu.addSeparator()
            add(tr("Delete"), "trash-2", lambda: self.delete(run), danger=True)
        return menu

    def open_menu(self, run: Run, at: QPoint, *, usable: bool, written: bool) -> None:
        """Show the menu of a run at a point of the screen."""
        menu = self.menu(run, usable=usable, written=written)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(Menu.origin(at))

    def rename(self, run: Run) -> None:
        """Ask for a name."""

        def take(name: str) -> None:
            self._do(lambda s: s.project.runs.rename(run.id, name))

        RunName(self._window, run.name, take).show_dialog()

    def remark(self, run: Run) -> None:
        """Ask for a note."""

        def take(text: str) -> None:
            self._do(lambda s: s.project.runs.remark(run.id, text))

        dialog = RunNote(self._window, run.remark, take)
        dialog.open(dialog.area)

    def delete(self, run: Run) -> None:
        """Take a run off the list; a toast brings it back."""
        try:
            self._do(lambda s: s.project.runs.delete(run.id))
        except VitrineError as problem:
            self.told.emit(toast_of(problem))
            return

        def undo() -> None:
            self._do(lambda s: s.project.runs.restore(run.id))

        text = tr("It can be brought back until the project is closed.")
        title = tr("{run} is deleted", run=title_of(run))
        self.told.emit(Toast(title, text, action=tr("Undo"), run=undo))

    def events(self, run: Run) -> None:
        """Ask for a folder and write event files of TensorBoard there."""
        title = tr("Folder for TensorBoard")
        folder = QFileDialog.getExistingDirectory(self._window, title)
        if folder:
            self.write(run, "tensorboard", Path(folder))

    def onnx(self, run: Run) -> None:
        """Ask for a file and write the taste model there."""
        self._ask_file(run, "onnx", tr("Taste model as ONNX"), "onnx")

    def json(self, run: Run) -> None:
        """Ask for a file and write all that is kept of the run there."""
        self._ask_file(run, "json", tr("Run as JSON"), "json")

    def write(self, run: Run, form: str, out: Path) -> None:
        """Write a run for another program, in a worker."""
        if self.session is not None:
            job = self.session.runs.export(run.id, form, out)

            async def work() -> None:
                result = await self._jobs.result(job, FileResult)
                title = tr("{run} is written", run=title_of(run))
                self.told.emit(Toast(title, result.path))

            spawn(work(), self.told.emit)

    def _ask_file(self, run: Run, form: str, title: str, ending: str) -> None:
        path, _ = QFileDialog.getSaveFileName(
            self._window, title, f"{run.id}.{ending}", f"*.{ending}"
        )
        if path:
            self.write(run, form, Path(path))

    def _do(self, what: Callable[[Session], object]) -> None:
        if self.session is not None:
            what(self.session)
            self.changed.emit()

    def _purge(self) -> None:
        if self.session is not None:
            try:
                self.session.project.runs.purge()
            except VitrineError as problem:
                self.told.emit(toast_of(problem))
