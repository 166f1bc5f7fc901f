"""What shoppers did and said, as columns of numbers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

Ints: TypeAlias = npt.NDArray[np.int64]
Floats: TypeAlias = npt.NDArray[np.float64]

EVENT_KINDS: tuple[str, ...] = ("view", "add_to_cart", "purchase", "search")
"""Names of the codes in `Events.kind`."""
VIEW, ADD_TO_CART, PURCHASE, SEARCH = range(4)
NO_PRODUCT = -1
PREFERENCE_KINDS: tuple[str, ...] = ("category", "brand", "price_band", "text")


class Events(msgspec.Struct, frozen=True):
    """N events, sorted by shopper, then time, then file order (stable).

    Arrays have shape (N,). `shopper`, `product` and `query` index the name lists;
    `product` and `query` are -1 where an event has none. `time` is in seconds since
    1970 UTC. `price` is per unit, NaN where unknown.
    """

    shopper: Ints
    product: Ints
    kind: Ints
    time: Ints
    session: Ints
    query: Ints
    quantity: Floats
    price: Floats
    shoppers: tuple[str, ...]
    products: tuple[str, ...]
    queries: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.shopper)


class Preferences(msgspec.Struct, frozen=True):
    """M stated preferences; `kind` indexes PREFERENCE_KINDS, `shopper` the names."""

    shopper: Ints
    kind: Ints
    value: tuple[str, ...]
    weight: Floats
    shoppers: tuple[str, ...]


class Segments(msgspec.Struct, frozen=True):
    """K memberships: pseudonym of the shopper beside the index of the segment."""

    shopper: tuple[str, ...]
    segment: Ints
    names: tuple[str, ...]


class PageEvents(msgspec.Struct, frozen=True):
    """Impressions and clicks on the blocks of the shop's own pages (columns, (N,))."""

    shopper: tuple[str, ...]
    page_id: tuple[str, ...]
    block_index: Ints
    block_type: tuple[str, ...]
    clicked: npt.NDArray[np.bool_]
    time: Ints


class DataSummary(msgspec.Struct, frozen=True):
    """What a project holds, in numbers; times are seconds since 1970 UTC."""

    products: int = 0
    events: int = 0
    shoppers: int = 0
    preferences: int = 0
    segments: int = 0
    segment_names: tuple[str, ...] = ()
    page_events: int = 0
    layouts: int = 0
    pictures: int = 0
    first: int | None = None
    last: int | None = None
    by_kind: dict[str, int] = {}
    fingerprint: str = ""


def places_among(names: Sequence[str], among: Sequence[str]) -> Ints:
    """The place of each name among others, (N,); -1 for a stranger."""
    place = {name: at for at, name in enumerate(among)}
    return np.array([place.get(name, -1) for name in names], np.int64)


def purchases_or_all(kind: Ints, among: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Which events (N,) are purchases among some; all of those where none is.

    Some shops tell of no purchase: what their shoppers looked at stands for it.
    """
    bought: npt.NDArray[np.bool_] = among & (kind == PURCHASE)
    return bought if bought.any() else among
