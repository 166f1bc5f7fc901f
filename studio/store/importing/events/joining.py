"""New events and stored ones as one list under pseudonyms, sorted, without repeats."""
# ruff: noqa: S608 - the SQL is made of our own constants

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import numpy.typing as npt

from studio.store.importing.events.rows import EventRows
from studio.store.importing.watch import Watch
from studio.store.numbered import Codes

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]
else:
    pa = Any

Places = npt.NDArray[np.int64]
_SAME = ("shopper", "kind", "product", "query", "time", "quantity", "price")
"""What makes two events the same. Sessions are told apart within one import alone."""
_LOW = np.int64(0xFFFF_FFFF)
_MOST_ROWS = 2**32


class Joined(msgspec.Struct):
    """N events, the stored ones first, then those of each file in its order.

    Numbers of shoppers are in the order of their pseudonyms; the lists are Arrow's.
    `stored` says how many are from earlier imports.
    """

    rows: EventRows
    stored: int
    shopper: pa.Array
    product: pa.Array
    query: pa.Array
    session: pa.Array
    country: pa.Array


def in_order(shopper: Codes, time: npt.NDArray[np.int64], stored: int = 0) -> Places:
    """Places of events by shopper, then time, then as they came; N below 2**32.

    The first `stored` events are sorted already; new ones are sorted in between, which
    moves none but those of the same shoppers.
    """
    if len(shopper) >= _MOST_ROWS:
        raise MemoryError
    if not stored:
        return _sorted(shopper, time)
    order = np.argsort(shopper, kind="stable")
    new = np.zeros(int(shopper.max()) + 1 if len(shopper) else 0, np.bool_)
    new[shopper[stored:]] = True
    slots = np.flatnonzero(new[shopper[order]])
    among = order[slots]
    order[slots] = among[_sorted(shopper[among], time[among])]
    return order


def _sorted(shopper: Codes, time: npt.NDArray[np.int64]) -> Places:
    """Two numbers packed into one sort faster than by an index."""
    at = None
    if (time[1:] < time[:-1]).any():
        at = np.argsort(time, kind="stable")
        shopper = shopper[at]
    packed = shopper.astype(np.int64)
    packed <<= 32
    packed |= np.arange(len(shopper), dtype=np.int64)
    packed.sort()
    packed &= _LOW
    order: Places = packed if at is None else at[packed]
    return order


def repeated(watch: Watch, joined: Joined, order: Places) -> tuple[Places, int, int]:
    """New events that came before; only those of one shopper and time can be the same.

    Returns:
        Their places, how many are repeated among the new, and how many came earlier.
    """
    none = np.zeros(0, np.int64)
    rows = joined.rows
    tied = _tied(rows, order, joined.stored)
    if not len(tied):
        return none, 0, 0
    arrow = import_module("pyarrow")
    some = rows.only(tied)
    names = [*_SAME, "session"] + (["country"] if some.country is not None else [])
    table = {name: arrow.array(getattr(some, name)) for name in names}
    table |= {"place": arrow.array(tied), "is_new": arrow.array(tied >= joined.stored)}
    with watch.lent("tied_events", arrow.table(table)):
        found = watch.arrow(_repeated(with_country=some.country is not None))
    places = np.asarray(found.column("place"), np.int64)
    earlier = int(np.asarray(found.column("earlier"), np.bool_).sum())
    return places, len(places) - earlier, earlier


def _tied(rows: EventRows, order: Places, stored: int) -> Places:
    """Places of events that share shopper and time with another, one of them new."""
    if len(order) <= 1:
        return np.zeros(0, np.int64)
    shopper, time = rows.shopper[order], rows.time[order]
    same = (shopper[1:] == shopper[:-1]) & (time[1:] == time[:-1])
    if not same.any():
        return np.zeros(0, np.int64)
    tied = np.zeros(len(order), np.bool_)
    tied[1:] |= same
    tied[:-1] |= same
    group = np.cumsum(np.concatenate(([False], ~same)))[tied]
    places: Places = order[tied]
    with_new = np.zeros(int(group[-1]) + 1, np.bool_)
    with_new[group[places >= stored]] = True
    among: Places = places[with_new[group]]
    return among


def _repeated(*, with_country: bool) -> str:
    """SQL of the new events that are the same as another, from `tied_events`.

    A row that came as often in earlier imports as among the new ones is not new.
    """
    same = ", ".join(_SAME)
    country = ", country" if with_country else ""
    joined = " AND ".join(f"n.{name} IS NOT DISTINCT FROM c.{name}" for name in _SAME)
    return f"""
    WITH among AS (
        SELECT *, row_number() OVER (
            PARTITION BY {same}, session{country} ORDER BY place) AS nth
        FROM tied_events WHERE is_new
    ), counted AS (
        SELECT {same}, count(*) AS times FROM tied_events WHERE NOT is_new GROUP BY ALL
    ), numbered AS (
        SELECT *, row_number() OVER (PARTITION BY {same} ORDER BY place) AS turn
        FROM among WHERE nth = 1
    )
    SELECT place, false AS earlier FROM among WHERE nth > 1
    UNION ALL
    SELECT n.place, true FROM numbered n JOIN counted c ON {joined}
    WHERE n.turn <= c.times"""
