"""Estimates a training while its settings change: in a worker, when it is looked at."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from studio.domain.estimates import Estimate
from studio.domain.jobs import (
    Ending,
    EstimateTraining,
    Failed,
    Finished,
    TrainLayout,
    TrainTaste,
)
from studio.services.jobs import result
from studio.ui.jobs import JobHandle, JobSignals
from studio.ui.language import tr
from studio.ui.said import told
from studio.ui.train.estimate_line import EstimateLine

SETTLED_MS = 500
"""How long settings stay as they are before they are measured."""

Asked = Callable[[], TrainTaste | TrainLayout | None]


class Estimating(QObject):
    """Keeps an `EstimateLine` true: `look` when what it says may have changed.

    Args:
        line: Where it is shown.
        asked: The training as the form has it; None while nothing can be trained.
        jobs: Starts workers.
    """

    def __init__(self, line: EstimateLine, asked: Asked, jobs: JobSignals) -> None:
        super().__init__(line)
        self._line, self._asked, self._jobs = line, asked, jobs
        self._handle: JobHandle | None = None
        self._shown: TrainTaste | TrainLayout | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLED_MS)
        self._timer.timeout.connect(self._measure)
        jobs.ended.connect(self._after)

    def look(self) -> None:
        """Measure soon, if the line is seen and speaks of other settings."""
        asked = self._asked()
        if asked is not None and asked != self._shown and self._line.isVisible():
            self._timer.start()

    def forget(self) -> None:
        """Measure anew at the next look: the data has changed."""
        self._shown = None

    def _measure(self) -> None:
        asked = self._asked()
        if asked is None or asked == self._shown or not self._line.isVisible():
            return
        if self._jobs.of(TrainTaste, TrainLayout) is not None:
            self._line.wait(tr("It is measured when no training is under way."))
            return
        self._stop()
        self._shown = asked
        self._line.wait(tr("Measuring a few steps"))
        job = EstimateTraining(asked.project, asked)
        handle = self._handle = self._jobs.start(job)
        handle.ended.connect(lambda ending: self._take(handle, ending))

    def _stop(self) -> None:
        handle, self._handle = self._handle, None
        if handle is not None:
            handle.cancel()

    def _take(self, handle: JobHandle, ending: Ending) -> None:
        if handle is not self._handle:  # other settings are being measured
            return
        self._handle = None
        match ending:
            case Finished():
                self._line.show_estimate(result(ending, Estimate))
            case Failed(message, hint):
                self._line.wait(told(message, hint))
            case _:
                self._shown = None
                self._line.wait("")

    def _after(self, handle: JobHandle, ending: object) -> None:
        del ending
        if isinstance(handle.job, TrainTaste | TrainLayout):
            self.look()
