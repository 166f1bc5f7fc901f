"""Clusters of taste, and how well groups are parted."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import numpy as np
from sklearn.cluster import KMeans  # type: ignore[import-untyped]
from sklearn.exceptions import ConvergenceWarning  # type: ignore[import-untyped]
from sklearn.metrics import silhouette_score  # type: ignore[import-untyped]

from studio.domain.behaviour import Ints
from studio.domain.privacy import SMALLEST_GROUP
from studio.domain.taste import Features, Flags
from studio.pipeline.personas.groups import NOBODY, Grouping, unit, with_floor

FEWEST, MOST = 4, 8
"""Numbers of clusters that are tried."""
LEARNED = 20_000
"""Shoppers that the centres are found from, at most."""
JUDGED = 1500
"""Shoppers that a silhouette is measured on, at most."""


def cluster_groups(
    tastes: Features,
    active: Flags,
    clusters: int | None = None,
    seed: int = 0,
    tick: Callable[[], None] = lambda: None,
    *,
    floor: int = SMALLEST_GROUP,
) -> Grouping:
    """k-means on the directions of taste, the number chosen by silhouette.

    Args:
        tastes: (S, D).
        active: (S,) who has done anything; others belong to nobody.
        clusters: A number to use instead of the best one.
        seed: Of the starting centres.
        tick: Called between fits, so that a job can be cancelled.
        floor: The least number of shoppers of a group.
    """
    who = np.flatnonzero(active)
    member = np.full(len(tastes), NOBODY, np.int64)
    most = len(who) // floor
    points = unit(tastes[who])
    if most < 2 or not np.ptp(points, axis=0).any():  # noqa: PLR2004
        return Grouping(member, (), floor=floor)
    tried = [clusters] if clusters else list(range(min(FEWEST, most), MOST + 1))
    best: tuple[float, Ints] | None = None
    for number in sorted({min(n, most) for n in tried}):
        tick()
        label = _fitted(points, number, seed)
        value = silhouette(points, label) or -1.0
        if best is None or value > best[0]:
            best = (value, label)
    if best is not None:
        member[who] = best[1]
    names = ("",) * (int(member.max()) + 1)
    return with_floor(Grouping(member, names, floor=floor))


def silhouette(points: Features, member: Ints) -> float | None:
    """Mean silhouette (Rousseeuw, 1987) of an even sample; None for one group."""
    known = np.flatnonzero(member >= 0)
    if len(known) > JUDGED:
        known = known[np.linspace(0, len(known) - 1, JUDGED).astype(np.int64)]
    labels = member[known]
    if not 2 <= len(np.unique(labels)) < len(labels):  # noqa: PLR2004
        return None
    return float(silhouette_score(points[known], labels))


def _fitted(points: Features, number: int, seed: int) -> Ints:
    with warnings.catch_warnings():
        # fewer distinct points than clusters is no fault of the user's
        warnings.simplefilter("ignore", ConvergenceWarning)
        sample = points[:: len(points) // LEARNED + 1]
        fitted = KMeans(number, n_init=2, random_state=seed % 2**32).fit(sample)
    label: Ints = fitted.predict(points).astype(np.int64)
    return label
