from __future__ import annotations

import numpy as np
import pytest

from studio.domain.taste import Steps, TasteInputs
from studio.pipeline.taste.baselines import (
    ease,
    item_knn,
    popularity,
    popularity_scores,
)
from studio.pipeline.taste.metrics import (
    Scores,
    hide_seen,
    hr_at_k,
    judge,
    ndcg_at_k,
    ranks_of,
    top_k,
)
from studio.pipeline.taste.split import HeldOut, held_out, leave_last_out


def test_that_ndcg_and_hit_rate_fall_with_the_rank() -> None:
    rank = np.array([1, 2, 10, 11])
    assert ndcg_at_k(rank) == pytest.approx([1, 0.63093, 0.28906, 0], abs=1e-5)
    assert hr_at_k(rank).tolist() == [1, 1, 1, 0]


def test_that_ties_and_missing_numbers_count_against_the_target() -> None:
    scores = np.array(
        [[1.0, 1.0, 0.0], [np.nan, 5.0, 1.0], [3.0, 2.0, np.nan]], np.float32
    )
    assert ranks_of(scores, np.array([0, 1, 2])).tolist() == [2, 2, 3]


def test_that_the_best_come_first_and_ties_by_place() -> None:
    scores = np.array([[1.0, 3.0, 3.0, 2.0]], np.float32)
    assert top_k(scores, 3).tolist() == [[1, 2, 3]]
    assert top_k(scores, 9).tolist() == [[1, 2, 3, 0]]


def test_that_the_split_holds_out_the_last_two_new_products(
    inputs: TasteInputs,
) -> None:
    split = leave_last_out(inputs.steps)
    steps = inputs.steps
    for shopper in range(5):
        mine = np.arange(steps.start[shopper], steps.start[shopper + 1])
        fresh = mine[steps.fresh[mine]]
        assert split.test[shopper] == fresh[-1]
        assert split.validation[shopper] == split.train_end[shopper] == fresh[-2]


def test_that_seen_products_are_never_ranked(inputs: TasteInputs) -> None:
    split = leave_last_out(inputs.steps)
    asked = held_out(inputs.steps, split.test)
    flat = np.zeros((len(asked), len(inputs.products)), np.float32)
    hidden = hide_seen(flat, inputs.steps, asked)
    first = inputs.steps.product[inputs.steps.start[0] : split.test[0]]
    assert set(np.flatnonzero(np.isinf(hidden[0]))) == set(first.tolist())
    assert np.isfinite(hidden[np.arange(len(asked)), asked.target]).all()


def test_that_a_perfect_model_scores_one_and_covers_what_it_shows(
    inputs: TasteInputs,
) -> None:
    split = leave_last_out(inputs.steps)
    asked = held_out(inputs.steps, split.test)

    def perfect(part: HeldOut) -> Scores:
        scores = np.zeros((len(part), len(inputs.products)), np.float32)
        scores[np.arange(len(part)), part.target] = 1
        return scores

    quality = judge(perfect, inputs.steps, asked, inputs.sellable)
    assert quality.ndcg == quality.hr == 1
    assert 0 < quality.coverage <= 1


def test_that_ease_and_neighbours_beat_popularity_where_tastes_differ(
    inputs: TasteInputs,
) -> None:
    steps, split, products = (
        inputs.steps,
        leave_last_out(inputs.steps),
        len(inputs.products),
    )
    asked = held_out(steps, split.test)
    counts = popularity(steps, split.train_end, products)
    found = [
        judge(score, steps, asked, inputs.sellable).ndcg
        for score in (
            popularity_scores(counts),
            ease(steps, split.train_end, products, ridge=5.0),
            item_knn(steps, split.train_end, products),
        )
    ]
    assert min(found[1:]) > 1.5 * found[0]


def test_that_one_shopper_with_one_product_holds_nothing_out() -> None:
    one = np.zeros(1, np.int64)
    steps = Steps(
        np.array([0, 1]), one, one - 1, one, one, one, one, np.ones(1, np.bool_)
    )
    split = leave_last_out(steps)
    assert len(held_out(steps, split.test)) == 0
    assert split.train_end.tolist() == [1]
