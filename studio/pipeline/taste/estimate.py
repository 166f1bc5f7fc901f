"""What a training of the taste model will take: counted, then measured on a few steps.

The count comes from the shapes alone and costs nothing, so it can refuse what would not
fit anywhere. The measurement makes real steps of real batches, spread over the lengths
that there are, with a net that is thrown away.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable

import msgspec
import numpy as np
import torch

from studio.domain.taste import TasteInputs
from studio.pipeline.taste.batches import Window
from studio.pipeline.taste.learner import Learner, Task
from studio.pipeline.taste.loop import Loop
from studio.pipeline.taste.metrics import at_once, judge
from studio.pipeline.taste.private import PrivateLoop
from studio.pipeline.taste.settings import Settings
from studio.pipeline.taste.split import held_out

SAMPLED = 6
"""Batches that are timed, one of each sixth of the lengths."""
WARM_UP = 2
"""Steps before the clock runs: the first ones ask for memory and choose kernels."""
FLOAT = 4
COPIES = 8
"""Of the weights while training: net, gradient, two moments of Adam, their average, the
best so far, and net and average at the beginning of the epoch."""
KEPT_BY_BLOCK = 14
"""Numbers that a block keeps for its gradient, in widths a step, without its inner."""
KEPT_BY_INNER = 3
KEPT_BY_STEP = 8
"""The same of what a step is made of: product, text, kind, gap, price, place."""
SCORES_HELD = 5
"""Copies of a step's scores against the negatives: forward, masked, and backward."""
JUDGED_HELD = 6
"""Copies of the scores of the shoppers that are ranked at once."""


class Clock(msgspec.Struct):
    """Seconds of wall and processor since it was made."""

    wall: float = msgspec.field(default_factory=time.perf_counter)
    processor: float = msgspec.field(default_factory=time.process_time)

    def read(self) -> tuple[float, float]:
        """(wall, processor) so far."""
        wall = time.perf_counter() - self.wall
        return wall, time.process_time() - self.processor


class Measured(msgspec.Struct, frozen=True):
    """Seconds of wall of an epoch's steps and of its judging."""

    steps: float
    judging: float


def counted(inputs: TasteInputs, settings: Settings, longest: int) -> dict[str, int]:
    """Bytes by part, from the shapes: `weights`, `steps` and `scores`.

    Args:
        inputs: What is learned from.
        settings: Sizes and batch.
        longest: Steps of the longest sequence, with the one that opens it.
    """
    net, training = settings.net, settings.training
    width, products = net.width, len(inputs.products)
    pieces = -(-np.diff(inputs.steps.start) // net.length)
    batch = min(training.batch, max(int(pieces.sum()), 1))  # of all there are
    if settings.model == "article":  # one example a step, and a drawn one beside it
        batch = 2 * min(training.batch, max(len(inputs.steps), 1))
    block = (4 + 2 * net.inner) * width * width
    others = 3 * width * width + (inputs.preference.shape[1] + net.length) * width
    text = inputs.product_features.shape[1] * width
    parameters = (products + 1) * width + net.blocks * block + others + text
    mean = len(inputs.steps) / max(int(pieces.sum()), 1) + 1
    tokens = max(math.ceil(batch * mean), longest)  # of a batch of like size
    if settings.model == "article":
        tokens = batch * longest
    kept = KEPT_BY_STEP + net.blocks * (KEPT_BY_BLOCK + KEPT_BY_INNER * net.inner)
    negatives = min(training.negatives, products) + 1
    asked = tokens if settings.model == "sasrec" else 0
    return {
        "weights": COPIES * parameters * FLOAT,
        "steps": (tokens * kept * width + SCORES_HELD * asked * negatives) * FLOAT,
        "scores": JUDGED_HELD * at_once(products) * products * FLOAT,
    }


def longest_of(inputs: TasteInputs, settings: Settings) -> int:
    """Steps of the longest sequence that a batch will hold, with the opening one."""
    steps = np.diff(inputs.steps.start)
    most = int(steps.max()) if len(steps) else 0
    return min(most, settings.net.length) + 1


def measured(task: Task, loop: Loop, tick: Callable[[], None]) -> Measured:
    """Make a few real steps and judge a few shoppers.

    Args:
        task: What is trained.
        loop: A loop with a net of its own, which is not used afterwards.
        tick: Called between the parts; may raise CancelledByUser.
    """
    if isinstance(loop, PrivateLoop):
        steps = _private_steps(loop)
    else:
        steps = _steps(loop, tick)
    return Measured(steps, _judging(loop.learner, task, tick))


def _steps(loop: Loop, tick: Callable[[], None]) -> float:
    """Seconds of all steps of an epoch."""
    learner = loop.learner
    batches = sorted(learner.batches(np.random.default_rng(0)), key=_size)
    if not batches:
        return 0.0
    learner.net.train()
    for _ in range(WARM_UP):
        _step(loop, batches[-1])
    parts = np.array_split(np.arange(len(batches)), min(SAMPLED, len(batches)))
    seconds = 0.0
    for part in parts:
        tick()
        clock = Clock()
        _step(loop, batches[int(part[len(part) // 2])])
        seconds += clock.read()[0] * len(part)
    return seconds


def _size(batch: Window) -> int:
    """Steps of the longest sequence of a batch."""
    return int((batch.end - batch.begin).max())


def _step(loop: Loop, batch: Window) -> None:
    loss = loop.learner.loss(batch)
    loop.place.step += 1
    if loss is not None and bool(torch.isfinite(loss.detach())):
        loop._descend(loss)


def _private_steps(loop: PrivateLoop) -> float:
    loop.learner.net.train()
    loop._step()
    clock = Clock()
    loop._step()
    return clock.read()[0] * (loop.steps // loop.training.epochs)


def _judging(learner: Learner, task: Task, tick: Callable[[], None]) -> float:
    """Seconds of judging an epoch, from as many questions as are ranked at once."""
    inputs, at = task.inputs, task.split.validation
    asked = held_out(inputs.steps, at, at_once(len(inputs.products)))
    if not len(asked):
        return 0.0
    few = held_out(inputs.steps, at, 8)
    judge(learner.scores, inputs.steps, few, inputs.sellable, tick)
    clock = Clock()
    judge(learner.scores, inputs.steps, asked, inputs.sellable, tick)
    judged = len(held_out(inputs.steps, at, task.settings.training.judged))
    return clock.read()[0] / len(asked) * judged
