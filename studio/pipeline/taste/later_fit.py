"""How much each signal counts for later purchases, fitted on an earlier time.

First the weights under which what was bought was likeliest: a conditional logit
(McFadden, "Conditional logit analysis of qualitative choice behavior", 1974), in which
each shopper counts the same. The likelihood cares for every place of a ranking, a shop
for the first: so NDCG@10 itself is raised from there, one weight at a time (coordinate
ascent; Metzler and Croft, "Linear feature-based models for information retrieval",
2007), by steps that are no chance.
"""

from __future__ import annotations

import msgspec
import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from studio.domain.behaviour import Ints
from studio.domain.taste import Flags
from studio.pipeline.taste.later import (
    OWN,
    SIGNALS,
    Signals,
    Weights,
    later_chances,
)
from studio.pipeline.taste.metrics import K, ScoreFunction, Scores
from studio.pipeline.taste.split import HeldOut
from studio.pipeline.taste.temporal import Later

MOST_CELLS = 6_000_000
"""Pairs of a shopper and a product that weights are fitted on, at most."""
MOST_SHOPPERS, LEAST_SHOPPERS = 2000, 50
LEAST_PAIRS = 60
"""Fewer purchases than this say nothing of a dozen weights."""
LEAST_SPREAD = 1e-5
RIDGE = 1e-3
ROUNDS = 60
"""Of the likelihood's optimiser."""
TURNS = 4
"""How often each weight is tried."""
FIRST_STEP, LONGER, SHORTER = 0.5, 1.5, 0.4
"""Of the largest weight; how a step that helped and one that did not is changed."""
SURE = 1.0
"""A step has to help by more than this many standard errors."""
HEATS = np.geomspace(0.05, 2.0, 25)


def enough(later: Later) -> bool:
    """Whether there are purchases enough to fit weights on."""
    return int((later.product >= 0).sum()) >= LEAST_PAIRS


def fit_later(
    signals: Signals, later: Later, sellable: Flags, *, new_only: bool
) -> Weights:
    """The weights that put first what was bought later.

    Few purchases leave the weights near 0; `enough` says whether they will do.

    Args:
        signals: At the moment that `later` begins.
        later: What was bought then.
        sellable: (I,).
        new_only: Leave out what shoppers had met, in the choices too.
    """
    asked, row, product = _some(later, signals.sales.shape[1])
    if not len(row):
        return np.zeros(len(SIGNALS), np.float32)
    known = signals.of(asked)
    never = ~np.broadcast_to(sellable, known.shape[1:]).copy()
    if new_only:
        never |= known[SIGNALS.index("met")] > 0
        known[OWN] = 0
    known -= known.mean(axis=2, keepdims=True)  # a choice hangs on differences alone
    scale = known.std(axis=(1, 2))
    says = scale > LEAST_SPREAD  # the others are the same for all products
    scale[~says] = np.inf
    known /= scale[:, None, None]
    task = _task(known, never, (row, product))
    fitted = _raised(task, _likeliest(task), np.flatnonzero(says))
    return np.asarray(_heated(task, fitted).numpy() / scale, np.float32)


def crossed_chances(signals: Signals, later: Later, sellable: Flags) -> ScoreFunction:
    """Chances (N, I) for shoppers who are asked about what `later` tells.

    Every second shopper is ranked by weights fitted on the others, so that nobody's own
    purchases have a say.
    """
    half = later.asked.shopper[later.row] % 2
    halves = []
    for own in (0, 1):
        others = later.some(half != own)
        weights = fit_later(signals, others, sellable, new_only=False)
        halves.append(later_chances(signals, weights, sellable))

    def score(asked: HeldOut) -> Scores:
        scores = np.empty((len(asked), len(sellable)), np.float32)
        for own, chances in enumerate(halves):
            rows = np.flatnonzero(asked.shopper % 2 == own)
            scores[rows] = chances(asked.some(rows))
        return scores

    return score


