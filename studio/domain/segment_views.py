"""What is told of segments: names to choose from, quantiles, members, differences."""

from __future__ import annotations

import msgspec

from studio.domain.segments import SegmentDefinition, Size
from studio.domain.words import Words


class Named(msgspec.Struct, frozen=True):
    """A name of the data and how much there is of it."""

    name: str
    n: int


class SegmentNames(msgspec.Struct, frozen=True):
    """What conditions may name, most frequent first.

    `categories` are steps of paths, counted in products, as are brands; countries and
    loaded segments are counted in shoppers.
    """

    categories: tuple[Named, ...] = ()
    brands: tuple[Named, ...] = ()
    countries: tuple[Named, ...] = ()
    segments: tuple[Named, ...] = ()


class Quantiles(msgspec.Struct, frozen=True):
    """The shop's own quantiles, by share in per cent, such as `orders[80]`.

    `recency` has days since the last purchase, `orders` and `spent` are of buyers;
    `unseen` days since the last event and `age` days since the first, of all; `views`
    of those who never bought; `saving` shares bought at a reduced price, of those who
    bought two items or more. `buyers`, `shoppers` and `days` (of the data) count.
    """

    recency: dict[int, float] = {}
    orders: dict[int, float] = {}
    spent: dict[int, float] = {}
    unseen: dict[int, float] = {}
    age: dict[int, float] = {}
    views: dict[int, float] = {}
    saving: dict[int, float] = {}
    shoppers: int = 0
    buyers: int = 0
    carts: int = 0
    bargains: int = 0
    days: int = 0


class Averages(msgspec.Struct, frozen=True):
    """Means of a group of shoppers; `order` is the value of an order.

    `buyers` is the share who ever bought, `unseen` the median of days since the last
    event.
    """

    orders: float
    sessions: float
    views: float
    spent: float
    order: float | None
    buyers: float
    unseen: float


class Lift(msgspec.Struct, frozen=True):
    """A category or brand, and how much more of the actions go to it (1 is alike)."""

    name: str
    lift: float
    share: float


class Member(msgspec.Struct, frozen=True):
    """A shopper of a segment, by pseudonym."""

    pseudonym: str
    last_day: int | None
    orders: int
    spent: float


class Apart(msgspec.Struct, frozen=True):
    """What sets a segment apart from the whole shop, and some of its shoppers."""

    size: Size
    segment: Averages
    shop: Averages
    categories: tuple[Lift, ...] = ()
    brands: tuple[Lift, ...] = ()
    members: tuple[Member, ...] = ()


class SegmentRow(msgspec.Struct, frozen=True):
    """One segment of the list; `definition` is None for one that was loaded."""

    name: str
    size: Size | None
    says: Words
    definition: SegmentDefinition | None = None
