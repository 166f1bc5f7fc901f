"""Soft membership: how much each shopper belongs to each persona."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from studio.domain.behaviour import Ints
from studio.domain.taste import Features
from studio.pipeline.personas.groups import unit

CHUNK = 16_384
MEASURED = 5000
"""Shoppers that the concentration is measured on, at most."""
LEAST, MOST = 1.0, 500.0
"""Bounds of the concentration, so that a share is never all or nothing by rounding."""


def memberships(
    tastes: Features,
    member: Ints,
    groups: int,
    tick: Callable[[], None] = lambda: None,
) -> Features:
    """Share (S, P) of each shopper in each group; rows sum to 1.

    The posterior of a mixture of von Mises-Fisher distributions of one concentration
    (Banerjee et al., 2005), with the groups' own directions and sizes: what is soft in
    the clusters that spherical k-means makes hard.

    Args:
        tastes: (S, D).
        member: (S,) group of each shopper, or -1.
        groups: P.
        tick: Called now and then.
    """
    shares = np.zeros((len(tastes), groups), np.float32)
    sizes = np.bincount(member[member >= 0], minlength=groups)
    if not groups or not sizes.any():
        return shares
    middle = np.zeros((groups, tastes.shape[1]), np.float32)
    points = unit(tastes)
    for at in range(groups):
        own = points[member == at]
        if len(own):
            middle[at] = own.mean(axis=0)
    middle = unit(middle)
    kappa = concentration(points, middle, member)
    prior = np.log(np.maximum(sizes, 1) / sizes.sum())
    for first in range(0, len(points), CHUNK):
        tick()
        part = slice(first, first + CHUNK)
        logit = kappa * (points[part] @ middle.T) + prior
        odds = np.exp(logit - logit.max(axis=1, keepdims=True))
        shares[part] = odds / odds.sum(axis=1, keepdims=True)
    return shares


def concentration(points: Features, middle: Features, member: Ints) -> float:
    """How close members lie round their groups' directions: kappa of the mixture.

    Banerjee's estimate r (d - r^2) / (1 - r^2). For d, the dimensions that members
    really spread over (participation ratio of their covariance) stand in: with all
    those of the model the shares would be far too sure.
    """
    known = np.flatnonzero(member >= 0)
    known = known[:: len(known) // MEASURED + 1]
    own = middle[member[known]]
    r = float(np.clip((points[known] * own).sum(axis=1).mean(), 1e-3, 1 - 1e-3))
    rest = points[known] - own
    spread = np.linalg.svd(rest - rest.mean(axis=0), compute_uv=False) ** 2
    d = max(float(spread.sum() ** 2 / max((spread**2).sum(), 1e-12)), 2.0)
    return float(np.clip(r * (d - r * r) / (1 - r * r), LEAST, MOST))
