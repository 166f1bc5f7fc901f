from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from studio.domain.behaviour import DataSummary
from studio.domain.imports import Dropped, ImportResult
from studio.domain.jobs import Cancelled, Finished
from studio.ui.data.step import DataStep
from studio.ui.data.summary import SummaryPanel
from studio.ui.main_window import MainWindow

TINY = {
    "events.csv": "user_id,event_type,item_id,ts,email\n"
    "u1,view,A1,2026-01-02 10:00:00,anna@example.org\n"
    "u2,purchase,A2,2026-01-03 11:00:00,b@example.org\n"
    "u2,view,,2026-01-03 11:05:00,b@example.org\n",
    "products.csv": "product_id,title,category,price\n"
    "A1,Kettle,Kitchen,45.00\nA2,Axe,Outdoor,39.00\n",
    "empty.csv": "",
}


@pytest.fixture
def files(tmp_path: Path) -> dict[str, Path]:
    """A few small files."""
    folder = tmp_path / "files"
    folder.mkdir()
    paths = {}
    for name, text in TINY.items():
        paths[name] = folder / name
        paths[name].write_text(text, "utf-8")
    return paths


@pytest.fixture
def data(project_window: MainWindow) -> DataStep:
    """The Data step of an open project."""
    step = project_window.stage.step("data")
    assert isinstance(step, DataStep)
    return step


def read(data: DataStep, until, *paths: Path) -> None:
    before = len(data.read.plans)
    data.drop(paths)
    until(lambda: len(data.read.plans) == before + len(paths))


def test_that_a_new_project_shows_what_it_needs(project_window, data: DataStep):
    assert data._pages.currentWidget() is data.start
    assert data.header_line() == "Nothing imported yet"
    assert data.start.none_yet.isHidden() == bool(data.start.recent.rows.rowCount())
    assert project_window.header.main.isHidden()


def test_that_a_file_shows_its_columns_and_what_is_stored(data, files, until):
    read(data, until, files["events.csv"])
    rows = data.mapping.columns.rows
    shown = [
        [rows.cell(rows.index(r, c)).text for c in (0, 3, 5)]
        for r in range(rows.rowCount())
    ]
    assert ["user_id", "Shopper", "Pseudonymised"] in shown
    assert ["event_type", "Action", "Kept"] in shown
    assert ["item_id", "Product", "Kept"] in shown
    assert ["email", "Not used", "Dropped"] in shown
    assert "anna@example.org" not in str(data.read.plans[0].preview)
    assert data.mapping.stored.rows.rowCount() == 3


def test_that_a_person_can_send_a_column_elsewhere(data, files, until):
    read(data, until, files["products.csv"])
    data.mapping.target_wanted.emit("category", "brand")
    until(lambda: [c.target for c in data.read.plans[0].columns][2] == "brand")
    data.mapping.privacy_wanted.emit("category", "dropped")
    until(lambda: data.read.plans[0].columns[2].privacy == "dropped")
    assert data.quality._legend["dropped"].count.text() == "1 column"


def test_that_another_kind_maps_the_columns_anew(data, files, until):
    read(data, until, files["events.csv"])
    data.mapping.kind_wanted.emit("segments")
    until(lambda: data.read.plans[0].kind == "segments")
    assert data.mapping.kind.value() == "segments"


def test_that_what_cannot_be_is_told_and_nothing_changes(
    project_window, data, files, until
):
    read(data, until, files["events.csv"])
    before = data.read.plans[0]
    data.mapping.privacy_wanted.emit("user_id", "kept")
    until(project_window.toasts.toasts)
    assert "pseudonymised" in project_window.toasts.toasts()[0].title
    assert data.read.plans[0] is before


def test_that_a_file_that_cannot_be_imported_says_why(data, files, until):
    read(data, until, files["empty.csv"])
    assert data.mapping.problem.isVisible()
    assert data.mapping.problem.title.text() == data.read.plans[0].problem
    assert data.mapping.kind.isHidden()
    assert data.quality.errors.text() == "1 error"
    assert data.quality.fine.isHidden()
    action = data.main_action()
    assert action is not None
    assert not action.enabled
    assert action.why


def test_that_nothing_to_import_is_told(project_window, data, tmp_path, until):
    (tmp_path / "bare").mkdir()
    data.drop([tmp_path / "bare"])
    until(project_window.toasts.toasts)
    assert "nothing to import" in project_window.toasts.toasts()[0].title
    assert data.read.reading == []


def test_that_a_file_can_be_taken_off(data, files, until):
    read(data, until, files["events.csv"], files["products.csv"])
    data.mapping.removed.emit()
    assert [plan.name for plan in data.read.plans] == ["products.csv"]
    data.handlers()["data.clear"]()
    assert data._pages.currentWidget() is data.start


def test_that_an_import_runs_in_the_background_and_is_summed_up(
    project_window, data, files, until
):
    window = project_window
    read(data, until, files["events.csv"], files["products.csv"])
    endings: list[object] = []
    window.context.jobs.ended.connect(lambda _, ending: endings.append(ending))
    QTest.mouseClick(window.header.main, Qt.MouseButton.LeftButton)
    assert data.progress.isVisible()
    assert window.header.main.isHidden()
    assert data.state().condition == "running"
    assert "running" in window.rail.buttons["data"].accessibleName()
    until(lambda: endings)
    assert isinstance(endings[0], Finished), endings
    assert data.summary.isVisible()
    assert data.summary.figures["products"].value.text() == "2"
    assert data.summary.figures["events"].value.text() == "2"
    assert data.summary.dropped.rows.rowCount() == 1
    assert data.state().condition == "ready"
    assert data.files.past.items[0].right == "2 events"
    assert window.toasts.toasts()[-1].title == "Import is done"
    assert window.header.main.text() == "Train"


def test_that_a_cancelled_import_leaves_the_project_as_it_was(
    project_window, data, sample_files, until
):
    read(data, until, *sample_files)
    endings: list[object] = []
    project_window.context.jobs.ended.connect(lambda _, e: endings.append(e))
    data.run_import()
    data.cancel()
    until(lambda: endings)
    assert isinstance(endings[0], Cancelled)
    assert len(data.read.plans) == len(sample_files)
    assert data.files.past.items == []
    assert data.progress.isHidden()
    assert project_window.toasts.toasts()[-1].kind == "info"


def test_that_the_summary_says_what_was_left_out_and_why(qtbot, context):
    panel = SummaryPanel()
    qtbot.addWidget(panel)
    result = ImportResult(
        files=("events.csv",),
        events=411_665,
        shoppers=23_418,
        period=("2026-09-01", "2026-09-14"),
        dropped=(Dropped("no product", 37, "u_1,view,,", "events.csv"),),
        stale_pages=2,
    )
    panel.show()
    panel.show_result(result, 0.0, DataSummary(events=411_665, products=3))
    assert panel.figures["events"].value.text() == "411,665"
    row = panel.dropped.rows
    texts = [row.cell(row.index(0, column)).text for column in range(4)]
    assert texts == ["No product", "37", "u_1,view,,", "events.csv"]
    assert panel.stale.text().startswith("2 pages are stale")
