"""What a row of products has in common, so that its title can say it truthfully."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from studio.domain.catalogue import Product
from studio.domain.persona import Persona
from studio.pipeline.page.request import Setting
from studio.pipeline.page.shelf import Shelf
from studio.pipeline.page.taste import Scored, is_bargain, is_new

Kind = Literal[
    "picked", "category", "deals", "under", "new", "brand", "popular", "goes", "dear"
]
STEPS: tuple[float, ...] = (
    5, 10, 15, 20, 25, 30, 40, 50, 60, 80, 100, 150, 200, 300, 500, 1000, 2000, 5000,
)  # fmt: skip
"""Round prices that a title can name."""
_TASTES = 8
"""So many of a category's best products stand for it."""
_DEAR_RANK = 0.62
_LIFT = 1.25
_POPULAR_SHARE = 0.15
_LEAST_LIFT, _MOST_LIFT, _LIFT_POWER = 0.2, 5.0, 0.4


class Theme(msgspec.Struct, frozen=True):
    """One idea for a row: what kind, and the category, brand or price it means."""

    kind: Kind
    category: tuple[str, ...] = ()
    brand: str = ""
    limit: float = 0.0
    ids: frozenset[str] = frozenset()

    def admits(self, product: Product) -> bool:
        """Whether a product belongs to it."""
        price = product.current_price
        tests: dict[Kind, bool] = {
            "category": product.category[: len(self.category)] == self.category,
            "deals": product.discount_percent > 0,
            "under": price is not None and price <= self.limit,
            "dear": price is not None and price >= self.limit,
            "brand": product.brand == self.brand,
            "picked": True,
        }
        return tests.get(self.kind, product.id in self.ids)


PICKED = Theme("picked")


def top_categories(
    ranked: Sequence[Scored], depth: int, persona: Persona
) -> list[tuple[str, ...]]:
    """Category paths of a depth, those that the persona likes best first.

    A category counts with the mean fit of its eight best products, missing ones as 0,
    so that one lucky product does not carry a category; what the portrait says sets
    the persona apart (the lift of a category) weighs in.
    """
    best: dict[tuple[str, ...], list[float]] = defaultdict(list)
    for scored in ranked:
        path = scored.product.category[:depth]
        if path and len(path) == min(depth, len(scored.product.category)):
            best[path].append(scored.score)
    worth = {
        path: sum(sorted(values, reverse=True)[:_TASTES]) * _apart(path, persona)
        for path, values in best.items()
    }
    return sorted(worth, key=lambda path: -worth[path])


def _apart(path: tuple[str, ...], persona: Persona) -> float:
    """Over 1 for categories that the persona seeks more than others do."""
    lifts = {lift.name: lift.lift for lift in persona.portrait.categories}
    names = (" > ".join(path), path[-1])
    lift = next((lifts[name] for name in names if name in lifts), 1.0)
    return math.pow(min(max(lift, _LEAST_LIFT), _MOST_LIFT), _LIFT_POWER)


def themes_for(setting: Setting, shelf: Shelf, rank: int) -> Iterator[Theme]:
    """Themes that suit the persona, the most fitting first.

    `rank` (the candidate's number) turns the order, so that candidates differ.
    """
    pool = shelf.all()
    leaves = [
        Theme("category", path) for path in top_categories(pool, 2, setting.persona)[:6]
    ]
    tops = [
        Theme("category", path) for path in top_categories(pool, 1, setting.persona)[:3]
    ]
    extra = [
        *_priced(setting, pool),
        *_branded(setting.persona, pool),
        *_fresh(setting, pool),
        *_popular(setting, pool),
    ]
    deals = [Theme("deals")] if any(s.product.discount_percent for s in pool) else []
    first = deals if is_bargain(setting.persona) else []
    themes = [
        *first,
        *_mixed(_turned(leaves, rank), [*tops[:1], *_turned(extra, rank)]),
    ]
    yield from [*themes, *(t for t in deals if t not in themes), *tops[1:]]


def _mixed(main: list[Theme], side: list[Theme]) -> list[Theme]:
    """One of each in turn; what is left over follows."""
    longest = max(len(main), len(side))
    return [
        theme
        for at in range(longest)
        for row in (main, side)
        if at < len(row)
        for theme in (row[at],)
    ]


def _turned(themes: list[Theme], by: int) -> list[Theme]:
    """The list begun at another of its first three."""
    start = by % min(3, len(themes)) if themes else 0
    return themes[start:] + themes[:start]


def _priced(setting: Setting, pool: Sequence[Scored]) -> list[Theme]:
    prices = sorted(p for s in pool if (p := s.product.current_price) is not None)
    if len(prices) < _TASTES:
        return []
    rank = setting.persona.traits.price_rank
    cheap = prices[int(len(prices) * 0.4)]
    limit = next((step for step in STEPS if step >= cheap), 0.0)
    themes = [Theme("under", limit=limit)] if limit else []
    if rank is not None and rank >= _DEAR_RANK:
        dear = prices[int(len(prices) * 0.75)]
        floor = max((step for step in STEPS if step <= dear), default=0.0)
        themes.insert(0, Theme("dear", limit=floor))
    return themes


def _branded(persona: Persona, pool: Sequence[Scored]) -> list[Theme]:
    known = {s.product.brand for s in pool}
    lifted = [b for b in persona.portrait.brands if b.lift >= _LIFT and b.name in known]
    return [Theme("brand", brand=b.name) for b in lifted[:1]]


def _fresh(setting: Setting, pool: Sequence[Scored]) -> list[Theme]:
    ids = frozenset(s.product.id for s in pool if is_new(s.product, setting.today))
    return [Theme("new", ids=ids)] if ids else []


def _popular(setting: Setting, pool: Sequence[Scored]) -> list[Theme]:
    ids = bestsellers(setting, pool)
    return [Theme("popular", ids=ids)] if ids else []


def bestsellers(setting: Setting, pool: Sequence[Scored]) -> frozenset[str]:
    """The most popular part of the products in stock; none where nothing is known."""
    known = [s.product.id for s in pool if setting.popularity.get(s.product.id, 0) > 0]
    known.sort(key=lambda product_id: -setting.popularity[product_id])
    return frozenset(known[: math.ceil(len(pool) * _POPULAR_SHARE)])
