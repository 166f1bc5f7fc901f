"""How many members of a group share what is said of it."""

from __future__ import annotations

import msgspec
import numpy as np

from studio.domain.behaviour import Floats, Ints
from studio.domain.taste import Flags
from studio.pipeline.personas.facts import ShopFacts
from studio.pipeline.personas.lifts import Odds


class Sharing(msgspec.Struct, frozen=True):
    """Counts shoppers behind events, and hides what fewer than `floor` share."""

    facts: ShopFacts
    floor: int

    def enough(self, own: Flags) -> bool:
        """Whether some events (N,) come from enough shoppers."""
        return len(np.unique(self.facts.shopper[own])) >= self.floor

    def sharers(self, code: Ints, own: Flags, width: int) -> Ints:
        """Number of shoppers (K,) with an own event of each code (N,); -1 is none."""
        told = own & (code >= 0)
        pairs = np.unique(np.stack([code[told], self.facts.shopper[told]]), axis=1)
        by: Ints = np.bincount(pairs[0], minlength=width)
        return by

    def known(self, own: Flags) -> Flags:
        """Products (I,) that enough shoppers met."""
        width = len(self.facts.products.price)
        flags: Flags = self.sharers(self.facts.product, own, width) >= self.floor
        return flags

    def hidden(self, odds: Odds, code: Ints, own: Flags) -> Odds:
        """Odds without the names that some members, but too few, have to do with.

        A name that none of them has to do with is true of all of them, and stays.
        """
        by = self.sharers(code, own, len(odds.share))
        few = (by > 0) & (by < self.floor)
        return Odds(
            np.where(few, 0.0, odds.share),
            np.where(few, 1.0, odds.lift),
            np.where(few, 0.0, odds.z),
        )

    def basket(self, bought: Flags) -> float | None:
        """Mean value of what one shopper buys in one session, None when unknown."""
        facts = self.facts
        known = bought & np.isfinite(facts.paid)
        if not self.enough(known):
            return None
        value: Floats = facts.paid[known] * facts.quantity[known]
        pairs = np.stack([facts.shopper[known], facts.session[known]])
        return round(float(value.sum() / np.unique(pairs, axis=1).shape[1]), 2)
