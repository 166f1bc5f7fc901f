"""DuckDB in memory, over the Parquet files of a project.

DuckDB is imported when it is first needed: it costs 0.15 s, which the window does not
have when it starts.
"""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.domain.errors import ProjectProblem
from studio.store.problems import storage_problems
from studio.store.sealing.refusal import damaged_file
from studio.store.sealing.unlocked import any_unlocked

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection as Duck
else:
    Duck = Any

_WORDS: dict[int, tuple[str, ...]] = {
    errno.ENOSPC: ("no space", "disk full", "disk quota"),
    errno.EACCES: ("permission denied", "read-only"),
}
_FROM_PYTHON = "Traceback (most recent call last)"
_CHANGED = re.compile(damaged_file("(.+?)").message)

__all__ = ["Duck", "connect", "duck", "duck_problems", "literal"]


def connect() -> Duck:
    """A connection to an empty database in memory, that never spills or phones."""
    connection: Duck = import_module("duckdb").connect(":memory:")
    for setting in (
        "temp_directory = ''",
        "autoinstall_known_extensions = false",
        "autoload_known_extensions = false",
        "TimeZone = 'UTC'",
    ):
        connection.execute(f"SET {setting}")
    if any_unlocked():  # its tables are sealed files
        files = import_module("studio.store.sealing.filesystem").SealedFiles()
        connection.register_filesystem(files)
    return connection


@contextmanager
def duck(where: Path) -> Iterator[Duck]:
    """A connection for a while, whose errors are told in sentences.

    Args:
        where: The project, named in sentences about what went wrong.
    """
    connection = connect()
    try:
        with duck_problems(where):
            yield connection
    finally:
        connection.close()


@contextmanager
def duck_problems(where: Path) -> Iterator[None]:
    """Raise StorageProblem, ProjectProblem or MemoryError for errors of DuckDB."""
    duckdb = import_module("duckdb")
    try:
        with storage_problems(where):
            yield
    except duckdb.OutOfMemoryException as error:
        raise MemoryError from error
    except duckdb.IOException as error:
        with storage_problems(where):
            raise _os_error(error, where) from error
    except (duckdb.InvalidInputException, duckdb.SerializationException) as error:
        raise ProjectProblem(
            f"A data file of {where.name} is damaged.", "Import the data again."
        ) from error
    except duckdb.Error as error:
        if _FROM_PYTHON not in str(error):
            raise
        with storage_problems(where):
            raise _sealed_error(error, where) from error


def _sealed_error(error: Exception, where: Path) -> Exception:
    """What the file system of sealed files said; DuckDB hands its traceback on."""
    found = _CHANGED.search(str(error))
    return damaged_file(found[1]) if found else _os_error(error, where)


def _os_error(error: Exception, where: Path) -> Exception:
    text = str(error).lower()
    for code, words in _WORDS.items():
        if any(word in text for word in words):
            return OSError(code, str(error), str(where))
    return ProjectProblem(
        f"A data file of {where.name} cannot be read.", "Import the data again."
    )


def literal(text: str) -> str:
    """A text as it is written in SQL."""
    return "'" + text.replace("'", "''") + "'"
