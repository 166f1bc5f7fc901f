"""Segments that are built from conditions on what shoppers did.

A condition is one of a closed union of values; `Group` combines them. Periods are
counted back from the day of the last event of the data ("now"), days are UTC.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Literal, TypeAlias

import msgspec

from studio.domain.privacy import SMALLEST_GROUP

Deed = Literal["event", "view", "add_to_cart", "purchase", "search"]
"""What a shopper did; `event` is anything."""
Handling = Literal["view", "add_to_cart", "purchase"]
"""What a shopper did with a product."""
Measure = Literal["orders", "sessions", "views", "carts", "searches", "units"]
Match = Literal["all", "any", "none"]
MEASURES: tuple[Measure, ...] = (
    "orders", "sessions", "views", "carts", "searches", "units",
)  # fmt: skip


class _Condition(msgspec.Struct, frozen=True, tag_field="is"):
    """Base of all conditions."""


class Recency(_Condition, frozen=True, tag="recency"):
    """The last (or first) event of a kind is at most `days` old, or older than that.

    Who never did it fits neither.
    """

    days: int
    event: Deed = "event"
    edge: Literal["last", "first"] = "last"
    within: bool = True


class Frequency(_Condition, frozen=True, tag="frequency"):
    """How often: at least, at most or between, ever or in the last `days`.

    An order is a session with a purchase in it.
    """

    measure: Measure = "orders"
    least: int | None = None
    most: int | None = None
    days: int | None = None


class Money(_Condition, frozen=True, tag="money"):
    """What was spent, or what an order is worth on average, in the shop's currency."""

    measure: Literal["spent", "order"] = "spent"
    least: float | None = None
    most: float | None = None
    days: int | None = None


class Saving(_Condition, frozen=True, tag="saving"):
    """Share (0 to 1) of what was bought that was on sale or under its list price."""

    least: float | None = None
    most: float | None = None


class InCategory(_Condition, frozen=True, tag="category"):
    """Did something with a category so often; `path` is any part of a product's."""

    path: tuple[str, ...]
    deed: Handling = "purchase"
    least: int | None = 1
    most: int | None = None
    days: int | None = None


class OfBrand(_Condition, frozen=True, tag="brand"):
    """Did something with one of some brands so often."""

    brands: tuple[str, ...]
    deed: Handling = "purchase"
    least: int | None = 1
    most: int | None = None
    days: int | None = None


class PriceBand(_Condition, frozen=True, tag="price"):
    """Did something with products of a price (as paid, else as listed) so often."""

    low: float | None = None
    high: float | None = None
    deed: Handling = "purchase"
    least: int | None = 1
    most: int | None = None
    days: int | None = None


class FromCountry(_Condition, frozen=True, tag="country"):
    """The latest country that is known of the shopper is one of these."""

    countries: tuple[str, ...]


class InSegment(_Condition, frozen=True, tag="segment"):
    """Is a member of a segment that was loaded from a file."""

    segment: str


class Searched(_Condition, frozen=True, tag="searched"):
    """Searched for all of some words, in one search, ever or in the last `days`."""

    words: str
    days: int | None = None


class Group(_Condition, frozen=True, tag="group"):
    """All, any or none of some conditions; an empty group fits everybody."""

    match: Match = "all"
    conditions: tuple[Condition, ...] = ()


Leaf: TypeAlias = (
    Recency
    | Frequency
    | Money
    | Saving
    | InCategory
    | OfBrand
    | PriceBand
    | FromCountry
    | InSegment
    | Searched
)
Condition: TypeAlias = (
    Recency
    | Frequency
    | Money
    | Saving
    | InCategory
    | OfBrand
    | PriceBand
    | FromCountry
    | InSegment
    | Searched
    | Group
)
Counted: TypeAlias = InCategory | OfBrand | PriceBand


class SegmentDefinition(msgspec.Struct, frozen=True):
    """A segment that was built here.

    `made` is in seconds since 1970. `preset` names the one that it was made from.
    `applied` says that its members stand in the table of segments, where the Audience
    finds them; they are found anew after each import.
    """

    id: str
    name: str
    condition: Group
    made: float
    note: str = ""
    preset: str = ""
    applied: bool = False


class Size(msgspec.Struct, frozen=True):
    """How many shoppers of how many; `shown` is what may be said of it.

    A group under the floor is not told from another one, nor is one that leaves only
    a few shoppers out.
    """

    n: int
    of: int
    floor: int = SMALLEST_GROUP

    @property
    def small(self) -> bool:
        """Whether there are too few to show or to use."""
        return self.n < self.floor

    @property
    def nearly_all(self) -> bool:
        """Whether so few are left out that one could be recognised."""
        return 0 < self.of - self.n < self.floor and not self.small

    @property
    def shown(self) -> int | None:
        """The number, or None where it would tell too much."""
        return None if self.small or self.nearly_all else self.n

    @property
    def share(self) -> float | None:
        """Share of all shoppers, 0 to 1; None where it is not shown."""
        return None if self.shown is None or not self.of else self.n / self.of


def leaves(condition: Condition) -> Iterator[Leaf]:
    """All conditions that are not groups."""
    if isinstance(condition, Group):
        for part in condition.conditions:
            yield from leaves(part)
    else:
        yield condition


def tidy(group: Group) -> Group:
    """The same without empty groups in it, and without groups of one condition."""
    parts: list[Condition] = []
    for part in group.conditions:
        if not isinstance(part, Group):
            parts.append(part)
            continue
        inner = tidy(part)
        alone = len(inner.conditions) == 1 and inner.match != "none"
        if alone or inner.match == group.match != "none":
            parts.extend(inner.conditions)
        elif inner.conditions:
            parts.append(inner)
    only = parts[0] if len(parts) == 1 else None
    if isinstance(only, Group) and group.match != "none":
        return only
    if isinstance(only, Group) and only.match == "any":  # none of any is none of all
        return Group("none", only.conditions)
    return Group(group.match, tuple(parts))


def new_id() -> str:
    """An id for a new definition."""
    return uuid.uuid4().hex[:12]
