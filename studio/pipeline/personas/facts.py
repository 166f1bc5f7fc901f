"""The shop's events beside what is bought, as columns that groups are measured on."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from studio.domain.behaviour import SEARCH, Events, Floats, Ints, places_among
from studio.domain.catalogue import Catalogue
from studio.domain.shop import Shop
from studio.domain.taste import Flags

DAY_S = 86400


class ProductFacts(msgspec.Struct, frozen=True):
    """Columns (I,) of the products; -1 and NaN where the catalogue is silent."""

    category: Ints
    brand: Ints
    price: Floats
    price_rank: Floats
    on_sale: Flags
    sellable: Flags
    category_names: tuple[str, ...]
    brand_names: tuple[str, ...]


class ShopFacts(msgspec.Struct, frozen=True):
    """N events by shopper (S of them), on I products, in a shop at the time `now`.

    `product` and `query` are -1 where an event has none. `paid` is a price per unit,
    NaN where unknown. `fresh` marks a shopper's first event on a product.
    """

    shopper: Ints
    product: Ints
    kind: Ints
    time: Ints
    session: Ints
    query: Ints
    paid: Floats
    quantity: Floats
    fresh: Flags
    shoppers: int
    products: ProductFacts
    queries: tuple[str, ...]
    shop: Shop
    now: int

    def of(self, members: Flags) -> Flags:
        """Which events (N,) are those of the members (S,)."""
        chosen: Flags = members[self.shopper]
        return chosen


class Known(msgspec.Struct, frozen=True):
    """What a project knows: the sources of the facts."""

    events: Events
    catalogue: Catalogue
    shop: Shop


def gather_facts(
    known: Known, shoppers: Sequence[str], products: Sequence[str]
) -> ShopFacts:
    """Line the events up with a list of shoppers and one of products."""
    events = known.events
    shopper = places_among(events.shoppers, shoppers)[events.shopper]
    product = _looked_up(events.product, places_among(events.products, products))
    facts = product_facts(known.catalogue, products)
    kept = (shopper >= 0) & ((product >= 0) | (events.kind == SEARCH))
    shopper, product = shopper[kept], product[kept]
    listed = np.where(product >= 0, np.append(facts.price, np.nan)[product], np.nan)
    paid = events.price[kept]
    return ShopFacts(
        shopper=shopper,
        product=product,
        kind=events.kind[kept],
        time=events.time[kept],
        session=events.session[kept],
        query=events.query[kept],
        paid=np.where(np.isnan(paid), listed, paid),
        quantity=np.nan_to_num(events.quantity[kept], nan=1.0),
        fresh=_first_met(shopper, product),
        shoppers=len(shoppers),
        products=facts,
        queries=events.queries,
        shop=known.shop,
        now=int(events.time.max()) if len(events.time) else 0,
    )


def product_facts(catalogue: Catalogue, products: Sequence[str]) -> ProductFacts:
    """Columns of the products, in their order."""
    found = [catalogue.get(product) for product in products]
    price = np.array(
        [np.nan if p is None or p.current_price is None else p.current_price
         for p in found],
        np.float64,
    )  # fmt: skip
    category, category_names = _coded(
        [p.category[-1] if p is not None and p.category else "" for p in found]
    )
    brand, brand_names = _coded(["" if p is None else p.brand for p in found])
    return ProductFacts(
        category=category,
        brand=brand,
        price=price,
        price_rank=_ranks(price),
        on_sale=np.array(
            [p is not None and p.discount_percent > 0 for p in found], bool
        ),
        sellable=np.array(
            [not catalogue.products or p is not None for p in found], bool
        ),
        category_names=category_names,
        brand_names=brand_names,
    )


def _coded(names: Sequence[str]) -> tuple[Ints, tuple[str, ...]]:
    known = tuple(sorted({name for name in names if name}))
    return places_among(names, known), known


def _ranks(price: Floats) -> Floats:
    """Share of the priced products that are cheaper, halves for ties."""
    known = np.sort(price[np.isfinite(price)])
    if not len(known):
        return np.full(len(price), np.nan)
    low = np.searchsorted(known, price, side="left")
    high = np.searchsorted(known, price, side="right")
    return np.where(np.isfinite(price), (low + high) / 2 / len(known), np.nan)


def _looked_up(codes: Ints, places: Ints) -> Ints:
    found: Ints = np.append(places, -1)[codes]
    return found


def _first_met(shopper: Ints, product: Ints) -> Flags:
    fresh = np.zeros(len(product), np.bool_)
    at = np.flatnonzero(product >= 0)
    if len(at):
        key = shopper[at] * (int(product.max()) + 1) + product[at]
        fresh[at[np.unique(key, return_index=True)[1]]] = True
    return fresh
