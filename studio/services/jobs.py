"""Starts worker processes, listens to them and cancels them."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import IO, TypeVar, cast

import msgspec

from studio.domain.errors import CancelledByUser, JobFailed
from studio.domain.jobs import (
    UNLOCK,
    Cancelled,
    Ending,
    Failed,
    Finished,
    Job,
    JobEvent,
    Unlock,
)
from studio.services.log import worker_log
from studio.store.sealing.unlocked import seal_of

PATIENCE_S = 1.0
"""How long a cancelled worker may take to end before it is killed."""

QUIET_THREADS = {"OMP_WAIT_POLICY": "PASSIVE", "GOMP_SPINCOUNT": "0"}
"""A worker's idle threads sleep instead of spinning, so that the window has a core."""

ON_WINDOWS = sys.platform == "win32"
NEW_GROUP = 0x200
"""CREATE_NEW_PROCESS_GROUP. In a group of its own a worker does not get the Ctrl+C of
the terminal: it reaches this process alone, which then cancels the worker."""

OnEvent = Callable[[JobEvent], None]
T = TypeVar("T")
_decoder = msgspec.json.Decoder(JobEvent)


class Worker:
    """One worker process, which takes one job after another."""

    def __init__(self) -> None:
        with worker_log().open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "studio.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env={**os.environ, **QUIET_THREADS},
                process_group=None if ON_WINDOWS else 0,
                creationflags=NEW_GROUP if ON_WINDOWS else 0,
            )
        self.pid = self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process still runs."""
        return self._process.poll() is None

    def write(self, line: bytes) -> None:
        """Send one line; a worker that is gone is noticed where it is read."""
        with contextlib.suppress(BrokenPipeError, OSError, ValueError):
            pipe = cast("IO[bytes]", self._process.stdin)
            pipe.write(line + b"\n")
            pipe.flush()

    def read(self) -> bytes:
        """The next line, or nothing once the process has ended."""
        return cast("IO[bytes]", self._process.stdout).readline()

    def kill(self) -> None:
        """End the process at once."""
        self._process.kill()

    def close(self) -> int:
        """Let the process end by itself (or kill it), and wait for it."""
        with contextlib.suppress(BrokenPipeError, OSError):
            cast("IO[bytes]", self._process.stdin).close()
        try:
            code = self._process.wait(PATIENCE_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            code = self._process.wait()
        cast("IO[bytes]", self._process.stdout).close()
        return code


class RunningJob:
    """A job under way. `on_event` is called from the supervising thread."""

    def __init__(
        self,
        job: Job,
        worker: Worker,
        on_event: OnEvent,
        done: Callable[[Worker], None],
    ) -> None:
        self.job = job
        self.pid = worker.pid
        self._worker = worker
        self._on_event = on_event
        self._done = done
        self._cancelled = False
        self._ending: Ending | None = None
        self._timer: threading.Timer | None = None
        self._thread = threading.Thread(target=self._supervise, daemon=True)
        if (key := _key_of(job)) is not None:
            worker.write(UNLOCK + msgspec.json.encode(key))
        worker.write(msgspec.json.encode(job))
        self._thread.start()

    @property
    def ending(self) -> Ending | None:
        """How the job ended; None while it runs."""
        return self._ending

    def cancel(self) -> None:
        """Ask the job to stop; it is killed when it has not a second later."""
        if self._cancelled or self._ending is not None:
            return
        self._cancelled = True
        self._worker.write(b"cancel")
        self._timer = threading.Timer(PATIENCE_S, self._worker.kill)
        self._timer.daemon = True
        self._timer.start()

    def wait(self, timeout: float | None = None) -> Ending:
        """Wait for the ending; raises TimeoutError."""
        self._thread.join(timeout)
        if self._ending is None:
            raise TimeoutError
        return self._ending

    def _supervise(self) -> None:
        ending = self._listen()
        if self._timer is not None:
            self._timer.cancel()
        self._done(self._worker)
        self._ending = ending
        self._on_event(ending)

    def _listen(self) -> Ending:
        while line := self._worker.read():
            event = _decoder.decode(line)
            if isinstance(event, Finished | Cancelled | Failed):
                return event
            self._on_event(event)
        return self._died()

    def _died(self) -> Ending:
        code = self._worker.close()
        if self._cancelled:
            return Cancelled()
        how = f"signal {-code}" if code < 0 else f"code {code}"
        return Failed(
            f"The worker process ended unexpectedly ({how}).",
            "Nothing is lost; start it again. A training run can be resumed.",
        )


class JobRunner:
    """Starts jobs; keeps one idle worker warm for the short ones."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._warm: Worker | None = None
        self._running: list[RunningJob] = []

    def start(
        self, job: Job, on_event: OnEvent = lambda _: None, *, warm: bool = False
    ) -> RunningJob:
        """Start a job. `warm` takes the idle worker and keeps it afterwards."""
        worker = self._take_warm() if warm else None
        done = self._keep if warm else self._close
        running = RunningJob(job, worker or Worker(), on_event, done)
        self._running = [r for r in self._running if r.ending is None]
        self._running.append(running)
        return running

    def run(self, job: Job, on_event: OnEvent = lambda _: None) -> Ending:
        """Do a job and wait for its ending, in this thread."""
        return self.start(job, on_event, warm=True).wait()

    def close(self) -> None:
        """Cancel what runs and end the warm worker."""
        for running in self._running:
            running.cancel()
        for running in self._running:
            with contextlib.suppress(TimeoutError):
                running.wait(2 * PATIENCE_S)
        if (worker := self._take_warm()) is not None:
            worker.close()

    def _take_warm(self) -> Worker | None:
        with self._lock:
            worker, self._warm = self._warm, None
        return worker if worker is not None and worker.alive else None

    def _keep(self, worker: Worker) -> None:
        with self._lock:
            if self._warm is None and worker.alive:
                self._warm = worker
                return
        worker.close()

    @staticmethod
    def _close(worker: Worker) -> None:
        worker.close()


def _key_of(job: Job) -> Unlock | None:
    """The key that a worker needs for the protected project of a job."""
    seal = seal_of(Path(job.project)) if job.project else None
    return None if seal is None else Unlock(str(seal.folder), seal.key.hex())


def result(ending: Ending, type_: type[T]) -> T:
    """The result of a finished job; raises JobFailed or CancelledByUser."""
    match ending:
        case Finished(raw):
            return msgspec.json.decode(raw, type=type_)
        case Failed(message, hint, exit_code):
            failure = JobFailed(message, hint)
            failure.exit_code = exit_code
            raise failure
        case Cancelled(kept):
            raise CancelledByUser(kept)
