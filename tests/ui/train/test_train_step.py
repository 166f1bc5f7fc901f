from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from studio.domain.jobs import (
    BuildAudience,
    Cancelled,
    Comparison,
    Fact,
    Failed,
    Finished,
    JobEvent,
    Metric,
    Note,
    Progress,
    Samples,
    Score,
    TrainLayout,
    TrainTaste,
)
from studio.domain.layout import Layout, LayoutBlock
from studio.services.session import Session
from studio.ui.context import Context
from studio.ui.jobs import JobHandle
from studio.ui.train.step import TrainStep
from studio.ui.train.trainings import CHECKPOINT, WEIGHTS
from studio.ui.widgets import Dialog

LAYOUT = Layout((LayoutBlock("hero-banner"), LayoutBlock("product-grid")))
BASELINES = (
    Score("EASE", {"ndcg@10": 0.196, "hr@10": 0.31}),
    Score("Popularity", {"ndcg@10": 0.118, "hr@10": 0.2}),
)
TASTE_EVENTS: tuple[JobEvent, ...] = (
    Fact("device", "CPU, 8 cores"),
    Comparison("taste", BASELINES, "validation"),
    Metric("loss/train", 1, 7.0),
    Metric("loss/validation", 1, 7.1),
    Metric("ndcg@10", 1, 0.1),
    Metric("loss/train", 2, 4.2),
    Metric("loss/validation", 2, 4.52),
    Metric("ndcg@10", 2, 0.219),
    Note("epoch 2, ndcg 0.219"),
    Progress(564, 1612, "Epoch 14 of 40", 360.0),
)


def begin(context: Context, job: TrainTaste | TrainLayout) -> JobHandle:
    """A job that is watched like a started one, and that the test speaks for."""
    handle = JobHandle(job, context.jobs)
    handle.ended.connect(lambda ending: context.jobs._end(handle, ending))
    context.jobs.handles.append(handle)
    context.jobs.started.emit(handle)
    return handle


def tell(handle: JobHandle, *events: JobEvent) -> None:
    for event in events:
        handle.deliver(event)


def test_that_events_draw_curves_and_figures(step: TrainStep, context, until):
    handle = begin(context, TrainTaste("x"))
    tell(handle, *TASTE_EVENTS)
    until(lambda: step.taste.loss.lines[0].ys == [7.0, 4.2])
    figures = step.taste.figures
    assert figures.ndcg.value.text() == "0.219"
    assert figures.ndcg.note.text() == "0.023 above EASE, 0.101 above popularity"
    assert figures.ndcg.note.property("ink") == "success.text"
    assert figures.remaining.value.text() == "6 min"
    assert figures.loss.value.text() == "4.52"
    assert step.taste.loss.lines[1].ys == [7.1, 4.52]
    assert step.taste.ndcg.lines[0].ys == [0.1, 0.219]
    assert [b.text for b in step.taste.ndcg._baselines] == [
        "EASE 0.196",
        "Popularity 0.118",
    ]
    detail = step.taste.head.detail.whole_text()
    assert detail == "Epoch 14 of 40, step 564 of 1,612"
    assert step.taste.head.chip.text() == "Training"
    assert step.inspector.run.values["device"].value.whole_text() == "CPU, 8 cores"
    assert step.models.models.items[0].right == "35%"
    assert step.state().condition == "running"


def test_that_parts_of_the_model_do_not_widen_the_line_of_its_figure(
    step, context, until
):
    handle = begin(context, TrainTaste("x"))
    parts = tuple(
        Score(name, {"ndcg@10": value})
        for name, value in (("Net alone", 0.2), ("Memory alone", 0.25))
    )
    tell(handle, Comparison("taste", (*parts, *BASELINES)), Metric("ndcg@10", 1, 0.22))
    note = step.taste.figures.ndcg.note
    until(lambda: "above" in note.whole_text())
    assert "Net alone" not in note.whole_text()
    assert note.whole_text().startswith("0.030 below Memory alone, ")
    step.resize(1364, 820)
    assert step.taste.minimumSizeHint().width() <= 1364 - 228 - 300


def test_that_a_model_below_a_baseline_is_said_to_be_below(step, context, until):
    handle = begin(context, TrainTaste("x"))
    tell(handle, Comparison("taste", BASELINES), Metric("ndcg@10", 1, 0.15))
    until(lambda: step.taste.figures.ndcg.value.text() == "0.150")
    note = step.taste.figures.ndcg.note
    assert note.text() == "0.046 below EASE, 0.032 above popularity"
    assert note.property("ink") == "warn.text"


