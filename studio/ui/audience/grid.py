"""Finds the points of the map that are in view without looking at all of them."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from studio.ui.audience.cloud import Cloud, Places

SIDE = 256
"""Cells along each side of the square that holds the map."""
Singles = npt.NDArray[np.float32]


class Grid:
    """The shown points of a cloud (M of them), sorted by cells of a square grid.

    Attributes:
        places: (M,) place of each point in the cloud.
        x, y: (M,) where it lies.
        group: (M,) its persona among those shown, or -1.
        left, bottom, size: The square that holds all of them, in units of the map.
    """

    def __init__(self, cloud: Cloud) -> None:
        xy = cloud.xy[cloud.drawn]
        low = xy.min(axis=0) if len(xy) else np.zeros(2)
        high = xy.max(axis=0) if len(xy) else np.ones(2)
        self.left, self.bottom = float(low[0]), float(low[1])
        self.size = max(float((high - low).max()), 1e-9) * (1 + 1e-6)
        cell = self._cells(xy[:, 0], xy[:, 1], SIDE)
        order = np.argsort(cell, kind="stable")
        self.places: Places = cloud.drawn[order]
        self.x: Singles = xy[order, 0].astype(np.float32)
        self.y: Singles = xy[order, 1].astype(np.float32)
        self.group = cloud.group[self.places].astype(np.int16)
        count = np.bincount(cell, minlength=SIDE * SIDE)
        self._start = np.concatenate(([0], np.cumsum(count)))

    def __len__(self) -> int:
        return len(self.places)

    def _cells(self, x: npt.NDArray[np.floating], y: npt.NDArray[np.floating],
               side: int) -> Places:  # fmt: skip
        across = ((x - self.left) * (side / self.size)).astype(np.int64)
        up = ((y - self.bottom) * (side / self.size)).astype(np.int64)
        return np.clip(up, 0, side - 1) * side + np.clip(across, 0, side - 1)

    def cells(self, side: int) -> Places:
        """(M,) cell of each point on a grid of side x side, row by row from below."""
        return self._cells(self.x, self.y, side)

    def rows(
        self, across: tuple[float, float], up: tuple[float, float]
    ) -> tuple[Places, Places]:
        """First and last of each row of cells that a rectangle touches."""
        scale = SIDE / self.size
        c0, c1 = ((v - self.left) * scale for v in across)
        r0, r1 = ((v - self.bottom) * scale for v in up)
        if c1 < 0 or r1 < 0 or c0 >= SIDE or r0 >= SIDE:
            none = np.zeros(0, np.int64)
            return none, none
        first, last = max(int(c0), 0), min(int(c1), SIDE - 1)
        row = np.arange(max(int(r0), 0), min(int(r1), SIDE - 1) + 1) * SIDE
        return self._start[row + first], self._start[row + last + 1]

    def count(self, across: tuple[float, float], up: tuple[float, float]) -> int:
        """About how many points lie in a rectangle: those of the cells it touches."""
        begin, end = self.rows(across, up)
        return int((end - begin).sum())

    def within(self, across: tuple[float, float], up: tuple[float, float]) -> Places:
        """Points (places here) inside a rectangle of the map."""
        begin, end = self.rows(across, up)
        parts = [
            np.arange(a, b) for a, b in zip(begin.tolist(), end.tolist(), strict=True)
            if b > a
        ]  # fmt: skip
        if not parts:
            return np.zeros(0, np.int64)
        found: Places = np.concatenate(parts)
        x, y = self.x[found], self.y[found]
        inside = (x >= across[0]) & (x <= across[1]) & (y >= up[0]) & (y <= up[1])
        return found[inside]
