"""Trainings under way and waiting: one heavy training at a time."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from studio.domain.jobs import (
    Cancelled,
    Ending,
    Failed,
    JobEvent,
    TrainLayout,
    TrainTaste,
)
from studio.domain.runs import Run
from studio.ui.jobs import JobHandle, JobSignals
from studio.ui.train.watched import Watched
from studio.ui.train.words import MODELS, Model

if TYPE_CHECKING:
    from studio.store.runs import RunStore

TrainJob = TrainTaste | TrainLayout
WEIGHTS = "weights.safetensors"
CHECKPOINT = "checkpoint.safetensors"


def model_of(job: TrainJob) -> Model:
    """Which model a job trains."""
    return "taste" if isinstance(job, TrainTaste) else "layout"


class Trainings(QObject):
    """Starts, queues and cancels trainings, and watches what they report.

    Signals:
        changed(): something that is shown may be different.
        began(str): a training of a model was started or put into the queue.
        ended(str, object): a model's training ended, with its ending.
    """

    changed = Signal()
    began = Signal(str)
    ended = Signal(str, object)

    def __init__(self, jobs: JobSignals, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._runs: RunStore | None = None
        self._queue: list[TrainJob] = []
        self._keep: set[Model] = set()
        self.handles: dict[Model, JobHandle] = {}
        self.live: dict[Model, Watched] = {}
        self.known: dict[str, Watched] = {}
        jobs.started.connect(self._adopt)
        for handle in jobs.handles:
            self._adopt(handle)

    def set_runs(self, runs: RunStore | None) -> None:
        """Watch the runs of another project."""
        self._runs = runs
        self._queue.clear()
        if not self.handles:
            self.live.clear()
        self.known.clear()

    @property
    def busy(self) -> bool:
        """Whether any training is under way."""
        return bool(self.handles)

    @property
    def queued(self) -> tuple[Model, ...]:
        """Models that wait for another training to end."""
        return tuple(model_of(job) for job in self._queue)

    def start(self, job: TrainJob) -> None:
        """Start a training, or put it into the queue behind another."""
        model = model_of(job)
        if model in self.handles or model in self.queued:
            return
        self.live[model] = self._watched_for(job)
        if self.busy:
            self._queue.append(job)
        else:
            self._jobs.start(job)
        self.began.emit(model)
        self.changed.emit()

    def stop(self, model: Model, *, keep: bool) -> None:
        """Cancel a model's training or take it out of the queue.

        `keep` makes the best weights so far those that are used.
        """
        if model in self.queued:
            self._queue = [job for job in self._queue if model_of(job) != model]
            self.live.pop(model, None)
            self.changed.emit()
        handle = self.handles.get(model)
        if handle is not None:
            if keep:
                self._keep.add(model)
            handle.cancel()

    def stop_all(self) -> None:
        """Stop everything and keep the best of it."""
        self._queue.clear()
        for model in MODELS:
            if self.live.get(model, Watched(model)).condition == "queued":
                self.live.pop(model)
            self.stop(model, keep=True)
        self.changed.emit()

    def kept(self, run: Run) -> Watched:
        """A run that is not under way here, with what was seen of it before."""
        watched = self.known.get(run.id)
        if watched is None or watched.elsewhere:
            watched = self.known[run.id] = Watched.of(run.model, run)
            watched.elsewhere = run.state == "running"
        watched.run = run
        return watched

    def has(self, run: Run, file: str) -> bool:
        """Whether a run's folder holds weights or a checkpoint."""
        return self._runs is not None and (self._runs.folder(run.id) / file).is_file()

    # Watching -----------------------------------------------------------------

    def _watched_for(self, job: TrainJob) -> Watched:
        model = model_of(job)
        watched = Watched(model)
        if job.resume and self._runs is not None:
            run = self._runs.run(job.resume)
            watched = self.known.get(run.id) or Watched.of(model, run)
            watched.before, watched.message = run.seconds, ""
            watched.progress = None
        watched.condition = "queued"
        return watched

    def _adopt(self, handle: JobHandle) -> None:
        job = handle.job
        if not isinstance(job, TrainTaste | TrainLayout):
            return
        model = model_of(job)
        watched = self.live.setdefault(model, self._watched_for(job))
        watched.condition, watched.began = "running", time.time()
        self.handles[model] = handle
        handle.reported.connect(lambda event: self._take(model, event))
        handle.ended.connect(lambda ending: self._end(model, ending))
        self.changed.emit()

    def _take(self, model: Model, event: JobEvent) -> None:
        watched = self.live[model]
        if watched.run is None:
            self._identify(watched)
        watched.take(event)
        self.changed.emit()

    def _identify(self, watched: Watched) -> None:
        runs = self._runs.list(watched.model) if self._runs is not None else ()
        run = next((run for run in runs if run.state == "running"), None)
        if run is not None:
            watched.run = run
            watched.facts = {**run.settings, **watched.facts}
            self.known[run.id] = watched

    def _end(self, model: Model, ending: Ending) -> None:
        watched = self.live[model]
        self.handles.pop(model, None)
        if watched.run is None:
            self._identify(watched)
        self._read_ending(watched, ending)
        if self._queue:
            self._jobs.start(self._queue.pop(0))
        self._keep.discard(model)
        self.changed.emit()
        self.ended.emit(model, ending)

    def _read_ending(self, watched: Watched, ending: Ending) -> None:
        if watched.run is not None and self._runs is not None:
            watched.read(self._settled(self._runs, watched, ending))
        match ending:
            case Failed():
                watched.condition = "failed"
                watched.message, watched.hint = ending.message, ending.hint
            case Cancelled():
                watched.condition = "cancelled"
            case _:
                watched.condition = "finished"

    def _settled(self, runs: RunStore, watched: Watched, ending: Ending) -> Run:
        """The run as it is kept; a worker that was killed left it open."""
        assert watched.run is not None  # noqa: S101  the caller has looked
        run = runs.run(watched.run.id)
        if isinstance(ending, Cancelled):
            if run.state in ("running", "failed"):
                run = runs.end(run.id, "cancelled")
            if watched.model in self._keep and self.has(run, WEIGHTS):
                runs.use(run.id)
                run = runs.run(run.id)
        return run
