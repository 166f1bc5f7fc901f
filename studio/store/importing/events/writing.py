"""Writes sorted events to Parquet, a group of rows after the other."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from studio.domain.behaviour import EVENT_KINDS
from studio.store.importing.events.joining import Joined, Places
from studio.store.importing.watch import Watch
from studio.store.numbered import NONE, Codes
from studio.store.sealing.unlocked import open_to_write

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]
else:
    pa = Any

_AHEAD = 2
"""Groups that are made while one is written."""
_MARKED_AT_MOST = 100_000
"""Texts of a list that are marked one by one."""
GROUP_ROWS = 122_880
"""As many as DuckDB puts into one group: the table view reads no more for a page."""


def write_events(
    path: Path, joined: Joined, order: Places, watch: Watch, *, share: float
) -> None:
    """Write events in an order to a new file.

    Args:
        path: The file; sealed where its project is.
        joined: The events.
        order: Places of those that are written.
        watch: Told how far the writing is.
        share: Share of the whole import at which the writing begins.
    """
    parquet = import_module("pyarrow.parquet")
    schema = _schema()
    starts = range(0, max(1, len(order)), GROUP_ROWS)
    with open_to_write(path) as file:
        writer = parquet.ParquetWriter(
            file,
            schema,
            compression="snappy",
            store_schema=False,
            # of the other columns every group has all that there is
            write_statistics=["shopper", "time"],
            # moments hardly come twice: a dictionary of them would be thrown away
            use_dictionary=[name for name in schema.names if name != "time"],
        )
        with writer:
            for at, group in enumerate(_ahead(joined, order, starts, schema)):
                writer.write_batch(group)
                watch.say(share + (1 - share) * at / len(starts), "Writing")


def _ahead(
    joined: Joined, order: Places, starts: range, schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    """The groups, the next ones made while one is written."""
    with ThreadPoolExecutor(_AHEAD) as pool:
        waiting: deque[Future[pa.RecordBatch]] = deque()
        for start in starts:
            places = order[start : start + GROUP_ROWS]
            waiting.append(pool.submit(_group, joined, places, schema))
            if len(waiting) > _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _schema() -> pa.Schema:
    arrow = import_module("pyarrow")
    text = arrow.dictionary(arrow.int32(), arrow.string())
    return arrow.schema([
        ("shopper", text), ("kind", text), ("product", text), ("query", text),
        ("time", arrow.timestamp("us")), ("session", text),
        ("quantity", arrow.float64()), ("price", arrow.float64()), ("country", text),
    ])  # fmt: skip


def _group(joined: Joined, places: Places, schema: pa.Schema) -> pa.RecordBatch:
    arrow = import_module("pyarrow")
    rows = joined.rows
    country = np.full(len(places), NONE, np.int32)
    if rows.country is not None:
        country = np.take(rows.country, places)
    kinds = np.take(rows.kind, places).astype(np.int32)
    columns = [
        _sorted_texts(np.take(rows.shopper, places), joined.shopper),
        _texts(kinds, arrow.array(EVENT_KINDS)),
        _texts(np.take(rows.product, places), joined.product),
        _texts(np.take(rows.query, places), joined.query),
        arrow.array(np.take(rows.time, places).view("M8[us]")),
        _texts(np.take(rows.session, places), joined.session),
        arrow.array(np.take(rows.quantity, places), from_pandas=True),
        arrow.array(np.take(rows.price, places), from_pandas=True),
        _texts(country, joined.country),
    ]
    return arrow.RecordBatch.from_arrays(columns, schema=schema)


def _texts(codes: Codes, texts: pa.Array) -> pa.DictionaryArray:
    """A column with those texts alone that the group has."""
    arrow = import_module("pyarrow")
    if len(texts) > _MARKED_AT_MOST:
        used = arrow.array(codes, mask=codes == NONE).dictionary_encode()
        indices, here = used.indices, used.dictionary
    else:  # marking the texts is faster than telling numbers apart
        marks = np.zeros(len(texts) + 1, np.bool_)
        marks[codes] = True  # NONE marks the last one
        here = np.flatnonzero(marks[:-1])
        places = np.full(len(texts) + 1, NONE, np.int32)
        places[here] = np.arange(len(here), dtype=np.int32)
        indices = places[codes]
        indices = arrow.array(indices, mask=indices == NONE if marks[-1] else None)
        here = arrow.array(here)
    return arrow.DictionaryArray.from_arrays(indices, texts.take(here))


def _sorted_texts(codes: Codes, texts: pa.Array) -> pa.DictionaryArray:
    """As `_texts` for numbers that only rise, each of which has a text."""
    arrow = import_module("pyarrow")
    begins = np.ones(len(codes), np.bool_)
    np.not_equal(codes[1:], codes[:-1], out=begins[1:])
    indices = np.cumsum(begins, dtype=np.int32) - np.int32(1)
    return arrow.DictionaryArray.from_arrays(
        arrow.array(indices), texts.take(arrow.array(codes[begins]))
    )
