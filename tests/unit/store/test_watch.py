"""A statement of DuckDB stops when it is asked to."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from studio.domain.errors import CancelledByUser, ProjectProblem
from studio.store.duck import duck
from studio.store.importing.watch import Watch
from studio.store.tables import source


class Cancelled:
    """A report whose user wants to stop."""

    def progress(self, *_: object) -> None:
        """Stop."""
        raise CancelledByUser

    def send(self, _: object) -> None:
        """Say nothing."""


def test_that_a_long_statement_is_cancelled_within_a_second(tmp_path: Path) -> None:
    with duck(tmp_path) as connection:
        watch = Watch(connection, Cancelled())
        started = time.process_time()
        with pytest.raises(CancelledByUser):
            watch.sql(
                "SELECT sum(hash(a.range + b.range)) FROM range(100000) a,"
                " range(1000000) b"
            )
        # a second of work on every core; others may use them too
        assert time.process_time() - started < (os.cpu_count() or 1)


def test_that_a_damaged_data_file_is_told(tmp_path: Path) -> None:
    path = tmp_path / "events.parquet"
    path.write_bytes(b"PAR1 and nothing else")
    with pytest.raises(ProjectProblem, match="data file"), duck(tmp_path) as connection:
        connection.sql(f"SELECT * FROM {source(path)}").fetchall()
