"""Makes the audience: personas with portraits, the map, and the scores."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from typing import Literal

import msgspec
import numpy as np

from studio.domain.behaviour import Floats, Ints
from studio.domain.likely import Likely
from studio.domain.persona import EVERYONE, Audience, Persona, Portrait, Traits
from studio.domain.privacy import SMALLEST_GROUP
from studio.domain.taste import Features, Flags
from studio.domain.words import Words
from studio.pipeline.personas.facts import ShopFacts
from studio.pipeline.personas.groups import Grouping, Named, Source
from studio.pipeline.personas.membership import memberships
from studio.pipeline.personas.portrait import portrait_of, with_ids
from studio.pipeline.personas.scores import (
    blended,
    expected_shares,
    model_shares,
    popularity_of,
    purchase_shares,
    shop_shares,
)
from studio.pipeline.personas.traits import traits_of
from studio.pipeline.personas.words import Teller, group_name, told

LOOKS = 8
"""Number of colours and shapes that personas are shown in."""
ALL_SHOPPERS = Words("All shoppers", "所有顾客")


class Material(msgspec.Struct, frozen=True):
    """What personas are made of: S shoppers and I products, in one space (D).

    Nothing is said of a group that fewer than `floor` of its shoppers share. `likely`
    is None where too few purchases told what shoppers come to buy.
    """

    shoppers: tuple[str, ...]
    products: tuple[str, ...]
    tastes: Features
    vectors: Features
    facts: ShopFacts
    floor: int = SMALLEST_GROUP
    likely: Likely | None = None

    def shares(
        self, rows: tuple[Ints, int], tick: Callable[[], None] = lambda: None
    ) -> Floats:
        """What the model expects of each group's purchases (P + 1, I), and everyone's.

        Args:
            rows: Each shopper's group (S,) or -1, and the number of groups P.
            tick: Called now and then.
        """
        if self.likely is not None:
            return expected_shares(self.likely, rows, len(self.products))
        return model_shares(self.tastes, self.vectors, rows, tick)


class Maker(msgspec.Struct, frozen=True):
    """Measures that all personas of an audience are compared with."""

    material: Material
    shop: Floats
    popularity: Floats
    whole: Traits

    def persona(
        self,
        members: Flags,
        scores: Floats,
        named: Named,
        judged: tuple[float | None, float | None] = (None, None),
    ) -> Persona:
        """One persona of the members (S,), with its scores (I,).

        Args:
            members: Who belongs to it.
            scores: Of the products.
            named: Its identity.
            judged: Its stability and its clarity.
        """
        facts, floor = self.material.facts, self.material.floor
        traits = traits_of(facts, members, floor)
        plain = portrait_of(facts, members, scores, self.popularity, floor)
        portrait = with_ids(plain, self.material.products)
        everyone = named.source == "everyone"
        portrait = told(portrait, traits, Teller(facts.shop, self.whole, everyone))
        name = named.name or self._own_name(portrait, named.id)
        return Persona(
            id=named.id,
            name=name.en or name.zh,
            name_zh=name.zh if name.zh != name.en else "",
            size=int(members.sum()),
            source=named.source,
            look=named.look,
            traits=traits,
            portrait=portrait,
            stability=judged[0],
            clarity=judged[1],
        )

    def scores(self, model: Floats, members: Flags) -> Floats:
        """Scores (I,) of a group from the model's shares and its purchases."""
        facts = self.material.facts
        return blended(model, purchase_shares(facts, members, self.shop))

    def _own_name(self, portrait: Portrait, persona_id: str) -> Words:
        found = group_name(portrait, self.material.facts.shop)
        number = persona_id.removeprefix("c")
        return found or Words(f"Group {number}", f"第 {number} 组")


def maker_of(material: Material) -> Maker:
    """Measure the whole shop."""
    facts = material.facts
    everyone = np.ones(facts.shoppers, np.bool_)
    return Maker(
        material,
        shop_shares(facts),
        popularity_of(facts),
        traits_of(facts, everyone, material.floor),
    )


