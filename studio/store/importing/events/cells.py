"""What the cells of events mean, worked out once for each text that differs.

Of millions of cells a few thousand differ, so the patterns of `casts` and `moments` see
those alone; numbers and times that were parsed as such are only looked at for sense.
"""
# ruff: noqa: S608 - the SQL is made of our own constants

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import numpy.typing as npt

from studio.domain import reading
from studio.domain.imports import ImportPlan
from studio.store.importing import casts
from studio.store.importing.amounts import MOST
from studio.store.importing.moments import moment
from studio.store.importing.watch import Watch
from studio.store.numbered import (
    NONE,
    codes_of,
    encoded,
    looked_up,
)

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]
else:
    pa = Any

Floats = npt.NDArray[np.float64]
Micros = npt.NDArray[np.int64]
NO_TIME = np.iinfo(np.int64).min
"""The moment of a row without one; moments are microseconds since 1970 in UTC."""

_AT_ONCE = 65_536
"""Texts that one core works on at a time."""


class Moments(msgspec.Struct, frozen=True):
    """Moments of N rows; `unread` marks those whose text says none, with an example."""

    at: Micros
    unread: npt.NDArray[np.bool_]
    example: str = ""


class Cells:
    """Reads the cells of one file.

    Args:
        watch: The import, whose connection knows the casts.
        plan: The file.
        clean: Whether texts are clean already, as those of a shape are.
    """

    def __init__(self, watch: Watch, plan: ImportPlan, *, clean: bool) -> None:
        self._watch = watch
        self._plan = plan
        self._clean = clean
        self._hidden = plan.hidden

    def meant(self, texts: pa.Array, sql: str) -> pa.Array:
        """The value of SQL over `x` for each text, in order."""
        return meant(self._watch, texts, sql)

    def which(self, texts: pa.Array, sql: str) -> npt.NDArray[np.bool_]:
        """For which texts a condition over `x` holds."""
        return np.asarray(self.meant(texts, f"coalesce({sql}, false)"), np.bool_)

    def words(self, texts: pa.Array, target: str) -> pa.Array:
        """Clean texts of a target; ids of shoppers normal, as they are hashed."""
        if self._clean:
            return texts
        text = casts.cell_text("x")
        if target in self._hidden:
            text = f"{casts.hiding(self._plan, target)}({text})"
        return self.meant(texts, text)

    def numbers(self, column: pa.Array) -> Floats:
        """Numbers, NaN where a cell says none."""
        if _is_number(column):
            found = np.array(column.fill_null(np.nan), np.float64)
        else:
            cells = encoded(column)
            comma = self._plan.format.decimal_comma
            sql = f"({casts.cell_number('x', comma=comma)})::DOUBLE"
            each = np.asarray(
                self.meant(cells.dictionary, sql).fill_null(np.nan), np.float64
            )
            found = looked_up(codes_of(cells.indices), each, np.nan)
        found[~(np.abs(found) < float(MOST))] = np.nan
        return found

    def moments(self, column: pa.Array) -> Moments:
        """Moments, and which cells could not be read."""
        types = import_module("pyarrow").types
        if types.is_timestamp(column.type):
            found = _integers(column.cast("int64"))
        elif types.is_integer(column.type):
            return self._epochs(column)
        else:
            return self._texts(column)
        there = found != NO_TIME
        at = np.where(_is_near(found), found, NO_TIME)
        unread = there & (at == NO_TIME)
        return Moments(at, unread, _first(column, unread))

    def shaped_moments(self, moments: pa.Array, texts: pa.Array) -> Moments:
        """As `moments`, of those that a shape's statement has read beside the texts."""
        at = _integers(moments.cast("int64"))
        unread = (at == NO_TIME) & np.asarray(texts.is_valid())
        return Moments(at, unread, _first(texts, unread))

    def _epochs(self, column: pa.Array) -> Moments:
        unit = reading.EPOCHS[_reading(self._plan)]
        given = _integers(column)
        first, last = casts.EPOCH_SECONDS
        near = (given >= first * unit) & (given < last * unit)
        at = np.where(near, given, 0) * (1_000_000 // unit)
        at = np.where(near & _is_near(at), at, NO_TIME)
        unread = (given != NO_TIME) & (at == NO_TIME)
        return Moments(at, unread, _first(column, unread))

    def _texts(self, column: pa.Array) -> Moments:
        cells = encoded(column)
        zone = self._plan.format.time_zone
        found = moment("x", _reading(self._plan), zone)
        each = _integers(self.meant(cells.dictionary, f"epoch_us({found})"))
        each = np.where(_is_near(each), each, NO_TIME)
        texts = self.words(cells.dictionary, "timestamp")
        codes = codes_of(cells.indices)
        at = looked_up(codes, each, NO_TIME)
        said = looked_up(codes, np.asarray(texts.is_valid()), missing=False)
        unread = said & (at == NO_TIME)
        return Moments(at, unread, _first(cells, unread))

    def sessions(self, column: pa.Array) -> pa.DictionaryArray:
        """Sessions as numbers that only this import knows, in a dictionary."""
        cells = encoded(column)
        arrow = import_module("pyarrow")
        if arrow.types.is_integer(cells.type.value_type):  # a shape's are marked
            return cells
        marks = self.words(cells.dictionary, "session_id")
        if not arrow.types.is_integer(marks.type):
            marks = self.meant(marks, "session_mark(x)")
        indices = cells.indices
        if marks.null_count:
            none = ~np.asarray(marks.is_valid())
            codes = codes_of(indices)
            codes = np.where(looked_up(codes, none, missing=True), NONE, codes)
            indices = arrow.array(codes, mask=codes == NONE)
        return arrow.DictionaryArray.from_arrays(indices, marks.fill_null(0))


def meant(watch: Watch, texts: pa.Array, sql: str) -> pa.Array:
    """The value of SQL over `x` for each text, in order."""
    arrow = import_module("pyarrow")
    table = arrow.table({"x": texts})
    with watch.lent("texts_in", table.to_reader(_AT_ONCE)):
        # DuckDB keeps the order of what it scans
        found = watch.arrow(f"SELECT {sql} AS y FROM texts_in").column("y")
    if not found.num_chunks:
        return arrow.array([], found.type)
    return arrow.concat_arrays(found.chunks)


def _reading(plan: ImportPlan) -> str:
    return {c.target: c.read_as for c in plan.columns}.get("timestamp", "")


def _is_near(at: Micros) -> npt.NDArray[np.bool_]:
    early, late = (
        int(np.datetime64(day, "us").astype(np.int64))
        for day in (reading.EARLIEST, reading.LATEST)
    )
    near: npt.NDArray[np.bool_] = (at >= early) & (at < late)
    return near


def _integers(column: pa.Array) -> Micros:
    return np.asarray(column.fill_null(NO_TIME), np.int64)


def _first(column: pa.Array, where: npt.NDArray[np.bool_]) -> str:
    if not where.any():
        return ""
    at = int(np.argmax(where))
    return str(column[at : at + 1].cast("string")[0].as_py() or "")


def _is_number(column: pa.Array) -> bool:
    return bool(import_module("pyarrow").types.is_floating(column.type))
