"""Which points of the map a lasso holds."""

from __future__ import annotations

import numpy as np

from studio.domain.behaviour import Floats
from studio.domain.taste import Flags

CORNERS = 3


def inside_polygon(points: Floats, polygon: Floats) -> Flags:
    """Flags (N,) of the points (N, 2) inside a closed polygon of corners (K, 2).

    A point is inside when a ray from it crosses the border an odd number of times.
    """
    inside = np.zeros(len(points), np.bool_)
    if len(polygon) < CORNERS:
        return inside
    x, y = points[:, 0], points[:, 1]
    before = np.roll(polygon, 1, axis=0)
    for (x1, y1), (x2, y2) in zip(before, polygon, strict=True):
        crosses = (y1 > y) != (y2 > y)
        if not crosses.any():
            continue
        at = (x2 - x1) * (y - y1) / (y2 - y1) + x1
        inside ^= crosses & (x < at)
    return inside
