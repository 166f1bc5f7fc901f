from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from studio.domain.errors import CancelledByUser, JobFailed
from studio.domain.jobs import (
    Cancelled,
    Evaluate,
    Failed,
    FileResult,
    Finished,
    JobEvent,
    Progress,
    SampleLayouts,
)
from studio.services.jobs import JobRunner, result

ENOUGH_FOR_MINUTES = 3_000_000
LONG_S = 150.0


@pytest.fixture
def runner() -> Iterator[JobRunner]:
    runner = JobRunner()
    yield runner
    runner.close()


class Heard:
    """Collects the events of a job; `progressing` is set at the first progress."""

    def __init__(self) -> None:
        self.events: list[JobEvent] = []
        self.progressing = threading.Event()

    def __call__(self, event: JobEvent) -> None:
        self.events.append(event)
        if isinstance(event, Progress):
            self.progressing.set()


def endless(tmp_path: Path) -> SampleLayouts:
    return SampleLayouts(str(tmp_path / "many.jsonl"), ENOUGH_FOR_MINUTES)


def test_that_a_job_ends_with_its_result(runner: JobRunner, tmp_path: Path) -> None:
    out = tmp_path / "layouts.jsonl"
    heard = Heard()
    ending = runner.run(SampleLayouts(str(out), 5), heard)
    made = result(ending, FileResult)
    assert made.rows == 5
    assert len(out.read_text(encoding="utf-8").splitlines()) == 5
    endings = [e for e in heard.events if isinstance(e, Finished | Cancelled | Failed)]
    assert endings == [heard.events[-1]] == [ending]


def test_that_the_warm_worker_takes_the_next_job(
    runner: JobRunner, tmp_path: Path
) -> None:
    first = runner.start(SampleLayouts(str(tmp_path / "a.jsonl"), 2), warm=True)
    first.wait(LONG_S)
    second = runner.start(SampleLayouts(str(tmp_path / "b.jsonl"), 2), warm=True)
    assert isinstance(second.wait(LONG_S), Finished)
    assert second.pid == first.pid


def test_that_a_cancelled_job_ends_with_cancelled_long_before_its_end(
    runner: JobRunner, tmp_path: Path
) -> None:
    heard = Heard()
    running = runner.start(endless(tmp_path), heard)
    assert heard.progressing.wait(LONG_S)
    running.cancel()
    assert isinstance(running.wait(LONG_S), Cancelled)
    with pytest.raises(CancelledByUser):
        result(running.wait(), FileResult)


def test_that_a_killed_worker_is_reported(runner: JobRunner, tmp_path: Path) -> None:
    heard = Heard()
    running = runner.start(endless(tmp_path), heard)
    assert heard.progressing.wait(LONG_S)
    os.kill(running.pid, signal.SIGKILL)
    ending = running.wait(LONG_S)
    assert isinstance(ending, Failed)
    assert "signal 9" in ending.message
    assert not (tmp_path / "many.jsonl").exists()


def test_that_a_failure_is_one_sentence(runner: JobRunner, tmp_path: Path) -> None:
    ending = runner.run(Evaluate(str(tmp_path / "nowhere")))
    assert isinstance(ending, Failed)
    assert "nowhere" in ending.message
    assert "Traceback" not in ending.message
    with pytest.raises(JobFailed, match="nowhere"):
        result(ending, FileResult)


def test_that_a_worker_survives_what_is_no_job(
    runner: JobRunner, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    broken = SampleLayouts(str(tmp_path / "file" / "x.jsonl"), 2)
    first = runner.start(broken, warm=True)
    assert isinstance(first.wait(LONG_S), Failed)
    good = runner.start(SampleLayouts(str(tmp_path / "a.jsonl"), 2), warm=True)
    assert isinstance(good.wait(LONG_S), Finished)
    assert good.pid == first.pid


def test_that_every_event_survives_the_pipe() -> None:
    for event in (
        Progress(1, 2, "epoch"),
        Cancelled("checkpoint"),
        Failed("No.", "Why"),
    ):
        again = msgspec.json.decode(msgspec.json.encode(event), type=JobEvent)
        assert again == event
