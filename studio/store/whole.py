"""Writes a file as a whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

from studio.store.problems import storage_problems


def replace_whole(path: Path, content: bytes | bytearray, *, mode: int = 0o644) -> None:
    """Write a file so that it is there as a whole or not at all.

    Raises:
        StorageProblem: The disk is full or closed; what was there stays.
    """
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    with storage_problems(path):
        try:
            handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
            with os.fdopen(handle, "wb") as out:
                out.write(content)
                out.flush()
                os.fsync(out.fileno())
            fresh.replace(path)
        except OSError as error:  # named by the file that was asked for
            error.filename, error.filename2 = str(path), None
            raise
        finally:
            fresh.unlink(missing_ok=True)
