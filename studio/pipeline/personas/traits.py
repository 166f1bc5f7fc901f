"""A group in ten shop-independent numbers from 0 to 1."""

from __future__ import annotations

import numpy as np

from studio.domain.behaviour import ADD_TO_CART, PURCHASE, SEARCH, Floats, Ints
from studio.domain.persona import Traits
from studio.domain.privacy import SMALLEST_GROUP
from studio.domain.taste import Flags
from studio.pipeline.personas.facts import DAY_S, ShopFacts

RECENT_DAYS = 30.0
"""A last event this long ago counts 1/e as recent as one just now."""
OFTEN_SESSIONS = 10.0
"""So many sessions count as 1 - 1/e of the highest frequency."""
ENOUGH = 3
"""Events that a shopper needs before their variety or loyalty says anything."""


def traits_of(facts: ShopFacts, members: Flags, floor: int = SMALLEST_GROUP) -> Traits:
    """The traits of the members (S,); None where nothing is known.

    A number that fewer than `floor` of them make what it is, is not known either.
    """
    own = facts.of(members)
    if len(np.unique(facts.shopper[own])) < floor:
        return Traits()
    kind, product = facts.kind[own], facts.product[own]
    met = product[product >= 0]
    columns = facts.products
    priced = bool(np.isfinite(columns.price).any())
    who = facts.shopper[own]
    who_met, fresh = who[product >= 0], facts.fresh[own][product >= 0]
    return Traits(
        search_share=_share(kind == SEARCH, who, floor),
        cart_share=_share(kind == ADD_TO_CART, who, floor),
        purchase_share=_share(kind == PURCHASE, who, floor),
        discount_share=_share(columns.on_sale[met], who_met, floor) if priced else None,
        price_rank=_mean(columns.price_rank[met], who_met, floor) if priced else None,
        category_entropy=_entropy(facts, own, floor),
        brand_loyalty=_loyalty(facts, own, floor),
        recency=_recency(facts, own),
        frequency=_frequency(facts, own),
        novelty=_share(fresh, who_met, floor),
    )


def _share(flags: Flags, who: Ints, floor: int) -> float | None:
    """The share of events; of none at all it is what every member has in common."""
    few = 0 < len(np.unique(who[flags])) < floor
    return round(float(flags.mean()), 4) if len(flags) and not few else None


def _mean(values: Floats, who: Ints, floor: int) -> float | None:
    known = np.isfinite(values)
    if len(np.unique(who[known])) < floor:
        return None
    return round(float(values[known].mean()), 4)


def last_times(facts: ShopFacts, own: Flags) -> Ints:
    """Time of the last event of each shopper who has one among `own` events."""
    shopper, time = facts.shopper[own], facts.time[own]
    last = np.full(facts.shoppers, -1, np.int64)
    np.maximum.at(last, shopper, time)
    return last[np.unique(shopper)]


def _recency(facts: ShopFacts, own: Flags) -> float | None:
    days = (facts.now - last_times(facts, own)) / DAY_S
    return round(float(np.exp(-days / RECENT_DAYS).mean()), 4)


def _frequency(facts: ShopFacts, own: Flags) -> float | None:
    pairs = np.unique(np.stack([facts.shopper[own], facts.session[own]]), axis=1)
    sessions = np.unique(pairs[0], return_counts=True)[1]
    return round(float((1 - np.exp(-sessions / OFTEN_SESSIONS)).mean()), 4)


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


def _entropy(facts: ShopFacts, own: Flags, floor: int) -> float | None:
    names = facts.products.category_names
    if len(names) <= 1:
        return None
    shares = _table(facts, own, facts.products.category, len(names))
    logs = np.log(np.where(shares > 0, shares, 1))
    entropy = -(shares * logs).sum(axis=1) / np.log(len(names))
    return round(float(entropy.mean()), 4) if len(shares) >= floor else None


def _loyalty(facts: ShopFacts, own: Flags, floor: int) -> float | None:
    names = facts.products.brand_names
    if len(names) <= 1:
        return None
    shares = _table(facts, own, facts.products.brand, len(names))
    return round(float(shares.max(axis=1).mean()), 4) if len(shares) >= floor else None
