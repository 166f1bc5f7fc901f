"""Copies a project's database and files into sealed ones, or back, and compares."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from studio.domain.errors import ProjectProblem
from studio.store.problems import storage_problems
from studio.store.sealing.seal import Seal
from studio.store.sealing.stream import CHUNK

PATIENCE_S = 3.0
"""How long others may take to close the database."""
LOOK_EVERY_S = 0.1
OTHER = "other"


@contextmanager
def only_user(database: Path, key: str) -> Iterator[Any]:
    """A connection of SQLCipher while nobody else has the database open.

    Args:
        database: The file; its write-ahead log is taken into it.
        key: The raw key of a sealed file; empty for a plain one.

    Raises:
        ProjectProblem: Another process or thread has it open.
    """
    module = import_module("sqlcipher3.dbapi2")
    with storage_problems(database):
        connection = module.connect(str(database), timeout=1.0, isolation_level=None)
        try:
            if key:
                connection.execute(f"PRAGMA key = \"x'{key}'\"")
            connection.execute("PRAGMA cipher_log_level = NONE")
            _take(connection, database)
            yield connection
        finally:
            connection.close()


def _take(connection: Any, database: Path) -> None:  # noqa: ANN401 - SQLCipher's
    """Leave the mode with a log, which needs to be alone, and let nobody in."""
    until = time.monotonic() + PATIENCE_S
    while not _alone(connection):
        if time.monotonic() > until:
            raise ProjectProblem(
                f"{database.parent.name} is in use: an import, a training or another"
                " window has it open.",
                "Wait until it has finished, or close it, and try again.",
            )
        time.sleep(LOOK_EVERY_S)


def _alone(connection: Any) -> bool:  # noqa: ANN401 - SQLCipher's
    busy = import_module("sqlcipher3.dbapi2").OperationalError
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        if str(mode) != "delete":
            return False
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        connection.execute(f"PRAGMA user_version = {version}")  # takes the lock
    except busy:
        return False
    return True


def copy_database(connection: Any, copy: Path, key: str) -> None:  # noqa: ANN401
    """Copy a database of SQLCipher or SQLite and compare every row.

    Args:
        connection: Of `only_user`.
        copy: The file to make.
        key: Its raw key; empty for a plain file.
    """
    with storage_problems(copy):
        raw = f"\"x'{key}'\"" if key else "''"
        connection.execute(f"ATTACH DATABASE ? AS {OTHER} KEY {raw}", (str(copy),))
        try:
            connection.execute(f"SELECT sqlcipher_export('{OTHER}')")
            (version,) = connection.execute("PRAGMA main.user_version").fetchone()
            connection.execute(f"PRAGMA {OTHER}.user_version = {version}")
            _compare(connection, copy)
        finally:
            connection.execute(f"DETACH DATABASE {OTHER}")


def _compare(connection: Any, copy: Path) -> None:  # noqa: ANN401 - SQLCipher's
    tables = [
        row[0]
        for row in connection.execute(
            "SELECT name FROM main.sqlite_master WHERE type = 'table'"
            " AND name NOT LIKE 'sqlite_%'"
        )
    ]
    for table in tables:
        for one, two in (("main", OTHER), (OTHER, "main")):
            (differ,) = connection.execute(
                f'SELECT count(*) FROM (SELECT * FROM {one}."{table}"'  # noqa: S608 - names of our schema
                f' EXCEPT SELECT * FROM {two}."{table}")'
            ).fetchone()
            if differ:
                raise _differs(copy)
    (state,) = connection.execute(f"PRAGMA {OTHER}.integrity_check").fetchone()
    if state != "ok":
        raise _differs(copy)


def seal_file(path: Path, copy: Path, seal: Seal, step: Callable[[int], None]) -> None:
    """Write a file's sealed copy and read it again to compare.

    Args:
        path: The file in the project.
        copy: Where its copy goes.
        seal: The project's keys.
        step: Told how many bytes are done.
    """
    name = seal.name_of(path)
    with storage_problems(copy):
        with path.open("rb") as source, seal.writer(copy, name) as out:
            _pour(source, out, step)
        with path.open("rb") as source, seal.reader(copy, name) as sealed:
            _same(source, sealed, copy)


def open_file(path: Path, copy: Path, seal: Seal, step: Callable[[int], None]) -> None:
    """Write a sealed file's plain copy and read it again to compare."""
    name = seal.name_of(path)
    with storage_problems(copy):
        with seal.reader(path, name) as source, copy.open("wb") as out:
            _pour(source, out, step)
            out.flush()
            os.fsync(out.fileno())
        with seal.reader(path, name) as source, copy.open("rb") as plain:
            _same(source, plain, copy)


def _pour(source: Any, out: Any, step: Callable[[int], None]) -> None:  # noqa: ANN401 - files
    while content := source.read(CHUNK):
        out.write(content)
        step(len(content))


def _same(one: IO[bytes] | Any, two: IO[bytes] | Any, copy: Path) -> None:  # noqa: ANN401
    while True:
        content = one.read(CHUNK)
        if content != two.read(CHUNK):
            raise _differs(copy)
        if not content:
            return


def _differs(copy: Path) -> ProjectProblem:
    return ProjectProblem(
        f"A copy of {copy.name} did not come out as its original.",
        "Nothing was changed. Look at the disk, and try again.",
    )
