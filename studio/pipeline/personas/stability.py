"""How well groups are found again among shoppers drawn anew."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import numpy as np
from sklearn.metrics import adjusted_rand_score  # type: ignore[import-untyped]

from studio.domain.behaviour import Floats, Ints
from studio.domain.taste import Features

DRAWS = 8
"""Times that shoppers are drawn anew."""
DRAWN = 3000
"""Shoppers of a draw, at most."""
HOLDS = 0.75
"""Mean Jaccard overlap from which groups are called stable (Hennig, 2007)."""


class Stability(msgspec.Struct, frozen=True):
    """Of a grouping: mean adjusted Rand index, and mean Jaccard overlap a group."""

    rand: float
    jaccard: tuple[float, ...]

    @property
    def holds(self) -> float:
        """Mean overlap of the groups."""
        return float(np.mean(self.jaccard)) if self.jaccard else 0.0


def stability_of(
    points: Features,
    label: Ints,
    fit: Callable[[Features, int, int], Callable[[Features], Ints]],
    seed: int = 0,
    tick: Callable[[], None] = lambda: None,
) -> Stability:
    """Group bootstrap draws of the shoppers and compare with the groups they are in.

    The adjusted Rand index (Hubert and Arabie, 1985) is 1 for the same groups and 0
    for groups as alike as chance makes them. A group's overlap is with the group of
    the draw that is most like it (cluster-wise stability; Hennig, 2007).

    Args:
        points: (N, D) directions of taste.
        label: (N,) group of each.
        fit: Makes centres of points, a number and a seed; returns what labels points.
        seed: Of the draws.
        tick: Called between draws.
    """
    number = int(label.max()) + 1
    rng = np.random.default_rng(seed)
    rand, overlaps = [], []
    for draw in range(DRAWS):
        tick()
        chosen = rng.integers(len(points), size=min(len(points), DRAWN))
        again = fit(points[chosen], number, seed + draw + 1)(points)
        rand.append(adjusted_rand_score(label, again))
        overlaps.append(overlaps_of(label, again).max(axis=1))
    jaccard = np.mean(overlaps, axis=0)
    return Stability(float(np.mean(rand)), tuple(float(one) for one in jaccard))


def overlaps_of(now: Ints, was: Ints, shape: tuple[int, int] | None = None) -> Floats:
    """Jaccard overlap (P, Q) of each group with each group of another grouping.

    Args:
        now: (N,) groups, -1 for none.
        was: (N,) the other groups.
        shape: P and Q; by default as many as there are.
    """
    if shape is None:
        shape = int(now.max(initial=-1)) + 1, int(was.max(initial=-1)) + 1
    both = np.zeros(shape)
    known = (now >= 0) & (was >= 0)
    np.add.at(both, (now[known], was[known]), 1)
    own = np.bincount(now[now >= 0], minlength=shape[0])[:, None]
    old = np.bincount(was[was >= 0], minlength=shape[1])[None]
    jaccard: Floats = both / np.maximum(own + old - both, 1)
    return jaccard
