"""What shoppers say they like, as one vector a shopper (the preference analysis)."""

from __future__ import annotations

import re
from typing import TypeAlias

import numpy as np

from studio.domain.behaviour import PREFERENCE_KINDS, Floats, Ints, Preferences
from studio.domain.taste import Features, Flags
from studio.pipeline.features.text import TextSpace

EXTRA = 3
"""Numbers after the text part: price rank, whether it is stated, how much is said."""
PRICE_BAND = PREFERENCE_KINDS.index("price_band")
FULL = 8
"""So many statements are as much as one can say."""
BAND_RANKS: dict[str, float] = {
    "very low": 0.05, "budget": 0.15, "cheap": 0.15, "value": 0.2, "low": 0.2,
    "lower": 0.3, "mid": 0.5, "middle": 0.5, "medium": 0.5, "average": 0.5,
    "upper": 0.7, "high": 0.8, "premium": 0.85, "luxury": 0.95, "very high": 0.95,
    "低": 0.2, "低价": 0.2, "中": 0.5, "中等": 0.5, "高": 0.8, "高价": 0.8, "高端": 0.9,
}  # fmt: skip
"""Share of the shop's products that are cheaper, by the name of a price band."""
Tools: TypeAlias = tuple[TextSpace | None, Floats]
"""The text space and the catalogue's prices."""
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")


def preference_vectors(
    preferences: Preferences, places: Ints, shoppers: int, tools: Tools
) -> tuple[Features, Flags]:
    """Return (S, P) vectors and (S,) who has stated anything; P is F + EXTRA.

    Args:
        preferences: Who said what, how strongly.
        places: Place of each of `preferences.shoppers` among the S shoppers.
        shoppers: S.
        tools: The text space and the shop's prices, which numbers are ranked among.
    """
    space, prices = tools
    width = space.width if space else 0
    vectors = np.zeros((shoppers, width + EXTRA), np.float32)
    if not len(preferences.shopper):
        return vectors, np.zeros(shoppers, np.bool_)
    row = places[preferences.shopper]
    weight = np.nan_to_num(preferences.weight, nan=1.0)
    if space is not None:
        said = (preferences.kind != PRICE_BAND) * weight
        values = dict.fromkeys(preferences.value)
        at = {value: i for i, value in enumerate(values)}
        seen = space.vectors(list(values))
        picked = seen[[at[value] for value in preferences.value]]
        np.add.at(vectors[:, :width], row, picked * said[:, None].astype(np.float32))
    _add_price(vectors, row, preferences, prices)
    count = np.bincount(row, minlength=shoppers)
    vectors[:, -1] = np.minimum(count / FULL, 1)
    length = np.linalg.norm(vectors[:, :width], axis=1, keepdims=True)
    vectors[:, :width] /= np.maximum(length, 1e-6)
    return vectors, count > 0


def price_rank(band: str, prices: Floats) -> float | None:
    """Rank 0 to 1 that a price band means: by its name, or by its numbers."""
    words = band.strip().casefold().replace("_", " ").replace("-price", "")
    if words in BAND_RANKS:
        return BAND_RANKS[words]
    numbers = [float(n.replace(",", ".")) for n in _NUMBER.findall(words)]
    known = np.sort(prices[np.isfinite(prices)])
    if not numbers or not len(known):
        return None
    middle = sum(numbers[:2]) / len(numbers[:2])
    return float(np.searchsorted(known, middle) / len(known))


def _add_price(
    vectors: Features, row: Ints, preferences: Preferences, prices: Floats
) -> None:
    bands = np.flatnonzero(preferences.kind == PRICE_BAND)
    ranks = {band: price_rank(band, prices) for band in set(preferences.value)}
    for at in bands:
        rank = ranks[preferences.value[at]]
        if rank is not None:
            vectors[row[at], -3] = rank
            vectors[row[at], -2] = 1
