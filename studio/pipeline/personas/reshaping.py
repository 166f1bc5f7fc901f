"""Personas split and merged by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from studio.domain.errors import InputProblem
from studio.domain.persona import EVERYONE
from studio.domain.taste import Features
from studio.domain.words import Words
from studio.pipeline.personas.audience import free_id
from studio.pipeline.personas.groups import Grouping, Named, unit
from studio.pipeline.personas.hands import with_hand


def split(grouping: Grouping, row: int, tastes: Features, seed: int = 0) -> Grouping:
    """Part a group by taste in two; the larger part stays what it was.

    The other, last in the order, is named after what sets it apart.

    Args:
        grouping: With identities.
        row: The group.
        tastes: (S, D) of all shoppers.
        seed: Of the two centres.

    Raises:
        InputProblem: The members have one taste, or a part would be under the floor.
    """
    name = grouping.identities[row].name.in_("en")
    members = np.flatnonzero(grouping.member == row)
    points = unit(tastes[members])
    if len(members) < 2 * grouping.floor or not np.ptp(points, axis=0).any():
        raise _too_few(name, grouping.floor)
    from studio.pipeline.personas.clusters import halves  # noqa: PLC0415 - sklearn: 1 s

    half = halves(points, seed)
    sizes = np.bincount(half, minlength=2)
    if sizes.min() < grouping.floor:
        raise _too_few(name, grouping.floor)
    smaller = np.zeros(len(tastes), np.bool_)
    smaller[members[half == int(sizes.argmin())]] = True
    taken = {named.id for named in grouping.identities} | {EVERYONE}
    fresh = free_id(grouping.identities[row].id, taken)
    return with_hand(grouping, smaller, Named(fresh, Words(), "hand", 0))


def merged(grouping: Grouping, rows: Sequence[int], name: Words) -> Grouping:
    """Make one group of several; it keeps id, look and place of the largest.

    Args:
        grouping: With identities.
        rows: Two groups or more.
        name: Of the whole; empty for the name of the largest.

    Raises:
        InputProblem: There are not two different groups.
    """
    chosen = sorted(set(rows))
    if len(chosen) < 2:  # noqa: PLR2004
        raise InputProblem(
            "One persona cannot be merged with itself.", "Choose two or more personas."
        )
    sizes = np.bincount(
        grouping.member[grouping.member >= 0], minlength=grouping.groups
    )
    first = max(chosen, key=lambda at: int(sizes[at]))
    inside = np.isin(grouping.member, chosen)
    was = grouping.identities[first]
    whole = Named(was.id, name or was.name, "hand", was.look)
    return with_hand(grouping, inside, whole)


def _too_few(name: str, floor: int) -> InputProblem:
    return InputProblem(
        f"{name} cannot be split: a part would have fewer than {floor} shoppers.",
        "Choose a larger persona, so that nobody can be recognised.",
    )
