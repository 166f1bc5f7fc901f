"""Which backdrop and tint stand behind a product."""

from __future__ import annotations

import zlib

import msgspec

from studio.domain.catalogue import Product
from studio.domain.page import TINTS, Backdrop, Scene

SHIFTING: frozenset[str] = frozenset({"arch", "plinth", "room", "burst", "parcel"})
"""Backdrops whose centre moves to where the products of a hero stand."""
_BY_WORD: tuple[tuple[tuple[str, ...], tuple[Backdrop, ...]], ...] = (
    (("outdoor", "sport", "garden", "camp", "travel", "户外", "运动"),
     ("ridge", "forest", "water")),
    (("kitchen", "food", "grocer", "table", "厨", "餐", "食"), ("counter", "plinth")),
    (("gift", "toy", "party", "kid", "礼", "玩具"), ("parcel", "plinth", "burst")),
    (("home", "furnit", "decor", "living", "bed", "家", "居"),
     ("room", "arch", "plinth")),
)  # fmt: skip
_ELSE: tuple[Backdrop, ...] = ("plinth", "arch")


def _stable(text: str) -> int:
    """A number that is the same in every process, unlike `hash`."""
    return zlib.crc32(text.encode())


def tint_of(product_id: str) -> str:
    """A product's tint: the same wherever it is shown."""
    return TINTS[_stable(product_id) % len(TINTS)]


def scene_of(product: Product | None, turn: int = 0) -> Scene:
    """A backdrop that suits a product's department; `turn` varies it in a row."""
    if product is None:
        return Scene()
    words = " ".join(product.category).lower()
    fitting = next(
        (drops for keys, drops in _BY_WORD if any(key in words for key in keys)), _ELSE
    )
    tint = tint_of(product.id)
    backdrop = fitting[turn % len(fitting)]
    return msgspec.convert({"backdrop": backdrop, "tint": tint}, Scene)


_ICONS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("mountain", ("outdoor", "camp", "hik", "travel", "sport", "户外", "运动")),
    ("pot", ("kitchen", "cook", "food", "grocer", "coffee", "tea", "厨", "餐", "茶")),
    ("gift", ("gift", "toy", "party", "kid", "礼", "玩具")),
    ("lamp", ("home", "furnit", "decor", "light", "living", "家", "居", "灯")),
    ("shirt", ("cloth", "fashion", "apparel", "wear", "shoe", "服", "鞋")),
    ("drop", ("beauty", "bath", "care", "cosmetic", "health", "美妆", "护")),
    ("screen", ("electr", "computer", "phone", "tech", "audio", "数码", "电")),
    ("book", ("book", "paper", "station", "office", "书", "文具")),
    ("leaf", ("garden", "plant", "flower", "绿植", "花")),
)


def icon_of(category: tuple[str, ...]) -> str:
    """Name of the icon for products of a category that have no picture."""
    words = " ".join(category).lower()
    for icon, keys in _ICONS:
        if any(key in words for key in keys):
            return icon
    return "bag"
