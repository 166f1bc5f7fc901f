"""A split by time: what came before a moment is learned, what came after is asked.

Leave-last-out lets a model see other shoppers' future. Here nobody's is seen: the
protocol that Meng et al. ("Exploring data splitting strategies for the evaluation of
recommendation models", 2020) call the temporal global split.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec
import numpy as np

from studio.domain.behaviour import (
    Events,
    Floats,
    Ints,
    places_among,
    purchases_or_all,
)
from studio.domain.taste import Flags, TasteInputs
from studio.pipeline.taste.metrics import K, ScoreFunction, at_once, hide_seen, top_k
from studio.pipeline.taste.split import HeldOut

SHARE_AFTER = 0.2
"""Share of the whole time that is asked about, unless a moment is given."""
DAY_S = 86400


class Later(msgspec.Struct, frozen=True):
    """What N shoppers bought after the cut: M pairs of a question and a product.

    `product` is -1 for one that nobody knew before the cut; it cannot be found, and
    counts as missed.
    """

    asked: HeldOut
    row: Ints
    product: Ints

    def some(self, keep: Flags) -> Later:
        """The pairs that are kept, and the questions that still have one."""
        rows = np.unique(self.row[keep])
        place = np.full(len(self.asked), -1, np.int64)
        place[rows] = np.arange(len(rows))
        return Later(self.asked.some(rows), place[self.row[keep]], self.product[keep])


class Found(msgspec.Struct, frozen=True):
    """Metrics of N shoppers by name, each (N,), and the share of products shown."""

    by_shopper: Mapping[str, Floats]
    coverage: float


def time_of_cut(events: Events, share: float = SHARE_AFTER) -> int:
    """When the last share of the time begins, in seconds since 1970 UTC."""
    first, last = int(events.time.min()), int(events.time.max())
    return last - int(share * (last - first))


def bought_later(events: Events, cut: int, inputs: TasteInputs) -> Later:
    """What the shoppers of the time before bought from `cut` on, each product once.

    All events count where the shop tells of no purchase. Shoppers without a step
    before the cut are not asked for: nothing can be known of them.

    Args:
        events: All events.
        cut: The moment, in seconds.
        inputs: Made of the events before the cut.
    """
    after = (events.time >= cut) & (events.product >= 0)
    chosen = purchases_or_all(events.kind, after)
    shopper = places_among(events.shoppers, inputs.shoppers)[events.shopper[chosen]]
    product = events.product[chosen]
    known = shopper >= 0
    known[known] = np.diff(inputs.steps.start)[shopper[known]] > 0
    pairs = np.unique(np.stack([shopper[known], product[known]]), axis=1)
    who, row = np.unique(pairs[0], return_inverse=True)
    asked = HeldOut(who, inputs.steps.start[who + 1], np.zeros(len(who), np.int64))
    places = places_among(events.products, inputs.products)
    return Later(asked, row.astype(np.int64), places[pairs[1]])


def only_new(later: Later, inputs: TasteInputs) -> Later:
    """Without the products that the shopper had met before the cut."""
    steps, width = inputs.steps, len(inputs.products) + 1
    shopper = steps.shopper()
    met = np.unique(shopper * width + steps.product)
    mine = later.asked.shopper[later.row] * width + later.product
    return later.some((later.product < 0) | ~np.isin(mine, met))


def recent_counts(events: Events, since: int, inputs: TasteInputs) -> Floats:
    """Purchases by product (I,) since a moment; all events where there are none."""
    met = (events.time >= since) & (events.product >= 0)
    chosen = purchases_or_all(events.kind, met)
    places = places_among(events.products, inputs.products)[events.product[chosen]]
    counts = np.bincount(places[places >= 0], minlength=len(inputs.products))
    return counts.astype(np.float64)


def judge_later(
    score: ScoreFunction,
    later: Later,
    inputs: TasteInputs,
    *,
    hide: bool,
    tick: Callable[[], None] = lambda: None,
) -> Found:
    """Rank every sellable product for each shopper; how much of the later is in front?

    `hide` leaves out the products that the shopper had met before. Per shopper:
    NDCG@10 (the best order has min(10, n) purchases in front), HR@10 (any of the first
    ten) and recall@10 (share of min(10, n)).
    """
    order = np.argsort(later.row, kind="stable")
    row, product = later.row[order], later.product[order]
    firsts = np.searchsorted(row, np.arange(len(later.asked) + 1))
    shown = np.zeros(len(inputs.products), np.bool_)
    parts: list[dict[str, Floats]] = []
    begin = 0
    for part in later.asked.parts(at_once(len(inputs.products))):
        tick()
        scores = score(part)
        if hide:
            scores = hide_seen(scores, inputs.steps, part)
        scores = np.where(inputs.sellable, scores, -np.inf)
        best = top_k(scores, K)
        real = np.isfinite(np.take_along_axis(scores, best, 1))
        shown[best[real]] = True
        asked = slice(firsts[begin], firsts[begin + len(part)])
        answers = (row[asked] - begin, product[asked])
        parts.append(_measured(np.where(real, best, -2), answers))
        begin += len(part)
    coverage = float((shown & inputs.sellable).sum() / max(inputs.sellable.sum(), 1))
    names = ("ndcg@10", "hr@10", "recall@10")
    joined = {
        name: np.concatenate([np.zeros(0), *(each[name] for each in parts)])
        for name in names
    }
    return Found(joined, coverage)


def _measured(best: Ints, answers: tuple[Ints, Ints]) -> dict[str, Floats]:
    """Metrics (N,) of the best (N, K) for pairs of row and product, by name."""
    row, product = answers
    n, k = best.shape
    count = np.bincount(row, minlength=n)
    gain = 1 / np.log2(2 + np.arange(K))
    at = best[row] == product[:, None]  # (M, K)
    hits = np.zeros((n, k), np.bool_)
    np.logical_or.at(hits, row, at)
    possible = np.concatenate([[0.0], np.cumsum(gain)])[np.minimum(count, K)]
    found = hits.sum(axis=1)
    return {
        "ndcg@10": (hits * gain[:k]).sum(axis=1) / np.maximum(possible, 1e-12),
        "hr@10": (found > 0).astype(np.float64),
        "recall@10": found / np.maximum(np.minimum(count, K), 1),
    }
