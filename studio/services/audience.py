"""Personas and the map: what the Audience step and the command line ask."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec
import numpy as np
import numpy.typing as npt

from studio.domain.behaviour import Floats, Ints
from studio.domain.errors import InputProblem, ModelRefused, NotYet
from studio.domain.jobs import BuildAudience
from studio.domain.likely import likely_in
from studio.domain.names_given import checked_name
from studio.domain.persona import EVERYONE, Audience, Persona, Portrait, Traits
from studio.domain.taste import Features
from studio.domain.words import Words
from studio.pipeline.personas.audience import Material, build_audience, maker_of
from studio.pipeline.personas.facts import Known, gather_facts
from studio.pipeline.personas.groups import Grouping, unit, with_floor
from studio.pipeline.personas.hands import by_hand, grouping_of, with_hand
from studio.pipeline.personas.membership import memberships
from studio.pipeline.personas.polygon import inside_polygon
from studio.pipeline.personas.reshaping import merged, split
from studio.store import weights
from studio.store.project import Project

TASTES = "tastes.safetensors"
NEARLY = 0.1
"""A shopper whose second persona is this close to the first is between the two."""


class Shopper(msgspec.Struct, frozen=True):
    """One shopper of the map: place, pseudonym, persona ("all" for none)."""

    at: int
    pseudonym: str
    persona_id: str


class Neighbour(msgspec.Struct, frozen=True):
    """The persona of closest taste, and how many members are between the two.

    `between` is 0 too where they are fewer than the floor.
    """

    persona: Persona
    between: int


class Selection(msgspec.Struct, frozen=True):
    """What one can say of some shoppers; `personas` counts them by persona id.

    Personas of fewer of them than the floor are not counted.
    """

    size: int
    personas: dict[str, int]
    traits: Traits
    portrait: Portrait


class AudienceService:
    """The audience of one project. The value is read once and kept until `reload`."""

    def __init__(self, project: Project) -> None:
        self._project = project
        self._audience: Audience | None = None
        self._material: Material | None = None

    def audience(self) -> Audience | None:
        """The current audience, read anew; None before the first training."""
        self._material = None
        self._audience = self._project.audience()
        return self._audience

    def job(
        self, source: Literal["segment", "cluster"], clusters: int | None = None
    ) -> BuildAudience:
        """The job that makes the personas anew."""
        return BuildAudience(str(self._project.path), source, clusters)

    def rename(self, persona_id: str, name: str) -> None:
        """Give a persona another name; raises InputProblem for an unusable one."""
        name = checked_name(name, "persona")
        if persona_id == EVERYONE:
            raise InputProblem("All shoppers keeps its name.")
        self._project.rename_persona(persona_id, name)
        self.audience()

    def split(self, persona_id: str, seed: int = 0) -> Persona:
        """Part a persona by taste in two; returns the part that is new.

        Raises:
            InputProblem: There is no such persona, its members have one taste, or a
                part would have fewer shoppers than the floor.
        """
        row = self._row(persona_id)
        audience, material = self._known(), self._made_of()
        grouping = grouping_of(audience, self._project.floor)
        made = self._regroup(split(grouping, row, material.tastes, seed))
        return made.personas[-2]

    def merge(self, persona_ids: Sequence[str], name: str = "") -> Persona:
        """Make one persona of several; it keeps the id of the largest.

        Raises:
            InputProblem: There are not two such personas, or the name is unusable.
        """
        rows = [self._row(persona_id) for persona_id in persona_ids]
        words = Words(checked_name(name, "persona")) if name.strip() else Words()
        grouping = grouping_of(self._known(), self._project.floor)
        return self._regroup(merged(grouping, rows, words)).personas[-2]

    def restore(self, audience: Audience) -> bool:
        """Make an earlier audience of the same shoppers the current one (undo).

        Returns:
            False, and nothing is changed, where it is of another training, of other
            shoppers, or has a persona under the floor by now.
        """
        now, floor = self._known(), self._project.floor
        small = any(p.size < floor for p in audience.personas[:-1])
        if small or now.run_id != audience.run_id or now.shoppers != audience.shoppers:
            return False
        if now.projection == "tsne":  # a better map has come since
            audience = msgspec.structs.replace(
                audience,
                shopper_xy=now.shopper_xy,
                product_xy=now.product_xy,
                projection="tsne",
            )
        self._project.save_audience(audience)
        for persona in audience.personas[:-1]:  # segments keep the name of a renaming
            self._project.rename_persona(persona.id, persona.name, persona.name_zh)
        self.audience()
        return True

    def memberships(self) -> Features:
        """Share (S, P) of each shopper in each persona but "All shoppers"."""
        audience, material = self._known(), self._made_of()
        groups = len(audience.personas) - 1
        return memberships(material.tastes, audience.member, groups)

    def active(self) -> tuple[Ints, Ints]:
        """First and last time (S,) that each shopper did anything, -1 for never."""
        audience, facts = self._known(), self._made_of().facts
        first = np.full(len(audience.shoppers), np.iinfo(np.int64).max, np.int64)
        last = np.full(len(audience.shoppers), -1, np.int64)
        np.minimum.at(first, facts.shopper, facts.time)
        np.maximum.at(last, facts.shopper, facts.time)
        return np.where(last < 0, -1, first), last

    def who(self, persona_ids: Sequence[str], products: Sequence[str] = ()) -> Ints:
        """Places of the members of some personas who met one of some products.

        No persona means everyone; no product, whatever they met.
        """
        audience = self._known()
        rows = [self._row(persona_id) for persona_id in persona_ids]
        inside = np.ones(len(audience.shoppers), np.bool_)
        if rows:
            inside = np.isin(audience.member, rows)
        if products:
            facts = self._made_of().facts
            wanted = np.isin(np.array(audience.products), np.array(list(products)))
            met = facts.product >= 0
            met[met] = wanted[facts.product[met]]
            who = np.zeros(len(inside), np.bool_)
            who[facts.shopper[met]] = True
            inside &= who
        return np.flatnonzero(inside).astype(np.int64)

    def find(self, text: str) -> Shopper | None:
        """The shopper of an id as the shop writes it, or of a pseudonym.

        The shop's id is turned into its pseudonym in memory and goes nowhere else.
        """
        audience = self._known()
        text = text.strip()
        if not text:
            return None
        for name in (text, self._project.pseudonym(text)):
            if name in audience.shoppers:
                return self._shopper(audience.shoppers.index(name))
        starts = (n for n, s in enumerate(audience.shoppers) if s.startswith(text))
        at = next(starts, None)
        return None if at is None else self._shopper(at)

    def shoppers_in(
        self,
        polygon: Sequence[tuple[float, float]] | Floats,
        space: Literal["shoppers", "products"] = "shoppers",
    ) -> Ints:
        """Places of the shoppers (or products) inside a polygon of map points."""
        audience = self._known()
        points = audience.shopper_xy if space == "shoppers" else audience.product_xy
        found = inside_polygon(points, np.asarray(polygon, np.float64))
        return np.flatnonzero(found).astype(np.int64)

    def nearest(self, persona_id: str) -> Neighbour | None:
        """The persona closest in taste; None when there is no other."""
        audience = self._known()
        material = self._made_of()
        own = audience.row(persona_id)
        others = [
            at
            for at, persona in enumerate(audience.personas)
            if at != own and persona.id != EVERYONE
        ]
        if not others or persona_id == EVERYONE:
            return None
        tastes = unit(material.tastes)
        centres = unit(
            np.stack([tastes[audience.member == at].mean(0) for at in (own, *others)])
        )
        alike = centres[1:] @ centres[0]
        best = int(alike.argmax())
        members = tastes[audience.member == own] @ centres[[0, best + 1]].T
        between = int((members[:, 0] - members[:, 1] < NEARLY).sum())
        few = between < self._project.floor
        return Neighbour(audience.personas[others[best]], 0 if few else between)

    def describe(self, selection: npt.ArrayLike) -> Selection:
        """What sets some shoppers (places on the map) apart.

        Nothing is said of fewer than the floor, nor of all shoppers but so few.
        """
        audience, material = self._known(), self._made_of()
        members = _mask(selection, len(audience.shoppers))
        size, floor = int(members.sum()), self._project.floor
        if size < floor or 0 < len(members) - size < floor:
            return Selection(size, {}, Traits(), Portrait())
        maker = maker_of(material)
        grouping = np.where(members, 0, -1)
        model = material.shares((grouping, 1))
        scores = maker.scores(model[0], members)
        made = maker.persona(members, scores, by_hand("selection"))
        chosen = audience.member[members]
        counts = np.bincount(np.where(chosen < 0, len(audience.personas) - 1, chosen))
        return Selection(
            size=size,
            personas={
                audience.personas[at].id: int(n)
                for at, n in enumerate(counts)
                if n >= floor
            },
            traits=made.traits,
            portrait=made.portrait,
        )

    def make_persona(
        self, selection: npt.ArrayLike, name: str, name_zh: str = ""
    ) -> Persona:
        """Make a persona of some shoppers; they leave the ones that they were in.

        Raises:
            InputProblem: They are fewer than the project's floor, or the name is
                unusable.
        """
        audience = self._known()
        name = checked_name(name, "persona")
        members = _mask(selection, len(audience.shoppers))
        floor = self._project.floor
        if members.sum() < floor:
            raise InputProblem(
                f"{int(members.sum())} shoppers are too few for a persona.",
                f"Choose at least {floor}, so that nobody can be recognised.",
            )
        grouping = with_hand(
            grouping_of(audience, floor), members, by_hand(name, name_zh)
        )
        made = self._regroup(grouping)
        return made.personas[-2]

    def tell_anew(self) -> None:
        """Make portraits, traits and scores anew for the same groups of shoppers.

        Groups that are under the floor by now are none any more.

        Raises:
            NotYet: There are no personas.
            ModelRefused: The tastes behind the audience are gone.
        """
        floor = self._project.floor
        self._regroup(with_floor(grouping_of(self._known(), floor)))

    def _regroup(self, grouping: Grouping) -> Audience:
        """Make and save the audience of other groups of the same shoppers."""
        from studio.pipeline.personas.clusters import silhouette  # noqa: PLC0415

        audience, material = self._known(), self._made_of()
        plane = (audience.shopper_xy, audience.product_xy)
        measured = silhouette(unit(material.tastes), grouping.member)
        grouping = msgspec.structs.replace(grouping, silhouette=measured)
        made = build_audience(material, grouping, plane)
        made = msgspec.structs.replace(
            made,
            run_id=audience.run_id,
            projection=audience.projection,
            source=audience.source,
        )
        self._project.save_audience(made)
        self._audience = made
        return made

    def _row(self, persona_id: str) -> int:
        """Place of a persona other than "All shoppers"."""
        for at, persona in enumerate(self._known().personas):
            if persona.id == persona_id != EVERYONE:
                return at
        raise InputProblem(
            f"There is no persona {persona_id} in this project.",
            "Choose one of the list of personas.",
        )

    def _shopper(self, at: int) -> Shopper:
        audience = self._known()
        member = int(audience.member[at])
        persona = audience.personas[member].id if member >= 0 else EVERYONE
        return Shopper(at, audience.shoppers[at], persona)

    def _known(self) -> Audience:
        audience = self._audience or self.audience()
        if audience is None:
            raise NotYet("There are no personas yet.", "Train the taste model first.")
        return audience

    def _made_of(self) -> Material:
        """Tastes and facts behind the audience, read when first asked for."""
        if self._material is not None:
            return self._material
        audience = self._known()
        path = self._project.runs.folder(audience.run_id) / TASTES
        arrays, _ = weights.load(path, "tastes")
        if len(arrays["tastes"]) != len(audience.shoppers):
            raise ModelRefused(
                f"{path.name} of {audience.run_id} belongs to another audience.",
                "Make the personas anew.",
            )
        known = Known(
            self._project.events(), self._project.catalogue(), self._project.shop()
        )
        self._material = Material(
            audience.shoppers,
            audience.products,
            arrays["tastes"],
            arrays["vectors"],
            gather_facts(known, audience.shoppers, audience.products),
            self._project.floor,
            likely_in(arrays),
        )
        return self._material


def _mask(selection: npt.ArrayLike, shoppers: int) -> npt.NDArray[np.bool_]:
    members = np.zeros(shoppers, np.bool_)
    members[np.asarray(selection, np.int64)] = True
    return members
