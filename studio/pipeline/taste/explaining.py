"""How much each past step adds to a product's score: integrated gradients.

Sundararajan, Taly and Yan, "Axiomatic attribution for deep networks", 2017, over what
the steps hold (`TasteNet.content`) and over the stated preference. The way starts at a
shopper with as many steps of whom nothing is known, and is walked on the points of
Gauss-Legendre quadrature, as Captum does; `benchmarks/why.py` compares with it.
"""

from __future__ import annotations

import msgspec
import numpy as np
import torch
from msgspec.structs import replace
from torch import Tensor

from studio.domain.behaviour import Floats, Ints
from studio.domain.errors import ModelRefused
from studio.domain.taste import Steps
from studio.pipeline.taste.batches import Batch
from studio.pipeline.taste.learner import Learner, SequenceLearner
from studio.pipeline.taste.sasrec import last_of, mean_of
from studio.pipeline.taste.split import HeldOut

POINTS, MOST_POINTS = 32, 512
"""Points on the way: at first, and at most where the parts do not add up."""
CLOSE = 0.005
"""What the parts may miss, as a share of the difference that they explain."""
AVERAGED = 512
"""Shoppers whose steps the average step is taken from, evenly thinned."""
AT_ONCE = 64
"""Shoppers explained at once."""


class Wish(msgspec.Struct, frozen=True):
    """Which score is explained: of the next product, or of the lasting taste.

    Rankings for a shopper use the taste after the last step; personas and their pages
    the mean over all steps (`lasting`).
    """

    lasting: bool = False
    points: int = POINTS


class Parts(msgspec.Struct, frozen=True):
    """What N scores are made of, each of one product for one shopper.

    A score is how far the net puts the product above the mean of the sellable ones,
    and what the memory adds to it, `memory` (N,). `average` is the score of a shopper
    of as many average steps and no memory. `steps` (N, T) are the parts of the last T
    steps, the newest last, 0 where there is none; `preference` (N,) is the part of what
    was stated. They add up to `score - average`, but for the error of the quadrature.
    """

    score: Floats
    average: Floats
    steps: Floats
    preference: Floats
    memory: Floats

    @property
    def missed(self) -> Floats:
        """What the parts do not account for, (N,)."""
        missed: Floats = self.score - self.average - self.steps.sum(axis=1)
        return np.asarray(missed - self.preference, np.float64)


class Known(msgspec.Struct, frozen=True):
    """Inputs of the net that are walked in: N shoppers' steps and preferences."""

    content: Tensor  # (N, T, D)
    preference: Tensor  # (N, P)
    stated: Tensor  # (N,)

    def at(self, share: float, start: Tensor) -> Known:
        """A place on the way from the `start` (N, T, D), with gradients."""
        content = start + share * (self.content - start)
        return Known(
            content.requires_grad_(),
            (share * self.preference).requires_grad_(),
            (share * self.stated).requires_grad_(),
        )

    def tensors(self) -> tuple[Tensor, Tensor, Tensor]:
        """All three."""
        return self.content, self.preference, self.stated


class Question(msgspec.Struct, frozen=True):
    """Scores of products as a function of what is known of the shoppers."""

    learner: SequenceLearner
    batch: Batch
    wish: Wish
    toward: Tensor  # (N, D) from the mean product to those asked about

    def scores(self, known: Known) -> Tensor:
        """Scores (N,) of the products above the mean of the sellable ones."""
        batch = replace(self.batch, preference=known.preference, stated=known.stated)
        tastes = self.learner.net.read(known.content, batch)  # (N, T, D)
        pooled = mean_of if self.wish.lasting else last_of
        score: Tensor = (pooled(tastes, batch.size) * self.toward).sum(-1)
        return score

    def known(self) -> Known:
        """What is known of the shoppers."""
        with torch.no_grad():
            content = self.learner.net.content(self.batch)
        stated = self.batch.stated.to(content.dtype)
        return Known(content, self.batch.preference.to(content.dtype), stated)

    def own_steps(self) -> Tensor:
        """(N, T) which columns are steps of the shopper: not START, not padding."""
        size = self.batch.size
        column = torch.arange(self.batch.product.shape[1], device=size.device)[None]
        return (column >= 1) & (column < size[:, None])


def explainable(learner: Learner) -> SequenceLearner:
    """The learner, if its scores can be taken apart; raises ModelRefused."""
    if not isinstance(learner, SequenceLearner):
        raise ModelRefused(
            "The article's network cannot say why: its score has no parts.",
            "Train the taste model, with: vitrine train PROJECT --model taste",
        )
    return learner


def about(asked: HeldOut, product: int) -> HeldOut:
    """The same shoppers, asked about one product."""
    return replace(asked, target=np.full(len(asked), product, np.int64))


def parts_of(learner: SequenceLearner, asked: HeldOut, wish: Wish) -> Parts:
    """Take N scores apart: of the product `asked.target` for the shopper's steps.

    What the memory adds is a sum over steps as it is; it has no say in lasting tastes.
    """
    average = average_step(learner)
    found = [
        _with_memory(_close_parts(learner, part, wish, average), part, learner, wish)
        for part in asked.parts(AT_ONCE)
    ]
    width = max((part.steps.shape[1] for part in found), default=0)
    steps = [np.zeros((0, width)), *(_widened(part.steps, width) for part in found)]
    return Parts(
        score=_joined([part.score for part in found]),
        average=_joined([part.average for part in found]),
        steps=np.concatenate(steps),
        preference=_joined([part.preference for part in found]),
        memory=_joined([part.memory for part in found]),
    )


