"""The Data step: connects its panels with the session."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from studio.domain.imports import ImportPlan, ImportRecord, ImportResult
from studio.domain.jobs import Ending, Finished, ImportFiles
from studio.services.jobs import result
from studio.ui.context import Context
from studio.ui.data.file_panel import FilePanel
from studio.ui.data.mapping import MappingPanel
from studio.ui.data.progress import ImportProgress
from studio.ui.data.quality import QualityPanel, left_out
from studio.ui.data.reading import FilesRead
from studio.ui.data.start import StartPage
from studio.ui.data.summary import SummaryPanel
from studio.ui.data.undoing import wants_undo, what_goes
from studio.ui.data.views import FILES, VIEWS, DataViews
from studio.ui.formats import count
from studio.ui.jobs import JobHandle
from studio.ui.language import mark, plural, tr
from studio.ui.step import MainAction, Step, StepState
from studio.ui.tasks import spawn
from studio.ui.widgets import Splitter, Toast

if TYPE_CHECKING:
    from studio.services.imports import ImportService
    from studio.services.session import Session


class DataStep(Step):
    """Files in, columns mapped, imported in the background."""

    key, title, icon = "data", mark("Data"), "database"

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.read = FilesRead()
        self.start = StartPage()
        self._job: JobHandle | None = None
        self._records: tuple[ImportRecord, ...] = ()
        self._importing: tuple[ImportPlan, ...] = ()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.start)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)
        self.start.choose_wanted.connect(lambda: self.run_wanted.emit("data.import"))
        self.start.sample_wanted.connect(self._use_sample)
        self.start.folder_wanted.connect(lambda: self.run_wanted.emit("project.open"))
        self.start.open_wanted.connect(self.open_wanted.emit)
        self.start.show_recent(context.settings.recent_projects())

    def _build(self) -> None:
        """Make the panels with the first project: the window is there sooner."""
        if self.splitter is not None:
            return
        self.files = FilePanel()
        self.mapping = MappingPanel()
        self.quality = QualityPanel()
        self.summary = SummaryPanel()
        self.progress = ImportProgress()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        main = QWidget()
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.progress)
        self._main = QStackedWidget()
        self._main.addWidget(self.mapping)
        self._main.addWidget(self.summary)
        column.addWidget(self._main, 1)
        self.splitter = Splitter()
        self.splitter.add(self.files, 228, 200, 320)
        self.splitter.add(main)
        self.splitter.add(self.quality, 300, 264, 400)
        self.views = DataViews(self.context, self.splitter)
        self._pages.addWidget(self.views)
        widths = self.context.settings.recall("splitter/data", [])
        self.splitter.set_widths([int(width) for width in widths])

    def _connect(self) -> None:
        self.files.add_wanted.connect(lambda: self.run_wanted.emit("data.import"))
        self.files.chosen.connect(self._show_file)
        self.files.removed.connect(self.read.remove)
        self.files.past_chosen.connect(self._show_past)
        self.mapping.removed.connect(
            lambda: self.read.remove(self.files.files.current())
        )
        self.mapping.kind_wanted.connect(self._set_kind)
        self.mapping.target_wanted.connect(self._set_target)
        self.mapping.privacy_wanted.connect(self._set_privacy)
        self.mapping.change_wanted.connect(self._change)
        self.quality.column_wanted.connect(self.mapping.offer_column)
        self.quality.kind_wanted.connect(self.mapping.offer_kind)
        self.read.changed.connect(self._files_changed)
        self.read.added.connect(self._show_file)
        self.progress.cancel_wanted.connect(self.cancel)
        self.summary.undo_wanted.connect(self.undo_import)
        self.views.toast_wanted.connect(self.toast_wanted.emit)
        self.views.run_wanted.connect(self.run_wanted.emit)
        self.views.data_changed.connect(self._read_records)
        self.views.data_changed.connect(self.data_changed.emit)
        self.views.changed.connect(self.changed.emit)

    def set_session(self, session: Session | None) -> None:
        """Show another project's data."""
        super().set_session(session)
        self._read_records()
        if session is not None:
            self._build()
        self.read.set_session(session)
        if self.splitter is not None:
            self.views.set_session(session)
        self.refresh()

    def refresh(self) -> None:
        """Read again what the project holds."""
        self.start.show_recent(self.context.settings.recent_projects())
        if self.splitter is not None:
            self._read_records()
            self.files.show_past(self._records)
            self._files_changed()
            self.views.refresh()

    def _read_records(self) -> None:
        """Read the earlier imports, which every change of the window asks for."""
        self._records = self.session.project.imports() if self.session else ()

    def _files_changed(self) -> None:
        row = self.files.files.current()
        read = self.read
        self.files.show_files(read.plans, read.reading, len(read.pictures))
        past = self._records
        empty = not (read.plans or read.reading or read.pictures or past)
        self._pages.setCurrentIndex(0 if empty else 1)
        if read.plans:
            self._show_file(min(max(row, 0), len(read.plans) - 1))
        elif past:
            self._show_past(max(self.files.past.current(), 0))
        self.changed.emit()

    def _show_file(self, row: int) -> None:
        if not self.read.plans:
            return
        row = min(row, len(self.read.plans) - 1)
        self.files.files.select(row)
        self.files.past.select(-1)
        place = self.session.project.key_place if self.session else ""
        self.mapping.show_plan(self.read.plans[row])
        self.quality.show_plan(self.read.plans[row], place)
        self._main.setCurrentWidget(self.mapping)

    def _show_past(self, row: int) -> None:
        if self.session is None or not 0 <= row < len(self._records):
            return
        record = self._records[row]
        self.files.past.select(row)
        self.summary.show_record(record, self.session.project.summary())
        self.quality.show_findings(record.result.findings)
        self._main.setCurrentWidget(self.summary)

    def drop(self, paths: Sequence[Path]) -> None:
        """Read files that were dropped or chosen."""
        if self.splitter is not None:
            self.views.show_view(FILES)
        spawn(self.read.read(paths), self.toast_wanted.emit)

    def arrive(self, what: object) -> None:
        """`sample` imports the sample shop at once; the key of a view shows it."""
        if what == "sample":
            spawn(self._import_sample(), self.toast_wanted.emit)
        elif self._pages.currentIndex() == 1 and what in [v.key for v in VIEWS]:
            self.views.show_view(str(what))

    def _use_sample(self) -> None:
        if self.session is None:
            self.run_wanted.emit("project.sample")
        else:
            self.arrive("sample")

    async def _import_sample(self) -> None:
        await self.read.sample()
        session = self.session
        if session is not None:
            job = await asyncio.to_thread(session.imports.sample_job)
            if session is self.session:
                self._start(job)

    def _set_kind(self, kind: str) -> None:
        self._change(lambda service, plan: service.with_kind(plan, kind))

    def _set_target(self, column: str, target: str) -> None:
        self._change(lambda service, plan: service.with_target(plan, column, target))

    def _set_privacy(self, column: str, privacy: str) -> None:
        self._change(
            lambda service, plan: service.with_privacy(plan, column, privacy)  # type: ignore[arg-type]
        )

    def _change(self, ask: Callable[[ImportService, ImportPlan], ImportPlan]) -> None:
        row = self.files.files.current()
        spawn(self.read.change(row, ask), self.toast_wanted.emit)

    def run_import(self) -> None:
        """Import every file that can be."""
        if self.session is None or self._job is not None:
            return
        job = self.session.imports.job(self.read.importable, self.read.pictures)
        self._start(job)

    def _start(self, job: ImportFiles) -> None:
        handle = self.context.jobs.start(job, warm=True)
        self._job = handle
        self._importing = job.plans
        handle.reported.connect(lambda _: self.progress.show_job(handle))
        handle.ended.connect(self._ended)
        self.progress.show_job(handle)
        self.changed.emit()

    def undo_import(self) -> None:
        """Ask, then take the latest import back as a whole."""
        record = self._undoable()
        if record is not None:
            spawn(self._undo(record), self.toast_wanted.emit)

    def _undoable(self) -> ImportRecord | None:
        if self.session is None or self._job is not None:
            return None
        return next((record for record in self._records if record.can_undo), None)

    async def _undo(self, record: ImportRecord) -> None:
        session = self.session
        if session is None or not await wants_undo(self.window(), record):
            return
        await asyncio.to_thread(session.imports.undo)
        if session is not self.session:
            return
        self.files.past.select(-1)
        self.refresh()
        self._show_past(0)
        self.data_changed.emit()
        self.changed.emit()
        words = tr("{what} went away.", what=what_goes(record))
        self.toast_wanted.emit(Toast(tr("Import taken back"), words, "success"))

    def cancel(self) -> None:
        """Stop the running import; the project stays as it was."""
        if self._job is not None:
            self._job.cancel()

    def _ended(self, ending: Ending) -> None:
        self._job = None
        self.progress.show_job(None)
        if isinstance(ending, Finished) and self.session is not None:
            came = result(ending, ImportResult)
            self.read.plans = [p for p in self.read.plans if p.problem]
            self.read.pictures = []
            self.files.past.select(-1)
            self.refresh()
            self._show_past(0)
            self.data_changed.emit()
            self._note_project(came)
            self._note_mappings()
        self.changed.emit()

    def _note_project(self, came: ImportResult) -> None:
        if self.session is not None:
            line = plural(came.events, "{n} event imported", "{n} events imported")
            session = self.session
            self.context.settings.note_project(session.folder, session.name, line)

    def _note_mappings(self) -> None:
        """Remember what was decided by hand."""
        if self.session is not None:
            keep = asyncio.to_thread(self.session.imports.remember, self._importing)
            spawn(keep, self.toast_wanted.emit)

    def header_line(self) -> str:
        """What was read, or what the project holds."""
        if self._job is not None:
            return tr("Importing")
        if self.read.plans or self.read.pictures:
            n = len(self.read.plans)
            words = plural(n, "{n} file read", "{n} files read")
            if refused := n - len(self.read.importable):
                words = tr("{files}, {n} cannot be imported", files=words, n=refused)
            gone = left_out(self.read.plans)
            return tr(", ").join((words, gone)) if gone else words
        if self.read.reading:
            return tr("Reading")
        return self._holds() or tr("Nothing imported yet")

    def _holds(self) -> str:
        if self.session is None:
            return ""
        whole = self.session.project.summary()
        if not whole.events and not whole.products:
            return ""
        return tr(
            "{events} events, {shoppers} shoppers, {products} products",
            events=count(whole.events),
            shoppers=count(whole.shoppers),
            products=count(whole.products),
        )

    def main_action(self) -> MainAction | None:
        """Import what was read; afterwards, go and train."""
        if self.session is None or self._job is not None:
            return None
        n = len(self.read.importable)
        if n or self.read.pictures:
            words = plural(n, "Import {n} file", "Import {n} files")
            text = words if n else tr("Import pictures")
            return MainAction(text, self.run_import)
        if self.read.plans:
            text = tr("Import")
            why = tr("None of the files can be imported as it is.")
            return MainAction(text, self.run_import, enabled=False, why=why)
        if self._holds():
            return MainAction(tr("Train"), lambda: self.go_wanted.emit("train", None))
        return None

    def state(self) -> StepState:
        """Waiting files, running, or done."""
        if self._job is not None:
            return StepState("running", self._job.share)
        if self.read.plans or self.read.pictures:
            return StepState("todo")
        return StepState("ready" if self._holds() else "none")

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What can be done now."""
        if self.session is None:
            return {}
        known: dict[str, Callable[[], object]] = {"data.pictures": self._ask_pictures}
        if self._job is None and (self.read.importable or self.read.pictures):
            known["data.run"] = self.run_import
            known["data.clear"] = self.read.clear
        if self._undoable() is not None:
            known["data.undo_import"] = self.undo_import
            known["edit.undo"] = self.undo_import
        return known

    def _ask_pictures(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, tr("Folder with pictures"))
        if chosen:
            self.drop([Path(chosen)])

    def panels(self) -> tuple[QWidget, ...]:
        """The start page, or the three panels."""
        if self._pages.currentIndex() == 0 or self.splitter is None:
            return (self.start,)
        return self.views.panels() or (self.views.tabs, *self.splitter.panels())
