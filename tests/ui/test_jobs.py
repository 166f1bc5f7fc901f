from __future__ import annotations

import asyncio
import threading
from pathlib import Path

from PySide6.QtWidgets import QApplication

from studio.domain.errors import JobFailed
from studio.domain.imports import ImportResult
from studio.domain.jobs import (
    Cancelled,
    Evaluate,
    Failed,
    ImportFiles,
    Progress,
    TrainTaste,
)
from studio.ui.context import Context
from studio.ui.jobs import JobHandle
from studio.ui.notify import ending_toast
from studio.ui.status_bar import StatusBar


def test_that_events_of_a_worker_arrive_on_the_window_thread(
    context: Context, until, tmp_path: Path
):
    where: list[threading.Thread] = []
    ended: list[object] = []
    handle = context.jobs.start(ImportFiles(str(tmp_path / "none"), ()))
    handle.reported.connect(lambda _: where.append(threading.current_thread()))
    handle.ended.connect(ended.append)
    handle.ended.connect(lambda _: where.append(threading.current_thread()))
    assert context.jobs.current is handle
    assert context.jobs.of(ImportFiles) is handle
    assert handle.step == "data"
    until(lambda: ended)
    assert set(where) == {threading.main_thread()}
    assert context.jobs.current is None


def test_that_a_failed_job_raises_its_sentence(context: Context, loop, tmp_path: Path):
    async def work() -> str:
        try:
            await context.jobs.result(
                ImportFiles(str(tmp_path / "no"), ()), ImportResult
            )
        except JobFailed as failure:
            return failure.message
        return ""

    said = loop.run_until_complete(asyncio.wait_for(work(), 90))
    assert said
    assert "Traceback" not in said


def test_that_the_status_bar_follows_a_job(qtbot, context: Context, until):
    bar = StatusBar(context.jobs)
    qtbot.addWidget(bar)
    bar.show()
    assert bar.job.text() == "No job running"
    handle = JobHandle(Evaluate("x"), context.jobs)
    context.jobs.handles.append(handle)
    handle.progress = Progress(14, 40, "Epoch 14 of 40", 360)
    context.jobs.reported.emit(handle, handle.progress)
    assert bar.job.text() == "Evaluation"
    assert bar.label.text() == "Epoch 14 of 40"
    assert bar.percent.text() == "35%"
    assert bar.left.text() == "about 6 min left"
    with qtbot.waitSignal(bar.cancel_wanted):
        bar.cancel.click()
    context.jobs.handles.clear()
    context.jobs.ended.emit(handle, Failed("x"))
    assert bar.job.text() == "No job running"


def test_that_a_stopped_training_is_not_told_as_lost(context: Context):
    handle = JobHandle(TrainTaste("x"), context.jobs)
    kept = "The checkpoint is kept; the run can be resumed."
    assert ending_toast(handle, Cancelled(kept)).title == "Taste model was stopped"
    assert ending_toast(handle, Cancelled()).title == "Taste model was cancelled"


def test_that_a_failure_is_told_with_its_hint(qapp: QApplication, context: Context):
    handle = JobHandle(Evaluate("x"), context.jobs)
    toast = ending_toast(handle, Failed("The disk is full.", "Free some space."))
    assert toast.kind == "danger"
    assert toast.text == "The disk is full. Free some space."
    assert toast.title == "Evaluation failed"