def build_audience(
    material: Material,
    grouping: Grouping,
    plane: tuple[Floats, Floats],
    tick: Callable[[], None] = lambda: None,
) -> Audience:
    """Personas of a grouping and, last, "All shoppers"."""
    maker = maker_of(material)
    model = material.shares((grouping.member, grouping.groups), tick)
    personas, rows = [], []
    identities = identities_of(grouping)
    look = free_look({named.look for named in identities})
    everyone = Named(EVERYONE, ALL_SHOPPERS, "everyone", look)
    judged = _judged(material, grouping, tick)
    for at, named in enumerate((*identities, everyone)):
        tick()
        inside = grouping.member == at
        if named is everyone:
            inside = everybody_to_tell_of(grouping.member, material.floor)
        rows.append(maker.scores(model[at], inside))
        personas.append(maker.persona(inside, rows[-1], named, judged[at]))
    return Audience(
        personas=_told_apart(personas),
        shoppers=material.shoppers,
        products=material.products,
        member=grouping.member,
        shopper_xy=plane[0],
        product_xy=plane[1],
        scores=np.stack(rows),
        popularity=maker.popularity,
        silhouette=grouping.silhouette,
        source=_source(identities),
        stability=grouping.stability,
        tried=grouping.tried,
    )


def _judged(
    material: Material, grouping: Grouping, tick: Callable[[], None]
) -> list[tuple[float | None, float | None]]:
    """Stability and clarity of each group, and nothing of everyone."""
    shares = memberships(material.tastes, grouping.member, grouping.groups, tick)
    holds = grouping.holds or (None,) * grouping.groups
    found: list[tuple[float | None, float | None]] = []
    for at, hold in enumerate(holds):
        own = shares[grouping.member == at, at]
        clear = round(float(own.mean()), 4) if len(own) else None
        found.append((None if hold is None else round(hold, 4), clear))
    return [*found, (None, None)]


def everybody_to_tell_of(member: Ints, floor: int) -> Flags:
    """Whom the numbers of "All shoppers" (S,) are about.

    Those in no persona are left out where they are fewer than the floor: else the
    shop less its personas would tell of these few (complementary disclosure).
    """
    nobody = member < 0
    everyone = np.ones(len(member), np.bool_)
    few = 0 < nobody.sum() < floor and not nobody.all()
    return ~nobody if few else everyone


def _source(identities: tuple[Named, ...]) -> Literal["segment", "cluster"]:
    segments = any(named.source == "segment" for named in identities)
    return "segment" if segments else "cluster"


def slug(name: str) -> str:
    """A short stable id out of a name: "Trail planners" is "trail-planners"."""
    plain = unicodedata.normalize("NFKC", name).casefold()
    return re.sub(r"[^\w]+", "-", plain).strip("-_") or "group"


def identities_of(grouping: Grouping) -> tuple[Named, ...]:
    """Ids and looks of the groups: those they have, else after name or number."""
    if grouping.identities:
        return grouping.identities
    taken = {EVERYONE}
    found = []
    for at, name in enumerate(grouping.names):
        persona_id = free_id(slug(name) if name else f"c{at + 1}", taken)
        taken.add(persona_id)
        source: Source = "segment" if name else "cluster"
        found.append(Named(persona_id, Words(name), source, at % LOOKS))
    return tuple(found)


def free_look(taken: set[int]) -> int:
    """The first colour and shape that nobody has; the least used order after that."""
    left = [look for look in range(LOOKS) if look not in taken]
    return left[0] if left else len(taken) % LOOKS


def free_id(wanted: str, taken: set[str]) -> str:
    """The wanted id, or with a number behind it where it is taken."""
    persona_id, number = wanted, 2
    while persona_id in taken:
        persona_id, number = f"{wanted}-{number}", number + 1
    return persona_id


def _told_apart(personas: list[Persona]) -> tuple[Persona, ...]:
    """Give groups whose found names are the same a number each."""
    seen: dict[str, int] = {}
    apart = []
    for persona in personas:
        seen[persona.name] = number = seen.get(persona.name, 0) + 1
        if number > 1:
            persona = msgspec.structs.replace(  # noqa: PLW2901
                persona,
                name=f"{persona.name} {number}",
                name_zh=f"{persona.name_zh} {number}".strip()
                if persona.name_zh
                else "",
            )
        apart.append(persona)
    return tuple(apart)
