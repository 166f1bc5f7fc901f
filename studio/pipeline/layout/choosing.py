"""Choose few layouts out of many: good ones, and unlike each other."""

from __future__ import annotations

from collections import Counter
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
    while len(taken) < min(n, len(layouts)):
        value = merit + unlike * nearest
        value[taken] = -np.inf
        best = int(value.argmax())
        taken.append(best)
        gap = [unlikeness(layouts[best], other) for other in layouts]
        nearest = np.minimum(nearest, gap)
    return [layouts[at] for at in taken]


def unlikeness(a: Layout, b: Layout) -> float:
    """How unlike two layouts are, 0 to 1: types they do not share, and their order."""
    left, right = [x.type for x in a.blocks], [x.type for x in b.blocks]
    one, two = Counter(left), Counter(right)
    size = max(1, (one | two).total())
    moved = sum(x != y for x, y in zip(left, right, strict=False))
    longest = max(1, len(left), len(right))
    return 0.7 * (1 - (one & two).total() / size) + 0.3 * moved / longest


def standard(values: Sequence[float]) -> Floats:
    """Values less their mean, in standard deviations."""
    array = np.asarray(values, np.float64)
    if not len(array):
        return array
    deviation = max(1e-9, float(array.std()))
    return np.asarray((array - array.mean()) / deviation, np.float64)
