"""Events as steps: what, how, how long after the last, dear or cheap for the shopper.

Several events on one product in a row (seen, put in the cart, bought) are one step
of the strongest kind, since the model's question is what comes next.
"""

from __future__ import annotations

import msgspec
import numpy as np
import numpy.typing as npt

from studio.domain.behaviour import SEARCH, Events, Floats, Ints
from studio.domain.taste import Flags, Steps

MINUTE, HOUR, DAY = 60, 3600, 86400
GAP_EDGES_S = np.array(
    [MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY]
)
"""Upper edges of the codes 1 to 8 of the time since the step before; 9 is longer."""
PRICE_EDGES = np.array([0.4, 0.65, 0.9, 1.1, 1.5, 2.5])
"""Edges between the codes 1 to 7 of price by the shopper's mean price so far."""


class Renumbering(msgspec.Struct, frozen=True):
    """Where the shoppers and products of the events lie in the model's lists."""

    shopper: Ints
    product: Ints
    shoppers: int
    price: Floats


def build_steps(events: Events, to: Renumbering) -> Steps:
    """Turn events into steps; tied times keep the order of the file.

    Args:
        events: What shoppers did, in any order.
        to: New places of shoppers and products; `price` (I,) is each product's
            price, NaN where unknown.
    """
    shopper = to.shopper[events.shopper]
    order = np.lexsort((events.time, shopper))  # stable: ties keep the file's order
    order = order[_means_something(events, order)]
    shopper, product = shopper[order], _renumbered(events.product[order], to.product)
    run = _run_starts(shopper, product, events.query[order])
    first = np.flatnonzero(run)
    kind, time = events.kind[order], events.time[order]
    paid = _paid(events.price[order], product, to.price)
    shopper, product = shopper[first], product[first]
    return Steps(
        start=np.searchsorted(shopper, np.arange(to.shoppers + 1)).astype(np.int64),
        product=product,
        query=events.query[order][first],
        kind=_strongest(kind, first),
        gap=_gap_codes(shopper, time[first]),
        price=_price_codes(shopper, paid[first]),
        time=time[first],
        fresh=_fresh(shopper, product),
    )


def _means_something(events: Events, order: Ints) -> Flags:
    """Which events have a product or a query."""
    has: Flags = (events.product[order] >= 0) | (events.query[order] >= 0)
    return has


def _renumbered(product: Ints, places: Ints) -> Ints:
    known = product >= 0
    out = np.full(len(product), -1, np.int64)
    out[known] = places[product[known]]
    return out


def _run_starts(shopper: Ints, product: Ints, query: Ints) -> Flags:
    """Mark the first of several events on one product (or one query) in a row."""
    starts = np.ones(len(product), np.bool_)
    same_thing = np.where(
        product[1:] >= 0, product[1:] == product[:-1], query[1:] == query[:-1]
    )
    same_thing &= (product[1:] >= 0) == (product[:-1] >= 0)
    starts[1:] = (shopper[1:] != shopper[:-1]) | ~same_thing
    return starts


def _strongest(kind: Ints, first: Ints) -> Ints:
    """The strongest kind of each run: bought over in the cart over seen."""
    if not len(first):
        return np.zeros(0, np.int64)
    shown = np.where(kind == SEARCH, -1, kind)
    strongest = np.maximum.reduceat(shown, first)
    return np.where(strongest < 0, SEARCH, strongest).astype(np.int64)


def _paid(price: Floats, product: Ints, catalogue_price: Floats) -> Floats:
    """Price of each event: as paid, else as the catalogue has it, else NaN."""
    listed = np.full(len(product), np.nan)
    known = product >= 0
    listed[known] = catalogue_price[product[known]]
    paid: Floats = np.where(np.isnan(price), listed, price)
    return paid


def _is_first(shopper: Ints) -> Flags:
    first = np.ones(len(shopper), np.bool_)
    first[1:] = shopper[1:] != shopper[:-1]
    return first


def _gap_codes(shopper: Ints, time: Ints) -> Ints:
    gap = np.diff(time, prepend=time[:1])
    codes = np.searchsorted(GAP_EDGES_S, gap, side="right") + 1
    codes[_is_first(shopper)] = 0
    return codes.astype(np.int64)


def _price_codes(shopper: Ints, paid: Floats) -> Ints:
    """Code of each price against the mean of the shopper's earlier ones."""
    known = np.isfinite(paid) & (paid > 0)
    total, count = _sums_before(shopper, np.where(known, paid, 0.0), known)
    mean = total / np.maximum(count, 1)
    ratio = np.where(known & (count > 0), paid / np.where(mean > 0, mean, 1), np.nan)
    codes = np.searchsorted(PRICE_EDGES, np.nan_to_num(ratio), side="right") + 1
    codes[~np.isfinite(ratio)] = 0
    return codes.astype(np.int64)


def _sums_before(
    shopper: Ints, value: Floats, known: npt.NDArray[np.bool_]
) -> tuple[Floats, Floats]:
    """Sum of earlier values and number of them, within each shopper."""
    total = np.cumsum(value) - value
    count: Ints = np.cumsum(known) - known
    begins = np.flatnonzero(_is_first(shopper))
    lengths = np.diff(np.append(begins, len(shopper)))
    return (
        total - np.repeat(total[begins], lengths),
        (count - np.repeat(count[begins], lengths)).astype(np.float64),
    )


def _fresh(shopper: Ints, product: Ints) -> Flags:
    """Mark the first step of each shopper on each product."""
    fresh = np.zeros(len(product), np.bool_)
    at = np.flatnonzero(product >= 0)
    pairs = np.stack([shopper[at], product[at]])
    _, first = np.unique(pairs, axis=1, return_index=True)
    fresh[at[first]] = True
    return fresh
