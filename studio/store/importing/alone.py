"""One import at a time into a project, whatever process it is in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from studio.domain.errors import ProjectProblem
from studio.store.problems import storage_problems


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Keep others from importing into the project in a folder, or taking one back.

    Raises:
        ProjectProblem: Another one is at it.
    """
    lock = FileLock(folder / ".import.lock", is_singleton=False, thread_local=False)
    with storage_problems(folder):
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise ProjectProblem(
                f"Another import into {folder.name} is running.",
                "Wait until it has finished.",
            ) from error
    try:
        yield
    finally:
        lock.release()
