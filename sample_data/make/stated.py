"""What shoppers say that they like, which is not always what they do."""

from __future__ import annotations

import random

from sample_data.make.catalogue import Item
from sample_data.make.groups import GROUPS, Group
from sample_data.make.shoppers import (
    CATEGORIES,
    CONTRARY_SHARE,
    PREFERENCE_SHARE,
    Shopper,
)

BRAND_SHARE = 0.5
PRICE_SHARE = 0.6
TEXT_SHARE = 0.3
LOW_PRICE = 25.0
MIDDLE_PRICE = 60.0

Row = tuple[str, str, str, str]

WORDS: dict[str, tuple[str, ...]] = {
    "Trail planners": (
        "light gear for two-day walks", "dry feet, whatever the weather",
        "planning a hut tour in June", "things that can be repaired", "轻量徒步装备",
    ),
    "Home stylers": (
        "warm colours and natural materials", "small flat, few good pieces",
        "ceramics for the shelf", "redoing the living room", "喜欢暖色和手作",
    ),
    "Deal hunters": (
        "tell me when it is reduced", "only what is on sale", "end of line bargains",
        "good value for every day", "有折扣请通知我",
    ),
    "Gift givers": (
        "presents for small children", "something for a colleague, under 20",
        "wrapped and sent straight to them", "birthday in May", "送给长辈的礼物",
    ),
    "Home cooks": (
        "pans that last", "sharp knives, no gadgets", "baking bread at weekends",
        "spices and good oil", "周末喜欢烘焙",
    ),
    "Slow mornings": (
        "loose tea, nothing perfumed", "a quiet breakfast", "honey and candles",
        "one good cup", "喜欢安静地喝茶",
    ),
    "Newcomers": (
        "just looking", "a friend told me about you", "first order", "随便看看",
        "things for a new home",
    ),
}  # fmt: skip


def preference_rows(people: list[Shopper], items: list[Item], seed: int) -> list[Row]:
    """Rows `user_id, kind, value, weight`, for a little over half of the shoppers."""
    chance = random.Random(f"{seed}/stated")
    brands = sorted({item.brand for item in items})
    rows: list[Row] = []
    for person in people:
        if chance.random() >= PREFERENCE_SHARE:
            continue
        contrary = chance.random() < CONTRARY_SHARE
        group = chance.choice(GROUPS) if contrary else person.group
        for kind, value in _stated(person, group, brands, chance):
            rows.append((person.id, kind, value, f"{chance.uniform(0.3, 1.0):.2f}"))
    return rows


def _stated(
    person: Shopper, group: Group, brands: list[str], chance: random.Random
) -> list[tuple[str, str]]:
    same = group is person.group
    weights = (
        list(person.tastes)
        if same
        else [group.tastes.get(c, group.rest) for c in CATEGORIES]
    )
    liked = dict.fromkeys(chance.choices(CATEGORIES, weights, k=chance.randint(1, 3)))
    said = [("category", category) for category in liked]
    if chance.random() < BRAND_SHARE:
        known = sorted(person.brands) if same else brands
        said.append(("brand", chance.choice(known)))
    if chance.random() < PRICE_SHARE:
        said.append(("price_band", price_band(person.price if same else group.price)))
    if chance.random() < TEXT_SHARE:
        said.append(("text", chance.choice(WORDS[group.name])))
    return said


def price_band(price: float) -> str:
    """The band that a price in EUR falls in: low, mid or high."""
    if price < LOW_PRICE:
        return "low"
    return "mid" if price < MIDDLE_PRICE else "high"
