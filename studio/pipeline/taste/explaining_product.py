"""How much each feature of a product itself adds to its score."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import combinations
from math import factorial

import msgspec
import torch

from studio.domain.taste import Features
from studio.pipeline.taste.learner import SequenceLearner

TextVector = Callable[[Sequence[frozenset[str]]], Features]
"""Text vectors (K, F) of a product of which only some fields are told, for K choices
of fields."""


class OwnParts(msgspec.Struct, frozen=True):
    """A score taken apart by the product's features; the sum is the whole score.

    `learned` is what the model learned from the events on the product, beside those on
    other products; `fields` is the part of each field of the product's text.
    """

    learned: float
    fields: dict[str, float]


@torch.no_grad()
def own_parts(
    learner: SequenceLearner,
    taste: Features,
    product: int,
    text: tuple[tuple[str, ...], TextVector],
) -> OwnParts:
    """Take `taste . (vector - mean vector)` apart by what makes the vector.

    A field's part is its Shapley value (Shapley, 1953): the mean, over all orders of
    telling the fields, of what telling it adds; nothing told is the mean product.

    Args:
        learner: The model.
        taste: (D,), of one shopper or the mean of several, since scores are linear.
        product: Its place among the inputs.
        text: Names of the fields that the product has, and their vectors.
    """
    fields, vectors_of = text
    net, device = learner.net, learner.task.device
    toward = torch.from_numpy(taste).to(device)
    sellable = torch.from_numpy(learner.task.inputs.sellable).to(device)
    told = net.text(net.features[: net.products])  # (I, D)
    own = learner.product_vectors() - told
    learned = float((own[product] - own[sellable].mean(0)) @ toward)
    nothing = float(told[sellable].mean(0) @ toward)
    choices = _choices(fields)
    if not fields:
        whole = float(told[product] @ toward) - nothing
        return OwnParts(learned + whole, {})
    seen = torch.from_numpy(vectors_of(choices)).to(device)
    values = (net.text(seen) @ toward).tolist()
    worth = {frozenset[str](): nothing} | dict(zip(choices, values, strict=True))
    return OwnParts(learned, {name: _shapley(name, fields, worth) for name in fields})


def _choices(fields: tuple[str, ...]) -> list[frozenset[str]]:
    return [
        frozenset(some)
        for size in range(1, len(fields) + 1)
        for some in combinations(fields, size)
    ]


def _shapley(
    name: str, fields: tuple[str, ...], worth: dict[frozenset[str], float]
) -> float:
    others = [field for field in fields if field != name]
    total = 0.0
    for size in range(len(fields)):
        orders = factorial(size) * factorial(len(fields) - size - 1)
        for some in combinations(others, size):
            before = frozenset(some)
            total += orders * (worth[before | {name}] - worth[before])
    return total / factorial(len(fields))
