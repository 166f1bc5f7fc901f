from __future__ import annotations

import msgspec
import numpy as np
import pytest
import torch

from studio.domain.taste import TasteInputs
from studio.pipeline.features.fusion import ShopData, fuse
from studio.pipeline.taste.checkpoint import Weights, read_weights, weights_of
from studio.pipeline.taste.explaining import about
from studio.pipeline.taste.learner import SequenceLearner, Task, warm_products
from studio.pipeline.taste.memory import (
    Memory,
    learn_memory,
    memory_of,
    moved,
)
from studio.pipeline.taste.metrics import judge
from studio.pipeline.taste.remembering import remember
from studio.pipeline.taste.scoring import restore
from studio.pipeline.taste.settings import NetSize, Private, Settings
from studio.pipeline.taste.split import HeldOut, held_out, leave_last_out
from tests.unit.taste.conftest import events_of

CPU = torch.device("cpu")
TINY = Settings(net=NetSize(width=8, blocks=1, heads=1))


def _asked(inputs: TasteInputs, shopper: int) -> HeldOut:
    at = np.array([shopper])
    return HeldOut(at, inputs.steps.start[at + 1], np.zeros(1, np.int64))


def _learner(inputs: TasteInputs, settings: Settings = TINY) -> SequenceLearner:
    return SequenceLearner(Task(inputs, leave_last_out(inputs.steps), settings, CPU))


def test_that_what_followed_counts_more_than_what_came_before() -> None:
    walks = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 1), (1, 2), (2, 3)]
    inputs = fuse(ShopData(events_of(walks)), None)
    links = learn_memory(inputs.steps, inputs.steps.start[1:], 4).links.toarray()
    assert links[0, 1] > links[1, 0] > 0
    assert links[0, 1] > links[0, 2] > 0
    assert not links[3].any()
    assert not links.diagonal().any()


def test_that_the_memory_learns_from_training_steps_alone(inputs: TasteInputs) -> None:
    split = leave_last_out(inputs.steps)
    products = len(inputs.products)
    learned = learn_memory(inputs.steps, split.train_end, products)
    steps = inputs.steps
    hidden = np.concatenate(
        [
            np.arange(end, last)
            for end, last in zip(split.train_end, steps.start[1:], strict=True)
        ]
    )
    product = steps.product.copy()
    product[hidden] = 0
    spoiled = msgspec.structs.replace(steps, product=product)
    again = learn_memory(spoiled, split.train_end, products)
    assert (learned.links != again.links).nnz == 0


def test_that_the_net_is_helped_by_the_memory_and_says_its_parts(
    inputs: TasteInputs,
) -> None:
    learner = _learner(inputs)  # untrained: the memory alone knows anything
    memory = remember(learner, learner.task)
    assert learner.memory is memory
    asked = held_out(inputs.steps, learner.task.split.test)
    both, net = (
        judge(score, inputs.steps, asked, inputs.sellable).ndcg
        for score in (learner.scores, learner.net_scores)
    )
    assert both > 2 * net
    added = learner.scores(asked) - learner.net_scores(asked)
    parts = memory.parts(inputs.steps, about(asked, 3))
    assert np.allclose(parts.sum(axis=1), added[:, 3], atol=1e-4)
    assert parts[:, -1].any()


def test_that_the_memory_is_kept_with_the_weights_and_moves_with_the_catalogue(
    inputs: TasteInputs,
) -> None:
    learner = _learner(inputs)
    memory = remember(learner, learner.task)
    kept = Weights(
        net=weights_of(learner.net.state_dict()),
        settings=TINY,
        products=inputs.products,
        warm=warm_products(inputs, learner.task.split),
        memory=memory.arrays(),
    )
    read = read_weights(kept.arrays(), kept.meta(), "weights")
    asked = held_out(inputs.steps, learner.task.split.test)
    same = restore(read, inputs, CPU, "weights")
    assert np.allclose(same.scores(asked), learner.scores(asked), atol=1e-5)
    turned = moved(memory, np.arange(len(inputs.products))[::-1].copy(), 25)
    assert turned.links[24, 23] == memory.links[0, 1] > 0
    fewer = moved(memory, np.array([0, 1] + [-1] * 23), 2)
    assert fewer.links.shape == (2, 2)
    assert fewer.links[0, 1] == memory.links[0, 1]


@pytest.mark.parametrize("spoiled", ["to", "from", "links", "how"])
def test_that_a_spoiled_memory_is_none(inputs: TasteInputs, spoiled: str) -> None:
    links = learn_memory(inputs.steps, inputs.steps.start[1:], 25).links
    arrays = Memory(links, 1.0, 0.6).arrays()
    assert memory_of(arrays, 25) is not None
    arrays[spoiled] = (arrays[spoiled] + 99)[1:]
    assert memory_of(arrays, 25) is None


def test_that_a_memory_of_rows_that_begin_late_or_of_no_whole_places_is_none(
    inputs: TasteInputs,
) -> None:
    links = learn_memory(inputs.steps, inputs.steps.start[1:], 25).links
    arrays = Memory(links, 1.0, 0.6).arrays()
    late = np.maximum(arrays["from"], 1)
    assert memory_of(arrays | {"from": late}, 25) is None
    assert memory_of(arrays | {"to": arrays["to"].astype(np.float32)}, 25) is None


def test_that_a_private_training_remembers_nothing(inputs: TasteInputs) -> None:
    learner = _learner(inputs, msgspec.structs.replace(TINY, private=Private()))
    remember(learner, learner.task)
    assert learner.memory is None
