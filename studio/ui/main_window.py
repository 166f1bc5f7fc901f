"""The window: rail, header, steps, status bar."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.domain.jobs import Ending, Finished
from studio.ui.collecting import Collector
from studio.ui.context import Context
from studio.ui.dispatch import Dispatcher
from studio.ui.dropping import DropVeil, dropped_paths
from studio.ui.folding import FOLDS_UNDER
from studio.ui.geometry import keep_geometry, restore_geometry
from studio.ui.header import Header
from studio.ui.jobs import ANSWERS, JobHandle
from studio.ui.language import tr
from studio.ui.logo import app_icon
from studio.ui.notify import Notifier, ending_toast
from studio.ui.privacy.opening import delete_old
from studio.ui.project_flow import ProjectFlow
from studio.ui.project_menu import make_project_menu
from studio.ui.projects import Projects, warm_up
from studio.ui.rail import Rail
from studio.ui.stage import Stage
from studio.ui.status_bar import StatusBar
from studio.ui.step import StepState
from studio.ui.steps import StepEntry
from studio.ui.tasks import spawn
from studio.ui.widgets import Toast, ToastStack, set_surface
from studio.ui.window_actions import Parts, WindowActions

if TYPE_CHECKING:  # the store's libraries would delay the first window
    from studio.services.session import Session

_IDLE_MS = 250


class MainWindow(QWidget):
    """The one window. `shown_first` once, when it is on the screen.

    Args:
        context: Theme, settings, jobs.
        entries: The steps in order; pages that only a menu opens last.
        projects: Opens projects.
        make_ahead: Whether steps are made while nothing else is to be done.
    """

    shown_first = Signal()

    def __init__(
        self,
        context: Context,
        entries: Sequence[StepEntry],
        projects: Projects | None = None,
        *,
        make_ahead: bool = True,
    ) -> None:
        super().__init__()
        self.context = context
        self._make_ahead = make_ahead
        self._was_shown = False
        self.setWindowIcon(app_icon())
        self.setMinimumSize(1120, 700)
        self.setAcceptDrops(True)
        set_surface(self, "panel")
        on_rail = [entry for entry in entries if entry.on_rail]
        self.rail = Rail(on_rail)
        self.header = Header()
        self.stage = Stage(context, entries)
        self.status = StatusBar(context.jobs)
        self._lay_out()
        self.toasts = ToastStack(self)
        self._veil = DropVeil(self)
        self.projects = ProjectFlow(self, context, projects or Projects())
        self.actions_of_window = WindowActions(self, self._parts())
        self.dispatcher = Dispatcher(self, self.handlers)
        self._notifier = Notifier(self)
        self._collector = Collector(self)
        self._connect()
        restore_geometry(self, context.settings)
        self.stage.go(on_rail[0].key)
        self._project_opened(None)

    def _parts(self) -> Parts:
        return Parts(
            self.context,
            self.rail,
            self.header,
            self.stage,
            self.projects,
            self.handlers,
            self.show_toast,
            self.open_files,
        )

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.header)
        right.addWidget(self.stage, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(self.status)

    def _connect(self) -> None:
        act = self.actions_of_window
        self.rail.chosen.connect(self.stage.go)
        self.rail.settings_wanted.connect(act.preferences)
        self.rail.help_wanted.connect(act.shortcuts)
        self.header.project_clicked.connect(self._open_menu)
        self.header.undo_clicked.connect(lambda: self.dispatcher.run("edit.undo"))
        self.header.redo_clicked.connect(lambda: self.dispatcher.run("edit.redo"))
        self.header.palette_wanted.connect(act.palette)
        self.header.main_clicked.connect(self._run_main)
        self.stage.shown.connect(self._show_step)
        self.stage.step_changed.connect(self._step_changed)
        self.stage.toast_wanted.connect(self.show_toast)
        self.stage.data_changed.connect(self.status.saved_now)
        self.stage.run_wanted.connect(self.dispatcher.run)
        self.stage.open_wanted.connect(self.projects.go_to)
        self.status.cancel_wanted.connect(act.cancel_job)
        self.projects.opened.connect(self._project_opened)
        self.projects.sample_wanted.connect(lambda: self.stage.go("data", "sample"))
        self.projects.toast_wanted.connect(self.show_toast)
        self.context.jobs.started.connect(self._job_changed)
        self.context.jobs.reported.connect(self._job_changed)
        self.context.jobs.ended.connect(self._job_ended)

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """What can be done now, by row id: the window's own and the shown step's."""
        step = self.stage.current
        own = self.actions_of_window.handlers()
        return {**own, **(step.handlers() if step is not None else {})}

    def show_toast(self, toast: Toast) -> None:
        """Say something at the bottom right."""
        self.toasts.show_toast(toast)

    def open_files(self, paths: Sequence[Path]) -> None:
        """Read files in the Data step; asks for a project when there is none."""
        if paths:
            spawn(self._open_files(tuple(paths)), self.show_toast)

    async def _open_files(self, paths: tuple[Path, ...]) -> None:
        if await self.projects.ensure():
            self.stage.go("data")
            self.stage.step("data").drop(paths)

    def _open_menu(self) -> None:
        menu = make_project_menu(
            self,
            self.handlers(),
            self.context.settings.recent_projects(),
            self.projects.go_to,
        )
        below = self.header.project.rect().bottomLeft()
        menu.popup(menu.origin(self.header.project.mapToGlobal(below)))

    def _run_main(self) -> None:
        step = self.stage.current
        action = step.main_action() if step is not None else None
        if action is not None and action.enabled:
            action.run()

    def _project_opened(self, session: object) -> None:
        opened = self.projects.session
        name = opened.name if opened is not None else ""
        self.setWindowTitle(f"{name} – Vitrine" if name else "Vitrine")
        self.header.project.set_name(name or tr("New project"))
        self.status.set_protected(self.projects.protected)
        self.status.set_saved(None)
        if session is not None:
            self.status.saved_now()
        self.stage.set_session(opened)
        if session is None:
            self.stage.go(next(iter(self.rail.buttons)))
        self._show_all()
        if opened is not None and opened.project.retention_months:
            spawn(self._delete_old(opened), self.show_toast)

    async def _delete_old(self, opened: Session) -> None:
        """Delete what is older than the project's retention period."""
        gone = await delete_old(self.context, opened, self.show_toast)
        if gone and opened is self.projects.session:
            for step in self.stage.made():
                step.refresh()

    def _show_step(self, key: str) -> None:
        self.stage.remember_splitters()
        self.rail.show_current(key)
        self._show_all()

    def _step_changed(self, key: str) -> None:
        self._show_state(key)
        if key == self.stage.current_key():
            self._show_header()

    def _job_changed(self, handle: JobHandle) -> None:
        self._show_state(handle.step)

    def _job_ended(self, handle: JobHandle, ending: Ending) -> None:
        if not (isinstance(handle.job, ANSWERS) and isinstance(ending, Finished)):
            toast = ending_toast(handle, ending)
            self.show_toast(toast)
            if self.context.settings.get("notify"):
                self._notifier.tell(toast)
        self._show_all()

    def _show_all(self) -> None:
        for key in self.rail.buttons:
            self._show_state(key)
        self._show_header()

    def _show_state(self, key: str) -> None:
        running = [h for h in self.context.jobs.handles if h.step == key]
        state = self.stage.state(key)
        if running:
            state = StepState("running", running[0].share)
        first = next(iter(self.rail.buttons))
        enabled = self.projects.session is not None or key == first
        self.rail.set_state(key, state, enabled=enabled)

    def _show_header(self) -> None:
        step = self.stage.current
        if step is None:
            return
        self.header.step.setText(tr(self.stage.entries[self.stage.current_key()].title))
        self.header.line.setText(step.header_line())
        self.header.set_main(step.main_action())
        handlers = self.handlers()
        self.header.set_history(
            undo="edit.undo" in handlers,
            redo="edit.redo" in handlers,
            seen=self.projects.session is not None,
        )
        self.dispatcher.update()

    def showEvent(self, event: QShowEvent) -> None:
        """The first time, warm up what the next clicks need."""
        super().showEvent(event)
        if not self._was_shown:
            self._was_shown = True
            QTimer.singleShot(0, self._first_shown)

    def _first_shown(self) -> None:
        self.shown_first.emit()
        if self._make_ahead:
            warm_up()
            QTimer.singleShot(_IDLE_MS, self._make_next)

    def _make_next(self) -> None:
        if self.isVisible() and self.stage.make_next():
            QTimer.singleShot(_IDLE_MS, self._make_next)
        else:
            self._collector.settle()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Ask about running jobs, remember the geometry, close the project."""
        if self.context.jobs.handles and not self.actions_of_window.leaving:
            event.ignore()
            spawn(self.actions_of_window.leave(), self.show_toast)
            return
        keep_geometry(self, self.context.settings)
        self.stage.remember_splitters()
        self.projects.close()
        self.context.jobs.close()
        super().closeEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Toasts stay at the corner."""
        super().resizeEvent(event)
        self.stage.set_narrow(self.width() < FOLDS_UNDER)
        self.toasts.place()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take local files."""
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()
            self._veil.cover()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Nothing was dropped."""
        del event
        self._veil.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        """Read the files, wherever they were dropped."""
        self._veil.hide()
        event.acceptProposedAction()
        self.open_files(dropped_paths(event.mimeData()))
