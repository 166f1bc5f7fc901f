"""What each shopper will likely buy, and how it is kept beside the tastes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec
import numpy as np
import numpy.typing as npt

from studio.domain.behaviour import Floats, Ints

LIKELY = ("likely_product", "likely_worth")
"""Names of the arrays; each has a row for each shopper."""


class Likely(msgspec.Struct, frozen=True):
    """The K products that each of S shoppers will most likely buy in the weeks to come.

    `product` (S, K) are places, -1 where there is none; `worth` (S, K) is the chance
    that a purchase of the shopper is of it, times how much they buy of late. Rows of
    shoppers who were not asked about are 0.
    """

    product: Ints
    worth: Floats

    def arrays(self) -> dict[str, npt.NDArray[Any]]:
        """As named arrays, for the store."""
        kept = self.product.astype(np.int32), self.worth.astype(np.float32)
        return dict(zip(LIKELY, kept, strict=True))

    def of(self, shopper: int) -> dict[int, float]:
        """The places of a shopper's products, and what each is worth."""
        pairs = zip(
            self.product[shopper].tolist(), self.worth[shopper].tolist(), strict=True
        )
        return {place: worth for place, worth in pairs if place >= 0}


def likely_in(arrays: Mapping[str, npt.NDArray[Any]]) -> Likely | None:
    """What `Likely.arrays` gave, if it is among these."""
    product, worth = (arrays.get(name) for name in LIKELY)
    if product is None or worth is None:
        return None
    return Likely(product.astype(np.int64), worth.astype(np.float64))
