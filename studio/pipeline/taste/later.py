"""What shoppers buy in the weeks to come: a weighted sum of all that is known of it.

The net guesses the next step. What is bought in the weeks after it hangs as much on
what a shopper buys again, on what is bought together, and on what sells now. How much
each of these signals counts is fitted on what was bought after an earlier moment
(`later_fit`). All products are ranked, as always.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from studio.domain.behaviour import (
    ADD_TO_CART,
    PURCHASE,
    VIEW,
    Floats,
    purchases_or_all,
)
from studio.domain.taste import Flags, Steps, TasteInputs
from studio.pipeline.taste.baselines import second_baseline
from studio.pipeline.taste.metrics import ScoreFunction, Scores, spread_of
from studio.pipeline.taste.repeats import own_shares, repeat_habit
from studio.pipeline.taste.split import HeldOut, no_split, stretches
from studio.pipeline.taste.temporal import DAY_S

SIGNALS = (
    "model", "alike", "alike_share",
    "met", "habit", "share", "log_share", "views", "carts", "purchases", "lately",
    "week", "month", "ever",
)  # fmt: skip
"""What the model says; what is bought with what was met, as it is and as a share. Of a
product that the shopper has met: that it was, how much the shopper repeats, its share
of what they did and the logarithm of it, how often each was done, how lately. The sales
of 7 days, of 28 and of all time."""
OWN = slice(3, 11)
"""The signals of products that the shopper has met; 0 for all others."""
HALF_LIFE_S = 30 * DAY_S
FAINT = 1e-3
"""A share of what a shopper did that is as good as none."""
EVEN = 0.1
"""Of the even share of a product: what is added before the logarithm is taken."""
MOST_CELLS = 2_000_000
"""Pairs of a shopper and a product whose signals are held at once; 112 MB."""
LEAST_CHANCE = -15.0
"""Logarithm of the smallest chance that the model gives a product."""

Weights: TypeAlias = npt.NDArray[np.float32]
"""What each of SIGNALS counts; (14,)."""


class Signals(msgspec.Struct, frozen=True):
    """What is known at a moment `now` of S shoppers and I products.

    `sales` (3, I) are logarithms of shares of the sales of 7 days, 28 days and all
    time; `habit` (S,) is the chance that a shopper's next product is one met before.
    """

    steps: Steps
    now: int
    model: ScoreFunction
    alike: ScoreFunction
    sales: Floats
    habit: Floats

    @property
    def at_once(self) -> int:
        """Questions whose signals are held at once."""
        products: int = self.sales.shape[1]
        return max(8, MOST_CELLS // max(products, 1))

    def of(self, asked: HeldOut) -> Scores:
        """All signals (14, N, I) for N questions, in the order of SIGNALS."""
        products = self.sales.shape[1]
        out = np.zeros((len(SIGNALS), len(asked), products), np.float32)
        scores = self.model(asked)
        out[0] = np.maximum(scores - spread_of(scores)[:, None], LEAST_CHANCE)
        out[1] = self.alike(asked)
        likened = np.maximum(out[1], 0)
        even = np.maximum(likened.mean(axis=1, keepdims=True), 1e-9)
        out[2] = np.log(likened / even + EVEN)
        out[OWN] = self._own(asked, products)
        out[OWN.stop :] = self.sales[:, None]
        return out

    def _own(self, asked: HeldOut, products: int) -> Scores:
        """(8, N, I), all 0 for products that a shopper has not met."""
        steps = self.steps
        row, at = stretches(steps.start[asked.shopper], asked.end)
        has = steps.product[at] >= 0
        row, at = row[has], at[has]
        product, kind = steps.product[at], steps.kind[at]
        out = np.zeros((OWN.stop - OWN.start, len(asked), products), np.float32)
        odds = np.log(self.habit / (1 - self.habit))[asked.shopper]
        out[0][row, product] = 1
        out[1][row, product] = odds[row]
        share = own_shares(steps, asked, products).tocoo()
        out[2][share.row, share.col] = share.data
        out[3][share.row, share.col] = np.log(FAINT + share.data) - np.log(FAINT)
        for place, each in enumerate((VIEW, ADD_TO_CART, PURCHASE), start=4):
            of = kind == each
            np.add.at(out[place], (row[of], product[of]), 1)
        np.log1p(out[4:7], out=out[4:7])
        age = (self.now - steps.time[at]) / HALF_LIFE_S
        np.maximum.at(out[7], (row, product), (0.5**age).astype(np.float32))
        return out


def signals_of(inputs: TasteInputs, model: ScoreFunction, now: int) -> Signals:
    """The signals at a moment after all the steps."""
    steps, products = inputs.steps, len(inputs.products)
    end = no_split(steps).train_end
    sales = [
        _sold(steps, since, products) for since in (now - 7 * DAY_S, now - 28 * DAY_S)
    ]
    return Signals(
        steps,
        now,
        model,
        second_baseline(steps, end, products)[1],
        np.stack([*sales, _sold(steps, 0, products)]),
        np.clip(repeat_habit(steps, end), 0.01, 0.99),
    )


def later_chances(signals: Signals, weights: Weights, sellable: Flags) -> ScoreFunction:
    """Chances (N, I) that a purchase of the weeks to come is of each product."""

    def score(asked: HeldOut) -> Scores:
        parts = [
            chances_of(signals.of(part), weights, sellable)
            for part in asked.parts(signals.at_once)
        ]
        return np.concatenate([np.zeros((0, len(sellable)), np.float32), *parts])

    return score


def chances_of(known: Scores, weights: Weights, sellable: Flags) -> Scores:
    """Chances (N, I) from signals (14, N, I); 0 for what is not sold."""
    scores = np.where(sellable, np.einsum("cni,c->ni", known, weights), -np.inf)
    scores = scores.astype(np.float32)
    chances: Scores = np.exp(scores - spread_of(scores)[:, None])
    return chances


def _sold(steps: Steps, since: int, products: int) -> Floats:
    met = (steps.time >= since) & (steps.product >= 0)
    chosen = purchases_or_all(steps.kind, met)
    counts = np.bincount(steps.product[chosen], minlength=products)
    shares: Floats = np.log((counts + 1) / (counts.sum() + products))
    return shares
