"""Keeps personas what they were when an audience is made anew."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from studio.domain.behaviour import Floats, Ints
from studio.domain.persona import EVERYONE, Audience, Persona
from studio.domain.taste import Flags
from studio.domain.words import Words
from studio.pipeline.personas.audience import free_id, free_look, identities_of, slug
from studio.pipeline.personas.groups import Grouping, Named, with_floor

ALIKE = 0.3
"""Overlap (Jaccard) from which a cluster is the persona that it was."""


def as_named(persona: Persona) -> Named:
    """A persona's identity."""
    name = Words(persona.name, persona.name_zh)
    return Named(persona.id, name, persona.source, persona.look)


def grouping_of(audience: Audience, floor: int) -> Grouping:
    """The groups of an audience, with their identities."""
    own = tuple(as_named(p) for p in audience.personas if p.id != EVERYONE)
    return Grouping(
        audience.member,
        tuple(n.name.en for n in own),
        audience.silhouette,
        own,
        floor,
    )


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


def with_hand(grouping: Grouping, inside: Flags, named: Named) -> Grouping:
    """Add a group of the shoppers `inside` (S,), who leave the groups they were in."""
    taken = {one.id for one in grouping.identities} | {EVERYONE}
    looks = {one.look for one in grouping.identities}
    look = named.look if named.look not in looks else free_look(looks)
    fresh = Named(free_id(named.id, taken), named.name, "hand", look)
    member = np.where(inside, grouping.groups, grouping.member)
    added = Grouping(
        member.astype(np.int64),
        (*grouping.names, fresh.name.en),
        grouping.silhouette,
        (*grouping.identities, fresh),
        grouping.floor,
    )
    return with_floor(added)


def by_hand(name: str, name_zh: str = "") -> Named:
    """The identity of a persona that somebody makes and names."""
    return Named(slug(name), Words(name, name_zh), "hand", 0)


def _members_then(previous: Audience, shoppers: Sequence[str]) -> Ints:
    """Each shopper's place among the previous personas, -1 for none."""
    then = dict(zip(previous.shoppers, previous.member.tolist(), strict=True))
    return np.array([then.get(shopper, -1) for shopper in shoppers], np.int64)


def _overlaps(now: Ints, was: Ints, shape: tuple[int, int]) -> Floats:
    """Jaccard overlap of each new group with each previous persona."""
    both = np.zeros(shape)
    known = (now >= 0) & (was >= 0)
    np.add.at(both, (now[known], was[known]), 1)
    own = np.bincount(now[now >= 0], minlength=shape[0])[:, None]
    old = np.bincount(was[was >= 0], minlength=shape[1])[None]
    jaccard: Floats = both / np.maximum(own + old - both, 1)
    return jaccard


def _matched(
    grouping: Grouping, identities: tuple[Named, ...], then: tuple[Audience, Ints]
) -> tuple[Named, ...]:
    """Give clusters the identity of the cluster that they overlap most, once each."""
    previous, was = then
    shape = (grouping.groups, len(previous.personas))
    overlap = _overlaps(grouping.member, was, shape)
    for at, persona in enumerate(previous.personas):
        if persona.source != "cluster":
            overlap[:, at] = 0
    found: dict[int, Named] = {}
    while overlap.size and overlap.max() >= ALIKE:
        new, old = (int(i) for i in np.unravel_index(overlap.argmax(), shape))
        if identities[new].source == "cluster":
            found[new] = as_named(previous.personas[old])
            overlap[:, old] = 0
        overlap[new] = 0
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
