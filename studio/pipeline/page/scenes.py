"""The drawn backdrop that fits what stands in it."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from typing import TypeVar

from studio.domain.catalogue import Product
from studio.domain.moods import moods_of
from studio.domain.page import Backdrop, Scene, Tint
from studio.domain.shop import Shop

Choice = TypeVar("Choice", Backdrop, Tint)

_BACKDROPS: dict[str, tuple[Backdrop, ...]] = {
    "water": ("water",),
    "camp": ("forest", "ridge", "water"),
    "picnic": ("water", "forest"),
    "outdoor": ("ridge", "forest", "water"),
    "sport": ("ridge", "water"),
    "kitchen": ("counter",),
    "tea": ("counter", "arch"),
    "coffee": ("counter",),
    "baking": ("counter",),
    "gifts": ("parcel", "plinth"),
    "paper": ("parcel", "plinth"),
    "kids": ("parcel", "room"),
    "food": ("counter", "parcel"),
    "garden": ("arch", "room"),
    "seating": ("room",),
    "light": ("arch", "room"),
    "home": ("room", "arch"),
    "fashion": ("arch", "plinth"),
    "beauty": ("arch", "plinth"),
}
_TINTS: dict[str, tuple[Tint, ...]] = {
    "camp": ("sage", "mist"),
    "outdoor": ("sky", "sage", "mist"),
    "kitchen": ("butter", "clay", "sand"),
    "kids": ("lilac", "blush"),
    "gifts": ("blush", "lilac", "butter"),
    "garden": ("sage", "sand"),
    "light": ("butter", "sand"),
    "home": ("sand", "clay", "mist"),
}
# in order of what decides: a torch is first of all outdoors, then a light
_ANY_BACKDROP: tuple[Backdrop, ...] = ("plinth", "arch")


def scene_for(
    products: Sequence[Product], shop: Shop, seed: int, *, sale: bool = False
) -> Scene:
    """Backdrop and tint for products: their category's, or the burst of a sale."""
    names = [name for p in products[:1] for name in category_names(p, shop)]
    moods = moods_of(*names)
    backdrops = _first(_BACKDROPS, moods, _ANY_BACKDROP)
    tints = _first(_TINTS, moods, ("sand", "mist", "sage", "lilac"))
    backdrop: Backdrop = "burst" if sale else backdrops[seed % len(backdrops)]
    tint: Tint = "butter" if sale else tints[seed // 3 % len(tints)]
    return Scene(backdrop, tint)


def category_names(product: Product, shop: Shop) -> list[str]:
    """A product's categories from the leaf up, in every language the shop has."""
    names: list[str] = []
    for step in reversed(product.category):
        words = shop.category_names.get(step)
        names += [step, *((words.en, words.zh) if words else ())]
    return [name for name in names if name]


def _first(
    table: Mapping[str, tuple[Choice, ...]],
    moods: Sequence[str],
    otherwise: tuple[Choice, ...],
) -> tuple[Choice, ...]:
    return next((table[mood] for mood in table if mood in moods), otherwise)


def seed_of(text: str) -> int:
    """The same number for the same text, on every machine."""
    return zlib.crc32(text.encode())
