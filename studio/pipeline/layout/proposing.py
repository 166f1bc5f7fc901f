"""Choose what is shown to a person: good, unlike each other, near or far from ours."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from studio.domain.layout import SELLING_BLOCKS, WEB_BLOCKS, Layout
from studio.pipeline.layout.choosing import Floats, Gaps, merit_of, spread, standard

_NEARNESS = 3.0  # weight of being near our pages at either end of the slider
_UNLIKE = (0.5, 1.5)  # weight of being unlike the others at either end
_LEAST_PLACES = 10
"""A page with fewer places for products sells little of what a persona likes."""
_ROWS = frozenset({"product-grid", "product-carousel"})
_OFTEN = {"image-with-text": 2}
"""Block types that may stand more than once, beside rows of products."""
_SMALL_FAULT = 1.0


def choose_for(
    layouts: Sequence[Layout],
    n: int,
    *,
    ours: Sequence[Layout],
    surprise: float,
    by_clicks: bool,
    without: Sequence[Layout] = (),
) -> list[Layout]:
    """The best `n`, taken one by one (maximal marginal relevance).

    Args:
        layouts: Judged layouts.
        n: How many.
        ours: The shop's own pages.
        surprise: 0 favours layouts near `ours`, 1 those far from them, 0.5 neither.
        by_clicks: Whether the predicted clicks mean anything.
        without: Layouts that are known: none with the same types comes again.
    """
    layouts = _different(layouts, without)
    good = [layout for layout in layouts if fault_of(layout) <= _SMALL_FAULT]
    rest = sorted((x for x in layouts if x not in good), key=fault_of)
    pool = good if len(good) >= n else [*good, *rest][:n]
    merit = merit_of(pool, by_clicks=by_clicks)
    lean = 1 - 2 * min(max(surprise, 0.0), 1.0)  # 1 like ours, -1 unlike
    if ours and lean:
        near = 1 - distances_from(pool, ours)
        merit = (1 - abs(lean)) * merit + _NEARNESS * lean * standard(near)
    low, high = _UNLIKE
    return spread(pool, n, merit, low + (high - low) * surprise)


def distances_from(layouts: Sequence[Layout], others: Sequence[Layout]) -> Floats:
    """How unlike the nearest of some others each layout is (N,); 1 without any."""
    gaps = Gaps([*layouts, *others])
    nearest = np.ones(len(layouts))
    for at in range(len(layouts), len(layouts) + len(others)):
        nearest = np.minimum(nearest, gaps.of(at)[: len(layouts)])
    return nearest


def unlike_each(layouts: Sequence[Layout]) -> tuple[float, ...]:
    """Mean unlikeness of each layout to the others, 0 alike to 1."""
    gaps, others = Gaps(layouts), max(len(layouts) - 1, 1)
    return tuple(float(gaps.of(at).sum() / others) for at in range(len(layouts)))


def fault_of(layout: Layout) -> float:
    """How often a layout repeats itself, and how few products it has room for."""
    web = [b for b in layout.blocks if b.type in WEB_BLOCKS]
    counts = Counter(b.type for b in web if b.type not in _ROWS)
    again = sum(max(0, n - _OFTEN.get(name, 1)) for name, n in counts.items())
    places = sum(
        b.attributes.items or 1
        for b in web
        if b.type in SELLING_BLOCKS and b.type != "comparison-table"
    )
    return again + max(0, _LEAST_PLACES - places) / 2


def _different(layouts: Sequence[Layout], known: Sequence[Layout]) -> list[Layout]:
    """The first of each sequence of types, those of `known` left out."""
    seen = {_types(layout) for layout in known}
    found: list[Layout] = []
    for layout in layouts:
        if _types(layout) not in seen:
            seen.add(_types(layout))
            found.append(layout)
    return found


def _types(layout: Layout) -> tuple[str, ...]:
    return tuple(block.type for block in layout.blocks)
