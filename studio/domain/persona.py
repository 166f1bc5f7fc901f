"""Groups of shoppers that pages are made for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from studio.domain.words import Words

if TYPE_CHECKING:  # the window starts without numpy
    import numpy as np
    import numpy.typing as npt

EVERYONE = "all"
"""Id of the page for shoppers in no persona ("All shoppers")."""

TRAIT_NAMES: tuple[str, ...] = (
    "search_share", "cart_share", "purchase_share", "discount_share", "price_rank",
    "category_entropy", "brand_loyalty", "recency", "frequency", "novelty",
)  # fmt: skip


class Traits(msgspec.Struct, frozen=True):
    """A persona in shop-independent numbers from 0 to 1; None is "unknown".

    `recency` is 1 for just now; `price_rank` 1 for the dearest products; `novelty`
    is the share of events on products that the shopper had not seen before.
    """

    search_share: float | None = None
    cart_share: float | None = None
    purchase_share: float | None = None
    discount_share: float | None = None
    price_rank: float | None = None
    category_entropy: float | None = None
    brand_loyalty: float | None = None
    recency: float | None = None
    frequency: float | None = None
    novelty: float | None = None

    def values(self) -> tuple[float | None, ...]:
        """The numbers in the order of TRAIT_NAMES."""
        return msgspec.structs.astuple(self)


class Lift(msgspec.Struct, frozen=True):
    """How much more (over 1) or less a group does something than the whole shop."""

    name: str
    share: float
    lift: float


class Typical(msgspec.Struct, frozen=True):
    """A product that the group takes to, with its score from 0 to 1."""

    product_id: str
    score: float


class Portrait(msgspec.Struct, frozen=True):
    """What one can say of a persona; money in the shop's currency, times in days."""

    summary: Words = Words()
    line: Words = Words()
    chips: tuple[Words, ...] = ()
    categories: tuple[Lift, ...] = ()
    brands: tuple[Lift, ...] = ()
    searches: tuple[str, ...] = ()
    price_low: float | None = None
    price_high: float | None = None
    basket: float | None = None
    basket_shop: float | None = None
    purchases_per_shopper: float | None = 0.0
    days_since_last: float | None = None
    typical: tuple[Typical, ...] = ()


class Persona(msgspec.Struct, frozen=True):
    """A group with its size and portrait; `look` is its place in persona_order.

    `stability` is how well the group is found again among shoppers drawn anew (mean
    Jaccard overlap, 0 to 1), None where it was not found but given. `clarity` is the
    mean share that its members have in it when they may belong to several.
    """

    id: str
    name: str
    size: int
    source: Literal["segment", "cluster", "hand", "everyone"]
    look: int = 0
    name_zh: str = ""
    traits: Traits = Traits()
    portrait: Portrait = Portrait()
    stability: float | None = None
    clarity: float | None = None


class Tried(msgspec.Struct, frozen=True):
    """A number of clusters that was tried, with what it was judged by."""

    clusters: int
    silhouette: float | None = None
    stability: float | None = None


class Audience(msgspec.Struct, frozen=True):
    """Personas and the map of one trained taste model.

    `personas` holds the groups (P of them) and, last, "All shoppers". `member` (S,)
    gives each shopper's place in `personas` or -1; `shopper_xy` (S, 2) and
    `product_xy` (I, 2) are the map; `scores` (P + 1, I) holds each persona's score of
    every product, 0 to 1, the last row for "All shoppers". `popularity` (I,) is each
    product's share of purchases and views, scaled to 1 for the most popular.
    `stability` is the mean adjusted Rand index of the grouping and groupings of
    shoppers drawn anew; `tried` holds the numbers of clusters that were compared.
    `projection` says what the map is drawn by: principal components at first.
    """

    personas: tuple[Persona, ...]
    shoppers: tuple[str, ...]
    products: tuple[str, ...]
    member: npt.NDArray[np.int64]
    shopper_xy: npt.NDArray[np.float64]
    product_xy: npt.NDArray[np.float64]
    scores: npt.NDArray[np.float64]
    popularity: npt.NDArray[np.float64]
    silhouette: float | None = None
    run_id: str = ""
    source: Literal["segment", "cluster"] = "segment"
    stability: float | None = None
    tried: tuple[Tried, ...] = ()
    projection: Literal["principal", "tsne"] = "tsne"

    def persona(self, persona_id: str) -> Persona | None:
        """The persona of an id, or None."""
        return next((p for p in self.personas if p.id == persona_id), None)

    def row(self, persona_id: str) -> int:
        """Row of a persona in `scores`; raises KeyError for an unknown id."""
        for at, persona in enumerate(self.personas):
            if persona.id == persona_id:
                return at
        raise KeyError(persona_id)
