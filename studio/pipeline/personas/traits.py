"""A group in ten shop-independent numbers from 0 to 1."""

from __future__ import annotations

import numpy as np

from studio.domain.behaviour import ADD_TO_CART, PURCHASE, SEARCH, Floats, Ints
from studio.domain.persona import Traits
from studio.domain.taste import Flags
from studio.pipeline.personas.facts import DAY_S, ShopFacts

RECENT_DAYS = 30.0
"""A last event this long ago counts 1/e as recent as one just now."""
OFTEN_SESSIONS = 10.0
"""So many sessions count as 1 - 1/e of the highest frequency."""
ENOUGH = 3
"""Events that a shopper needs before their variety or loyalty says anything."""


def traits_of(facts: ShopFacts, members: Flags) -> Traits:
    """The traits of the members (S,); None where nothing is known."""
    own = facts.of(members)
    if not own.any():
        return Traits()
    kind, product = facts.kind[own], facts.product[own]
    met = product[product >= 0]
    columns = facts.products
    priced = bool(np.isfinite(columns.price).any())
    fresh = facts.fresh[own][product >= 0]
    return Traits(
        search_share=_share(kind == SEARCH),
        cart_share=_share(kind == ADD_TO_CART),
        purchase_share=_share(kind == PURCHASE),
        discount_share=_share(columns.on_sale[met]) if priced else None,
        price_rank=_mean(columns.price_rank[met]) if priced else None,
        category_entropy=_entropy(facts, own),
        brand_loyalty=_loyalty(facts, own),
        recency=_recency(facts, own),
        frequency=_frequency(facts, own),
        novelty=_share(fresh),
    )


def _share(flags: Flags) -> float | None:
    return round(float(flags.mean()), 4) if len(flags) else None


def _mean(values: Floats) -> float | None:
    known = values[np.isfinite(values)]
    return round(float(known.mean()), 4) if len(known) else None


def last_times(facts: ShopFacts, own: Flags) -> Ints:
    """Time of the last event of each shopper who has one among `own` events."""
    shopper, time = facts.shopper[own], facts.time[own]
    last = np.full(facts.shoppers, -1, np.int64)
    np.maximum.at(last, shopper, time)
    return last[np.unique(shopper)]


def _recency(facts: ShopFacts, own: Flags) -> float | None:
    days = (facts.now - last_times(facts, own)) / DAY_S
    return _mean(np.exp(-days / RECENT_DAYS))


def _frequency(facts: ShopFacts, own: Flags) -> float | None:
    pairs = np.unique(np.stack([facts.shopper[own], facts.session[own]]), axis=1)
    sessions = np.unique(pairs[0], return_counts=True)[1]
    return _mean(1 - np.exp(-sessions / OFTEN_SESSIONS))


def _table(facts: ShopFacts, own: Flags, code: Ints, width: int) -> Floats:
    """Events by shopper and code, for shoppers with ENOUGH of them, rows sum to 1."""
    met = own & (facts.product >= 0)
    value = code[facts.product[met]]
    shopper = facts.shopper[met][value >= 0]
    who, row = np.unique(shopper, return_inverse=True)
    counts = np.zeros((len(who), width))
    np.add.at(counts, (row, value[value >= 0]), 1)
    counts = counts[counts.sum(axis=1) >= ENOUGH]
    shares: Floats = counts / counts.sum(axis=1, keepdims=True)
    return shares


def _entropy(facts: ShopFacts, own: Flags) -> float | None:
    names = facts.products.category_names
    if len(names) <= 1:
        return None
    shares = _table(facts, own, facts.products.category, len(names))
    logs = np.log(np.where(shares > 0, shares, 1))
    return _mean(-(shares * logs).sum(axis=1) / np.log(len(names)))


def _loyalty(facts: ShopFacts, own: Flags) -> float | None:
    names = facts.products.brand_names
    if len(names) <= 1:
        return None
    return _mean(_table(facts, own, facts.products.brand, len(names)).max(axis=1))
