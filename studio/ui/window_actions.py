"""What the window itself can do, whichever step is shown."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from studio.ui.about import open_about
from studio.ui.actions import ROWS
from studio.ui.jobs import JobHandle
from studio.ui.language import tr
from studio.ui.palette import Offer, Palette
from studio.ui.preferences import open_preferences
from studio.ui.shortcuts_sheet import open_shortcuts
from studio.ui.tasks import spawn
from studio.ui.widgets import Dialog, Toast

if TYPE_CHECKING:
    from studio.ui.main_window import MainWindow

_WORTH_ASKING_S = 60
_FILES = "*.csv *.tsv *.txt *.jsonl *.parquet *.zip"


class WindowActions(QObject):
    """Handlers of the rows that belong to no step."""

    def __init__(self, window: MainWindow) -> None:
        super().__init__(window)
        self._window = window
        self.leaving = False

    def handlers(self) -> dict[str, Callable[[], object]]:
        """By row id; only what can be done now."""
        window = self._window
        flow = window.projects
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
        window, flow = self._window, self._window.projects
        known: dict[str, Callable[[], object]] = {
            "project.folder": flow.show_folder,
            "project.close": flow.close,
        }
        if "shop" in window.stage.entries:
            known["shop.facts"] = lambda: window.stage.go("shop")
        for key in window.rail.buttons:
            known[f"go.{key}"] = partial(window.stage.go, key)
        return known

    def palette(self) -> None:
        """Open the command palette."""
        window = self._window
        places = [place for step in window.stage.made() for place in step.places()]
        handlers = {k: v for k, v in window.handlers().items() if k != "app.palette"}
        shown = window.stage.current_key()
        rows = sorted(ROWS, key=lambda row: row.step != shown)
        palette = Palette(window, Offer(rows, handlers, places))
        window.dispatcher.block(True)
        palette.closed.connect(lambda: window.dispatcher.block(False))
        palette.open()

    def preferences(self) -> None:
        """Open the preferences."""
        open_preferences(self._window, self._window.context.settings, self.apply)

    def shortcuts(self) -> None:
        """Open the shortcuts of the shown step."""
        open_shortcuts(self._window, self._window.stage.current_key())

    def apply(self, key: str) -> None:
        """A preference was changed."""
        if key == "theme":
            mode = str(self._window.context.settings.get("theme"))
            self._window.context.theme.set_mode(mode)  # type: ignore[arg-type]
        if key == "language":
            title = tr("The language changes when Vitrine is started again.")
            self._window.show_toast(Toast(title, kind="info"))

    def _theme(self, mode: Literal["system", "light", "dark"]) -> None:
        self._window.context.settings.set("theme", mode)
        self._window.context.theme.set_mode(mode)

    def choose_files(self) -> None:
        """Choose files to read in the Data step."""
        chosen, _ = QFileDialog.getOpenFileNames(
            self._window, tr("Import files"), "", f"{tr('Data files')} ({_FILES})"
        )
        self._window.open_files([Path(name) for name in chosen])

    def cancel_job(self, handle: JobHandle) -> None:
        """Cancel a job; asks only if more than a minute would be lost."""
        spawn(self._cancel(handle), self._window.show_toast)

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
        if await self._window.projects.may_leave():
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
        step = self._window.stage.current
        if step is None:
            return []
        given = list(step.panels())
        if not given and step.splitter is not None:
            given = list(step.splitter.panels())
        seen = [panel for panel in given if panel.isVisible()]
        return [self._window.rail, self._window.header, *seen]


def _has_focus(panel: QWidget) -> bool:
    return panel.hasFocus() or any(w.hasFocus() for w in panel.findChildren(QWidget))


def _focus_first(panel: QWidget) -> None:
    candidates = [panel, *panel.findChildren(QWidget)]
    for widget in candidates:
        takes = bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
        if takes and widget.isVisible() and widget.isEnabled():
            widget.setFocus(Qt.FocusReason.TabFocusReason)
            return
