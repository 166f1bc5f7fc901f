"""A report that also writes curves and facts into the run it speaks of."""

from __future__ import annotations

import time
from collections.abc import Mapping

from studio.domain.estimates import Estimate, expected_words
from studio.domain.jobs import Comparison, Fact, Metric, Note, Report, Samples
from studio.domain.runs import RunState
from studio.store.project import Project
from studio.worker.measuring import peak_memory, processor_seconds

WRITE_EVERY_S = 2.0
"""Curves and facts are written together, at most this often."""


class RunRecorder:
    """Passes everything on and keeps what belongs to the run."""

    def __init__(self, project: Project, run_id: str, report: Report) -> None:
        self._project = project
        self._run_id = run_id
        self._report = report
        self._points: list[Metric] = []
        self._facts: dict[str, str] = {}
        self._written = time.monotonic()
        self._computed = processor_seconds()

    def progress(
        self, step: int, total: int, label: str = "", seconds_left: float | None = None
    ) -> None:
        """Pass on how far it is."""
        self._report.progress(step, total, label, seconds_left)

    def send(self, event: Metric | Note | Fact | Samples | Comparison) -> None:
        """Pass an event on; curves and facts are kept with the run."""
        if isinstance(event, Metric):
            self._points.append(event)
        elif isinstance(event, Fact):
            self._facts[event.name] = event.value
        if time.monotonic() - self._written > WRITE_EVERY_S:
            self.flush()
        self._report.send(event)

    def flush(self) -> None:
        """Write what has come since the last time."""
        points, self._points = self._points, []
        facts, self._facts = self._facts, {}
        self._written = time.monotonic()
        if points or facts:
            self._project.runs.note(self._run_id, curves=points, facts=facts)

    def expect(self, estimate: Estimate) -> None:
        """Keep and tell what the run is expected to take."""
        self._project.runs.expect(self._run_id, estimate)
        self.send(Note(expected_words(estimate)))

    def end(
        self,
        state: RunState,
        *,
        metrics: Mapping[str, float] | None = None,
        comparison: Comparison | None = None,
        message: str = "",
    ) -> None:
        """Write the rest, how the run ended, and what it took of the machine."""
        self.flush()
        self._project.runs.end(
            self._run_id,
            state,
            metrics=metrics,
            comparison=comparison,
            message=message,
            processor=processor_seconds() - self._computed,
            peak_memory=peak_memory(),
        )
