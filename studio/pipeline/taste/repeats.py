"""What shoppers come back for: their own products, mixed with the model's new ones."""

from __future__ import annotations

import numpy as np
import scipy.sparse as sp  # type: ignore[import-untyped]

from studio.domain.behaviour import (
    ADD_TO_CART,
    PURCHASE,
    VIEW,
    Floats,
    Ints,
    purchases_or_all,
)
from studio.domain.taste import Steps
from studio.pipeline.taste.metrics import ScoreFunction, Scores
from studio.pipeline.taste.split import HeldOut, stretches

WORTH: dict[int, float] = {VIEW: 0.1, ADD_TO_CART: 0.4, PURCHASE: 1.0}
"""What a step says of coming back, by its kind."""
HALF_LIFE_S = 45 * 86400.0
"""A step this long before the shopper's last counts half."""
AFTER_OWN = 1e-6
"""Weight of what is not the shopper's own, so that it comes after all that is."""
PRIOR = 5.0
"""Steps of the whole shop that are mixed into a shopper's own habit."""


def own_shares(steps: Steps, asked: HeldOut, products: int) -> sp.csr_matrix:
    """Each shopper's own products (N, I), recent purchases counting most.

    A row adds up to 1; that of a shopper without steps is all zeros.
    """
    begin = steps.start[asked.shopper]
    row, at = stretches(begin, asked.end)
    last = steps.time[np.maximum(asked.end - 1, 0)] if len(steps) else begin
    age = last[row] - steps.time[at]
    worth = np.array([WORTH.get(kind, 0.0) for kind in range(int(max(WORTH)) + 2)])
    value = worth[np.minimum(steps.kind[at], len(worth) - 1)]
    value *= 0.5 ** (age / HALF_LIFE_S)
    has = steps.product[at] >= 0
    own = sp.csr_matrix(
        (value[has], (row[has], steps.product[at[has]])), shape=(len(asked), products)
    )
    total = np.asarray(own.sum(axis=1)).ravel()
    return sp.diags(1 / np.maximum(total, 1e-12)) @ own


def repeat_habit(steps: Steps, train_end: Ints) -> Floats:
    """Chance (S,) that a shopper's next product is one they met before.

    Their own share of repeats among purchases (all steps where the shop tells of no
    purchase) before `train_end`, drawn to the whole shop's by PRIOR steps.
    """
    shoppers = len(train_end)
    shopper = steps.shopper()
    place = np.arange(len(steps))
    asked = (place < train_end[shopper]) & (steps.product >= 0)
    asked &= place > steps.start[shopper]
    chosen = purchases_or_all(steps.kind, asked)
    again = np.bincount(shopper[chosen & ~steps.fresh], minlength=shoppers)
    all_of_them = np.bincount(shopper[chosen], minlength=shoppers)
    whole = again.sum() / max(int(all_of_them.sum()), 1)
    habit: Floats = (again + PRIOR * whole) / (all_of_them + PRIOR)
    return habit


def own_repeats(steps: Steps, products: int, otherwise: ScoreFunction) -> ScoreFunction:
    """Rank a shopper's own products first, then as `otherwise` has it."""

    def score(asked: HeldOut) -> Scores:
        own = np.asarray(own_shares(steps, asked, products).todense(), np.float64)
        rest = _between(otherwise(asked))
        scores: Scores = (own + AFTER_OWN * rest).astype(np.float32)
        return scores

    return score


def with_repeats(
    steps: Steps, products: int, model: ScoreFunction, habit: Floats
) -> ScoreFunction:
    """Chances of each product: again one of the shopper's own, or a new one.

    With the chance `habit` (S,) it is one met before, as `own_shares` has them; else a
    new one, with the model's chances among the products not met.
    """

    def score(asked: HeldOut) -> Scores:
        own = np.asarray(own_shares(steps, asked, products).todense(), np.float64)
        met = own > 0
        new = np.where(met, 0.0, _shares(model(asked)))
        new /= np.maximum(new.sum(axis=1, keepdims=True), 1e-12)
        again = np.where(met.any(axis=1), habit[asked.shopper], 0.0)[:, None]
        mixed: Scores = (again * own + (1 - again) * new).astype(np.float32)
        return mixed

    return score


def _between(scores: Scores) -> Floats:
    """Scores from 0 to 1 in the same order; as chances most would be 0."""
    low = scores.min(axis=1, keepdims=True).astype(np.float64)
    high = scores.max(axis=1, keepdims=True)
    between: Floats = (scores - low) / np.maximum(high - low, 1e-12)
    return between


def _shares(scores: Scores) -> Floats:
    shares: Floats = np.exp(
        scores - scores.max(axis=1, keepdims=True), dtype=np.float64
    )
    shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1e-12)
    return shares
