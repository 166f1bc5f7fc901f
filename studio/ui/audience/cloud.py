"""Points of the map: which are drawn, what colour each has, which one is near."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from studio.domain.persona import Audience, Persona

Space = Literal["shoppers", "products"]
Points: TypeAlias = npt.NDArray[np.float64]
Places: TypeAlias = npt.NDArray[np.int64]

SOME = 5000
"""Points that labels are placed by, at most: an even sample."""
NOBODY = -1
_SEED = 20261124
NEAR_PX = 9.0
"""How near the pointer must be to a point, in pixels."""
_CORE = 0.1  # radius of a group's core, as a share of the map
_CORES = 60  # points that are tried as its middle


@dataclass(frozen=True)
class Cloud:
    """Points of one space: N of them, of which the M in `drawn` are shown.

    Attributes:
        xy: (N, 2) places on the map.
        group: (N,) place of each point's persona among those shown, or -1.
        drawn: (M,) places of the points that are shown.
    """

    xy: Points
    group: Places
    drawn: Places

    @cached_property
    def bounds(self) -> tuple[float, float, float, float]:
        """x0, x1, y0, y1 of all points but the outermost half per cent."""
        if not len(self.xy):
            return 0.0, 1.0, 0.0, 1.0
        low, high = np.percentile(self.xy, (0.25, 99.75), axis=0)
        return float(low[0]), float(high[0]), float(low[1]), float(high[1])

    @cached_property
    def some(self) -> Places:
        """An even sample of the points that are shown."""
        return sample(self.drawn)

    def of_group(self, group: int) -> Places:
        """Points of a group among the sample."""
        own: Places = self.some[self.group[self.some] == group]
        return own

    def only(self, shown: npt.NDArray[np.bool_] | None) -> Cloud:
        """The cloud with some of its points (N,) shown; None for all."""
        drawn = np.flatnonzero(np.isfinite(self.xy).all(axis=1))
        kept = drawn if shown is None else drawn[shown[drawn]]
        return Cloud(self.xy, self.group, kept.astype(np.int64))

    def label_at(self, group: int) -> tuple[float, float] | None:
        """Where the label of a group belongs: below where most of its points are."""
        own = self.xy[self.of_group(group)]
        if not len(own):
            return None
        x0, x1, y0, y1 = self.bounds
        reach = _CORE * max(x1 - x0, y1 - y0, 1e-9)
        apart = np.hypot(*(own[:, None] - own[None, :: max(1, len(own) // _CORES)]).T)
        core = own[apart[(apart < reach).sum(axis=1).argmax()] < reach]
        return float(np.median(core[:, 0])), float(np.percentile(core[:, 1], 4))


def cloud_of(audience: Audience, shown: tuple[Persona, ...], space: Space) -> Cloud:
    """The points of an audience, in the colours of the personas shown.

    A product has the persona that takes to it most beyond the whole shop.
    """
    place = np.full(len(audience.personas) + 1, NOBODY, np.int64)
    for at, persona in enumerate(shown):
        place[audience.row(persona.id)] = at
    if space == "shoppers":
        xy, member = audience.shopper_xy, audience.member
    else:
        xy, member = audience.product_xy, product_members(audience)
    return Cloud(xy, place[member], np.zeros(0, np.int64)).only(None)


def product_members(audience: Audience) -> Places:
    """(I,) the row of the persona whose score is furthest above the shop's, or -1."""
    scores = audience.scores
    if len(scores) < 2:  # noqa: PLR2004  nobody but "All shoppers"
        return np.full(len(audience.products), NOBODY, np.int64)
    above = scores[:-1] - scores[-1]
    best: Places = above.argmax(axis=0).astype(np.int64)
    best[above.max(axis=0) <= 0] = NOBODY
    return best


def sample(places: Places, most: int = SOME) -> Places:
    """An even sample that stays the same from one time to the next."""
    if len(places) <= most:
        return places.astype(np.int64)
    rng = np.random.default_rng(_SEED)
    return np.sort(rng.choice(places, most, replace=False)).astype(np.int64)


def nearest(pixels: Points, x: float, y: float, within: float = NEAR_PX) -> int:
    """Index of the point (N, 2) nearest to a pixel; -1 when none is near enough."""
    if not len(pixels):
        return -1
    distance = np.hypot(pixels[:, 0] - x, pixels[:, 1] - y)
    at = int(distance.argmin())
    return at if distance[at] <= within else -1
