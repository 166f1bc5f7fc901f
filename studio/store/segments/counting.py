"""Finds the shoppers of conditions, as flags over all shoppers."""
# ruff: noqa: S608 - the SQL is made of our own constants and whole numbers

from __future__ import annotations

import threading
from collections import OrderedDict
from importlib import import_module
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from studio.domain.errors import CancelledByUser
from studio.domain.segments import Condition, Group, Leaf
from studio.store.duck import connect, duck_problems, literal
from studio.store.sealing.unlocked import address_of
from studio.store.segments.building import PARTS, Facts
from studio.store.segments.facts import CACHE
from studio.store.segments.leaves import Codes, asked
from studio.store.tables import Tables, source

Flags: TypeAlias = npt.NDArray[np.bool_]
_KEPT = 64
"""Conditions whose shoppers are kept: while one is edited, the others stay."""
_OTHERS = ("preferences", "segments")
"""Tables that may name shoppers who are in no event."""


class Counting:
    """Counts over the facts of one project; for any thread, one at a time.

    Flags have shape (S,): shoppers with events in the order of their pseudonyms, then
    those that only preferences or segments name.
    """

    def __init__(self, tables: Tables, facts: Facts) -> None:
        self.facts = facts
        self._tables = tables
        self._lock = threading.RLock()
        self._where = tables.folder.parent
        self._connection = connect()
        self._kept: OrderedDict[Leaf, Flags] = OrderedDict()
        self._loaded: dict[str, str] | None = None
        self.shoppers = facts.shoppers
        self._see(tables.folder / CACHE / facts.folder)
        self.refresh()

    def _see(self, folder: Path) -> None:
        with duck_problems(self._where):
            for part in PARTS:
                path = literal(address_of(folder / f"{part}.parquet"))
                self._connection.execute(
                    f"CREATE VIEW {part} AS SELECT * FROM read_parquet({path})"
                )

    def refresh(self) -> None:
        """Look at preferences and segments again where they have changed."""
        current = self._tables.current()
        marks = {name: current[name].digest for name in _OTHERS if name in current}
        with self._lock:
            if marks == self._loaded:
                return
            self._load_names(tuple(marks))
            self._loaded = marks
            self._kept.clear()

    def _load_names(self, others: tuple[str, ...]) -> None:
        paths = {name: self._tables.path(name) for name in others}
        sources = {name: source(path) for name, path in paths.items() if path}
        parts = " UNION ALL ".join(f"SELECT shopper FROM {s}" for s in sources.values())
        strangers = (
            f"SELECT shopper, {self.facts.shoppers} - 1"
            " + row_number() OVER (ORDER BY shopper)"
            f" FROM (SELECT DISTINCT shopper FROM ({parts})) o"
            " ANTI JOIN shoppers USING (shopper)"
            if parts
            else "SELECT NULL, NULL WHERE false"
        )
        self.rows(
            "CREATE OR REPLACE TABLE names (shopper VARCHAR, place INTEGER)",
            "INSERT INTO names SELECT shopper, place FROM shoppers",
            f"INSERT INTO names {strangers}",
            "CREATE OR REPLACE TABLE members (place INTEGER, segment VARCHAR)",
        )
        if "segments" in sources:
            self.rows(
                "INSERT INTO members SELECT DISTINCT place, segment FROM"
                f" {sources['segments']} JOIN names USING (shopper)"
            )
        self.shoppers = int(str(self.rows("SELECT count(*) FROM names")[0][0]))

    def rows(self, *statements: str) -> list[tuple[object, ...]]:
        """Run statements; the rows of the last.

        Raises:
            CancelledByUser: `stop` was called meanwhile.
        """
        found: list[tuple[object, ...]] = []
        interrupted = import_module("duckdb").InterruptException
        with self._lock, duck_problems(self._where):
            try:
                for statement in statements:
                    found = self._connection.execute(statement).fetchall()
            except interrupted as error:
                raise CancelledByUser from error
        return found

    def stop(self) -> None:
        """Stop what another thread is counting; it raises CancelledByUser."""
        self._connection.interrupt()

    def flags(self, condition: Condition) -> Flags:
        """Which shoppers fit a condition: (S,)."""
        if not isinstance(condition, Group):
            return self._of_leaf(condition)
        parts = [self.flags(part) for part in condition.conditions]
        whole = np.full(self.shoppers, condition.match != "any" or not parts)
        for part in parts:
            if condition.match == "all":
                whole &= part
            elif condition.match == "any":
                whole |= part
            else:
                whole &= ~part
        return whole

    def _of_leaf(self, leaf: Leaf) -> Flags:
        with self._lock:
            found = self._kept.get(leaf)
            if found is None:
                found = self._read(leaf)
                self._kept[leaf] = found
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
            self._kept.move_to_end(leaf)
        return found

    def _read(self, leaf: Leaf) -> Flags:
        question = asked(leaf, self.facts, self._codes)
        flags = np.full(self.shoppers, question.others)
        flags[self.places(question.sql)] = not question.others
        flags.setflags(write=False)  # it is kept
        return flags

    def places(self, statement: str) -> npt.NDArray[np.int64]:
        """The column `place` of a statement."""
        interrupted = import_module("duckdb").InterruptException
        with self._lock, duck_problems(self._where):
            try:
                found = self._connection.execute(statement).fetchnumpy()
            except interrupted as error:
                raise CancelledByUser from error
        return np.asarray(found["place"]).astype(np.int64)

    def _codes(self, where: str) -> Codes:
        row = self.rows(
            f"SELECT count(*), min(code), max(code) FROM goods WHERE {where}"
        )[0]
        n, low, high = (int(str(value or 0)) for value in row)
        return Codes(n, low, high)

    def choose(self, flags: Flags) -> None:
        """Make the shoppers of flags the table `chosen` of further statements."""
        pa = import_module("pyarrow")
        places = np.flatnonzero(flags).astype(np.int32)
        self.load("chosen", pa.table({"place": places}))

    def load(self, name: str, table: Any) -> None:  # noqa: ANN401 - pyarrow
        """Make an Arrow table a table of further statements."""
        with self._lock:
            self._connection.register("given", table)
            try:
                self.rows(f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM given")
            finally:
                self._connection.unregister("given")

    def close(self) -> None:
        """Close the connection."""
        with self._lock:
            self._connection.close()
