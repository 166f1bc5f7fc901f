"""What behaviour says about products: how popular, and bought with what."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise

import numpy as np

from studio.domain.behaviour import ADD_TO_CART, NO_PRODUCT, PURCHASE, VIEW, Events

_WEIGHT = {VIEW: 1.0, ADD_TO_CART: 2.0, PURCHASE: 4.0}
_BASKET = 12
"""Only the nearest of a shopper's purchases count as one basket."""
_MOST_BASKETS = 200_000
"""Of more baskets than this every second, third... is counted."""
_LEAST = 4
_SURE = 4.0
"""A pair that met less often, or with a smaller z-score, is chance, not evidence."""


def popularity_of(events: Events) -> dict[str, float]:
    """Share of weighted views, carts and purchases, 1 for the most popular."""
    known = events.product != NO_PRODUCT
    weight = np.zeros(len(events))
    for kind, value in _WEIGHT.items():
        weight[events.kind == kind] = value
    counts = np.bincount(
        events.product[known], weight[known], minlength=len(events.products)
    )
    most = counts.max(initial=0.0)
    if most <= 0:
        return dict.fromkeys(events.products, 0.0)
    return dict(zip(events.products, (counts / most).tolist(), strict=True))


def bought_together(events: Events, most: int = 6) -> dict[str, tuple[str, ...]]:
    """For each product those that the same sessions put into the bag with it.

    A pair counts when it meets far more often than chance would have it: at least
    four times, and four standard deviations above the product of both shares (the
    z-score of a Poisson count). The surest pairs come first.
    """
    baskets = _baskets(events)
    single: Counter[int] = Counter()
    pairs: Counter[tuple[int, int]] = Counter()
    for basket in baskets:
        single.update(basket)
        ordered = sorted(basket)
        pairs.update((a, b) for i, a in enumerate(ordered) for b in ordered[i + 1 :])
    found: dict[int, list[tuple[float, int]]] = defaultdict(list)
    for (a, b), count in pairs.items():
        expected = single[a] * single[b] / len(baskets)
        z = (count - expected) / expected**0.5
        if count >= _LEAST and z >= _SURE:
            found[a].append((-z, b))
            found[b].append((-z, a))
    return {
        events.products[a]: tuple(events.products[b] for _, b in sorted(others)[:most])
        for a, others in found.items()
    }


def _baskets(events: Events) -> list[set[int]]:
    """Products that went into one bag: by session, or by shopper where unknown."""
    chosen = np.isin(events.kind, (ADD_TO_CART, PURCHASE))
    chosen &= events.product != NO_PRODUCT
    places = np.flatnonzero(chosen)
    if not len(places):
        return []
    keys = np.stack([events.shopper[places], events.session[places]], axis=1)
    breaks = np.flatnonzero((np.diff(keys, axis=0) != 0).any(axis=1)) + 1
    bounds = list(pairwise([0, *breaks.tolist(), len(places)]))
    step = -(-len(bounds) // _MOST_BASKETS)
    products = events.product[places]
    return [set(products[a:b][:_BASKET].tolist()) for a, b in bounds[::step]]
