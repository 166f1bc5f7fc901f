"""The better map: neighbours in taste lie together (t-SNE)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from openTSNE import TSNE
from sklearn.neighbors import NearestNeighbors  # type: ignore[import-untyped]

from studio.domain.behaviour import Floats
from studio.domain.taste import Features
from studio.pipeline.personas.projection import flattened, one_space, scaled

SAMPLED = 4000
"""Shoppers that the plane is bent for; the others are put among their like."""
ENOUGH = 60
"""Fewer shoppers than this stay on their principal components."""
PERPLEXITY = 30.0
NEAR = 5
SHARP = 20.0
"""How much more the nearest of the neighbours counts than the others."""
CHUNK = 8192
MARGIN = 0.012
"""Extent of the scatter round shared places, in units of the map."""
MANY = 3000
"""Points from which interpolated gradients are faster than a tree (Barnes and Hut)."""
EARLY, ROUNDS = 150, 350


def neighbour_map(
    tastes: Features,
    products: Features,
    seed: int = 0,
    tick: Callable[[], None] = lambda: None,
) -> tuple[Floats, Floats, int]:
    """Places of shoppers (S, 2) and products (I, 2) within -1 and 1, and the sample.

    An even sample of both, in one space of directions, is laid out by t-SNE with
    interpolated gradients (van der Maaten and Hinton, 2008; Linderman et al., 2019;
    openTSNE, Poličar et al., 2024) from its principal components, so that the map
    looks like the one it takes the place of. Everybody else goes to the middle of the
    nearest of the sample. One seed gives one map.

    Args:
        tastes: (S, D).
        products: (I, D).
        seed: Of the layout and the scatter.
        tick: Called now and then; what it raises stops the work.
    """
    people, things = one_space(tastes, products)
    flat_people, flat_things = flattened(people, things)
    if len(people) < ENOUGH:
        return *scaled(flat_people, flat_things), len(people)
    tick()
    chosen, shown = _even(len(people)), _even(len(things))
    points = np.concatenate([people[chosen], things[shown]])
    start = np.concatenate([flat_people[chosen], flat_things[shown]])
    laid = _bent(points, start, seed, tick)
    near_people = _among(people, chosen, laid[: len(chosen)], (seed, tick))
    near_things = _among(things, shown, laid[len(chosen) :], (seed, tick))
    return *scaled(near_people, near_things), len(chosen)


def _even(n: int) -> Floats:
    return np.unique(np.linspace(0, n - 1, min(SAMPLED, n)).astype(np.int64))


def _bent(
    points: Features, start: Floats, seed: int, tick: Callable[[], None]
) -> Floats:
    width = max(float(start[:, 0].std()), 1e-9)

    def told(*_: object) -> bool:
        tick()
        return False

    layout = TSNE(
        perplexity=min(PERPLEXITY, (len(points) - 1) / 3),
        initialization=start / width * 1e-4,
        metric="euclidean",
        early_exaggeration_iter=EARLY,
        n_iter=ROUNDS,
        neighbors="exact",
        negative_gradient_method="fft" if len(points) > MANY else "bh",
        random_state=seed % 2**31,
        n_jobs=1,  # with more the sums of forces depend on which thread is first
        callbacks=told,
        callbacks_every_iters=25,
    ).fit(points)
    return np.asarray(layout, np.float64)


def _among(
    rows: Features,
    chosen: Floats,
    laid: Floats,
    how: tuple[int, Callable[[], None]],
) -> Floats:
    """The sample where it lies; others in the weighted middle of their nearest."""
    seed, tick = how
    places = np.zeros((len(rows), 2))
    places[chosen] = laid
    others = np.setdiff1d(np.arange(len(rows)), chosen, assume_unique=True)
    if not len(others):
        return places
    near = NearestNeighbors(n_neighbors=min(NEAR, len(chosen)), algorithm="brute")
    near.fit(rows[chosen])
    scatter = np.random.default_rng(seed).normal(0, MARGIN, (len(others), 2))
    scatter *= np.abs(laid).max()
    for first in range(0, len(others), CHUNK):
        tick()
        part = others[first : first + CHUNK]
        apart, at = near.kneighbors(rows[part])
        weight = np.exp(-SHARP * (apart**2 - apart[:, :1] ** 2) / 2)
        weight /= weight.sum(axis=1, keepdims=True)
        places[part] = (laid[at] * weight[..., None]).sum(axis=1)
    places[others] += scatter
    return places
