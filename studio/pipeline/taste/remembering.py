"""How much the memory counts beside the net: chosen on the validation step."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import numpy as np

from studio.domain.behaviour import Ints
from studio.pipeline.taste.cold import lend
from studio.pipeline.taste.learner import SequenceLearner, Task, warm_products
from studio.pipeline.taste.memory import FADES, WEIGHTS, Memory, learn_memory
from studio.pipeline.taste.metrics import (
    Scores,
    at_once,
    hide_seen,
    ndcg_at_k,
    ranks_of,
)
from studio.pipeline.taste.split import HeldOut, held_out

LEAST = 20
"""Fewer questions than this choose nothing: the memory then keeps silent."""

Tick = Callable[[], None]


def remember(learner: SequenceLearner, task: Task, tick: Tick = lambda: None) -> Memory:
    """Give the learner a memory of the training steps, weighed on the validation step.

    A training with differential privacy has none: counts of what shoppers did are not
    private. Products without an event to learn from borrow from those they read like.
    """
    steps, split = task.inputs.steps, task.split
    products = len(task.inputs.products)
    learner.memory = learn_memory(steps, split.train_end, products)
    lend(learner, warm_products(task.inputs, split))
    memory = learner.memory
    asked = held_out(steps, split.validation, task.settings.training.judged)
    if task.settings.private is None and len(asked) >= LEAST:
        memory = weighed(memory, learner, asked, tick)
    learner.memory = memory if memory.counts else None
    return memory


def weighed(
    memory: Memory, learner: SequenceLearner, asked: HeldOut, tick: Tick
) -> Memory:
    """The memory with the weight and fade of the best NDCG@10; the lightest of equals.

    Every product is ranked for every question, as in all our figures.
    """
    steps = learner.task.inputs.steps
    tried = [
        msgspec.structs.replace(memory, weight=weight, fade=fade)
        for fade in FADES
        for weight in WEIGHTS
        if weight or fade == FADES[0]
    ]
    ranks: list[list[Ints]] = [[] for _ in tried]
    for part in asked.parts(at_once(len(learner.task.inputs.products))):
        net = hide_seen(learner.net_scores(part), steps, part)
        for fade in FADES:
            tick()
            faded = msgspec.structs.replace(memory, weight=1.0, fade=fade)
            recalled = faded.add_to(np.zeros_like(net), steps, part)
            for at, each in enumerate(tried):
                if each.fade == fade:
                    ranks[at].append(_ranks(net, recalled, each.weight, part.target))
    gains = [float(ndcg_at_k(np.concatenate(each)).mean()) for each in ranks]
    return tried[int(np.argmax(gains))]


def _ranks(net: Scores, recalled: Scores, weight: float, target: Ints) -> Ints:
    return ranks_of(net + np.float32(weight) * recalled, target)
