"""Personas as groups with identities, and those that a person makes."""

from __future__ import annotations

import msgspec
import numpy as np

from studio.domain.persona import EVERYONE, Audience, Persona
from studio.domain.taste import Flags
from studio.domain.words import Words
from studio.pipeline.personas.audience import free_id, free_look, slug
from studio.pipeline.personas.groups import NOBODY, Grouping, Named, with_floor


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
        audience.stability,
        audience.tried,
        tuple(p.stability for p in audience.personas if p.id != EVERYONE),
    )


def with_hand(grouping: Grouping, inside: Flags, named: Named) -> Grouping:
    """Add a group of the shoppers `inside` (S,), who leave the groups they were in.

    Groups that are left with too few are none any more; their ids are free.
    """
    left = msgspec.structs.replace(
        grouping, member=np.where(inside, NOBODY, grouping.member).astype(np.int64)
    )
    left = with_floor(left)
    taken = {one.id for one in left.identities} | {EVERYONE}
    looks = {one.look for one in left.identities}
    look = named.look if named.look not in looks else free_look(looks)
    fresh = Named(free_id(named.id, taken), named.name, named.source, look)
    added = msgspec.structs.replace(
        left,
        member=np.where(inside, left.groups, left.member).astype(np.int64),
        names=(*left.names, fresh.name.en),
        identities=(*left.identities, fresh),
        holds=(*left.holds, None) if left.holds else (),
    )
    return with_floor(added)


def by_hand(name: str, name_zh: str = "") -> Named:
    """The identity of a persona that somebody makes and names."""
    return Named(slug(name), Words(name, name_zh), "hand", 0)
