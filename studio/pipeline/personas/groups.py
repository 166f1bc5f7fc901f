"""Who belongs together: the shop's segments, or clusters of taste."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence

import msgspec
import numpy as np
from sklearn.cluster import KMeans  # type: ignore[import-untyped]
from sklearn.exceptions import ConvergenceWarning  # type: ignore[import-untyped]
from sklearn.metrics import silhouette_score  # type: ignore[import-untyped]

from studio.domain.behaviour import Ints, Segments
from studio.domain.taste import Features, Flags

FLOOR = 20
"""A group of fewer shoppers gets no page of its own (k-anonymity)."""
FEWEST, MOST = 4, 8
"""Numbers of clusters that are tried."""
JUDGED = 1500
"""Shoppers that a silhouette is measured on, at most."""
NOBODY = -1


class Grouping(msgspec.Struct, frozen=True):
    """`member` (S,) is each shopper's group or -1; `names` are empty for clusters."""

    member: Ints
    names: tuple[str, ...]
    silhouette: float | None = None

    @property
    def groups(self) -> int:
        """Number of groups."""
        return len(self.names)


def segment_groups(segments: Segments, shoppers: Sequence[str]) -> Grouping:
    """The shop's segments; who is in several belongs to the smallest of them."""
    place = {shopper: at for at, shopper in enumerate(shoppers)}
    sizes = np.bincount(segments.segment, minlength=len(segments.names))
    member = np.full(len(shoppers), NOBODY, np.int64)
    for shopper, segment in zip(segments.shopper, segments.segment, strict=True):
        at = place.get(shopper)
        if at is None:
            continue
        if member[at] == NOBODY or sizes[segment] < sizes[member[at]]:
            member[at] = segment
    return with_floor(Grouping(member, segments.names))


def cluster_groups(
    tastes: Features,
    active: Flags,
    clusters: int | None = None,
    seed: int = 0,
    tick: Callable[[], None] = lambda: None,
) -> Grouping:
    """k-means on the directions of taste, the number chosen by silhouette.

    Args:
        tastes: (S, D).
        active: (S,) who has done anything; others belong to nobody.
        clusters: A number to use instead of the best one.
        seed: Of the starting centres.
        tick: Called between fits, so that a job can be cancelled.
    """
    who = np.flatnonzero(active)
    member = np.full(len(tastes), NOBODY, np.int64)
    most = len(who) // FLOOR
    points = unit(tastes[who])
    if most < 2 or not np.ptp(points, axis=0).any():  # noqa: PLR2004
        return Grouping(member, ())
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
    return with_floor(Grouping(member, ("",) * (int(member.max()) + 1)))


def with_floor(grouping: Grouping) -> Grouping:
    """Groups under the floor belong to nobody; the others, largest first."""
    member = grouping.member
    sizes = np.bincount(member[member >= 0], minlength=grouping.groups)
    kept = [at for at in np.argsort(-sizes, kind="stable") if sizes[at] >= FLOOR]
    place = np.full(grouping.groups + 1, NOBODY, np.int64)
    for new, old in enumerate(kept):
        place[old] = new
    return Grouping(place[member], tuple(grouping.names[at] for at in kept))


def silhouette(points: Features, member: Ints) -> float | None:
    """Mean silhouette (Rousseeuw, 1987) of an even sample; None for one group."""
    known = np.flatnonzero(member >= 0)
    if len(known) > JUDGED:
        known = known[np.linspace(0, len(known) - 1, JUDGED).astype(np.int64)]
    labels = member[known]
    if not 2 <= len(np.unique(labels)) < len(labels):  # noqa: PLR2004
        return None
    return float(silhouette_score(points[known], labels))


def unit(vectors: Features) -> Features:
    """Rows of length 1; zeros stay."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    rows: Features = vectors / np.maximum(length, 1e-9)
    return rows


def _fitted(points: Features, number: int, seed: int) -> Ints:
    with warnings.catch_warnings():
        # fewer distinct points than clusters is no fault of the user's
        warnings.simplefilter("ignore", ConvergenceWarning)
        fitted = KMeans(number, n_init=2, random_state=seed % 2**32).fit(points)
    label: Ints = fitted.labels_.astype(np.int64)
    return label
