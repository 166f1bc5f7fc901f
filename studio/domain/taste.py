"""What the taste model reads: shoppers' steps, product and preference features."""

from __future__ import annotations

from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from studio.domain.behaviour import Ints

Features: TypeAlias = npt.NDArray[np.float32]
Flags: TypeAlias = npt.NDArray[np.bool_]

START = 4
"""Kind of the step that opens every sequence, after the codes of EVENT_KINDS."""
STEP_KINDS = 5
"""Number of kinds of a step."""
GAP_BUCKETS = 10
"""Codes of the time since the step before; 0 for the first step."""
PRICE_BUCKETS = 8
"""Codes of the price against the shopper's own; 0 for unknown."""


class Steps(msgspec.Struct, frozen=True):
    """What shoppers did, in order: T steps of S shoppers.

    Shopper s has the steps `start[s]` to `start[s + 1]`. `product` and `query` are
    places in the lists of `TasteInputs`, -1 where a step has none. `fresh` marks the
    steps on a product that the shopper had not met before.
    """

    start: Ints
    product: Ints
    query: Ints
    kind: Ints
    gap: Ints
    price: Ints
    time: Ints
    fresh: Flags

    def __len__(self) -> int:
        return len(self.product)

    def shopper(self) -> Ints:
        """The shopper of each step, (T,)."""
        return np.repeat(np.arange(len(self.start) - 1), np.diff(self.start))


class TasteInputs(msgspec.Struct, frozen=True):
    """Everything the taste model is trained on: S shoppers, I products, Q queries.

    `product_features` (I, F) and `query_features` (Q, F) lie in one text space (F may
    be 0). `preference` (S, P) holds stated preferences; `stated` (S,) says who has
    any. `sellable` (I,) is False for ids that the catalogue does not know.
    """

    shoppers: tuple[str, ...]
    products: tuple[str, ...]
    steps: Steps
    product_features: Features
    query_features: Features
    preference: Features
    stated: Flags
    sellable: Flags
