"""Bootstrap intervals of metrics over shoppers (Efron, 1979; the percentile method)."""

from __future__ import annotations

import numpy as np

from studio.domain.behaviour import Floats

DRAWS = 1000
LEVEL = 0.95
SEED = 20261124
MOST_DRAWN = 4_000_000
"""Values drawn at once, at most."""


def interval(
    values: Floats, of: Floats | None = None, seed: int = SEED
) -> tuple[float, float]:
    """Bounds between which the mean of a metric over shoppers (N,) lies.

    With `of` (N,) it is the ratio of the two sums: `values` found of so many.

    The shoppers are drawn anew with replacement DRAWS times; the bounds are the
    percentiles of the means that leave out (1 - LEVEL) / 2 on each side. The same seed
    draws the same shoppers, so that models over the same N are compared on the same.

    Raises:
        ValueError: There is no value.
    """
    if not len(values):
        raise ValueError("an interval needs at least one value")
    rng = np.random.default_rng(seed)
    size = max(1, MOST_DRAWN // len(values))
    means = []
    for first in range(0, DRAWS, size):
        some = min(size, DRAWS - first)
        drawn = rng.integers(len(values), size=(some, len(values)))
        whole = float(len(values)) if of is None else of[drawn].sum(axis=1)
        means.append(values[drawn].sum(axis=1) / np.maximum(whole, 1e-12))
    low, high = np.quantile(np.concatenate(means), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)
