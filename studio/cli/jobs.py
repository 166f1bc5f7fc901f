"""Runs a job with a progress bar; Ctrl+C cancels it and keeps what there is."""

from __future__ import annotations

import os
from types import TracebackType
from typing import Self, TypeVar

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)

from studio.domain import jobs
from studio.services.jobs import JobRunner, result

T = TypeVar("T")
WAIT_S = 0.2
"""How often the main thread wakes to notice Ctrl+C."""


def run(job: jobs.Job, type_: type[T], *, quiet: bool = False, title: str = "") -> T:
    """Run a job in a worker and return its result; raises what it failed with."""
    os.environ["VITRINE_NO_WINDOW"] = "1"  # the worker need not leave a core to it
    runner = JobRunner()
    try:
        with _Bar(title, quiet=quiet) as bar:
            running = runner.start(job, bar.show)
            ending = None
            while ending is None:
                try:
                    ending = running.wait(WAIT_S)
                except TimeoutError:
                    continue
                except KeyboardInterrupt:
                    running.cancel()
            if isinstance(ending, jobs.Finished):
                bar.fill()
        return result(ending, type_)
    finally:
        runner.close()


class _Bar:
    """A Rich progress bar on standard error that shows job events."""

    def __init__(self, title: str, *, quiet: bool) -> None:
        self._title = title
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
            console=Console(stderr=True),
            disable=quiet,
        )
        self._task = self._progress.add_task(title, total=None)

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def fill(self) -> None:
        """Show that all is done."""
        self._progress.update(self._task, total=1, completed=1)

    def show(self, event: jobs.JobEvent) -> None:
        """Show an event; called from the supervising thread, which Rich allows."""
        match event:
            case jobs.Progress(step, total, label):
                text = f"{self._title} {label}".strip()
                self._progress.update(
                    self._task, completed=step, total=total or None, description=text
                )
            case jobs.Note(text) if not self._progress.disable:
                self._progress.console.print(text, markup=False, highlight=False)
            case _:
                pass
