"""Keeps personas what they were when an audience is made anew."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np
from scipy.optimize import linear_sum_assignment  # type: ignore[import-untyped]

from studio.domain.behaviour import Ints
from studio.domain.persona import EVERYONE, Audience
from studio.pipeline.personas.audience import free_id, free_look, identities_of
from studio.pipeline.personas.groups import Grouping, Named
from studio.pipeline.personas.hands import as_named, with_hand
from studio.pipeline.personas.stability import overlaps_of

ALIKE = 0.3
"""Overlap (Jaccard) from which a cluster is the persona that it was."""


def continued(
    grouping: Grouping, previous: Audience | None, shoppers: Sequence[str]
) -> Grouping:
    """Clusters keep the id, name and look of the persona that they overlap most.

    Personas made by hand are kept, with the members that they had.
    """
    identities = identities_of(grouping)
    if previous is None or not grouping.groups:
        return msgspec.structs.replace(grouping, identities=identities)
    was = _members_then(previous, shoppers)
    identities = _matched(grouping, identities, (previous, was))
    grouping = msgspec.structs.replace(grouping, identities=identities)
    for at, persona in enumerate(previous.personas):
        if persona.source == "hand":
            grouping = with_hand(grouping, was == at, as_named(persona))
    return grouping


def _members_then(previous: Audience, shoppers: Sequence[str]) -> Ints:
    """Each shopper's place among the previous personas, -1 for none."""
    then = dict(zip(previous.shoppers, previous.member.tolist(), strict=True))
    return np.array([then.get(shopper, -1) for shopper in shoppers], np.int64)


def _matched(
    grouping: Grouping, identities: tuple[Named, ...], then: tuple[Audience, Ints]
) -> tuple[Named, ...]:
    """Give groups the identity that they had.

    Segments of one id are the same. Clusters take the identities of clusters so that
    the overlaps are greatest in sum (the Hungarian method; Kuhn, 1955), those that
    overlap by less than `ALIKE` left out.
    """
    previous, was = then
    overlap = overlaps_of(
        grouping.member, was, (grouping.groups, len(previous.personas))
    )
    for new, named in enumerate(identities):
        for old, persona in enumerate(previous.personas):
            clusters = named.source == persona.source == "cluster"
            if not clusters or overlap[new, old] < ALIKE:
                overlap[new, old] = 0
    found = {
        int(new): as_named(previous.personas[old])
        for new, old in zip(*linear_sum_assignment(-overlap), strict=True)
        if overlap[new, old] > 0
    }
    for new, named in enumerate(identities):
        same = previous.persona(named.id)
        if same is not None and named.source == same.source == "segment":
            found[new] = msgspec.structs.replace(named, look=same.look)
    return _fill(identities, found)


def _fill(identities: tuple[Named, ...], found: dict[int, Named]) -> tuple[Named, ...]:
    """The found identities, and free ids and looks for the others."""
    taken = {named.id for named in found.values()} | {EVERYONE}
    looks = {named.look for named in found.values()}
    filled = []
    for at, named in enumerate(identities):
        if at not in found:
            fresh = msgspec.structs.replace(
                named,
                id=free_id(named.id, taken),
                look=named.look if named.look not in looks else free_look(looks),
            )
            taken.add(fresh.id)
            looks.add(fresh.look)
            named = fresh  # noqa: PLW2901
        filled.append(found.get(at, named))
    return tuple(filled)
