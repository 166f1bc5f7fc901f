"""Who belongs together: the shop's segments, clusters of taste, or a lasso."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec
import numpy as np

from studio.domain.behaviour import Ints, Segments
from studio.domain.persona import Tried
from studio.domain.privacy import SMALLEST_GROUP
from studio.domain.taste import Features
from studio.domain.words import Words

NOBODY = -1
Source = Literal["segment", "cluster", "hand", "everyone"]


class Named(msgspec.Struct, frozen=True):
    """Identity of a persona; an empty name is found from its portrait."""

    id: str
    name: Words
    source: Source
    look: int


class Grouping(msgspec.Struct, frozen=True):
    """`member` (S,) is each shopper's group or -1; `names` are empty for clusters.

    `identities` (one a group) are given where the groups are personas already. A group
    of fewer shoppers than `floor` gets no page of its own (k-anonymity). `stability` is
    the adjusted Rand index of groupings of shoppers drawn anew, `holds` (one a group,
    or none) how well each group is found again, `tried` the numbers compared.
    """

    member: Ints
    names: tuple[str, ...]
    silhouette: float | None = None
    identities: tuple[Named, ...] = ()
    floor: int = SMALLEST_GROUP
    stability: float | None = None
    tried: tuple[Tried, ...] = ()
    holds: tuple[float | None, ...] = ()

    @property
    def groups(self) -> int:
        """Number of groups."""
        return len(self.names)


def segment_groups(
    segments: Segments, shoppers: Sequence[str], floor: int = SMALLEST_GROUP
) -> Grouping:
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
    return with_floor(Grouping(member, segments.names, floor=floor))


def with_floor(grouping: Grouping) -> Grouping:
    """Groups under the floor belong to nobody; the others, largest first.

    Groups that are personas already keep their order.
    """
    member = grouping.member
    sizes = np.bincount(member[member >= 0], minlength=grouping.groups)
    order = np.argsort(-sizes, kind="stable")
    if grouping.identities:
        order = np.arange(grouping.groups)
    kept = [int(at) for at in order if sizes[at] >= grouping.floor]
    place = np.full(grouping.groups + 1, NOBODY, np.int64)
    for new, old in enumerate(kept):
        place[old] = new
    return msgspec.structs.replace(
        grouping,
        member=place[member],
        names=tuple(grouping.names[at] for at in kept),
        identities=tuple(grouping.identities[at] for at in kept)
        if grouping.identities
        else (),
        holds=tuple(grouping.holds[at] for at in kept) if grouping.holds else (),
    )


def unit(vectors: Features) -> Features:
    """Rows of length 1; zeros stay."""
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    rows: Features = vectors / np.maximum(length, 1e-9)
    return rows
