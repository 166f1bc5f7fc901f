from __future__ import annotations

import asyncio
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from studio.domain.errors import InputProblem
from studio.ui.about import licences
from studio.ui.actions import ROWS, find, row
from studio.ui.context import Context
from studio.ui.data.step import DataStep
from studio.ui.main_window import MainWindow
from studio.ui.palette import Palette
from studio.ui.projects import Projects
from studio.ui.settings import Settings
from studio.ui.steps import StepEntry
from studio.ui.tasks import spawn
from studio.ui.theme import theme
from studio.ui.widgets import Dialog, Scrim, Splitter, Toast


def data_of(window: MainWindow) -> DataStep:
    step = window.stage.step("data")
    assert isinstance(step, DataStep)
    return step


def drop(target: QWidget, paths: list[Path]) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    window = target.window()
    at = target.mapTo(window, QPoint(4, 4))
    arguments = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entered = QDragEnterEvent(at, Qt.DropAction.CopyAction, mime, *arguments)
    QApplication.sendEvent(window, entered)
    assert entered.isAccepted()
    dropped = QDropEvent(QPointF(at), Qt.DropAction.CopyAction, mime, *arguments)
    QApplication.sendEvent(window, dropped)


def test_that_the_window_opens_as_the_design_says(window: MainWindow):
    assert (window.width(), window.height()) == (1440, 900)
    assert (window.minimumWidth(), window.minimumHeight()) == (1120, 700)
    assert window.rail.width() == 76
    assert window.header.height() == 48
    assert window.status.height() == 28
    assert window.windowTitle() == "Vitrine"


def test_that_steps_wait_for_a_project(window: MainWindow, tmp_path: Path):
    enabled = [key for key, b in window.rail.buttons.items() if b.isEnabled()]
    assert enabled == ["data"]
    assert window.header.undo.isHidden()
    window.projects.create(tmp_path / "shop", "Fjord & Fern")
    assert all(button.isEnabled() for button in window.rail.buttons.values())
    assert window.windowTitle() == "Fjord & Fern – Vitrine"
    assert window.header.project.text() == "Fjord & Fern"


def test_that_files_dropped_on_another_step_appear_in_data(
    project_window: MainWindow, sample_files: list[Path], until
):
    window = project_window
    window.stage.go("publish")
    drop(window.rail, sample_files)
    data = data_of(window)
    until(lambda: len(data.read.plans) == len(sample_files))
    assert window.stage.current_key() == "data"
    kinds = [plan.kind for plan in data.read.plans]
    assert kinds == ["behaviour", "preference", "products", "segments"]
    assert window.header.main.text() == "Import 4 files"
    assert window.header.line.text().startswith("4 files read")
    assert data.mapping.head.title.text() == "user_behavior.csv"


def test_that_a_drop_without_a_project_asks_for_one_first(
    window: MainWindow, sample_files: list[Path], tmp_path: Path, until, monkeypatch
):
    monkeypatch.setattr("studio.ui.new_project.home", lambda: tmp_path)
    drop(window.rail, sample_files[2:])
    until(lambda: window.findChildren(Dialog))
    (dialog,) = window.findChildren(Dialog)
    dialog.answer("make")
    until(lambda: len(data_of(window).read.plans) == 2)
    assert window.projects.session is not None
    assert window.projects.session.folder.parent == tmp_path


