"""Copies a project's database and files into sealed ones, or back, and compares."""

from __future__ import annotations

import itertools
import os
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import IO, Any

from studio.domain.errors import ProjectProblem
from studio.store.database import connect
from studio.store.problems import storage_problems
from studio.store.sealing.seal import Seal
from studio.store.sealing.stream import CHUNK

PATIENCE_S = 3.0
"""How long others may take to close the database."""
LOOK_EVERY_S = 0.1


@contextmanager
def only_user(database: Path, key: str) -> Iterator[Any]:
    """A connection while nobody else has the database open.

    A plain file is opened by the library that others in this process open it with: two
    libraries do not see each other's locks on one file.

    Args:
        database: The file; its write-ahead log is taken into it.
        key: The raw key of a sealed file; empty for a plain one.

    Raises:
        ProjectProblem: Another process or thread has it open.
    """
    with storage_problems(database):
        connection = connect(database, key, timeout_s=1.0)
        try:
            _take(connection, database)
            yield connection
        finally:
            connection.close()


def _take(connection: Any, database: Path) -> None:  # noqa: ANN401 - see `connect`
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


def _alone(connection: Any) -> bool:  # noqa: ANN401 - see `connect`
    try:
        connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        (mode,) = connection.execute("PRAGMA journal_mode = DELETE").fetchone()
        if str(mode) != "delete":
            return False
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        connection.execute(f"PRAGMA user_version = {version}")  # takes the lock
    except (sqlite3.OperationalError, _cipher().OperationalError):
        return False
    return True


def _cipher() -> Any:  # noqa: ANN401 - a module without types
    return import_module("sqlcipher3.dbapi2")


def copy_database(connection: Any, copy: Path, key: str) -> None:  # noqa: ANN401
    """Copy a database of SQLCipher or SQLite and compare every row.

    Args:
        connection: Of `only_user`.
        copy: The file to make.
        key: Its raw key; empty for a plain file.
    """
    with storage_problems(copy):
        other = connect(copy, key)
        try:
            other.execute("BEGIN IMMEDIATE")
            parts = connection.execute(
                "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL"
                " AND name NOT LIKE 'sqlite_%' ORDER BY type != 'table', rowid"
            ).fetchall()
            tables = [name for kind, name, _ in parts if kind == "table"]
            for kind, name, sql in parts:
                other.execute(sql)
                if kind == "table":
                    _copy_rows(connection, other, name)
            (version,) = connection.execute("PRAGMA user_version").fetchone()
            other.execute(f"PRAGMA user_version = {version}")
            other.execute("COMMIT")
            for name in tables:
                if not _same_rows(connection, other, name):
                    raise _differs(copy)
            (state,) = other.execute("PRAGMA integrity_check").fetchone()
            if state != "ok":
                raise _differs(copy)
        finally:
            other.close()


def _copy_rows(one: Any, two: Any, table: str) -> None:  # noqa: ANN401 - connections
    rows = one.execute(f'SELECT * FROM "{table}"')  # noqa: S608 - names of our schema
    marks = ", ".join("?" * len(rows.description))
    insert = f'INSERT INTO "{table}" VALUES ({marks})'  # noqa: S608
    two.executemany(insert, map(tuple, rows))


def _same_rows(one: Any, two: Any, table: str) -> bool:  # noqa: ANN401 - connections
    query = f'SELECT * FROM "{table}"'  # noqa: S608
    pairs = itertools.zip_longest(one.execute(query), two.execute(query))
    return all(
        a is not None and b is not None and tuple(a) == tuple(b) for a, b in pairs
    )


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