def question_of(learner: SequenceLearner, asked: HeldOut, wish: Wish) -> Question:
    """The question about shoppers' last steps before `asked.end`."""
    batch = learner.read(asked)
    return Question(learner, batch, wish, directions(learner, asked.target))


def directions(learner: SequenceLearner, products: Ints) -> Tensor:
    """Where in taste space (N, D) products lie from the mean sellable one."""
    vectors = learner.product_vectors()
    sellable = torch.from_numpy(learner.task.inputs.sellable).to(vectors.device)
    return vectors[torch.from_numpy(products)] - vectors[sellable].mean(0)


def average_step(learner: SequenceLearner) -> Tensor:
    """What a step of the shop holds on average, (D,)."""
    steps = learner.task.inputs.steps
    with_steps = np.flatnonzero(np.diff(steps.start))
    if not len(with_steps):
        return torch.zeros(learner.net.size.width, device=learner.task.device)
    at = np.linspace(0, len(with_steps) - 1, min(AVERAGED, len(with_steps)))
    some = with_steps[np.unique(at.astype(np.int64))]
    asked = HeldOut(some, steps.start[some + 1], np.zeros(len(some), np.int64))
    question = question_of(learner, asked, Wish())
    return question.known().content[question.own_steps()].mean(0)


def gradients(question: Question, average: Tensor) -> tuple[Known, Tensor]:
    """Mean gradients on the way to what is known, and the start of it (N, T, D)."""
    known = question.known()
    start = torch.where(question.own_steps()[..., None], average, known.content)
    mean = [torch.zeros_like(part) for part in known.tensors()]
    nodes, weights = np.polynomial.legendre.leggauss(question.wish.points)
    for node, weight in zip((nodes + 1) / 2, weights / 2, strict=True):
        here = known.at(float(node), start)
        score = question.scores(here).sum()
        # where nobody stated anything the net does not look at preferences: zeros then
        slopes = torch.autograd.grad(score, here.tensors(), materialize_grads=True)
        mean = [
            total + float(weight) * slope
            for total, slope in zip(mean, slopes, strict=True)
        ]
    return Known(*mean), start


def without_steps(steps: Steps, places: Ints) -> Steps:
    """The steps as if those at some places had not been.

    The codes of what stays, such as the time since the step before, stay as they were.
    """
    kept = np.ones(len(steps), np.bool_)
    kept[places] = False
    before = np.concatenate([[0], np.cumsum(kept)])
    columns = ("product", "query", "kind", "gap", "price", "time", "fresh")
    return replace(
        steps,
        start=before[steps.start].astype(np.int64),
        **{name: getattr(steps, name)[kept] for name in columns},
    )


def _close_parts(
    learner: SequenceLearner, asked: HeldOut, wish: Wish, average: Tensor
) -> Parts:
    """Parts of the net's scores; on four times the points where they do not add up."""
    parts = _parts(question_of(learner, asked, wish), average)
    if not POINTS <= wish.points < MOST_POINTS:
        return parts
    whole = np.abs(parts.score - parts.average)
    allowed = CLOSE * np.maximum(whole, whole.mean())
    rough = np.flatnonzero(np.abs(parts.missed) > allowed)
    if not len(rough):
        return parts
    closer = replace(wish, points=4 * wish.points)
    again = _close_parts(learner, asked.some(rough), closer, average)
    steps, preference = parts.steps.copy(), parts.preference.copy()
    steps[rough] = _widened(again.steps, steps.shape[1])
    preference[rough] = again.preference
    return replace(parts, steps=steps, preference=preference)


def _parts(question: Question, average: Tensor) -> Parts:
    known = question.known()
    slope, start = gradients(question, average)
    with torch.no_grad():
        score = question.scores(known)
        before = question.scores(known.at(0.0, start))
    by_step = ((known.content - start) * slope.content).sum(-1)  # (N, T)
    said = (known.preference * slope.preference).sum(-1) + known.stated * slope.stated
    size = question.batch.size.cpu().numpy() - 1
    return Parts(
        score=_array(score),
        average=_array(before),
        steps=_newest_last(_array(by_step)[:, 1:], size),
        preference=_array(said),
        memory=np.zeros(len(size)),
    )


def _with_memory(
    parts: Parts, asked: HeldOut, learner: SequenceLearner, wish: Wish
) -> Parts:
    if learner.memory is None or wish.lasting:
        return parts
    added = learner.memory.parts(learner.task.inputs.steps, asked)
    recalled = added.astype(np.float64)
    width = max(recalled.shape[1], parts.steps.shape[1])
    memory = recalled.sum(axis=1)
    return replace(
        parts,
        score=parts.score + memory,
        steps=_widened(parts.steps, width) + _widened(recalled, width),
        memory=memory,
    )


def _newest_last(steps: Floats, size: Ints) -> Floats:
    """Left-aligned rows (N, T) of N sizes, moved to the right."""
    column = np.arange(steps.shape[1])[None] - (steps.shape[1] - size[:, None])
    moved: Floats = np.take_along_axis(steps, np.maximum(column, 0), 1)
    return np.where(column >= 0, moved, 0.0)


def _widened(steps: Floats, width: int) -> Floats:
    return np.pad(steps, ((0, 0), (width - steps.shape[1], 0)))


def _array(values: Tensor) -> Floats:
    return values.detach().double().cpu().numpy()


def _joined(parts: list[Floats]) -> Floats:
    return np.concatenate([np.zeros(0), *parts])
