from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from studio.ui.data.step import DataStep
from studio.ui.widgets import Dialog

HEADER = "user_id,event,product_id,timestamp\n"
WEEKS = (
    "u1,view,A1,2026-05-01 10:00:00\n",
    "u2,view,A2,2026-05-08 10:00:00\nu3,view,A2,2026-05-09 10:00:00\n",
)


@pytest.fixture
def data(project_window, until, tmp_path: Path) -> DataStep:
    """Two imports, a week each."""
    step = project_window.stage.step("data")
    assert isinstance(step, DataStep)
    for at, week in enumerate(WEEKS):
        path = tmp_path / f"week{at}.csv"
        path.write_text(HEADER + week, "utf-8")
        step.drop([path])
        until(lambda: step.read.importable)
        step.run_import()
        until(lambda: step._job is None)
    return step


def answer(window, key: str, until) -> None:
    """Press a button of the dialog that is open, and wait until it has gone."""
    until(lambda: any(d._open for d in window.findChildren(Dialog)))
    dialog = next(d for d in window.findChildren(Dialog) if d._open)
    QTest.mouseClick(dialog.buttons[key], Qt.MouseButton.LeftButton)
    until(lambda: not dialog._open)


def held(data: DataStep) -> int:
    assert data.session is not None
    return data.session.project.summary().events


def test_that_an_import_is_taken_back_after_a_question(data, project_window, until):
    assert held(data) == 3
    data.summary.undo.click()
    answer(project_window, "keep", until)
    assert held(data) == 3
    data.summary.undo.click()
    answer(project_window, "undo", until)
    until(lambda: held(data) == 1)
    until(lambda: "taken back" in data.summary.head.title.text())
    assert data.handlers()["data.undo_import"] == data.undo_import  # the week before


def test_that_the_menu_offers_it_only_while_there_is_something(data, until):
    session = data.session
    assert session is not None
    session.imports.undo()
    session.imports.undo()
    data.refresh()
    assert "data.undo_import" not in data.handlers()
    assert held(data) == 0