def test_that_a_drag_of_a_link_is_not_taken(window: MainWindow):
    mime = QMimeData()
    mime.setUrls([QUrl("https://example.org/products.csv")])
    event = QDragEnterEvent(
        QPoint(9, 9),
        Qt.DropAction.CopyAction,
        mime,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    event.ignore()
    QApplication.sendEvent(window, event)
    assert not event.isAccepted()


def test_that_the_palette_runs_what_was_found(project_window: MainWindow, qtbot):
    window = project_window
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    QTest.keyClick(window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    (palette,) = window.findChildren(Palette)
    assert palette.field.hasFocus()
    QTest.keyClicks(palette.field, "audi")
    entry = palette.list.current_entry()
    assert entry is not None
    assert entry.text == "Audience"
    assert entry.marks == (0, 1, 2, 3)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert window.stage.current_key() == "audience"
    assert [s for s in window.findChildren(Scrim) if s.isVisible()] == []


def test_that_the_palette_offers_only_what_can_be_done(window: MainWindow):
    window.actions_of_window.palette()
    (palette,) = window.findChildren(Palette)
    texts = [entry.text for entry in palette.list.entries if entry.run]
    assert "Open project..." in texts
    assert "Approve..." not in texts
    assert "Close project" not in texts
    palette.field.setText("zzzz")
    assert palette.nothing.text() == "Nothing is called “zzzz”."
    palette.close()


def test_that_the_palette_leads_to_the_views_of_the_data(
    project_window: MainWindow, sample_files, until
):
    window = project_window
    data = cast("DataStep", window.stage.step("data"))
    data.drop(sample_files[2:3])
    until(lambda: data.read.plans)
    window.stage.go("pages")
    assert find("segme", ROWS)[0].row.id == "data.segments"
    assert window.dispatcher.run("data.segments")
    assert window.stage.current_key() == "data"
    assert data.views.current() == "segments"


def test_that_actions_are_found_by_letters_and_by_other_words():
    assert find("boost", ROWS)[0].row.id == "slot.boost"
    assert find("copy text", ROWS)[0].row.id == "block.reword"
    assert "publish.export" in [hit.row.id for hit in find("expap", ROWS)]
    assert find("qqqq", ROWS) == ()


def test_that_no_two_actions_of_one_step_share_a_shortcut():
    seen: set[tuple[str, str]] = set()
    for each in ROWS:
        if each.shortcut:
            assert (each.step, each.shortcut) not in seen
            assert ("", each.shortcut) not in seen
            seen.add((each.step, each.shortcut))


class Recorder(DataStep):
    """A step that notes which actions were run."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.done: list[str] = []
        self.field = QLineEdit(self)

    def handlers(self):
        return {
            "block.hide": lambda: self.done.append("hide"),
            "edit.undo": lambda: self.done.append("undo"),
            "block.next": lambda: self.done.append("next"),
        }


@pytest.fixture
def recording(loop, context: Context, entries: list[StepEntry], qtbot, tmp_path):
    made: list[Recorder] = []

    def make(given: Context) -> Recorder:
        made.append(Recorder(given))
        return made[0]

    first = StepEntry("data", "Data", "database", make)
    window = MainWindow(context, [first, *entries[1:]], make_ahead=False)
    window.show()
    window.projects.create(tmp_path / "shop", "Shop")
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield window, made[0]
    window.close()


def test_that_single_letters_work_everywhere_but_in_a_field(recording):
    window, step = recording
    window.rail.buttons["data"].setFocus()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_H)
    step.field.show()
    step.field.setFocus()
    QTest.keyClick(step.field, Qt.Key.Key_H)
    assert step.done == ["hide"]
    assert step.field.text() == "h"


def test_that_arrows_act_on_the_page_only_where_the_page_has_the_focus(recording):
    window, step = recording
    window.rail.buttons["data"].setFocus()
    window.dispatcher.update()
    QTest.keyClick(step.start.zone.choose, Qt.Key.Key_Down)
    assert step.done == []
    step.start.setProperty("page_keys", True)
    step.start.zone.choose.setFocus()
    QTest.keyClick(step.start.zone.choose, Qt.Key.Key_Down)
    assert step.done == ["next"]


def test_that_no_shortcut_works_behind_a_dialog(recording):
    window, step = recording
    window.dispatcher.run("app.about")
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_H)
    assert step.done == []
    (dialog,) = window.findChildren(Dialog)
    dialog.answer("close")
    window.rail.buttons["data"].setFocus()
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_H)
    assert step.done == ["hide"]


def test_that_undo_in_the_header_runs_the_steps_undo(recording):
    window, step = recording
    assert window.header.undo.isEnabled()
    assert not window.header.redo.isEnabled()
    QTest.mouseClick(window.header.undo, Qt.MouseButton.LeftButton)
    assert step.done == ["undo"]


def test_that_geometry_and_splitters_are_remembered(
    project_window: MainWindow, entries: list[StepEntry], context: Context, loop
):
    window = project_window
    window.resize(1300, 800)
    data = data_of(window)
    data._pages.setCurrentIndex(1)
    assert isinstance(data.splitter, Splitter)
    data.splitter.setSizes([300, 500, 350])
    kept = data.splitter.sizes()
    window.close()
    assert Settings.of_person().recall("splitter/data") == kept
    again = MainWindow(context, entries, make_ahead=False)
    assert (again.width(), again.height()) == (1300, 800)
    again.close()


def test_that_the_theme_is_switched_by_an_action_and_kept(window: MainWindow):
    panel = window.grab().toImage().pixelColor(700, 850).name()
    assert panel == "#ffffff"
    window.dispatcher.run("view.dark")
    assert theme().dark
    assert window.grab().toImage().pixelColor(700, 850).name() == "#1b1b1f"
    assert Settings.of_person().get("theme") == "dark"


def test_that_a_step_is_made_only_when_it_is_needed(window: MainWindow):
    assert len(window.stage.made()) == 1
    while window.stage.make_next():
        pass
    assert len(window.stage.made()) == len(window.rail.buttons)


def test_that_a_missing_project_is_told_and_the_window_stays(
    window: MainWindow, tmp_path: Path
):
    assert not window.projects.open(tmp_path / "nowhere")
    (toast,) = window.toasts.toasts()
    assert "was not found" in toast.title
    assert toast.stays


def test_that_a_second_window_is_kept_out_by_the_lock(
    project_window: MainWindow, context: Context, entries: list[StepEntry]
):
    other = MainWindow(context, entries, make_ahead=False)
    session = project_window.projects.session
    assert session is not None
    assert not other.projects.open(session.folder)
    assert other.toasts.toasts()[0].kind == "danger"
    other.close()


def test_that_an_open_project_is_among_the_recent_ones(project_window: MainWindow):
    project_window.projects.close()
    data = data_of(project_window)
    assert data.start.recent.rows.rowCount() == 1
    assert project_window.stage.current_key() == "data"


def test_that_a_failing_coroutine_becomes_a_toast(loop, until):
    told: list[Toast] = []

    async def fail() -> None:
        await asyncio.sleep(0)
        raise InputProblem("The file is empty.", "Choose another.")

    spawn_in(loop, fail(), told)
    until(lambda: told)
    assert told == [Toast("The file is empty.", "Choose another.", "danger")]


def spawn_in(loop, work, told: list[Toast]) -> None:
    del loop
    spawn(work, told.append)


def test_that_preferences_change_at_once_and_refuse_what_does_not_fit(
    window: MainWindow,
):
    window.dispatcher.run("app.preferences")
    (dialog,) = window.findChildren(Dialog)
    assert dialog.card.isVisible()
    Settings.of_person().set("approver", "Ines Dahl")
    assert window.context.settings.approver == "Ines Dahl"
    with pytest.raises(InputProblem):
        Settings.of_person().set("theme", "purple")
    dialog.answer("close")


def test_that_help_shows_the_shortcuts_of_the_step(window: MainWindow):
    window.dispatcher.run("app.shortcuts")
    (dialog,) = window.findChildren(Dialog)
    assert dialog.card.isVisible()
    dialog.answer("close")


def test_that_the_about_box_holds_the_licences(window: MainWindow):
    window.dispatcher.run("app.about")
    (dialog,) = window.findChildren(Dialog)
    assert "icons" in licence_names()
    dialog.answer("close")


def licence_names() -> list[str]:
    return list(licences())


def test_that_new_projects_never_share_a_folder(tmp_path: Path, monkeypatch):
    monkeypatch.setattr("studio.ui.projects.home", lambda: tmp_path)
    projects = Projects()
    first, new = projects.sample()
    assert new
    assert first.folder == tmp_path / "wrenfield"
    first.close()
    second, new = projects.sample()
    assert not new
    second.close()
    assert row("project.sample").icon == "store"


def test_that_the_list_folds_to_its_icon_in_a_narrow_window(
    project_window: MainWindow, sample_files: list[Path], until
):
    window = project_window
    data = data_of(window)
    window.open_files(sample_files[3:])
    until(lambda: data.read.plans)
    assert data.files.isVisible()
    window.resize(1200, 800)
    assert not data.files.isVisible()
    fold = window.stage._folds["data"]
    QTest.mouseClick(fold.button, Qt.MouseButton.LeftButton)
    assert data.files.isVisible()
    window.resize(1440, 900)
    assert data.files.isVisible()
    assert not fold.isVisible()


def test_that_closing_asks_about_a_running_job_and_stops_it(
    project_window: MainWindow, sample_files: list[Path], until
):
    window = project_window
    data = data_of(window)
    window.open_files(sample_files)
    until(lambda: len(data.read.plans) == 4)
    data.run_import()
    window.close()
    until(lambda: window.findChildren(Dialog))
    assert window.isVisible()
    (dialog,) = window.findChildren(Dialog)
    dialog.answer("stop")
    until(lambda: not window.isVisible())
    assert window.context.jobs.handles == []
    assert window.projects.session is None


def test_that_a_project_keeps_the_line_that_says_how_it_stands(context: Context):
    settings = context.settings
    settings.note_project(Path("/shops/fern"), "Fern", "9 pages approved")
    settings.note_project(Path("/shops/fern"), "Fern")
    (recent,) = settings.recent_projects()
    assert recent.line == "9 pages approved"
    assert not recent.there
    settings.forget_project("/shops/fern")
    assert settings.recent_projects() == ()


def test_that_f6_goes_from_panel_to_panel(project_window: MainWindow, qtbot):
    window = project_window
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    seen = []
    for _ in range(3):
        QTest.keyClick(window, Qt.Key.Key_F6)
        focus = window.focusWidget()
        parts = {"rail": window.rail, "header": window.header, "stage": window.stage}
        seen += [name for name, part in parts.items() if part.isAncestorOf(focus)]
    assert sorted(seen) == ["header", "rail", "stage"]
