"""Turns what the disk and the database say into sentences a user may read."""

from __future__ import annotations

import errno
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from studio.domain.errors import ProjectProblem, StorageProblem, VitrineError

FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
CLOSED = (errno.EACCES, errno.EPERM, errno.EROFS)
_FREE = "Free some space and try again; nothing was lost."
_ALLOW = "Change the permissions of the folder, or choose another place."
_RESTORE = "Restore the folder from a copy; import, training and pages lie in it."


@contextmanager
def storage_problems(where: Path) -> Iterator[None]:
    """Raise StorageProblem or ProjectProblem for errors of disk and database.

    Args:
        where: The file or folder at work, named in the sentence.
    """
    try:
        yield
    except OSError as error:
        raise problem_of_os(error, where) from error
    except Exception as error:
        if not _of_database(error):
            raise
        raise _problem_of_sqlite(error, where) from error


def problem_of_os(error: OSError, where: Path) -> VitrineError:
    """The sentence for an error of the file system."""
    place = error.filename or where
    if error.errno in FULL:
        return StorageProblem(f"The disk that holds {where} is full.", _FREE)
    if error.errno in CLOSED:
        return StorageProblem(f"{place} may not be read or written.", _ALLOW)
    if error.errno == errno.ENOENT:
        return ProjectProblem(
            f"{place} is not there any more.", "Look whether it was moved or renamed."
        )
    if error.errno == errno.EISDIR:
        return StorageProblem(f"{place} is a folder.", "Name a file in it.")
    reason = error.strerror or type(error).__name__
    return StorageProblem(f"{place} cannot be used: {reason}.", _ALLOW)


def _of_database(error: Exception) -> bool:
    """Whether SQLite says so, or SQLCipher, which is loaded for protected projects."""
    cipher = sys.modules.get("sqlcipher3.dbapi2")
    kinds = (sqlite3.Error,) if cipher is None else (sqlite3.Error, cipher.Error)
    return isinstance(error, kinds)


def _problem_of_sqlite(error: Exception, where: Path) -> VitrineError:
    text = str(error).lower()
    if "full" in text:
        return StorageProblem(f"The disk that holds {where} is full.", _FREE)
    if "readonly" in text or "unable to open" in text:
        return StorageProblem(f"{where} may not be written.", _ALLOW)
    if "locked" in text or "busy" in text:
        return ProjectProblem(
            f"{where.parent.name} is busy: another process is writing to it.",
            "Wait until it has finished and try again.",
        )
    if "malformed" in text or "not a database" in text or "no such table" in text:
        return ProjectProblem(f"The project file {where} is damaged.", _RESTORE)
    return StorageProblem(f"The project file {where} cannot be used: {error}.", _ALLOW)
