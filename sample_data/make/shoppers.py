"""Who shops at Wrenfield: members of the groups, each a little different."""

from __future__ import annotations

import random
from dataclasses import dataclass

from sample_data.make.catalogue import Item
from sample_data.make.groups import FOLLOW_UPS, GROUPS, Group, taste_of

FIRST_NUMBER = 100_001
NUMBER_STEP = 7
MIXED_SHARE = 0.22
MIXED_WEIGHT = 0.35
CHINESE_SHARE = 0.07
FAVOURITE_BRANDS = 4
KNOWN_SHARE = 0.55
"""Share of shoppers who knew the shop before the record begins."""
DAYS = 365
"""Length of the record: 2025-11-16 to 2026-11-15."""
NEWCOMER_DAYS = 70
SEGMENT_SHARE = 0.92
SEGMENT_NOISE = 0.08
PREFERENCE_SHARE = 0.55
CONTRARY_SHARE = 0.12
CATEGORIES = tuple(FOLLOW_UPS)


@dataclass(frozen=True)
class Shopper:
    """One shopper.

    Attributes:
        group: The true group; the shop's segment may say otherwise.
        tastes: Weight per category of CATEGORIES.
        price: The price in EUR that feels natural.
        visits: How many sessions there will be.
        passing: Whether the shopper leaves after one to five events.
        first_day: Day of the first possible session, 0 to 364.
        last_day: Day of the last possible one.
        eager: Factor on every click rate.
    """

    id: str
    group: Group
    tastes: tuple[float, ...]
    brands: frozenset[str]
    price: float
    visits: int
    passing: bool
    first_day: int
    last_day: int
    chinese: bool
    eager: float


def make_shoppers(items: list[Item], count: int, seed: int) -> list[Shopper]:
    """Draw `count` shoppers."""
    chance = random.Random(f"{seed}/shoppers")
    brands = _brands_by_category(items)
    weights = [group.share for group in GROUPS]
    return [
        _shopper(
            f"W{FIRST_NUMBER + at * NUMBER_STEP + chance.randrange(NUMBER_STEP)}",
            chance.choices(GROUPS, weights)[0],
            brands,
            chance,
        )
        for at in range(count)
    ]


def _brands_by_category(items: list[Item]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {category: [] for category in CATEGORIES}
    for item in items:
        if item.brand not in found[item.category]:
            found[item.category].append(item.brand)
    return found


def _shopper(
    name: str, group: Group, brands: dict[str, list[str]], chance: random.Random
) -> Shopper:
    other = chance.choice(GROUPS)
    mix = MIXED_WEIGHT if chance.random() < MIXED_SHARE else 0.0
    tastes = tuple(
        (
            (1 - mix) * taste_of(group, category) / _mass(group)
            + mix * taste_of(other, category) / _mass(other)
        )
        * chance.lognormvariate(0.0, 0.7)
        for category in CATEGORIES
    )
    loved = chance.choices(CATEGORIES, tastes, k=FAVOURITE_BRANDS)
    passing = chance.random() < group.passing
    newcomer = group.name == "Newcomers"
    latest = DAYS - 5
    earliest = DAYS - NEWCOMER_DAYS if newcomer else 0
    first = chance.randint(earliest, latest)
    if not newcomer and chance.random() < KNOWN_SHARE:
        first = 0
    last = min(DAYS - 1, first + int(chance.triangular(30, 500, 365)))
    visits = 1 + int(chance.lognormvariate(0.0, 0.75) * group.visits)
    return Shopper(
        id=name,
        group=group,
        tastes=tastes,
        brands=frozenset(chance.choice(brands[category]) for category in loved),
        price=group.price * chance.lognormvariate(0.0, 0.3),
        visits=1 if passing else visits,
        passing=passing,
        first_day=first,
        last_day=last,
        chinese=chance.random() < CHINESE_SHARE,
        eager=chance.betavariate(4.0, 4.0) * 2.0,
    )


def _mass(group: Group) -> float:
    return sum(taste_of(group, category) for category in CATEGORIES)


def segment_rows(people: list[Shopper], seed: int) -> list[tuple[str, str]]:
    """What the shop's own segments say: right for most, missing for some."""
    chance = random.Random(f"{seed}/segments")
    rows = []
    for person in people:
        if chance.random() >= SEGMENT_SHARE:
            continue
        wrong = chance.random() < SEGMENT_NOISE
        group = chance.choice(GROUPS) if wrong else person.group
        rows.append((person.id, group.name))
    return rows