def test_that_the_gan_shows_likelihood_first_and_then_the_two_nets(
    step: TrainStep, context, until
):
    handle = begin(context, TrainLayout("x"))
    tell(handle, Metric("loss/train", 5, 52.0), Samples((LAYOUT,) * 8))
    card = step.layouts
    until(lambda: card.likelihood.lines[0].ys == [52.0])
    assert card.likelihood.isVisible()
    assert not card.adversarial.isVisible()
    assert card.wall.isVisible()
    assert card.wall.count.text().endswith("of 8")
    tell(
        handle,
        Metric("loss/generator", 65, 1.9),
        Metric("loss/discriminator", 65, 0.3),
    )
    until(card.adversarial.isVisible)
    assert [line.ys for line in card.adversarial.lines] == [[1.9], [0.3]]


def test_that_realism_stands_beside_samplers_without_a_net(step, context, until):
    rows = (
        Score("Real pages of other shops", {"auc": 0.54, "novel": 0.9}),
        Score("Bigram sampler", {"auc": 0.7, "novel": 1.0}),
        Score("Layout GAN", {"auc": 0.57, "novel": 0.96}, ours=True),
    )
    handle = begin(context, TrainLayout("x"))
    tell(handle, Comparison("layout", rows, "212 unseen pages"))
    bars = step.layouts.realism.bars
    until(lambda: len(bars._bars) == 3)
    assert [(bar.name, bar.text, bar.ours) for bar in bars._bars] == [
        ("Held-out real pages", "0.92", False),
        ("Layout GAN", "0.86", True),
        ("Bigram sampler", "0.60", False),
    ]
    said = step.layouts.realism.note.text()
    repeated = "4% of samples repeat a real page block for block."
    assert said == f"Judged on 212 unseen pages. {repeated}"


def test_that_many_events_are_drawn_at_most_ten_times_a_second(
    step: TrainStep, context, until
):
    drawn: list[int] = []
    step.changed.connect(lambda: drawn.append(1))
    handle = begin(context, TrainTaste("x"))
    tell(handle, *(Metric("ndcg@10", n, n / 500) for n in range(1, 401)))
    until(lambda: len(step.taste.ndcg.lines[0].ys) == 400)
    assert len(drawn) <= 3


def test_that_the_second_training_waits_for_the_first(step, context, session, until):
    handle = begin(context, TrainTaste(str(session.folder)))
    step.train("layout")
    until(lambda: step.layouts.head.chip.text() == "Waiting")
    line = step.layouts.head.detail.whole_text()
    assert line == "Starts when the other model has ended"
    assert step.models.models.items[1].detail == "Waiting for the other model"
    assert len(context.jobs.handles) == 1
    step.layouts.head.cancel.click()
    until(lambda: step.layouts.head.chip.text() == "Not trained")
    tell(handle, Finished())
    until(lambda: not step.trainings.busy)
    assert context.jobs.handles == []


def test_that_a_failure_is_said_in_place(step: TrainStep, context, until):
    handle = begin(context, TrainTaste("x"))
    tell(handle, Failed("The disk is full.", "Make room."))
    until(lambda: step.taste.head.chip.text() == "Failed")
    assert step.taste.head.detail.whole_text() == "The disk is full."


def test_that_cancel_asks_only_when_more_than_a_minute_would_be_lost(
    step: TrainStep, context, until
):
    handle = begin(context, TrainTaste("x"))
    step.trainings.live["taste"].began -= 90
    until(step.taste.head.cancel.isVisible)
    step.taste.head.cancel.click()
    dialog = step.window().findChild(Dialog)
    assert dialog is not None
    dialog.answer("stay")
    assert not handle._cancelled
    step.taste.head.keep.click()
    tell(handle, Cancelled())
    until(lambda: not step.trainings.busy)


@pytest.mark.timeout(300)
def test_that_cancel_stops_a_real_training_that_can_be_resumed(
    step: TrainStep, session: Session, qtbot, until
):
    data_changed: list[int] = []
    step.data_changed.connect(lambda: data_changed.append(1))
    step.train("taste", model="article", preset="quick", epochs=5000)  # no early stop
    action = step.main_action()
    assert action is not None
    assert action.text == "Stop training"
    until(lambda: step.trainings.live["taste"].facts.get("shoppers"))
    until(lambda: len(step.taste.ndcg.lines[0].ys) >= 2)
    qtbot.mouseClick(step.taste.head.cancel, Qt.MouseButton.LeftButton)
    until(lambda: not step.trainings.busy)
    run = session.project.runs.list("taste")[0]
    assert run.state == "cancelled"
    assert not run.in_use
    assert data_changed
    assert step.taste.head.chip.text() == "Stopped"
    assert step.taste.head.resume.isVisible()
    assert step.taste.head.use.isVisible()


