"""The project's SQLite file: opened, migrated, and changed in whole transactions.

A protected project's file is SQLCipher's, with a raw key; all else is the same.
"""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from studio.domain.errors import ProjectProblem
from studio.store.problems import storage_problems
from studio.store.schema import MIGRATIONS

BUSY_MS = 15_000
"""How long a writer waits for another process to finish its transaction."""

Row = sqlite3.Row
"""SQLCipher has a class of its own, which behaves the same."""
Value = str | bytes | int | float | None
T = TypeVar("T")


class Database:
    """One connection. A change is one transaction, on disk when it returns.

    The connection may be used from several threads; they take turns.

    Args:
        path: The file.
        key: The raw key of a protected project, 64 hexadecimal digits; else empty.
    """

    def __init__(self, path: Path, key: str = "") -> None:
        self.path = path
        self._lock = threading.RLock()
        self._depth = 0
        with storage_problems(path):
            self._connection = connect(path, key)
        try:
            self._prepare()
        except BaseException:
            self._connection.close()
            raise

    def _prepare(self) -> None:
        with storage_problems(self.path):
            for pragma in (
                f"busy_timeout = {BUSY_MS}",
                "journal_mode = WAL",
                "synchronous = FULL",
                "foreign_keys = ON",
                "secure_delete = ON",  # what is deleted is overwritten too
            ):
                self._connection.execute(f"PRAGMA {pragma}")
        self._migrate()

    def _migrate(self) -> None:
        version = self.version()
        if version > len(MIGRATIONS):
            raise ProjectProblem(
                f"{self.path.parent.name} was saved by a newer version of Vitrine.",
                "Update Vitrine to open it.",
            )
        if version == len(MIGRATIONS):
            return
        with self.transaction():
            # read anew: another process may have migrated while we waited
            for number in range(self.version(), len(MIGRATIONS)):
                for statement in _statements(MIGRATIONS[number]):
                    self._connection.execute(statement)
                self._connection.execute(f"PRAGMA user_version = {number + 1}")

    def version(self) -> int:
        """How many migrations the file has had."""
        return int(self.all("PRAGMA user_version")[0][0])

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; nested ones belong to the outermost."""
        with self._lock, storage_problems(self.path):
            if self._depth == 0:
                self._connection.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield
            except BaseException:
                self._depth -= 1
                if self._depth == 0 and self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")
                raise
            self._depth -= 1
            if self._depth == 0:
                self._connection.execute("COMMIT")

    def run(self, sql: str, *values: Value) -> int:
        """Change rows; returns how many."""
        with self.transaction():
            done: int = self._connection.execute(sql, values).rowcount
            return done

    def run_many(self, sql: str, rows: Sequence[Sequence[Value]]) -> None:
        """The same change for each row."""
        with self.transaction():
            self._connection.executemany(sql, rows)

    def all(self, sql: str, *values: Value) -> list[Row]:
        """The rows of a query."""
        with self._lock, storage_problems(self.path):
            rows: list[Row] = self._connection.execute(sql, values).fetchall()
            return rows

    def one(self, sql: str, *values: Value) -> Row | None:
        """The first row of a query, or None."""
        rows = self.all(sql, *values)
        return rows[0] if rows else None

    def fact(self, name: str, type_: type[T], default: T) -> T:
        """A named value of the project, or the default."""
        value = self.maybe(name, type_)
        return default if value is None else value

    def maybe(self, name: str, type_: type[T]) -> T | None:
        """A named value of the project, or None."""
        row = self.one("SELECT value FROM facts WHERE name = ?", name)
        return None if row is None else decode(row["value"], type_)

    def set_fact(self, name: str, value: object) -> None:
        """Keep a named value."""
        self.run(
            "INSERT OR REPLACE INTO facts VALUES (?, ?)",
            name,
            msgspec.json.encode(value),
        )

    def scrub(self) -> bool:
        """Leave nothing of deleted rows in the file, nor in its write-ahead log.

        Returns:
            Whether the log could be emptied; not while another process reads from it.
        """
        with self._lock, storage_problems(self.path):
            self._connection.execute("VACUUM")
            done = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            return not done.fetchone()[0]

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._connection.close()


def connect(path: Path, key: str = "", timeout_s: float = BUSY_MS / 1000) -> Any:  # noqa: ANN401 - sqlite3's or SQLCipher's, which are alike
    """A connection without transactions of its own.

    Args:
        path: The file, made when missing.
        key: The raw key of a SQLCipher file, 64 hexadecimal digits; empty for SQLite.
        timeout_s: How long it waits for another process to finish a transaction.
    """
    module = import_module("sqlcipher3.dbapi2") if key else sqlite3
    connection = module.connect(
        str(path),
        timeout=timeout_s,
        isolation_level=None,
        check_same_thread=False,
    )
    connection.row_factory = module.Row
    if key:
        # raw: the key is random already, a slow derivation would add nothing
        connection.execute(f"PRAGMA key = \"x'{key}'\"")
        connection.execute("PRAGMA cipher_log_level = NONE")  # else on standard error
    return connection


def decode(raw: bytes, type_: type[T]) -> T:
    """A value from its JSON; raises ProjectProblem when it does not fit."""
    try:
        return msgspec.json.decode(raw, type=type_)
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise ProjectProblem(
            f"A record of the project is damaged: {error}.",
            "Restore the project folder from a copy.",
        ) from error


def _statements(script: str) -> Iterator[str]:
    pending = ""
    for line in script.splitlines():
        pending += line + "\n"
        if sqlite3.complete_statement(pending):
            yield pending
            pending = ""
