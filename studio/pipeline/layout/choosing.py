"""Choose few layouts out of many: good ones, and unlike each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from studio.domain.layout import Layout

Floats = npt.NDArray[np.float64]
_UNLIKE = 1.0  # weight of a full difference, in standard deviations of the merit
_REAL_SHARE = 0.3  # of the merit, beside predicted clicks


def choose(layouts: Sequence[Layout], n: int, *, by_clicks: bool) -> list[Layout]:
    """The best `n`, taken one by one for merit and for being unlike those taken.

    Maximal marginal relevance (Carbonell and Goldstein, 1998).
    """
    return spread(layouts, n, merit_of(layouts, by_clicks=by_clicks), _UNLIKE)


def merit_of(layouts: Sequence[Layout], *, by_clicks: bool) -> Floats:
    """How good each layout is (N,), in standard deviations: clicked, then real."""
    merit = standard([layout.realism or 0.0 for layout in layouts])
    if by_clicks:
        clicks = standard([layout.engagement or 0.0 for layout in layouts])
        merit = clicks + _REAL_SHARE * merit
    return merit


def spread(
    layouts: Sequence[Layout], n: int, merit: Floats, unlike: float
) -> list[Layout]:
    """The best `n` by `merit` (N,), where a full difference is worth `unlike`."""
    taken: list[int] = []
    nearest = np.ones(len(layouts))
    gaps = Gaps(layouts)
    while len(taken) < min(n, len(layouts)):
        value = merit + unlike * nearest
        value[taken] = -np.inf
        best = int(value.argmax())
        taken.append(best)
        nearest = np.minimum(nearest, gaps.of(best))
    return [layouts[at] for at in taken]


def unlikeness(a: Layout, b: Layout) -> float:
    """How unlike two layouts are, 0 to 1: types they do not share, and their order."""
    return float(Gaps((a, b)).of(0)[1])


class Gaps:
    """How unlike N layouts are: their types as numbers, and how often each is there."""

    def __init__(self, layouts: Sequence[Layout]) -> None:
        number: dict[str, int] = {}
        rows = [
            [number.setdefault(block.type, len(number)) for block in layout.blocks]
            for layout in layouts
        ]
        self.length = np.array([len(row) for row in rows])
        shape = len(rows), int(self.length.max(initial=1))
        self.order = np.full(shape, -1)
        self.count = np.zeros((len(rows), max(len(number), 1)), np.int64)
        for at, row in enumerate(rows):
            self.order[at, : len(row)] = row
            self.count[at] = np.bincount(row, minlength=len(number) or 1)

    def of(self, at: int) -> Floats:
        """How unlike one is to each of them, (N,)."""
        one = self.count[at]
        shared = np.minimum(self.count, one).sum(axis=1)
        size = np.maximum(np.maximum(self.count, one).sum(axis=1), 1)
        both = (self.order >= 0) & (self.order[at] >= 0)
        moved = (both & (self.order != self.order[at])).sum(axis=1)
        longest = np.maximum(np.maximum(self.length, self.length[at]), 1)
        return np.asarray(0.7 * (1 - shared / size) + 0.3 * moved / longest)


def standard(values: Sequence[float] | Floats) -> Floats:
    """Values less their mean, in standard deviations."""
    array = np.asarray(values, np.float64)
    if not len(array):
        return array
    deviation = max(1e-9, float(array.std()))
    return np.asarray((array - array.mean()) / deviation, np.float64)