def broken_off(session: Session) -> str:
    """A run that was cancelled after some epochs, as the worker leaves it."""
    runs = session.project.runs
    run = runs.start("taste", {"model": "article", "preset": "quick"})
    for file in (WEIGHTS, CHECKPOINT):
        (runs.folder(run.id) / file).touch()
    runs.end(run.id, "cancelled")
    return run.id


def test_that_a_cancelled_run_is_resumed_with_its_own_network(
    step: TrainStep, context: Context, session: Session, until
):
    run_id = broken_off(session)
    step.refresh()
    started: list[JobHandle] = []
    context.jobs.started.connect(started.append)
    step.taste.head.resume.click()
    job = started[0].job
    assert isinstance(job, TrainTaste)
    assert (job.resume, job.model) == (run_id, "article")
    started[0].cancel()
    until(lambda: not step.trainings.busy)
    assert [run.id for run in session.project.runs.list("taste")] == [run_id]


def test_that_stop_and_keep_best_uses_the_weights_and_makes_the_personas(
    step: TrainStep, context: Context, session: Session, until
):
    runs = session.project.runs
    run = runs.start("taste", {"model": "sasrec"})
    (runs.folder(run.id) / WEIGHTS).touch()
    handle = begin(context, TrainTaste(str(session.folder)))
    tell(handle, Metric("ndcg@10", 1, 0.2))
    until(lambda: step.trainings.live["taste"].run is not None)
    step.taste.head.keep.click()
    tell(handle, Cancelled())
    until(lambda: not step.trainings.busy)
    assert runs.run(run.id).state == "cancelled"
    assert runs.run(run.id).in_use
    assert step.taste.head.chip.text() == "In use"
    building = context.jobs.of(BuildAudience)
    assert building is not None
    building.cancel()
    until(lambda: not context.jobs.handles)


def test_that_an_earlier_run_is_drawn_from_what_was_kept(
    step: TrainStep, session: Session, until
):
    runs = session.project.runs
    for loss in (5.0, 4.0):
        run = runs.start("taste", {"model": "sasrec", "seed": "7"})
        runs.note(run.id, curves=[Metric("loss/train", 1, loss)])
        table = Comparison(
            "taste", (Score("Taste model", {"ndcg@10": loss / 10}, True), *BASELINES)
        )
        runs.end(run.id, "finished", metrics={"ndcg@10": loss / 10}, comparison=table)
    runs.use("taste-002")
    step.refresh()
    assert step.header_line() == "Run 2 of the taste model in use, NDCG@10 0.400"
    assert step.taste.loss.lines[0].ys == [4.0]
    step.models.runs.setCurrentIndex(step.models.runs.rows.index(1, 0))
    assert step.taste.loss.lines[0].ys == [5.0]
    assert step.taste.figures.ndcg.value.text() == "0.500"
    assert step.inspector.run.values["model"].value.whole_text() == "Transformer"
    assert step.inspector.run.compared.table.rows.rowCount() == 3


def test_that_the_log_is_copied(step: TrainStep, context, until):
    handle = begin(context, TrainTaste("x"))
    tell(handle, Note("checkpoint saved"))
    until(step.inspector.run.copy.isVisible)
    step.inspector.run.copy.click()
    assert QGuiApplication.clipboard().text().endswith("checkpoint saved")


def test_that_settings_become_the_job_and_are_remembered(step, context, until):
    tab = step.inspector.settings["taste"]
    tab.controls["model"].set_value("article")
    tab.controls["epochs"].setValue(3)
    values = step.inspector.values("taste")
    assert values["model"] == "article"
    assert values["epochs"] == 3
    again = TrainStep(context)
    assert again.inspector.values("taste") == values
    again.deleteLater()


def test_that_without_events_the_step_sends_to_the_data(qtbot, context, tmp_path, loop):
    empty = TrainStep(context)
    qtbot.addWidget(empty)
    gone: list[str] = []
    empty.go_wanted.connect(lambda key, _: gone.append(key))
    with Session.create(tmp_path / "none", "Empty") as session:
        empty.set_session(session)
        empty.show()
        assert empty.empty.isVisible()
        assert empty.main_action() is None
        assert empty.state().condition == "none"
        empty.empty.button.click()
        assert gone == ["data"]
        empty.set_session(None)


def test_that_a_stopped_run_is_listed_with_the_best_it_reached(
    step: TrainStep, session: Session
):
    runs = session.project.runs
    run = runs.start("taste", {"model": "sasrec"})
    curve = [Metric("ndcg@10", 1, 0.21), Metric("ndcg@10", 2, 0.19)]
    runs.note(run.id, curves=curve)
    runs.end(run.id, "cancelled")
    step.refresh()
    model = step.models.runs.rows
    assert model.cell(model.index(0, 2)).text == "0.210"
