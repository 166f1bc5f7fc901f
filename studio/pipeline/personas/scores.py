"""How well each product fits each group, 0 to 1."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from studio.domain.behaviour import ADD_TO_CART, PURCHASE, Floats, Ints
from studio.domain.likely import Likely
from studio.domain.taste import Features, Flags
from studio.pipeline.personas.facts import DAY_S, ShopFacts

MOST_SHARES = 4_000_000
"""Shares held at once, at most."""
MODEL_WEIGHS = 0.5
"""Share of the model in a score; the group's own recent purchases are the rest."""
HALF_LIFE_DAYS = 20.0
"""A purchase this long ago counts half."""
CART_COUNTS, VIEW_COUNTS = 0.4, 0.1
"""What other events count, a purchase being 1."""
SMOOTHING = 20.0
"""Purchases of the whole shop that are mixed into a group's."""
ASKED_OF_ALL = 5.0
"""Shoppers of the whole shop that are mixed into what a group will likely buy."""
EVEN = 0.5
"""Power that lifts the middle of the scale, so that good products differ visibly."""


def expected_shares(likely: Likely, rows: tuple[Ints, int], products: int) -> Floats:
    """Share (P + 1, I) of each product in what groups will buy; the last of everyone.

    Args:
        likely: Of S shoppers.
        rows: Each shopper's group (S,) or -1, and the number of groups P.
        products: I.
    """
    member, groups = rows
    total = np.zeros((groups + 1, products))
    has = likely.product >= 0
    who, _ = np.nonzero(has)
    product, worth = likely.product[has], likely.worth[has]
    inside = member[who] >= 0
    np.add.at(total, (member[who][inside], product[inside]), worth[inside])
    total[groups] = np.bincount(product, worth, minlength=products)
    asked = max(int((likely.worth > 0).any(axis=1).sum()), 1)
    total[:groups] += ASKED_OF_ALL / asked * total[groups]
    total /= np.maximum(total.sum(axis=1, keepdims=True), 1e-12)
    return total


def model_shares(
    tastes: Features,
    products: Features,
    rows: tuple[Ints, int],
    tick: Callable[[], None] = lambda: None,
) -> Floats:
    """Mean softmax of the members' model scores, (P + 1, I), the last for everyone.

    Args:
        tastes: (S, D).
        products: (I, D).
        rows: Each shopper's group (S,) or -1, and the number of groups P.
        tick: Called now and then.
    """
    member, groups = rows
    total = np.zeros((groups + 1, len(products)))
    size = max(16, min(1024, MOST_SHARES // max(len(products), 1)))
    for first in range(0, len(tastes), size):
        tick()
        part = slice(first, first + size)
        shares = _softmax(tastes[part] @ products.T)
        inside = member[part] >= 0
        np.add.at(total, member[part][inside], shares[inside])
        total[groups] += shares.sum(axis=0)
    total /= np.maximum(total.sum(axis=1, keepdims=True), 1e-12)
    return total


def purchase_shares(facts: ShopFacts, members: Flags, among: Floats) -> Floats:
    """Share (I,) of each product in the group's recent purchases.

    Args:
        facts: The shop's events.
        members: (S,) who belongs to the group.
        among: (I,) the shares of the whole shop, mixed in where the group is small.
    """
    worth = recent_worth(facts, facts.of(members), len(among)) + SMOOTHING * among
    shares: Floats = worth / max(worth.sum(), 1e-12)
    return shares


def shop_shares(facts: ShopFacts) -> Floats:
    """Share (I,) of each product in the whole shop's recent purchases."""
    everyone = np.ones(len(facts.shopper), np.bool_)
    worth = recent_worth(facts, everyone, len(facts.products.price)) + 1e-6
    shares: Floats = worth / worth.sum() if len(worth) else worth
    return shares


def recent_worth(facts: ShopFacts, own: Flags, products: int) -> Floats:
    """Events by product (I,), purchases counting most, older ones less."""
    met = own & (facts.product >= 0)
    age = (facts.now - facts.time[met]) / DAY_S
    summed: Floats = np.zeros(products)
    np.add.at(summed, facts.product[met], worth_of(facts.kind[met], age))
    return summed


def worth_of(kind: Ints, age: Floats) -> Floats:
    """What events of some kinds count, by their age in days; (N,)."""
    worth = np.full(len(kind), VIEW_COUNTS)
    worth[kind == ADD_TO_CART] = CART_COUNTS
    worth[kind == PURCHASE] = 1.0
    counted: Floats = worth * 0.5 ** (age / HALF_LIFE_DAYS)
    return counted


def blended(model: Floats, bought: Floats) -> Floats:
    """One row of scores from 0 to 1 out of the model's shares and the purchases'."""
    share = MODEL_WEIGHS * model + (1 - MODEL_WEIGHS) * bought
    highest = share.max() if len(share) else 0.0
    scale: Floats = (share / highest) ** EVEN if highest > 0 else np.zeros_like(share)
    return scale


def popularity_of(facts: ShopFacts) -> Floats:
    """Popularity (I,): share of purchases and of views, 1 for the most popular."""
    width = len(facts.products.price)
    met = facts.product >= 0
    popular = np.zeros(width)
    for chosen in (met & (facts.kind == PURCHASE), met & (facts.kind != PURCHASE)):
        count = np.bincount(facts.product[chosen], minlength=width)
        popular += count / max(count.sum(), 1)
    highest = popular.max() if width else 0.0
    return popular / highest if highest > 0 else popular


def _softmax(scores: Features) -> Floats:
    shares: Floats = np.exp(
        scores - scores.max(axis=1, keepdims=True), dtype=np.float64
    )
    shares /= shares.sum(axis=1, keepdims=True)
    return shares
