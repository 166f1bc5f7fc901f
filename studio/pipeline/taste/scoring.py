"""A trained model put to use: tastes of shoppers, scores of products."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec
import numpy as np
import torch

from studio.domain.behaviour import Ints, places_among
from studio.domain.errors import ModelRefused
from studio.domain.taste import Features, TasteInputs
from studio.pipeline.taste.article import ArticleNet
from studio.pipeline.taste.article_learner import ArticleLearner
from studio.pipeline.taste.checkpoint import Weights, fit_to_products
from studio.pipeline.taste.cold import lend
from studio.pipeline.taste.learner import Learner, SequenceLearner, Task, new_net
from studio.pipeline.taste.memory import Memory, memory_of, moved
from studio.pipeline.taste.metrics import CHUNK, Scores
from studio.pipeline.taste.split import HeldOut, no_split

SAMPLED = 2000
"""Shoppers whose scores span the space of a model without vectors of its own."""
FACTORS = 32


class Embedded(msgspec.Struct, frozen=True):
    """Shoppers and products in one space: scores are `tastes @ products.T`.

    `tastes` (S, D) and `products` (I, D).
    """

    tastes: Features
    products: Features


def fresh_learner(task: Task) -> Learner:
    """An untrained learner of the model that the settings name."""
    if task.settings.model == "article":
        return ArticleLearner(task)
    return SequenceLearner(task)


def restore(
    weights: Weights, inputs: TasteInputs, device: torch.device, name: str
) -> Learner:
    """A trained learner for these inputs; raises ModelRefused when it does not fit.

    Products that the model has not learned are placed by their text, beside those they
    read like.
    """
    settings = weights.settings
    task = Task(inputs, no_split(inputs.steps), settings, device)
    if settings.model == "article":
        article = ArticleNet(settings.net, len(inputs.products))
        fresh = article.state_dict()
        article.load_state_dict(
            fit_to_products(weights, inputs.products, fresh, name)[0]
        )
        return ArticleLearner(task, article)
    places = places_among(inputs.products, weights.products)
    warm = np.append(weights.warm, False)[places]
    net = new_net(inputs, warm, settings)
    fresh = net.state_dict()
    net.load_state_dict(fit_to_products(weights, inputs.products, fresh, name)[0])
    learner = SequenceLearner(task, net)
    learner.memory = memory_for(weights, inputs.products, name)
    lend(learner, warm)
    return learner


def memory_for(weights: Weights, products: Sequence[str], name: str) -> Memory | None:
    """The memory of weights, moved to a list of products; raises ModelRefused."""
    if not weights.memory:
        return None
    memory = memory_of(weights.memory, len(weights.products))
    if memory is None:
        raise ModelRefused(
            f"{name} is of another shape: its memory does not fit.",
            "Choose weights of the same model and preset, or train anew.",
        )
    if tuple(products) == weights.products:
        return memory
    return moved(memory, places_among(weights.products, products), len(products))


def today(inputs: TasteInputs, shopper: Ints | None = None) -> HeldOut:
    """The question "what next?" for shoppers after all their steps."""
    if shopper is None:
        shopper = np.arange(len(inputs.shoppers))
    end = inputs.steps.start[shopper + 1]
    return HeldOut(shopper, end, np.zeros(len(shopper), np.int64))


def embed(
    learner: Learner, inputs: TasteInputs, tick: Callable[[], None] = lambda: None
) -> Embedded:
    """Lasting tastes of all shoppers and vectors of all products, in one space.

    The transformer has them: the mean over a shopper's steps, since the last step alone
    tells more of one visit than of the person. For another model they are the leading
    factors of its centred scores, found from SAMPLED shoppers (a truncated SVD).
    """
    asked = today(inputs)
    if isinstance(learner, SequenceLearner):
        tastes = []
        for part in asked.parts(CHUNK):
            tick()
            tastes.append(learner.profiles(part))
        vectors = learner.product_vectors().cpu().numpy()
        return Embedded(_joined(tastes, vectors.shape[1]), vectors)
    some = np.linspace(0, len(asked.shopper) - 1, min(SAMPLED, len(asked)))
    parts = []
    for part in today(inputs, np.unique(some.astype(np.int64))).parts(CHUNK // 4):
        tick()
        parts.append(_centred(learner.scores(part)))
    _, _, rows = np.linalg.svd(np.concatenate(parts), full_matrices=False)
    vectors = rows[:FACTORS].T.astype(np.float32)
    tastes = []
    for part in asked.parts(CHUNK // 4):
        tick()
        tastes.append(_centred(learner.scores(part)) @ vectors)
    return Embedded(_joined(tastes, vectors.shape[1]), vectors)


def _centred(scores: Scores) -> Scores:
    centred: Scores = scores - scores.mean(axis=1, keepdims=True)
    return centred


def _joined(parts: list[Features], width: int) -> Features:
    return np.concatenate([np.zeros((0, width), np.float32), *parts])
