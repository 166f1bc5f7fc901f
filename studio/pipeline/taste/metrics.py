"""How well products are ranked. Full ranking over all products, never a sample."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt
import torch

from studio.domain.behaviour import Floats, Ints
from studio.domain.taste import Flags, Steps
from studio.pipeline.taste.softmax import BITS
from studio.pipeline.taste.split import HeldOut, stretches

K = 10
CHUNK = 512
"""Shoppers ranked at once, at most."""
BLOCK = 64
"""Products whose highest score is looked at first."""
MOST_SCORES = 20_000_000
"""Scores held at once, at most."""

Scores: TypeAlias = npt.NDArray[np.float32]
ScoreFunction: TypeAlias = Callable[[HeldOut], Scores]
"""Scores (N, I) of all products for N questions."""


def at_once(products: int) -> int:
    """Number of shoppers to rank at once among so many products."""
    return max(16, min(CHUNK, MOST_SCORES // max(products, 1)))


def ndcg_at_k(rank: Ints, k: int = K) -> Floats:
    """Normalised discounted cumulative gain of one right answer at `rank` (from 1).

    Järvelin and Kekäläinen, 2002: 1 / log2(1 + rank), 0 beyond k.
    """
    gain: Floats = np.where(rank <= k, 1 / np.log2(1 + rank), 0.0)
    return gain


def hr_at_k(rank: Ints, k: int = K) -> Floats:
    """Hit rate: 1 where the right answer is among the first k."""
    return (rank <= k).astype(np.float64)


def ranks_of(scores: Scores, target: Ints) -> Ints:
    """Rank (from 1) of each row's target; ties and NaN count against the target."""
    own = scores[np.arange(len(target)), target]
    better = ~(scores < own[:, None])  # NaN is never less
    rank: Ints = np.maximum(better.sum(axis=1), 1)
    return rank


def top_k(scores: Scores, k: int) -> Ints:
    """Places (N, k) of the highest scores, best first, ties by place."""
    k = min(k, scores.shape[1])
    part = np.argpartition(-scores, k - 1, axis=1)[:, :k]
    part.sort(axis=1)
    order = np.argsort(-np.take_along_axis(scores, part, 1), axis=1, kind="stable")
    return np.take_along_axis(part, order, 1).astype(np.int64)


def spread_of(scores: Scores) -> Scores:
    """Logarithm of the sum of e to the scores of each row, (N,)."""
    rows = torch.from_numpy(scores)
    most = rows.amax(1, keepdim=True)
    whole = (rows - most).mul_(BITS).exp2_().sum(1)
    spread: Scores = whole.log_().add_(most[:, 0]).numpy()
    return spread


def hide_seen(
    scores: Scores, steps: Steps, asked: HeldOut, out: Scores | None = None
) -> Scores:
    """Return scores with the products of each shopper's earlier steps at -inf.

    A copy, or `out` where that is the scores themselves.
    """
    row, at = stretches(steps.start[asked.shopper], asked.end)
    product = steps.product[at]
    scores = scores.copy() if out is None else out
    scores[row[product >= 0], product[product >= 0]] = -np.inf
    return scores


def best_k(scores: Scores, k: int) -> tuple[Scores, Ints]:
    """The k highest scores of each row (N, k), best first, and their places.

    They lie in those k blocks of columns whose own highest score is highest, so that
    most columns are never sorted. Ties come in any order.
    """
    rows = torch.from_numpy(scores)
    products = rows.shape[1]
    k = min(k, products)
    blocks = products // BLOCK
    if blocks <= 2 * k:
        found = torch.topk(rows, k, dim=1)
        return found.values.numpy(), found.indices.numpy()
    highest = rows[:, : blocks * BLOCK].reshape(-1, blocks, BLOCK).amax(2)
    chosen = torch.topk(highest, k, dim=1, sorted=False).indices
    places = (chosen[:, :, None] * BLOCK + torch.arange(BLOCK)).flatten(1)
    rest = torch.arange(blocks * BLOCK, products).expand(len(rows), -1)
    places = torch.cat([places, rest], dim=1)
    found = torch.topk(rows.gather(1, places), k, dim=1)
    return found.values.numpy(), places.gather(1, found.indices).numpy()


def first_k(scores: Scores, k: int) -> Ints:
    """Places (N, k) of the highest scores; a tenth of the time, ties in any order."""
    return best_k(scores, k)[1]


class Quality(msgspec.Struct, frozen=True):
    """Metrics of one model and the ranks (N,) that they come from.

    `loss` is the mean cross-entropy of the right product, the scores taken as logits.
    """

    ndcg: float
    hr: float
    coverage: float
    ranks: Ints
    loss: float = 0.0

    def values(self) -> dict[str, float]:
        """The metrics by the names of a comparison."""
        return {"ndcg@10": self.ndcg, "hr@10": self.hr, "coverage": self.coverage}


def judge(
    score: ScoreFunction,
    steps: Steps,
    asked: HeldOut,
    sellable: Flags,
    tick: Callable[[], None] = lambda: None,
) -> Quality:
    """Rank every product for each question and measure the rankings.

    Coverage is the share of sellable products that are among somebody's first ten.
    """
    ranks, losses, shown = [], [], np.zeros(len(sellable), np.bool_)
    for part in asked.parts(at_once(len(sellable))):
        tick()
        scores = score(part)
        losses.append(_cross_entropy(scores, part.target))
        scores = hide_seen(scores, steps, part)
        ranks.append(ranks_of(scores, part.target))
        shown[first_k(np.where(sellable, scores, -np.inf), K)] = True
    if not ranks:
        return Quality(0.0, 0.0, 0.0, np.zeros(0, np.int64))
    rank = np.concatenate(ranks)
    coverage = float((shown & sellable).sum() / max(int(sellable.sum()), 1))
    return Quality(
        ndcg=float(ndcg_at_k(rank).mean()),
        hr=float(hr_at_k(rank).mean()),
        coverage=coverage,
        ranks=rank,
        loss=float(np.concatenate(losses).mean()),
    )


def _cross_entropy(scores: Scores, target: Ints) -> Scores:
    loss: Scores = spread_of(scores) - scores[np.arange(len(target)), target]
    return loss
