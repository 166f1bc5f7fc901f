"""Pictures of how many shoppers lie where, for when they are too many to draw."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QImage

from studio.ui.audience.cloud import NOBODY, Places
from studio.ui.audience.grid import Grid

SIDES = (128, 256, 512, 1024, 2048)
"""Cells along a side of the pictures that are kept."""
COARSE_PX = 3.0
"""A cell larger than this on the screen is seen as a square."""
PALEST, OTHERS = 0.45, 0.5
"""Least share of a group's colour, and what is left of it beside a focused group."""
_FULL = 99.0  # percentile of the counts that has the whole colour


class Density:
    """Pictures of one cloud at several finenesses, each made when first asked for."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._cells: dict[int, tuple[Places, Places, Places]] = {}
        self._images: dict[int, QImage] = {}
        self._colours: tuple[tuple[int, ...], ...] = ()

    def side_for(self, cell_px: float) -> int:
        """Cells a side so that one is about `cell_px` pixels of the screen or less.

        Args:
            cell_px: Pixels of the screen that the whole square of the grid takes.

        Returns:
            0 where even the finest would be seen as squares.
        """
        for side in SIDES:
            if cell_px / side <= COARSE_PX / 1.5:
                return side
        return SIDES[-1] if cell_px / SIDES[-1] <= COARSE_PX else 0

    def image(self, side: int, colours: Sequence[tuple[int, int, int]]) -> QImage:
        """The whole map as side x side pixels, top row first, empty where nobody is.

        Args:
            side: One of `SIDES`.
            colours: Red, green and blue a group, the last for nobody's.
        """
        wanted = tuple(colours)
        if wanted != self._colours:
            self._images, self._colours = {}, wanted
        if side not in self._images:
            cell, largest, count = self._summed(side)
            up, across = np.divmod(cell, side)
            shape = side, side
            at = side - 1 - up, across
            self._images[side] = painted(shape, at, shaded(largest, count, colours))
        return self._images[side]

    def _summed(self, side: int) -> tuple[Places, Places, Places]:
        if not self._cells:
            finest = SIDES[-1]
            cell, group = self._grid.cells(finest), self._grid.group
            self._cells[finest] = summed(cell, group, np.ones(len(cell), np.int64))
        if side not in self._cells:
            # four cells of the next finer one are one; it holds fewer than the points
            cell, largest, count = self._summed(2 * side)
            up, across = np.divmod(cell, 2 * side)
            self._cells[side] = summed(up // 2 * side + across // 2, largest, count)
        return self._cells[side]

    def in_view(
        self,
        seen: tuple[tuple[float, float], tuple[float, float]],
        size: tuple[int, int],
        colours: Sequence[tuple[int, int, int]],
    ) -> QImage:
        """What is seen, counted anew in pixels of two by two.

        Args:
            seen: From left to right and from bottom to top, in units of the map.
            size: Width and height of the picture, in pixels.
            colours: As for `image`.
        """
        (x0, x1), (y0, y1) = seen
        wide, high = max(size[0] // 2, 1), max(size[1] // 2, 1)
        some = self._grid.within(*seen)
        x, y = self._grid.x[some], self._grid.y[some]
        across = ((x - x0) * (wide / (x1 - x0))).astype(np.int64).clip(0, wide - 1)
        down = ((y1 - y) * (high / (y1 - y0))).astype(np.int64).clip(0, high - 1)
        groups = len(colours) - 1  # the last is nobody's
        group = self._grid.group[some].astype(np.int64)
        key = (group % groups) * (wide * high) + down * wide + across
        table = np.bincount(key, minlength=groups * wide * high)
        table = table.reshape(groups, wide * high)
        total = table.sum(axis=0)
        cell = np.flatnonzero(total)
        most = table[:, cell].argmax(axis=0)
        most[most == groups - 1] = NOBODY
        at = np.divmod(cell, wide)
        return painted((high, wide), at, shaded(most, total[cell], colours))

    def source(
        self, side: int, seen: tuple[tuple[float, float], tuple[float, float]]
    ) -> QRectF:
        """The part of a picture that is seen, in its pixels."""
        (x0, x1), (y0, y1) = seen
        grid = self._grid
        scale = side / grid.size
        left, right = (x0 - grid.left) * scale, (x1 - grid.left) * scale
        top = side - (y1 - grid.bottom) * scale
        bottom = side - (y0 - grid.bottom) * scale
        return QRectF(left, top, right - left, bottom - top)


def summed(
    cell: Places, group: npt.NDArray[np.integer], count: Places
) -> tuple[Places, Places, Places]:
    """Cells that hold anybody (K,), the largest group in each, and all in each."""
    if not len(cell):
        none = np.zeros(0, np.int64)
        return none, none, none
    base = int(group.max()) + 2
    key, which = np.unique(cell * base + group + 1, return_inverse=True)
    number = np.bincount(which, weights=count).astype(np.int64)
    own = key // base
    begin = np.flatnonzero(np.r_[True, own[1:] != own[:-1]])
    total = np.add.reduceat(number, begin)
    most = np.maximum.reduceat(number, begin)
    length = np.diff(np.r_[begin, len(own)])
    at = np.flatnonzero(number == np.repeat(most, length))
    at = at[np.r_[True, own[at][1:] != own[at][:-1]]]
    return own[begin], key[at] % base - 1, total


def shaded(
    group: Places, count: Places, colours: Sequence[tuple[int, int, int]]
) -> npt.NDArray[np.uint32]:
    """Opaque colours (K,) of cells: the paler, the fewer are there."""
    if not len(group):
        return np.zeros(0, np.uint32)
    full = math.log1p(max(float(np.percentile(count, _FULL)), 1.0))
    table = np.array(colours, np.float32)  # the last is the panel's, before it nobody's
    share = PALEST + (1 - PALEST) * np.minimum(np.log1p(count) / full, 1.0)
    ink = table[np.where(group == NOBODY, len(table) - 2, group)]
    rgb = (table[-1] + (ink - table[-1]) * share[:, None]).astype(np.uint32)
    shade: npt.NDArray[np.uint32] = (
        np.uint32(0xFF000000) | (rgb[:, 0] << 16) | (rgb[:, 1] << 8) | rgb[:, 2]
    )
    return shade


def painted(
    shape: tuple[int, int],
    at: tuple[Places, Places],
    shade: npt.NDArray[np.uint32],
) -> QImage:
    """A picture of height x width with some pixels coloured, the others clear."""
    pixels = np.zeros(shape, np.uint32)
    pixels[at] = shade
    high, wide = shape
    image = QImage(
        pixels.tobytes(), wide, high, 4 * wide,
        QImage.Format.Format_ARGB32_Premultiplied,
    )  # fmt: skip
    return image.copy()  # Qt does not own the bytes


def rgb(colour: QColor) -> tuple[int, int, int]:
    """A colour as three numbers."""
    return colour.red(), colour.green(), colour.blue()


def beside(colour: QColor, panel: QColor) -> tuple[int, int, int]:
    """The colour of a group beside the one in focus: drawn towards the panel's."""
    own, ground = rgb(colour), rgb(panel)
    mixed = (round(g + (o - g) * OTHERS) for o, g in zip(own, ground, strict=True))
    red, green, blue = mixed
    return red, green, blue
