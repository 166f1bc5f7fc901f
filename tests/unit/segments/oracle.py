"""Who fits a condition, worked out event by event in plain Python."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from studio.domain.segments import (
    Condition,
    Frequency,
    FromCountry,
    Group,
    InCategory,
    InSegment,
    Money,
    OfBrand,
    PriceBand,
    Recency,
    Saving,
    Searched,
)
from tests.unit.segments.made import Event, Good, Shop

PAUSE = timedelta(minutes=30)
KIND_OF = {"views": "view", "carts": "add_to_cart", "searches": "search"}


def fitting(shop: Shop, condition: Condition) -> set[str]:
    """The pseudonyms of all shoppers who fit."""
    own: dict[str, list[Event]] = {name: [] for name in shop.shoppers}
    for event in shop.events:
        own[event.shopper].append(event)
    now = max(event.time for event in shop.events)
    return {name for name in own if fits(Known(shop, name, own[name], now), condition)}


class Known:
    def __init__(self, shop: Shop, name: str, events: list[Event], now: datetime):
        self.shop, self.name, self.events = shop, name, events
        self.today = now.date()

    def good(self, event: Event) -> Good | None:
        return self.shop.goods.get(event.product or "")

    def age(self, event: Event) -> int:
        return (self.today - event.time.astimezone(UTC).date()).days

    def recent(self, days: int | None, events: list[Event]) -> list[Event]:
        return [e for e in events if days is None or self.age(e) < days]

    def sessions(self) -> list[list[Event]]:
        found: dict[object, list[Event]] = {}
        pauses, before = 0, None
        for event in self.events:
            if before is None or event.time - before > PAUSE:
                pauses += 1
            before = event.time
            found.setdefault(event.session or pauses, []).append(event)
        return list(found.values())

    def price(self, event: Event) -> float | None:
        good = self.good(event)
        if event.price is not None or good is None:
            return event.price
        return good.price if good.sale_price is None else good.sale_price

    def worth(self, event: Event) -> float:
        units = 1.0 if event.quantity is None else event.quantity
        return (self.price(event) or 0.0) * units


def within(value: float, least: float | None, most: float | None) -> bool:
    return (least is None or value >= least) and (most is None or value <= most)


def fits(known: Known, condition: Condition) -> bool:  # noqa: C901, PLR0911, PLR0912 - one arm a condition
    match condition:
        case Group(match=how, conditions=parts):
            found = [fits(known, part) for part in parts]
            return {"all": all(found), "any": any(found) or not parts,
                    "none": not any(found)}[how]  # fmt: skip
        case Recency():
            kinds = [e for e in known.events if condition.event in ("event", e.kind)]
            if not kinds:
                return False
            edge = kinds[-1] if condition.edge == "last" else kinds[0]
            return (known.age(edge) < condition.days) == condition.within
        case Frequency():
            return within(measured(known, condition), condition.least, condition.most)
        case Money():
            return spent(known, condition)
        case Saving():
            return saved(known, condition)
        case InCategory() | OfBrand() | PriceBand():
            return counted(known, condition)
        case FromCountry(countries=names):
            known_ones = [e.country for e in known.events if e.country]
            wanted = {name.lower() for name in names}
            return bool(known_ones) and known_ones[-1].lower() in wanted
        case InSegment(segment=segment):
            return (known.name, segment) in known.shop.segments
        case Searched():
            said = [e.query or "" for e in known.recent(condition.days, known.events)]
            words = condition.words.lower().split()
            return any(s and all(w in s.lower() for w in words) for s in said)


def measured(known: Known, condition: Frequency) -> float:
    bought = [e for e in known.events if e.kind == "purchase"]
    match condition.measure:
        case "units":
            recent = known.recent(condition.days, bought)
            return sum(1.0 if e.quantity is None else e.quantity for e in recent)
        case "sessions":
            firsts = [visit[0] for visit in known.sessions()]
            return len(known.recent(condition.days, firsts))
        case "orders":
            visits = [[e for e in v if e.kind == "purchase"] for v in known.sessions()]
            return len(known.recent(condition.days, [v[0] for v in visits if v]))
        case kind:
            events = [e for e in known.events if e.kind == KIND_OF[kind]]
            return len(known.recent(condition.days, events))


def spent(known: Known, condition: Money) -> bool:
    bought = [e for e in known.events if e.kind == "purchase"]
    recent = known.recent(condition.days, bought)
    total = sum(known.worth(e) for e in recent)
    if condition.measure == "spent":
        return within(total, condition.least, condition.most)
    visits = [[e for e in v if e.kind == "purchase"] for v in known.sessions()]
    priced = [v for v in visits if any(known.price(e) is not None for e in v)]
    orders = len(known.recent(condition.days, [v[0] for v in priced]))
    return bool(orders) and within(total / orders, condition.least, condition.most)


def saved(known: Known, condition: Saving) -> bool:
    bought = [e for e in known.events if e.kind == "purchase"]
    cheap = 0
    for event in bought:
        good = known.good(event)
        if good is None or good.price is None:
            continue
        if event.price is None:
            cheap += good.sale_price is not None and good.sale_price < good.price
        else:
            cheap += event.price < 0.995 * good.price
    return bool(bought) and within(cheap / len(bought), condition.least, condition.most)


def counted(known: Known, condition: InCategory | OfBrand | PriceBand) -> bool:
    events = known.recent(
        condition.days, [e for e in known.events if e.kind == condition.deed]
    )
    n = sum(1 for event in events if about(known, condition, event))
    return within(n, condition.least, condition.most)


def about(
    known: Known, condition: InCategory | OfBrand | PriceBand, event: Event
) -> bool:
    good = known.good(event)
    if good is None:
        return False
    match condition:
        case InCategory(path=path):
            steps = [step.lower() for step in good.category]
            wanted = [step.lower() for step in path]
            starts = range(len(steps) - len(wanted) + 1)
            return any(steps[at : at + len(wanted)] == wanted for at in starts)
        case OfBrand(brands=brands):
            return good.brand.lower() in {brand.lower() for brand in brands}
        case PriceBand(low=low, high=high):
            price = known.price(event)
            if condition.deed != "purchase":
                price = good.price if good.sale_price is None else good.sale_price
            return price is not None and within(price, low, high)
