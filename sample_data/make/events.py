"""A year of views, carts, purchases and searches."""

from __future__ import annotations

import random
from bisect import bisect
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import accumulate

from sample_data.make.groups import FOLLOW_UPS, REFILLS
from sample_data.make.searches import query_for
from sample_data.make.shelves import (
    COMPARED_WEIGHTS,
    TOGETHER_WEIGHTS,
    Shelves,
    appeal,
    season_factor,
)
from sample_data.make.shoppers import CATEGORIES, Shopper

START = datetime(2025, 11, 16, tzinfo=UTC)
STAY = 0.5
REFILL = 0.3
DRIFT = 0.08
RESUME = 0.35
MORE_VIEWS = 0.79
MOST_VIEWS = 24
LONGEST_PASSING = 5
TWO_IN_BAG = 0.1
TWO_REFILLS = 0.25
LATER_PURCHASE = 0.12
STEP_COMPARE, STEP_BROWSE, STEP_TOGETHER, STEP_SWITCH = 0.22, 0.54, 0.66, 0.95

Row = tuple[str, str, str, str, str, str, str, str]
"""user_id, event, product_id, query, timestamp, session_id, quantity, price."""


@dataclass
class Mind:
    """What a shopper carries from one session to the next."""

    person: Shopper
    chance: random.Random
    tastes: list[float]
    category: str = ""
    last: int = -1
    bought: list[int] = field(default_factory=list)
    waiting: list[int] = field(default_factory=list)
    follow: str = ""
    appeals: dict[str, list[float]] = field(default_factory=dict)


@dataclass
class Visit:
    """One session while it happens."""

    name: str
    time: datetime
    rows: list[Row] = field(default_factory=list)
    bag: list[int] = field(default_factory=list)


def shopper_rows(person: Shopper, shelves: Shelves, seed: int) -> list[Row]:
    """All events of one shopper, in time order."""
    chance = random.Random(f"{seed}/events/{person.id}")
    mind = Mind(person, chance, list(person.tastes))
    rows: list[Row] = []
    for time in _session_times(person, chance):
        visit = Visit(f"s{chance.getrandbits(32):08x}", time)
        _visit(mind, visit, shelves)
        rows.extend(visit.rows)
        if chance.random() < DRIFT * 2:
            mind.tastes[chance.randrange(len(CATEGORIES))] *= 6.0
    return rows[:LONGEST_PASSING] if person.passing else rows


def _session_times(person: Shopper, chance: random.Random) -> list[datetime]:
    group = person.group
    days = range(person.first_day, person.last_day + 1)
    weights = []
    for day in days:
        date = START + timedelta(days=day)
        month = group.months.get(date.month, 1.0)
        weights.append(month * group.weekdays[date.weekday()])
    chosen = sorted(chance.choices(days, weights, k=person.visits))
    times = []
    for day in chosen:
        hour = min(23.2, max(0.1, chance.gauss(*group.hours)))
        times.append(START + timedelta(days=day, seconds=int(hour * 3600)))
    return sorted(times)


def _visit(mind: Mind, visit: Visit, shelves: Shelves) -> None:
    chance, group = mind.chance, mind.person.group
    mind.category = _mission(mind, visit.time.month)
    at = _first(mind, visit.time.month, shelves)
    if chance.random() < group.search:
        query = query_for(shelves.items[at], chance, chinese=mind.person.chinese)
        _note(mind, visit, "search", query=query)
    seen: set[int] = set()
    while True:
        _look(mind, visit, at, shelves)
        seen.add(at)
        if len(seen) >= MOST_VIEWS or chance.random() > MORE_VIEWS:
            break
        at = _next(mind, at, visit.time.month, shelves, seen)
    _checkout(mind, visit, shelves)


def _mission(mind: Mind, month: int) -> str:
    """The category that this session is about."""
    chance = mind.chance
    follow, mind.follow = mind.follow, ""
    if follow and chance.random() < mind.person.group.follow:
        return chance.choice(FOLLOW_UPS[follow])
    if mind.category and chance.random() < STAY:
        return mind.category
    weights = [
        taste * _department_factor(category, month)
        for category, taste in zip(CATEGORIES, mind.tastes, strict=True)
    ]
    return chance.choices(CATEGORIES, weights)[0]


def _department_factor(category: str, month: int) -> float:
    if category.startswith("Outdoor"):
        return 1.4 if month in {4, 5, 6, 7, 8} else 0.8
    if category.startswith("Gifts"):
        return 1.8 if month in {11, 12} else 0.9
    return 1.0


