from __future__ import annotations

import numpy as np
import pytest
import torch

from studio.domain.taste import Features, TasteInputs
from studio.pipeline.taste.cold import lend, likes_of
from studio.pipeline.taste.learner import SequenceLearner, Task, warm_products
from studio.pipeline.taste.memory import learn_memory
from studio.pipeline.taste.metrics import hide_seen
from studio.pipeline.taste.remembering import remember
from studio.pipeline.taste.scoring import today
from studio.pipeline.taste.settings import NetSize, Settings
from studio.pipeline.taste.split import leave_last_out
from tests.unit.taste.conftest import GROUPS, PER_GROUP

TINY = Settings(net=NetSize(width=8, blocks=1, heads=1))
COLD = GROUPS * PER_GROUP  # a boot that nobody has met


@pytest.fixture
def learner(inputs: TasteInputs) -> SequenceLearner:
    """Untrained: what it knows is what it counts."""
    task = Task(inputs, leave_last_out(inputs.steps), TINY, torch.device("cpu"))
    return SequenceLearner(task)


def unit(rows: list[list[float]]) -> Features:
    found = np.array(rows, np.float32)
    length = np.linalg.norm(found, axis=1, keepdims=True)
    rows_of_one: Features = found / np.maximum(length, 1e-9)
    return rows_of_one


def test_that_products_borrow_from_those_that_read_like_them() -> None:
    features = unit([[1, 0], [0.9, 0.1], [0, 1], [1, 0.05], [0, 0]])
    warm = np.array([True, True, True, False, False])
    likes = likes_of(features, warm).toarray()
    assert not likes[:3].any()
    assert likes[3].sum() == pytest.approx(1)
    assert likes[3, 0] > likes[3, 2]
    assert not likes[4].any()  # it has no text


def test_that_many_that_lean_on_the_same_share_what_they_are_given() -> None:
    features = unit([[1, 0]] * 5)
    one = likes_of(features, np.array([True] * 4 + [False])).sum(axis=1)
    four = likes_of(features, np.array([True] + [False] * 4)).sum(axis=1)
    assert one[4, 0] == pytest.approx(1)
    assert four[1:].ravel().tolist()[0] == pytest.approx([1 / 4] * 4)


def test_that_a_product_without_events_is_found_beside_its_likes(
    learner: SequenceLearner,
) -> None:
    inputs = learner.task.inputs
    memory = remember(learner, learner.task)
    assert memory.links[:, COLD].nnz
    asked = today(inputs)
    found = memory.add_to(
        np.zeros((len(asked), COLD + 1), np.float32), inputs.steps, asked
    )
    found = hide_seen(found, inputs.steps, asked)
    likes_boots = np.arange(len(asked)) % GROUPS == 0
    ahead = (found > found[:, COLD : COLD + 1]).sum(axis=1)
    assert ahead[likes_boots].mean() < PER_GROUP / 2
    assert not found[~likes_boots, COLD].any()
    plain = learn_memory(inputs.steps, learner.task.split.train_end, COLD + 1)
    assert not plain.links[:, COLD].nnz


def test_that_borrowing_again_changes_nothing(learner: SequenceLearner) -> None:
    inputs = learner.task.inputs
    warm = warm_products(inputs, learner.task.split)
    own = learner.product_vectors()[COLD]
    remember(learner, learner.task)
    assert learner.memory is not None
    vectors, links = learner.product_vectors(), learner.memory.links
    assert not torch.equal(vectors[COLD], own)
    lend(learner, warm)
    assert torch.allclose(learner.product_vectors(), vectors)
    assert abs(learner.memory.links - links).max() < 1e-6
