"""The window remembers where a person sent the columns of a file."""

from __future__ import annotations

from pathlib import Path

import pytest

from studio.domain.jobs import Finished
from studio.store.config import config_folder
from studio.ui.data.step import DataStep
from studio.ui.language import use_language
from studio.ui.main_window import MainWindow

ODD = "who,what,when\nu1,A1,2026-01-02 10:00:00\nu2,A2,2026-01-03 11:00:00\n"


@pytest.fixture
def data(project_window: MainWindow) -> DataStep:
    """The Data step of an open project."""
    step = project_window.stage.step("data")
    assert isinstance(step, DataStep)
    return step


def imported(window: MainWindow, data: DataStep, until) -> None:
    endings: list[object] = []
    window.context.jobs.ended.connect(lambda _, ending: endings.append(ending))
    data.run_import()
    until(lambda: endings)
    assert isinstance(endings[0], Finished), endings


def test_that_the_next_file_of_these_columns_can_be_imported_at_once(
    project_window, data, tmp_path: Path, until
):
    first, later = tmp_path / "march.csv", tmp_path / "april.csv"
    first.write_text(ODD, "utf-8")
    data.drop([first])
    until(lambda: data.read.plans)
    assert not data.read.importable
    data.mapping.kind_wanted.emit("behaviour")
    until(lambda: data.read.plans[0].kind == "behaviour")
    goes = {"who": "user_id", "what": "product_id", "when": "timestamp"}
    for name, target in goes.items():
        data.mapping.target_wanted.emit(name, target)
        until(
            lambda n=name, t=target: (
                t in [c.target for c in data.read.plans[0].columns if c.name == n]
            )
        )
    imported(project_window, data, until)
    until((config_folder() / "mappings.json").exists)

    later.write_text(ODD.replace("2026-01", "2026-02"), "utf-8")
    data.drop([later])
    until(lambda: data.read.plans)
    plan = data.read.plans[0]
    assert plan.remembered
    assert data.read.importable == [plan]
    assert {c.name: c.target for c in plan.columns} == goes


def test_that_an_import_of_which_every_row_is_left_out_is_told(
    project_window, data, tmp_path: Path, until
):
    file = tmp_path / "events.csv"
    file.write_text("user_id,product_id,timestamp\nu1,A1,soon\nu2,A2,soon\n", "utf-8")
    data.drop([file])
    until(lambda: data.read.plans)
    endings: list[object] = []
    project_window.context.jobs.ended.connect(lambda _, ending: endings.append(ending))
    use_language("zh")
    data.run_import()
    until(lambda: endings and project_window.toasts.toasts())
    (told,) = project_window.toasts.toasts()
    assert told.kind == "danger"
    assert told.text.startswith("没有导入任何数据：所有行都被略去。")
    assert "（2 行，例如“soon”）" in told.text
    assert data.session is not None
    assert data.session.project.imports() == ()
    assert [plan.name for plan in data.read.plans] == ["events.csv"]  # to be mended
