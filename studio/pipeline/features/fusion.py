"""Brings language, behaviour and preference together as the taste model's inputs.

Which of them to trust is learned: the gate is a layer of the net in the taste stage.
"""

from __future__ import annotations

import msgspec
import numpy as np

from studio.domain.behaviour import Events, Floats, Ints, Preferences
from studio.domain.catalogue import Catalogue
from studio.domain.taste import Features, TasteInputs
from studio.pipeline.features.behaviour import Renumbering, build_steps
from studio.pipeline.features.preference import preference_vectors
from studio.pipeline.features.text import TextSpace, fit_text, product_text


class ShopData(msgspec.Struct, frozen=True):
    """What a project knows; `extra_shoppers` are known from segments alone."""

    events: Events
    catalogue: Catalogue = Catalogue()
    preferences: Preferences | None = None
    extra_shoppers: tuple[str, ...] = ()


def learn_text(data: ShopData) -> TextSpace | None:
    """The text space of the catalogue and the searches; None without any text."""
    texts = [product_text(product) for product in data.catalogue]
    return fit_text([*texts, *data.events.queries])


def fuse(data: ShopData, space: TextSpace | None) -> TasteInputs:
    """Prepare the inputs, with the text space that the model was trained with.

    Products are those of the catalogue, then ids that only the events know; those are
    not sellable, unless there is no catalogue at all.
    """
    events, catalogue = data.events, data.catalogue
    products = tuple(dict.fromkeys([*(p.id for p in catalogue), *events.products]))
    stated_by = data.preferences.shoppers if data.preferences else ()
    shoppers = tuple(
        dict.fromkeys([*events.shoppers, *stated_by, *data.extra_shoppers])
    )
    prices = _prices(catalogue, len(products))
    to = Renumbering(
        shopper=_places(events.shoppers, shoppers),
        product=_places(events.products, products),
        shoppers=len(shoppers),
        price=prices,
    )
    preferences = data.preferences or _no_preferences()
    preference, stated = preference_vectors(
        preferences,
        _places(preferences.shoppers, shoppers),
        len(shoppers),
        (space, prices),
    )
    known = len(catalogue) or len(products)
    return TasteInputs(
        shoppers=shoppers,
        products=products,
        steps=build_steps(events, to),
        product_features=_product_features(catalogue, len(products), space),
        query_features=_query_features(events.queries, space),
        preference=preference,
        stated=stated,
        sellable=np.arange(len(products)) < known,
    )


def _places(names: tuple[str, ...], among: tuple[str, ...]) -> Ints:
    place = {name: at for at, name in enumerate(among)}
    return np.array([place[name] for name in names], np.int64)


def _prices(catalogue: Catalogue, products: int) -> Floats:
    prices = np.full(products, np.nan)
    for at, product in enumerate(catalogue):
        if product.current_price is not None:
            prices[at] = product.current_price
    return prices


def _product_features(
    catalogue: Catalogue, products: int, space: TextSpace | None
) -> Features:
    if space is None:
        return np.zeros((products, 0), np.float32)
    features = np.zeros((products, space.width), np.float32)
    texts = [product_text(product) for product in catalogue]
    features[: len(texts)] = space.vectors(texts)
    return features


def _query_features(queries: tuple[str, ...], space: TextSpace | None) -> Features:
    if space is None:
        return np.zeros((len(queries), 0), np.float32)
    return space.vectors(queries)


def _no_preferences() -> Preferences:
    nothing = np.zeros(0, np.int64)
    return Preferences(nothing, nothing, (), np.zeros(0), ())
