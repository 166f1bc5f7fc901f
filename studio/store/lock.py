"""One window a project: a lock that tells who holds it."""

from __future__ import annotations

import os
from pathlib import Path

from filelock import FileLock, Timeout

from studio.domain.errors import ProjectLocked
from studio.store.problems import storage_problems

LOCK = ".lock"
HOLDER = ".window"


class WindowLock:
    """Held while a window shows the project; freed by the system if it dies."""

    def __init__(self, folder: Path) -> None:
        self._holder = folder / HOLDER
        self._lock = FileLock(folder / LOCK, is_singleton=False, thread_local=False)
        with storage_problems(folder):
            try:
                self._lock.acquire(timeout=0)
            except Timeout as error:
                raise ProjectLocked(
                    f"{folder.name} is open in another window{self._who()}.",
                    "Use that window, or close it first.",
                ) from error
            self._holder.write_text(str(os.getpid()), "ascii")

    def _who(self) -> str:
        try:
            return f" (process {int(self._holder.read_text('ascii'))})"
        except (OSError, ValueError):
            return ""

    def release(self) -> None:
        """Let another window in."""
        self._holder.unlink(missing_ok=True)
        self._lock.release()
