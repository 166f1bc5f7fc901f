"""What the window itself can do, whichever step is shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from studio.ui.about import open_about
from studio.ui.actions import ROWS
from studio.ui.context import Context
from studio.ui.data.views import VIEWS
from studio.ui.header import Header
from studio.ui.jobs import JobHandle
from studio.ui.language import tr
from studio.ui.palette import Offer, Palette
from studio.ui.preferences import open_preferences
from studio.ui.project_flow import ProjectFlow
from studio.ui.rail import Rail
from studio.ui.shortcuts_sheet import open_shortcuts
from studio.ui.stage import Stage
from studio.ui.tasks import spawn
from studio.ui.widgets import Dialog, Toast

_WORTH_ASKING_S = 60
_FILES = (
    "*.csv *.tsv *.txt *.zip *.gz *.xlsx *.xlsm *.xls *.xlsb *.ods *.parquet *.pq"
    " *.jsonl *.ndjson *.json"
)


@dataclass(frozen=True)
class Parts:
    """What the window is made of, as far as its actions need it."""

    context: Context
    rail: Rail
    header: Header
    stage: Stage
    projects: ProjectFlow
    handlers: Callable[[], Mapping[str, Callable[[], object]]]
    show_toast: Callable[[Toast], None]
    open_files: Callable[[Sequence[Path]], None]


class WindowActions(QObject):
    """Handlers of the rows that belong to no step."""

    def __init__(self, window: QWidget, parts: Parts) -> None:
        super().__init__(window)
        self._window = window
        self._parts = parts
        self.leaving = False

    def handlers(self) -> dict[str, Callable[[], object]]:
        """By row id; only what can be done now."""
        window = self._window
        flow = self._parts.projects
        known: dict[str, Callable[[], object]] = {
            "project.new": flow.ask_new,
            "project.open": flow.ask_open,
            "project.sample": flow.sample,
            "app.preferences": self.preferences,
            "app.shortcuts": self.shortcuts,
            "app.about": lambda: open_about(window),
            "app.quit": window.close,
            "app.palette": self.palette,
            "data.import": self.choose_files,
            "view.light": lambda: self._theme("light"),
            "view.dark": lambda: self._theme("dark"),
            "view.system": lambda: self._theme("system"),
            "go.next_panel": lambda: self._panel(1),
            "go.previous_panel": lambda: self._panel(-1),
        }
        if flow.session is not None:
            known |= self._with_project()
        return known

    def _with_project(self) -> dict[str, Callable[[], object]]:
        flow = self._parts.projects
        known: dict[str, Callable[[], object]] = {
            "project.folder": flow.show_folder,
            "project.close": flow.close,
        }
        if flow.protected:
            known["project.passphrase"] = flow.ask_change
            known["project.unprotect"] = flow.ask_unprotect
        else:
            known["project.protect"] = flow.ask_protect
        if "shop" in self._parts.stage.entries:
            known["shop.facts"] = lambda: self._parts.stage.go("shop")
        for view in VIEWS:
            known[f"data.{view.key}"] = partial(self._parts.stage.go, "data", view.key)
        for key in self._parts.rail.buttons:
            known[f"go.{key}"] = partial(self._parts.stage.go, key)
        return known

    def palette(self) -> None:
        """Open the command palette."""
        window = self._window
        places = [place for step in self._parts.stage.made() for place in step.places()]
        handlers = dict(self._parts.handlers())
        handlers.pop("app.palette", None)
        shown = self._parts.stage.current_key()
        rows = sorted(ROWS, key=lambda row: row.step != shown)
        palette = Palette(window, Offer(rows, handlers, places))
        palette.open()

    def preferences(self) -> None:
        """Open the preferences."""
        open_preferences(self._window, self._parts.context.settings, self.apply)

    def shortcuts(self) -> None:
        """Open the shortcuts of the shown step."""
        open_shortcuts(self._window, self._parts.stage.current_key())

    def apply(self, key: str) -> None:
        """A preference was changed."""
        if key == "theme":
            mode = str(self._parts.context.settings.get("theme"))
            self._parts.context.theme.set_mode(mode)  # type: ignore[arg-type]
        if key == "language":
            title = tr("The language changes when Vitrine is started again.")
            self._parts.show_toast(Toast(title, kind="info"))

    def _theme(self, mode: Literal["system", "light", "dark"]) -> None:
        self._parts.context.settings.set("theme", mode)
        self._parts.context.theme.set_mode(mode)

    def choose_files(self) -> None:
        """Choose files to read in the Data step."""
        chosen, _ = QFileDialog.getOpenFileNames(
            self._window, tr("Import files"), "", f"{tr('Data files')} ({_FILES})"
        )
        self._parts.open_files([Path(name) for name in chosen])

    def cancel_job(self, handle: JobHandle) -> None:
        """Cancel a job; asks only if more than a minute would be lost."""
        spawn(self._cancel(handle), self._parts.show_toast)

    async def _cancel(self, handle: JobHandle) -> None:
        if handle.elapsed > _WORTH_ASKING_S:
            dialog = Dialog(
                self._window,
                tr("Cancel {job}?", job=handle.title),
                tr("It has run for more than a minute."),
                [
                    ("", tr("Keep it running"), "secondary"),
                    ("cancel", tr("Cancel the job"), "danger"),
                ],
            )
            if await dialog.ask() != "cancel":
                return
        if handle.ending is None:
            handle.cancel()

    async def leave(self) -> None:
        """Close the window after what is running was stopped."""
        if await self._parts.projects.may_leave():
            self.leaving = True
            self._window.close()

    def _panel(self, step: int) -> None:
        panels = self._panels()
        if not panels:
            return
        inside = [panel for panel in panels if _has_focus(panel)]
        at = panels.index(inside[0]) if inside else -step
        _focus_first(panels[(at + step) % len(panels)])

    def _panels(self) -> list[QWidget]:
        step = self._parts.stage.current
        if step is None:
            return []
        given = list(step.panels())
        if not given and step.splitter is not None:
            given = list(step.splitter.panels())
        seen = [panel for panel in given if panel.isVisible()]
        return [self._parts.rail, self._parts.header, *seen]


def _has_focus(panel: QWidget) -> bool:
    return panel.hasFocus() or any(w.hasFocus() for w in panel.findChildren(QWidget))


def _focus_first(panel: QWidget) -> None:
    candidates = [panel, *panel.findChildren(QWidget)]
    for widget in candidates:
        takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if takes and widget.isVisible() and widget.isEnabled():
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            return
