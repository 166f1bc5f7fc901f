"""Runs a statement while reporting, and stops it within a moment when asked to."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as StillRunning
from contextlib import contextmanager
from typing import Any, TypeVar

from studio.domain.errors import CancelledByUser
from studio.domain.jobs import Report
from studio.store.duck import Duck

LOOK_EVERY_S = 0.1
T = TypeVar("T")


class Watch:
    """The progress of one import, in thousandths, and whether it was cancelled."""

    def __init__(self, connection: Duck, report: Report) -> None:
        self.connection = connection
        self.cancelled = threading.Event()
        self._report = report
        self._done = 0.0
        self._label = ""

    def say(self, share: float, label: str) -> None:
        """Say how far the import is, 0 to 1; raises CancelledByUser."""
        self._done, self._label = max(self._done, share), label
        self._report.progress(int(1000 * self._done), 1000, label)

    def run(self, work: Callable[[], T], share: Callable[[], float]) -> T:
        """Do DuckDB's work in a thread; `share` says how far the import is then."""
        with ThreadPoolExecutor(1) as pool:
            future = pool.submit(work)
            while True:
                try:
                    return future.result(LOOK_EVERY_S)
                except StillRunning:
                    if future.done():
                        raise
                try:
                    self.say(share(), self._label)
                except CancelledByUser:
                    self.cancelled.set()
                    self.connection.interrupt()
                    future.exception()  # wait until it has stopped
                    raise

    @contextmanager
    def lent(self, name: str, table: Any) -> Iterator[None]:  # noqa: ANN401 - of pyarrow
        """A table or stream of Arrow that statements can name, while it is needed."""
        self.connection.register(name, table)
        try:
            yield
        finally:
            self.connection.unregister(name)

    def arrow(self, statement: str) -> Any:  # noqa: ANN401 - a table of pyarrow
        """Run a statement and return its rows as an Arrow table."""
        return self.run(
            lambda: self.connection.sql(statement).to_arrow_table(),
            lambda: self._done,
        )

    def sql(self, statement: str) -> list[tuple[object, ...]]:
        """Run a statement and return its rows."""
        return self.run(
            lambda: self.connection.execute(statement).fetchall(), lambda: self._done
        )
