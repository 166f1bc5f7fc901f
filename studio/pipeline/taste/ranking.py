"""The best products of many shoppers, by every core.

Scores of few shoppers at a time stay in the processor's cache while they are made, the
memory is added, what was seen is hidden and the best are chosen.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import torch
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from studio.domain.behaviour import Ints
from studio.domain.taste import TasteInputs
from studio.pipeline.taste.learner import Learner, SequenceLearner
from studio.pipeline.taste.metrics import Scores, best_k, hide_seen, spread_of
from studio.pipeline.taste.split import HeldOut

ROWS = 128
"""Shoppers whose scores are made at once."""
MOST_NUMBERS = 2_000_000
"""Scores made at once by a thread, at most; 8 MB."""

Best = tuple[Ints, Scores]


def recommend(
    learner: Learner, inputs: TasteInputs, asked: HeldOut, k: int, *, include_seen: bool
) -> Best:
    """Best k sellable products (N, k) for N questions, and their scores.

    Scores are probabilities among all products. A place is -1 where fewer than k
    products are left.
    """
    score = score_function(learner, asked)

    def best(rows: slice) -> Best:
        part = asked.some(rows)
        return _best(score(rows), inputs, part, k, include_seen=include_seen)

    size = max(8, min(ROWS, MOST_NUMBERS // max(len(inputs.products), 1)))
    rows = [slice(first, first + size) for first in range(0, len(asked), size)]
    found = side_by_side(best, rows)
    k = min(k, len(inputs.products))
    places = [each[0] for each in found] or [np.zeros((0, k), np.int64)]
    shares = [each[1] for each in found] or [np.zeros((0, k), np.float32)]
    return np.concatenate(places), np.concatenate(shares)


def score_function(learner: Learner, asked: HeldOut) -> Callable[[slice], Scores]:
    """Scores (N, I) of all products for some of the questions, by their rows."""
    if not isinstance(learner, SequenceLearner):
        return lambda rows: learner.scores(asked.some(rows))
    tastes = learner.tastes(asked)
    vectors = learner.product_vectors().cpu().numpy()
    memory, steps = learner.memory, learner.task.inputs.steps

    def score(rows: slice) -> Scores:
        scores: Scores = tastes[rows] @ vectors.T
        if memory is not None:
            memory.add_to(scores, steps, asked.some(rows))
        return scores

    return score


def side_by_side(work: Callable[[slice], Best], rows: list[slice]) -> list[Best]:
    """The results of parts of a work, each done by one thread of those we may use."""
    threads = min(torch.get_num_threads(), len(rows))
    if threads <= 1:
        return [work(each) for each in rows]

    whole = torch.get_num_threads()
    try:
        with (
            threadpool_limits(1),
            ThreadPoolExecutor(threads, "ranking", one_by_one) as pool,
        ):
            return list(pool.map(work, rows))
    finally:
        torch.set_num_threads(whole)


def one_by_one() -> None:
    """Begin a thread that uses no further ones."""
    torch.get_num_threads()  # the first use would undo what is set before it
    torch.set_num_threads(1)


def _best(
    scores: Scores, inputs: TasteInputs, asked: HeldOut, k: int, *, include_seen: bool
) -> Best:
    whole = spread_of(scores)[:, None]
    if not include_seen:
        hide_seen(scores, inputs.steps, asked, scores)
    if not inputs.sellable.all():
        scores[:, ~inputs.sellable] = -np.inf
    shown, place = best_k(scores, k)
    shares: Scores = np.exp(shown - whole)
    return np.where(np.isfinite(shown), place, -1), shares
