"""The map: shoppers and products on one plane."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from sklearn.manifold import TSNE  # type: ignore[import-untyped]

from studio.domain.behaviour import Floats
from studio.domain.taste import Features
from studio.pipeline.personas.groups import unit

SAMPLED = 1200
"""Shoppers that the plane is bent for; the others are put among their like."""
ENOUGH = 60
"""Fewer shoppers than this are shown by their principal components."""
NEAR = 5
CHUNK = 2048
MARGIN = 0.03
"""Extent of the scatter round shared places, in units of the map."""
ROUNDS = 400


def project(
    tastes: Features,
    products: Features,
    seed: int = 0,
    tick: Callable[[], None] = lambda: None,
) -> tuple[Floats, Floats]:
    """Places of shoppers (S, 2) and products (I, 2) within -1 and 1.

    Both are first put into one space of directions, each centred on its own mean. A
    sample is laid out by t-SNE (van der Maaten and Hinton, 2008) from its principal
    components; the other shoppers go to the middle of their nearest in the sample.
    """
    people, things = _one_space(tastes, products)
    flat = _principal(people, things)
    if len(people) < ENOUGH:
        return _scaled(flat[: len(people)], flat[len(people) :])
    tick()
    sample = np.linspace(0, len(people) - 1, min(SAMPLED, len(people)))
    chosen = np.unique(sample.astype(np.int64))
    shown = things[: 2 * SAMPLED]
    start = np.concatenate([flat[chosen], flat[len(people) :][: len(shown)]])
    points = np.concatenate([people[chosen], shown])
    laid = _bent(points, start, seed)
    near_people = _among(people, people[chosen], laid[: len(chosen)], tick)
    near_things = laid[len(chosen) :]
    if len(things) > len(shown):
        near_things = _among(things, shown, near_things, tick)
    scatter = np.random.default_rng(seed).normal(0, MARGIN, (len(people), 2))
    scatter[chosen] = 0
    spread = np.abs(laid).max()
    return _scaled(near_people + scatter * spread, near_things)


def _one_space(tastes: Features, products: Features) -> tuple[Features, Features]:
    people, things = unit(tastes), unit(products)
    return (
        unit(people - people.mean(axis=0, keepdims=True)),
        unit(things - things.mean(axis=0, keepdims=True)),
    )


def _principal(people: Features, things: Features) -> Floats:
    """The first two principal components of the shoppers, for both."""
    both = np.concatenate([people, things]).astype(np.float64)
    _, _, axes = np.linalg.svd(people, full_matrices=False)
    flat = np.zeros((len(both), 2))
    plane = both @ axes[:2].T.astype(np.float64)
    flat[:, : plane.shape[1]] = plane
    return flat


def _bent(points: Features, start: Floats, seed: int) -> Floats:
    width = max(float(start[:, 0].std()), 1e-9)
    layout = TSNE(
        perplexity=min(30.0, (len(points) - 1) / 3),
        init=(start / width * 1e-4).astype(np.float32),
        metric="euclidean",
        learning_rate="auto",
        max_iter=ROUNDS,
        random_state=seed % 2**32,
        n_jobs=1,
    ).fit_transform(points)
    return np.asarray(layout, np.float64)


def _among(
    rows: Features, sample: Features, laid: Floats, tick: Callable[[], None]
) -> Floats:
    """The weighted middle of each row's NEAR neighbours in the sample."""
    places = []
    near = min(NEAR, len(sample))
    for first in range(0, len(rows), CHUNK):
        tick()
        alike = rows[first : first + CHUNK] @ sample.T
        at = np.argpartition(-alike, near - 1, axis=1)[:, :near]
        weight = np.exp(20 * (np.take_along_axis(alike, at, 1) - 1))
        weight /= np.maximum(weight.sum(axis=1, keepdims=True), 1e-12)
        places.append((laid[at] * weight[..., None]).sum(axis=1))
    return np.concatenate(places) if places else np.zeros((0, 2))


def _scaled(people: Floats, things: Floats) -> tuple[Floats, Floats]:
    both = np.concatenate([people, things])
    if not len(both):
        return people, things
    middle = (both.max(axis=0) + both.min(axis=0)) / 2
    size = max(float(np.abs(both - middle).max()), 1e-9)
    return (people - middle) / size, (things - middle) / size
