"""`python -m studio.worker`: takes jobs from standard input, answers in events."""

from __future__ import annotations

import contextlib
import os
import queue
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import msgspec

from studio.domain.jobs import UNLOCK, Ending, Finished, Job, Unlock
from studio.services.log import leave_no_core, log_to_stream
from studio.store.sealing.unlocked import hold, release
from studio.worker.errors import ending_of
from studio.worker.report import PipeReport
from studio.worker.run import run_job

CANCEL = b"cancel"
POLITENESS = 10
"""Niceness of the worker, so that the window stays fluid while a model trains."""


def main() -> int:
    """Serve jobs until standard input closes."""
    events = _private_stdout()
    log_to_stream(sys.stderr)
    leave_no_core()
    if hasattr(os, "nice"):
        os.nice(POLITENESS)
    jobs: queue.Queue[bytes | None] = queue.Queue()
    cancelled = threading.Event()
    reader = threading.Thread(target=_read, args=(jobs, cancelled), daemon=True)
    reader.start()
    key = contextlib.ExitStack()
    while (line := jobs.get()) is not None:
        if line.startswith(UNLOCK):
            key.enter_context(_held(line.removeprefix(UNLOCK)))
            continue
        report = PipeReport(events, cancelled)
        with key:  # a key is for one job
            ending = _serve(line, report)
        report.end(ending)
        cancelled.clear()
    return 0


@contextmanager
def _held(line: bytes) -> Iterator[None]:
    """Hold the key of a protected project."""
    unlock = msgspec.json.decode(line, type=Unlock)
    seal = hold(Path(unlock.folder), bytes.fromhex(unlock.key))
    try:
        yield
    finally:
        release(seal)


def _serve(line: bytes, report: PipeReport) -> Ending:
    try:
        job: Job = msgspec.json.decode(line, type=Job)
        result = run_job(job, report)
        return Finished(msgspec.Raw(msgspec.json.encode(result)))
    except BaseException as error:  # noqa: BLE001 - every ending is told, once
        return ending_of(error)


def _private_stdout() -> BinaryIO:
    """Keep the pipe for events alone; whatever else is printed goes to the log."""
    events = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)
    sys.stdout = sys.stderr
    return events


def _read(jobs: queue.Queue[bytes | None], cancelled: threading.Event) -> None:
    for line in sys.stdin.buffer:
        word = line.strip()
        if word == CANCEL:
            cancelled.set()
        elif word:
            jobs.put(word)
    cancelled.set()  # the window is gone: stop at the next report, keep what there is
    jobs.put(None)


if __name__ == "__main__":
    sys.exit(main())
