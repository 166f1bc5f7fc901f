"""The map at once: shoppers and products on the plane of principal components."""

from __future__ import annotations

import numpy as np

from studio.domain.behaviour import Floats
from studio.domain.taste import Features
from studio.pipeline.personas.groups import unit

MEASURED = 20_000
"""Shoppers that the principal components are found from, at most."""


def principal(tastes: Features, products: Features) -> tuple[Floats, Floats]:
    """Places of shoppers (S, 2) and products (I, 2) within -1 and 1.

    Both are first put into one space of directions, each centred on its own mean; the
    first two principal components of the shoppers are the plane.
    """
    people, things = one_space(tastes, products)
    return scaled(*flattened(people, things))


def one_space(tastes: Features, products: Features) -> tuple[Features, Features]:
    """Directions of shoppers and products, each centred on its own mean."""
    people, things = unit(tastes), unit(products)
    return (
        unit(people - people.mean(axis=0, keepdims=True)),
        unit(things - things.mean(axis=0, keepdims=True)),
    )


def flattened(people: Features, things: Features) -> tuple[Floats, Floats]:
    """Both on the first two principal components of the shoppers.

    The sign of each component is such that its largest weight is positive, so that the
    map does not turn over from one training to the next by chance.
    """
    some = people[:: len(people) // MEASURED + 1]
    _, _, axes = np.linalg.svd(some, full_matrices=False)
    axes = axes[:2]
    largest = np.abs(axes).argmax(axis=1)
    axes = axes * np.sign(axes[np.arange(len(axes)), largest])[:, None]
    return _on(people, axes), _on(things, axes)


def _on(rows: Features, axes: Features) -> Floats:
    flat = np.zeros((len(rows), 2))
    flat[:, : len(axes)] = rows @ axes.T
    return flat


def scaled(people: Floats, things: Floats) -> tuple[Floats, Floats]:
    """Both within -1 and 1, at one scale."""
    both = np.concatenate([people, things])
    if not len(both):
        return people, things
    middle = (both.max(axis=0) + both.min(axis=0)) / 2
    size = max(float(np.abs(both - middle).max()), 1e-9)
    return (people - middle) / size, (things - middle) / size