class _Task(msgspec.Struct, frozen=True):
    """N shoppers' choices among I products, by C signals.

    Attributes:
        known: (C, N, I) signals in their spreads.
        never: (N, I) what may not be chosen.
        chosen: (N, I) what was bought.
        mean: (C,) mean over shoppers of the signals of what they bought.
        buys: (N,) whether the shopper bought anything.
        ideal: (N,) the DCG of the best order.
    """

    known: Tensor
    never: Tensor
    chosen: Tensor
    mean: Tensor
    buys: Tensor
    ideal: Tensor

    def scores(self, weights: Tensor) -> Tensor:
        """(N, I)."""
        scores = torch.tensordot(weights, self.known, dims=1)
        possible: Tensor = scores.masked_fill(self.never, -torch.inf)
        return possible

    def missed(self, scores: Tensor, weights: Tensor) -> Tensor:
        """Mean negative log-likelihood of a purchase."""
        spread = torch.logsumexp(scores[self.buys], dim=1).mean()
        return spread - self.mean @ weights

    def ndcg(self, scores: Tensor) -> Tensor:
        """NDCG@10 of each shopper who bought something."""
        best = scores.topk(min(K, scores.shape[1]), dim=1).indices
        hits = self.chosen.gather(1, best).float()
        found = hits @ _gains(best.shape[1])
        return (found / self.ideal)[self.buys]


def _some(later: Later, products: int) -> tuple[HeldOut, Ints, Ints]:
    """Some of the questions, and their pairs of row and product, known ones alone."""
    most = max(LEAST_SHOPPERS, min(MOST_SHOPPERS, MOST_CELLS // max(products, 1)))
    rows = np.arange(len(later.asked))
    if len(rows) > most:
        rows = rows[np.linspace(0, len(rows) - 1, most).astype(np.int64)]
    kept = np.isin(later.row, rows) & (later.product >= 0)
    return (
        later.asked.some(rows),
        np.searchsorted(rows, later.row[kept]),
        later.product[kept],
    )


def _task(
    known: npt.NDArray[np.float32], never: Flags, pairs: tuple[Ints, Ints]
) -> _Task:
    signals, row, product = (torch.from_numpy(each) for each in (known, *pairs))
    chosen = torch.zeros(known.shape[1:], dtype=torch.bool)
    chosen[row, product] = True
    count = torch.bincount(row, minlength=known.shape[1])
    buys = count > 0
    worth = 1 / (count[row].float() * int(buys.sum()))
    ideal = torch.cumsum(_gains(K), 0)[count.clamp(1, K) - 1]
    mean = (signals[:, row, product] * worth).sum(dim=1)
    return _Task(signals, torch.from_numpy(never), chosen, mean, buys, ideal)


def _likeliest(task: _Task) -> Tensor:
    """The weights (C,) of the conditional logit."""
    weights = torch.zeros(len(task.known), requires_grad=True)
    optimiser = torch.optim.LBFGS(
        [weights], max_iter=ROUNDS, line_search_fn="strong_wolfe"
    )

    def loss() -> Tensor:
        optimiser.zero_grad()
        missed = task.missed(task.scores(weights), weights)
        whole = missed + RIDGE * weights.square().sum()
        torch.autograd.backward(whole)
        return whole

    optimiser.step(loss)  # type: ignore[no-untyped-call]
    return weights.detach()


@torch.no_grad()
def _raised(task: _Task, weights: Tensor, places: Ints) -> Tensor:
    """Weights (C,) of a higher NDCG@10, changed one by one at some places."""
    weights = weights.clone()
    scores = task.scores(weights)
    now = task.ndcg(scores)
    steps = torch.full_like(weights, FIRST_STEP * float(weights.abs().max()))
    for _ in range(TURNS):
        for at in places.tolist():
            helped = False
            for sign in (1, -1):
                step = sign * steps[at]
                while True:
                    moved = scores + step * task.known[at]
                    then = task.ndcg(moved)
                    if not _surely(then - now):
                        break
                    scores, now, helped = moved, then, True
                    weights[at] += step
                    step = step * LONGER
                if helped:
                    break
            if not helped:
                steps[at] *= SHORTER
    return weights


def _surely(gain: Tensor) -> bool:
    """Whether the mean of the gains (N,) lies clearly over 0."""
    error = gain.std(unbiased=False) / len(gain) ** 0.5
    return float(gain.mean()) > SURE * float(error) + 1e-6


@torch.no_grad()
def _heated(task: _Task, weights: Tensor) -> Tensor:
    """The weights times a number, by which the chances fit; the order stays."""
    tried = [float(heat) * weights for heat in HEATS]
    missed = [float(task.missed(task.scores(each), each)) for each in tried]
    return tried[int(np.argmin(missed))]


def _gains(places: int) -> Tensor:
    return 1 / torch.log2(2 + torch.arange(places).float())
