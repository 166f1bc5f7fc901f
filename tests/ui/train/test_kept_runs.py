"""Runs that were kept: compared, named, deleted, brought back, written, estimated."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QItemSelectionModel

from studio.domain.errors import InputProblem
from studio.domain.estimates import GB, Estimate
from studio.domain.jobs import EstimateTraining, Metric, TrainTaste
from studio.domain.runs import Origin, Run
from studio.services.runs import side_by_side
from studio.services.session import Session
from studio.ui.train.run_dialogs import RunNote
from studio.ui.train.step import TrainStep
from studio.ui.train.trainings import WEIGHTS
from studio.ui.widgets import Toast


def keep(session: Session, ndcg: float, batch: int, data: str = "abc") -> Run:
    """A finished run, as the worker leaves it."""
    runs = session.project.runs
    run = runs.start("taste", {"model": "sasrec", "preset": "quick"})
    plan = {"net.width": "48", "training.batch": str(batch)}
    versions = {"torch": "2.13.0"}
    runs.came_from(run.id, Origin(data, {"events": 720}, 7, "CPU", versions, plan))
    curve = [Metric("ndcg@10", n, ndcg * n / 3) for n in (1, 2, 3)]
    runs.note(run.id, curves=curve)
    runs.end(run.id, "finished", metrics={"ndcg@10": ndcg}, peak_memory=batch * GB)
    (runs.folder(run.id) / WEIGHTS).touch()
    return runs.run(run.id)


@pytest.fixture
def three(step: TrainStep, session: Session) -> tuple[Run, ...]:
    found = (keep(session, 0.2, 1), keep(session, 0.3, 2), keep(session, 0.1, 3))
    session.project.runs.use(found[1].id)
    step.refresh()
    return tuple(session.project.runs.run(run.id) for run in found)


def choose(step: TrainStep, *rows: int) -> None:
    flags = QItemSelectionModel.SelectionFlag
    table = step.models.runs
    table.clearSelection()
    for row in rows:
        index = table.rows.index(row, 0)
        table.selectionModel().select(index, flags.Select | flags.Rows)


def test_that_chosen_runs_stand_side_by_side(
    step: TrainStep, session: Session, three: tuple[Run, ...]
) -> None:
    session.project.runs.rename(three[0].id, "First try")
    step.refresh()
    choose(step, 1, 2)  # the latest is first: run 2 and run 1
    panel = step.kept.side_by_side
    assert panel.isVisible()
    assert panel.head.title.text() == "2 runs compared"
    assert panel.chart is not None
    assert [line.name for line in panel.chart.lines] == ["Run 2", "First try"]
    assert panel.chart.lines[0].ys == pytest.approx([0.1, 0.2, 0.3])
    assert panel.chart.lines[1].ys == pytest.approx([0.2 / 3, 0.4 / 3, 0.2])
    metrics = panel.metrics.rows
    row = [metrics.cell(metrics.index(0, at)) for at in range(3)]
    assert [cell.text for cell in row] == ["NDCG@10", "0.3000", "0.2000"]
    assert [cell.font for cell in row] == ["label", "label_strong", "label"]
    settings = panel.settings.rows
    shown = [settings.cell(settings.index(0, at)).text for at in range(3)]
    assert (settings.rowCount(), shown) == (1, ["Batch", "2", "1"])
    panel.all.click()
    assert settings.rowCount() > 5
    panel.back.click()
    assert not panel.isVisible()
    assert step.taste.isVisible()
    assert step.models.runs.chosen_rows() in ([], [step.models.runs.current()])


def test_that_runs_of_other_data_are_said_not_to_compare(
    step: TrainStep, session: Session, three: tuple[Run, ...]
) -> None:
    keep(session, 0.4, 1, data="xyz")
    step.refresh()
    choose(step, 0, 1)
    assert "different data" in step.kept.side_by_side.warning.text()
    choose(step, 1, 2)
    assert not step.kept.side_by_side.warning.isVisible()


def test_that_only_runs_of_one_model_are_compared(session: Session) -> None:
    taste = keep(session, 0.2, 1)
    layout = session.project.runs.start("layout", {})
    with pytest.raises(InputProblem, match="nothing in common"):
        side_by_side([taste, layout])
    with pytest.raises(InputProblem, match="1 runs cannot"):
        session.runs.compare([taste.id, taste.id])


def test_that_a_deleted_run_is_brought_back_by_its_toast(
    step: TrainStep, session: Session, three: tuple[Run, ...]
) -> None:
    told: list[Toast] = []
    step.toast_wanted.connect(told.append)
    actions = step.kept.actions
    actions.delete(three[1])  # it is in use
    assert told.pop().kind == "danger"
    actions.delete(three[0])
    assert step.models.runs.rows.rowCount() == 2
    undo = told.pop().run
    assert undo is not None
    undo()
    assert step.models.runs.rows.rowCount() == 3
    actions.delete(three[0])
    folder = session.project.path / "runs" / three[0].id
    assert folder.exists()
    step.set_session(None)
    step.set_session(session)  # opened again: now it is gone for good
    assert not folder.exists()
    assert step.models.runs.rows.rowCount() == 2


def test_that_a_menu_offers_what_can_be_done_with_a_run(
    step: TrainStep, three: tuple[Run, ...]
) -> None:
    other = step.kept.actions.menu(three[0], usable=True, written=True)
    used = step.kept.actions.menu(three[1], usable=False, written=False)
    texts = [[a.text() for a in menu.actions() if a.text()] for menu in (other, used)]
    assert texts[0] == [
        "Use this run",
        "Rename...",
        "Note...",
        "Write for TensorBoard...",
        "Write as ONNX...",
        "Write as JSON...",
        "Delete",
    ]
    assert texts[1] == [
        "Rename...",
        "Note...",
        "Write for TensorBoard...",
        "Write as JSON...",
    ]
    for menu in (other, used):
        menu.deleteLater()


def test_that_a_note_is_kept_and_a_long_one_is_not_offered_to_be(
    step: TrainStep, session: Session, three: tuple[Run, ...]
) -> None:
    step.kept.actions.remark(three[0])
    dialog = step.window().findChild(RunNote)
    assert dialog is not None
    dialog.area.setPlainText("x" * 401)
    assert not dialog.buttons["save"].isEnabled()
    dialog.area.setPlainText("Worth another try.")
    dialog.answer("save")
    assert session.project.runs.run(three[0].id).remark == "Worth another try."


def test_that_a_run_is_written_in_a_worker(
    step: TrainStep, three: tuple[Run, ...], tmp_path: Path, until
) -> None:
    told: list[Toast] = []
    step.toast_wanted.connect(told.append)
    step.kept.actions.write(three[0], "json", tmp_path / "run.json")
    until(lambda: told)
    assert told[0].title == "Run 1 is written"
    assert (tmp_path / "run.json").is_file()


def test_that_settings_say_what_the_training_takes_while_they_change(
    step: TrainStep, context, until
) -> None:
    tab = step.inspector.settings["taste"]
    step.inspector.tabs.set_value("settings")
    step.inspector._turn()
    tab.set_values({"preset": "quick"})
    tab.changed.emit(tab.values())
    until(tab.estimate.memory.isVisible)
    assert tab.estimate.time.value.whole_text().startswith("about ")
    assert tab.estimate.memory.value.whole_text().endswith(" free")
    assert context.jobs.of(EstimateTraining) is None
    step.estimating["taste"].look()  # nothing has changed: nothing is measured
    assert not step.estimating["taste"]._timer.isActive()


def test_that_what_does_not_fit_is_said_with_what_to_change(step: TrainStep) -> None:
    line = step.inspector.settings["taste"].estimate
    advice = "Use a batch of 64."
    line.show_estimate(
        Estimate(0, 0, 24, memory=500 * GB, there=GB, advice=advice, measured=False)
    )
    assert line.state.text().endswith(advice)
    assert line.state.property("ink") == "danger.text"
    assert line.time.isHidden()


def test_that_batch_and_negatives_become_fields_of_the_job(step: TrainStep) -> None:
    tab = step.inspector.settings["taste"]
    tab.set_values({"batch": 64})
    job = step._asked("taste")
    assert isinstance(job, TrainTaste)
    assert (job.batch, job.negatives) == (64, None)
