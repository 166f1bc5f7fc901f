"""The worker's side of a job: values go up the pipe, cancelling comes back."""

from __future__ import annotations

import threading
import time
from typing import BinaryIO

import msgspec

from studio.domain.errors import CancelledByUser
from studio.domain.jobs import (
    Comparison,
    Ending,
    Fact,
    JobEvent,
    Metric,
    Note,
    Progress,
    Samples,
)

PROGRESS_INTERVAL_S = 0.05
"""Shortest time between two progress events; what comes faster is left out."""


class PipeReport:
    """A `Report` that writes one JSON event a line; every call may cancel."""

    def __init__(self, pipe: BinaryIO, cancelled: threading.Event) -> None:
        self._pipe = pipe
        self._cancelled = cancelled
        self._last_progress = 0.0

    def progress(
        self, step: int, total: int, label: str = "", seconds_left: float | None = None
    ) -> None:
        """Say how far the job is; `total` 0 means unknown."""
        self._stop_if_asked()
        now = time.monotonic()
        if step < total and now - self._last_progress < PROGRESS_INTERVAL_S:
            return
        self._last_progress = now
        self._write(Progress(step, total, label, seconds_left))

    def send(self, event: Metric | Note | Fact | Samples | Comparison) -> None:
        """Send any other value."""
        self._stop_if_asked()
        self._write(event)

    def end(self, ending: Ending) -> None:
        """Send the one last event of a job."""
        self._write(ending)

    def _stop_if_asked(self) -> None:
        if self._cancelled.is_set():
            raise CancelledByUser

    def _write(self, event: JobEvent) -> None:
        try:
            self._pipe.write(msgspec.json.encode(event) + b"\n")
        except BrokenPipeError:  # the window is gone: treat it as cancelled
            self._cancelled.set()