def _first(mind: Mind, month: int, shelves: Shelves) -> int:
    """The product that a session opens with."""
    chance = mind.chance
    refills = [at for at in mind.bought if shelves.items[at].category in REFILLS]
    if refills and chance.random() < REFILL:
        return chance.choice(refills)
    if mind.last >= 0 and chance.random() < RESUME:
        paths = shelves.together if mind.last in mind.bought else shelves.compared
        weights = TOGETHER_WEIGHTS if mind.last in mind.bought else COMPARED_WEIGHTS
        return _along(paths[mind.last], weights, chance)
    return _browse(mind, mind.category, month, shelves)


def _along(
    path: tuple[int, ...], weights: tuple[float, ...], chance: random.Random
) -> int:
    return chance.choices(path, weights[: len(path)])[0]


def _browse(mind: Mind, category: str, month: int, shelves: Shelves) -> int:
    shelf = shelves.by_category[category]
    appeals = mind.appeals.get(category)
    if appeals is None:
        appeals = [appeal(mind.person, shelves.items[at]) for at in shelf]
        mind.appeals[category] = appeals
    weights = accumulate(
        value * season_factor(shelves.items[at].season, month) + 1e-9
        for value, at in zip(appeals, shelf, strict=True)
    )
    cumulative = list(weights)
    place = bisect(cumulative, mind.chance.random() * cumulative[-1])
    return shelf[min(place, len(shelf) - 1)]


def _next(mind: Mind, at: int, month: int, shelves: Shelves, seen: set[int]) -> int:
    """The product looked at after `at`; a few tries to avoid one seen just now."""
    step = at
    for _ in range(4):
        step = _step(mind, at, month, shelves)
        if step not in seen:
            break
    return step


def _step(mind: Mind, at: int, month: int, shelves: Shelves) -> int:
    chance = mind.chance
    luck = chance.random()
    if luck < STEP_COMPARE:
        return _along(shelves.compared[at], COMPARED_WEIGHTS, chance)
    if luck < STEP_BROWSE:
        return _browse(mind, shelves.items[at].category, month, shelves)
    if luck < STEP_TOGETHER:
        return _along(shelves.together[at], TOGETHER_WEIGHTS, chance)
    if luck < STEP_SWITCH:
        category = chance.choices(CATEGORIES, mind.tastes)[0]
        return _browse(mind, category, month, shelves)
    return chance.randrange(len(shelves.items))


def _look(mind: Mind, visit: Visit, at: int, shelves: Shelves) -> None:
    chance, group = mind.chance, mind.person.group
    item = shelves.items[at]
    _note(mind, visit, "view", product=item.id)
    mind.last, mind.category = at, item.category
    sold_out = item.stock == 0 and visit.time.month in {10, 11}
    keen = 1.5 if item.sale_price is not None and group.bargain > 1 else 1.0
    if not sold_out and chance.random() < group.cart * keen:
        many = 2 if chance.random() < TWO_IN_BAG else 1
        _note(mind, visit, "add_to_cart", product=item.id, many=many, price=item.paid)
        visit.bag.append(at)


def _checkout(mind: Mind, visit: Visit, shelves: Shelves) -> None:
    chance, group = mind.chance, mind.person.group
    late = [at for at in mind.waiting if chance.random() < LATER_PURCHASE]
    for at in dict.fromkeys(visit.bag + late):
        now = at in late or chance.random() < group.buy
        if not now:
            mind.waiting.append(at)
            continue
        item = shelves.items[at]
        many = 2 if item.category in REFILLS and chance.random() < TWO_REFILLS else 1
        _note(mind, visit, "purchase", product=item.id, many=many, price=item.paid)
        mind.bought.append(at)
        mind.last, mind.follow = at, item.category
    mind.waiting = [at for at in mind.waiting if at not in mind.bought][-4:]


def _note(
    mind: Mind,
    visit: Visit,
    event: str,
    *,
    product: str = "",
    query: str = "",
    many: int = 0,
    price: float = 0.0,
) -> None:
    visit.rows.append(
        (
            mind.person.id,
            event,
            product,
            query,
            visit.time.strftime("%Y-%m-%dT%H:%M:%SZ"),
            visit.name,
            str(many) if many else "",
            f"{price:.2f}" if price else "",
        )
    )
    visit.time += timedelta(seconds=int(mind.chance.lognormvariate(3.6, 0.7)) + 2)
