"""Clusters of taste, and how well groups are parted."""

from __future__ import annotations

import warnings
from collections.abc import Callable

import msgspec
import numpy as np
from sklearn.cluster import KMeans  # type: ignore[import-untyped]
from sklearn.exceptions import ConvergenceWarning  # type: ignore[import-untyped]
from sklearn.metrics import silhouette_score  # type: ignore[import-untyped]

from studio.domain.behaviour import Ints
from studio.domain.persona import Tried
from studio.domain.privacy import SMALLEST_GROUP
from studio.domain.taste import Features, Flags
from studio.pipeline.personas.groups import NOBODY, Grouping, unit, with_floor
from studio.pipeline.personas.stability import HOLDS, Stability, stability_of

FEWEST, MOST = 3, 8
"""Numbers of clusters that are tried."""
LEARNED = 20_000
"""Shoppers that the centres are found from, at most."""
JUDGED = 1500
"""Shoppers that a silhouette is measured on, at most."""
COMPARED = 20_000
"""Shoppers that stability is measured on, at most."""


class _Fit(msgspec.Struct, frozen=True):
    label: Ints
    tried: Tried
    stability: Stability


def cluster_groups(
    tastes: Features,
    active: Flags,
    clusters: int | None = None,
    seed: int = 0,
    tick: Callable[[], None] = lambda: None,
    *,
    floor: int = SMALLEST_GROUP,
) -> Grouping:
    """k-means on the directions of taste; `best_of` says how the number is chosen.

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
    wanted = [clusters] if clusters else list(range(min(FEWEST, most), MOST + 1))
    fits = []
    for number in sorted({min(n, most) for n in wanted}):
        tick()
        fits.append(_judged(points, number, seed, tick))
    best = best_of([fit.tried for fit in fits])
    chosen = fits[best]
    member[who] = chosen.label
    grouping = Grouping(
        member,
        ("",) * (int(member.max()) + 1),
        floor=floor,
        stability=chosen.tried.stability,
        tried=tuple(fit.tried for fit in fits),
        holds=chosen.stability.jaccard,
    )
    return with_floor(grouping)


def best_of(tried: list[Tried]) -> int:
    """Place of the number to take: the best parted of those that are found again.

    Of the numbers whose groups hold when shoppers are drawn anew (adjusted Rand index
    of at least `HOLDS`) the one of the greatest silhouette; where none holds, the most
    stable.
    """
    sure = [at for at, one in enumerate(tried) if (one.stability or 0) >= HOLDS]
    if sure:
        return max(sure, key=lambda at: tried[at].silhouette or -1.0)
    return max(range(len(tried)), key=lambda at: tried[at].stability or 0.0)


def halves(points: Features, seed: int = 0) -> Ints:
    """The two groups (N,) that some directions of taste fall into."""
    return _fitted(points, 2, seed)(points)


def silhouette(points: Features, member: Ints) -> float | None:
    """Mean silhouette (Rousseeuw, 1987) of an even sample; None for one group."""
    known = np.flatnonzero(member >= 0)
    if len(known) > JUDGED:
        known = known[np.linspace(0, len(known) - 1, JUDGED).astype(np.int64)]
    labels = member[known]
    if not 2 <= len(np.unique(labels)) < len(labels):  # noqa: PLR2004
        return None
    return float(silhouette_score(points[known], labels))


def _judged(points: Features, number: int, seed: int, tick: Callable[[], None]) -> _Fit:
    label = _fitted(points, number, seed)(points)
    some = slice(None, None, len(points) // COMPARED + 1)
    found = np.unique(label[some], return_inverse=True)[1].astype(np.int64)
    stability = stability_of(points[some], found, _fitted, seed, tick)
    parted = silhouette(points, label)
    tried = Tried(
        number,
        None if parted is None else round(parted, 4),
        round(stability.rand, 4),
    )
    return _Fit(label, tried, stability)


def _fitted(points: Features, number: int, seed: int) -> Callable[[Features], Ints]:
    """Centres of the points, as what tells each point's group."""
    with warnings.catch_warnings():
        # fewer distinct points than clusters is no fault of the user's
        warnings.simplefilter("ignore", ConvergenceWarning)
        sample = points[:: len(points) // LEARNED + 1]
        fitted = KMeans(number, n_init=2, random_state=seed % 2**32).fit(sample)

    def label(rows: Features) -> Ints:
        found: Ints = fitted.predict(rows).astype(np.int64)
        return found

    return label
