"""Jobs as the window sees them: the one class whose signals cross threads."""

from __future__ import annotations

import asyncio
import time
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from studio.domain.jobs import (
    Assign,
    BuildAudience,
    BuildSegments,
    Cancelled,
    DrawMap,
    Ending,
    EstimateTraining,
    Evaluate,
    Explain,
    ExplainLayout,
    ExportRun,
    Failed,
    FindProducts,
    Finished,
    Forget,
    Generate,
    ImportFiles,
    Job,
    JobEvent,
    Progress,
    ProposeLayouts,
    Recommend,
    Retain,
    SampleLayouts,
    TakeLayout,
    TrainLayout,
    TrainTaste,
)
from studio.services.jobs import JobRunner, RunningJob, result
from studio.ui.language import mark, tr

T = TypeVar("T")

_TITLES: dict[type[object], tuple[str, str]] = {
    ImportFiles: (mark("Import"), "data"),
    TrainTaste: (mark("Taste model"), "train"),
    TrainLayout: (mark("Layout GAN"), "train"),
    EstimateTraining: (mark("Estimate"), "train"),
    ExportRun: (mark("Export of a run"), "train"),
    BuildAudience: (mark("Personas"), "audience"),
    DrawMap: (mark("Map"), "audience"),
    BuildSegments: (mark("Segments"), "data"),
    Forget: (mark("Forgetting"), "data"),
    Retain: (mark("Old events"), "data"),
    Generate: (mark("Pages"), "pages"),
    ProposeLayouts: (mark("Proposed layouts"), "pages"),
    TakeLayout: (mark("Layout of the page"), "pages"),
    ExplainLayout: (mark("Why this layout"), "pages"),
    SampleLayouts: (mark("Layout samples"), "train"),
    Recommend: (mark("Recommendations"), "publish"),
    Assign: (mark("Customer list"), "publish"),
    Evaluate: (mark("Evaluation"), "train"),
    Explain: (mark("Why this product"), "audience"),
    FindProducts: (mark("Product search"), "pages"),
}


ANSWERS = (
    EstimateTraining, Explain, ExplainLayout, FindProducts, ProposeLayouts, TakeLayout,
)  # fmt: skip
"""Questions whose answer appears where it was asked: their end needs no toast."""


class JobHandle(QObject):
    """A job under way. All its signals come on the GUI thread.

    Signals:
        reported(object): any event but the ending.
        ended(object): `Finished`, `Cancelled` or `Failed`, once.
    """

    reported = Signal(object)
    ended = Signal(object)
    _arrived = Signal(object)

    def __init__(self, job: Job, parent: QObject) -> None:
        super().__init__(parent)
        self.job = job
        title, self.step = _TITLES[type(job)]
        self.title = tr(title)
        self.started_at = time.monotonic()
        self.progress: Progress | None = None
        self.ending: Ending | None = None
        self._running: RunningJob | None = None
        self._cancelled = False
        self._arrived.connect(self._take, Qt.ConnectionType.QueuedConnection)

    @property
    def share(self) -> float | None:
        """How far it is, 0 to 1; None while the length is unknown."""
        if self.progress is None or self.progress.total <= 0:
            return None
        return min(1.0, self.progress.step / self.progress.total)

    @property
    def elapsed(self) -> float:
        """Seconds since it was started."""
        return time.monotonic() - self.started_at

    def cancel(self) -> None:
        """Ask it to stop; it ends within about a second."""
        self._cancelled = True
        if self._running is not None:
            self._running.cancel()

    def attach(self, running: RunningJob) -> None:
        """Remember what was started."""
        self._running = running
        if self._cancelled:
            running.cancel()

    def deliver(self, event: JobEvent) -> None:
        """Hand over an event; called from the supervising thread."""
        self._arrived.emit(event)

    def _take(self, event: JobEvent) -> None:
        if isinstance(event, Finished | Cancelled | Failed):
            self.ending = event
            self.ended.emit(event)
            return
        if isinstance(event, Progress):
            self.progress = event
        self.reported.emit(event)


class JobSignals(QObject):
    """Starts jobs and tells of them on the GUI thread.

    Signals:
        started(JobHandle), reported(JobHandle, event), ended(JobHandle, ending).

    `handles` are the running ones; the first is shown in the status bar.
    """

    started = Signal(object)
    reported = Signal(object, object)
    ended = Signal(object, object)

    def __init__(self, runner: JobRunner | None = None) -> None:
        super().__init__()
        self._runner = runner or JobRunner()
        self.handles: list[JobHandle] = []

    @property
    def current(self) -> JobHandle | None:
        """The running job that was started first."""
        return self.handles[0] if self.handles else None

    def of(self, *kinds: type[object]) -> JobHandle | None:
        """The running job of one of these types, such as `TrainTaste`."""
        return next((h for h in self.handles if isinstance(h.job, kinds)), None)

    def start(self, job: Job, *, warm: bool = False) -> JobHandle:
        """Start a job. `warm` is for short ones (generate, sample, import)."""
        handle = JobHandle(job, self)
        handle.reported.connect(lambda event: self.reported.emit(handle, event))
        handle.ended.connect(lambda ending: self._end(handle, ending))
        self.handles.append(handle)
        handle.attach(self._runner.start(job, handle.deliver, warm=warm))
        self.started.emit(handle)
        return handle

    async def run(self, job: Job, *, warm: bool = True) -> Ending:
        """Start a job and wait for its ending, without blocking the window."""
        return await self.wait(self.start(job, warm=warm))

    async def wait(self, handle: JobHandle) -> Ending:
        """Wait for the ending of a job that was started."""
        if handle.ending is not None:
            return handle.ending
        done: asyncio.Future[Ending] = asyncio.get_running_loop().create_future()
        handle.ended.connect(lambda e: None if done.done() else done.set_result(e))
        return await done

    async def result(self, job: Job, type_: type[T], *, warm: bool = True) -> T:
        """Start a job and wait for its result.

        Raises:
            JobFailed: with the worker's sentence.
            CancelledByUser: when it was cancelled.
        """
        return result(await self.run(job, warm=warm), type_)

    def close(self) -> None:
        """Stop every job and the idle worker; waits for them (when the app ends)."""
        self._runner.close()

    def _end(self, handle: JobHandle, ending: Ending) -> None:
        if handle in self.handles:
            self.handles.remove(handle)
        self.ended.emit(handle, ending)
        handle.deleteLater()
