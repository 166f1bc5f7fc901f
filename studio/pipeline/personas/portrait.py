"""What one can say of a group, in numbers."""

from __future__ import annotations

import msgspec
import numpy as np

from studio.domain.behaviour import ADD_TO_CART, PURCHASE, Floats
from studio.domain.persona import Lift, Portrait, Typical
from studio.domain.privacy import SMALLEST_GROUP
from studio.domain.taste import Flags
from studio.pipeline.personas.facts import DAY_S, ShopFacts
from studio.pipeline.personas.lifts import (
    Odds,
    commonest,
    odds_of,
    strongest,
    weakest,
)
from studio.pipeline.personas.sharing import Sharing
from studio.pipeline.personas.traits import last_times

TYPICAL = 8
"""Typical products that are named."""
POPULAR_WEIGHS = 0.5
"""How much a product's popularity lowers its place among the typical ones."""


def portrait_of(
    facts: ShopFacts,
    members: Flags,
    scores: Floats,
    popularity: Floats,
    floor: int = SMALLEST_GROUP,
) -> Portrait:
    """The numbers of the members (S,); words are added by `words.told`.

    What fewer than `floor` of the members share is left out (k-anonymity over the
    portrait's attributes): each category, brand, search and product that is named,
    and each number, comes from at least so many of them.

    Args:
        facts: The shop's events and products.
        members: Who belongs to the group.
        scores: (I,) the group's score of each product, 0 to 1.
        popularity: (I,) each product's popularity, 0 to 1.
        floor: The least number of members who share what is said.
    """
    own = facts.of(members)
    columns = facts.products
    met = facts.product >= 0
    here = own & met
    share = Sharing(facts, floor)
    categories = odds_of(
        columns.category[facts.product[here]],
        len(columns.category_names),
        columns.category[facts.product[met]],
    )
    brands = odds_of(
        columns.brand[facts.product[here]],
        len(columns.brand_names),
        columns.brand[facts.product[met]],
    )
    low, high = _price_band(share, own)
    bought = own & (facts.kind == PURCHASE)
    buyers = share.enough(bought)
    days = (facts.now - last_times(facts, own)) / DAY_S
    return Portrait(
        categories=_told(
            share.hidden(categories, columns.category[facts.product], here),
            columns.category_names,
            (4, 2),
        ),
        brands=_told(
            share.hidden(brands, columns.brand[facts.product], here),
            columns.brand_names,
            (3, 0),
        ),
        searches=_searches(share, own),
        price_low=low,
        price_high=high,
        basket=share.basket(bought),
        basket_shop=share.basket(facts.kind == PURCHASE),
        purchases_per_shopper=round(float(bought.sum() / max(members.sum(), 1)), 3)
        if buyers or not bought.any()
        else None,
        days_since_last=round(float(np.median(days)), 1)
        if len(days) >= floor
        else None,
        typical=typical(scores, popularity, columns.sellable & share.known(here)),
    )


def _told(
    odds: Odds, names: tuple[str, ...], most: tuple[int, int]
) -> tuple[Lift, ...]:
    """What a group does most and least; its commonest where nothing sets it apart."""
    found = strongest(odds, names, most[0])
    if not found:
        return commonest(odds, names, most[0])
    return found + weakest(odds, names, most[1])


def typical(scores: Floats, popularity: Floats, sellable: Flags) -> tuple[Typical, ...]:
    """What the group likes more than all do, by how much it likes it.

    Ids are places here; `with_ids` puts the shop's in.
    """
    worth = np.where(sellable, scores - POPULAR_WEIGHS * popularity, -np.inf)
    order = np.argsort(-worth, kind="stable")[:TYPICAL]
    order = order[np.argsort(-scores[order], kind="stable")]
    return tuple(
        Typical(str(at), round(float(scores[at]), 3))
        for at in order
        if np.isfinite(worth[at])
    )


def with_ids(portrait: Portrait, products: tuple[str, ...]) -> Portrait:
    """The portrait with the shop's product ids instead of places."""
    named = tuple(
        Typical(products[int(one.product_id)], one.score) for one in portrait.typical
    )
    return msgspec.structs.replace(portrait, typical=named)


def _price_band(share: Sharing, own: Flags) -> tuple[float | None, float | None]:
    """Lower and upper quartile of what is wanted: in the cart or bought, else seen."""
    facts = share.facts
    wanted = own & ((facts.kind == ADD_TO_CART) | (facts.kind == PURCHASE))
    for chosen in (wanted, own):
        priced = chosen & np.isfinite(facts.paid)
        if share.enough(priced):
            low, high = np.quantile(facts.paid[priced], [0.25, 0.75])
            return round(float(low), 2), round(float(high), 2)
    return None, None


def _searches(share: Sharing, own: Flags) -> tuple[str, ...]:
    facts = share.facts
    asked = facts.query >= 0
    here = own & asked
    if not here.any():
        return ()
    odds = odds_of(facts.query[here], len(facts.queries), facts.query[asked])
    by = share.sharers(facts.query, here, len(facts.queries))
    order = np.argsort(-odds.z, kind="stable")
    named = [at for at in order if by[at] >= share.floor and odds.lift[at] > 1]
    return tuple(facts.queries[at] for at in named[:5])
