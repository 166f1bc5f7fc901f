"""Which product comes after which: what a shopper compares and what goes together."""

from __future__ import annotations

import math
import random
from dataclasses import dataclass

from sample_data.make.catalogue import Item
from sample_data.make.groups import FOLLOW_UPS
from sample_data.make.shoppers import Shopper

COMPARED_WEIGHTS = (0.2, 0.17, 0.14, 0.12, 0.11, 0.1, 0.08, 0.08)
TOGETHER_WEIGHTS = (0.3, 0.22, 0.18, 0.12, 0.1, 0.08)
BRAND_FACTOR = 2.6
IN_SEASON = 2.2
OUT_OF_SEASON = 0.55
SEASON_MONTHS: dict[str, frozenset[int]] = {
    "spring": frozenset({3, 4, 5}),
    "summer": frozenset({5, 6, 7, 8}),
    "autumn": frozenset({9, 10, 11}),
    "winter": frozenset({11, 12, 1, 2}),
    "christmas": frozenset({11, 12}),
}


@dataclass(frozen=True)
class Shelves:
    """The catalogue with its paths; numbers are places in `items`.

    Attributes:
        by_category: The products of each category.
        compared: For each product, what is looked at next in the same category.
        together: For each product, what is bought with it.
    """

    items: tuple[Item, ...]
    by_category: dict[str, tuple[int, ...]]
    compared: tuple[tuple[int, ...], ...]
    together: tuple[tuple[int, ...], ...]


def make_shelves(items: list[Item], seed: int) -> Shelves:
    """Draw the paths through the catalogue."""
    chance = random.Random(f"{seed}/shelves")
    shelves: dict[str, list[int]] = {}
    for at, item in enumerate(items):
        shelves.setdefault(item.category, []).append(at)
    compared = [
        _compared(items, shelves[item.category], at, chance)
        for at, item in enumerate(items)
    ]
    together = [_together(items, shelves, item, chance) for item in items]
    return Shelves(
        items=tuple(items),
        by_category={category: tuple(ats) for category, ats in shelves.items()},
        compared=tuple(compared),
        together=tuple(together),
    )


def _compared(
    items: list[Item], shelf: list[int], at: int, chance: random.Random
) -> tuple[int, ...]:
    others = [other for other in shelf if other != at]
    scores = {
        other: _closeness(items[at], items[other]) * chance.lognormvariate(0.0, 0.9)
        for other in others
    }
    ranked = sorted(others, key=lambda other: -scores[other])
    return tuple(ranked[: len(COMPARED_WEIGHTS)])


def _closeness(one: Item, other: Item) -> float:
    gap = abs(math.log(one.paid / other.paid))
    family = 1.6 if one.family == other.family else 1.0
    return family * math.sqrt(other.charm) * math.exp(-gap)


def _together(
    items: list[Item], shelves: dict[str, list[int]], item: Item, chance: random.Random
) -> tuple[int, ...]:
    pool = [at for category in FOLLOW_UPS[item.category] for at in shelves[category]]
    scores = {
        at: math.sqrt(items[at].charm)
        * (1.5 if items[at].brand == item.brand else 1.0)
        * (1.5 if items[at].colour and items[at].colour == item.colour else 1.0)
        * chance.lognormvariate(0.0, 1.0)
        for at in pool
    }
    return tuple(sorted(pool, key=lambda at: -scores[at])[: len(TOGETHER_WEIGHTS)])


def season_factor(season: str, month: int) -> float:
    """How much more or less a seasonal product is wanted in a month."""
    if season == "all":
        return 1.0
    return IN_SEASON if month in SEASON_MONTHS[season] else OUT_OF_SEASON


def appeal(person: Shopper, item: Item) -> float:
    """How much a product is worth a look to a shopper, season apart."""
    gap = math.log(item.paid / person.price) / person.group.spread
    off = 1.0 - item.paid / item.price
    brand = BRAND_FACTOR if item.brand in person.brands else 1.0
    bargain = 1.0 + person.group.bargain * off
    return item.charm * brand * bargain * math.exp(-0.5 * gap * gap)
