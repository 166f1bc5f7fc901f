"""What the studio never shows of a few shoppers, and how long it keeps events."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import msgspec

from studio.domain.errors import InputProblem
from studio.domain.persona import EVERYONE, Audience, Persona, Portrait, Traits

if TYPE_CHECKING:  # the window starts without numpy
    from studio.domain.behaviour import Ints

SMALLEST_GROUP = 20
"""Nothing is said of a group of fewer shoppers: one could be recognised in it."""


class Bounded(msgspec.Struct, frozen=True):
    """A number that a project sets for itself; `none` is what stands for off."""

    name: str
    title: str
    sentence: str
    default: int
    least: int
    most: int
    none: int | None = None

    def checked(self, value: int) -> int:
        """The value itself; raises InputProblem when it is out of bounds."""
        if value == self.none or self.least <= value <= self.most:
            return value
        off = "" if self.none is None else f", or {self.none} for none"
        raise InputProblem(
            f"{self.title} cannot be {value:,}.",
            f"Choose from {self.least:,} to {self.most:,}{off}.",
        )

    def of(self, settings: Mapping[str, str]) -> int:
        """What a project has set; what is missing or damaged has the default."""
        try:
            return self.checked(int(settings.get(self.name, "")))
        except (ValueError, InputProblem):
            return self.default


FLOOR = Bounded(
    "smallest_group",
    "Smallest persona",
    "No persona of fewer shoppers is shown, generated for or exported; its shoppers"
    " get the page “All shoppers”. What a portrait says is shared by as many.",
    SMALLEST_GROUP,
    least=5,
    most=10_000,
)
"""Below five, a group's portrait is nearly its members' own data."""
RETENTION = Bounded(
    "retention_months",
    "Retention period",
    "Events that are older are deleted at every import and when the project is opened.",
    default=0,
    least=1,
    most=240,
    none=0,
)
"""Months that events are kept. Off unless somebody sets it: deleting without having
been asked would lose a shop's history, and the right period is the shop's to decide."""


def without_small(audience: Audience, floor: int, made_with: int) -> Audience:
    """An audience as it may be shown: groups under the floor are in "All shoppers".

    Args:
        audience: As it was made.
        floor: The least number of shoppers of a group.
        made_with: The floor that its portraits were made with; what they say may be
            shared by fewer than a higher one asks for, so then they say nothing.
    """
    small = [at for at, p in enumerate(audience.personas) if is_small(p, floor)]
    if not small and floor <= made_with:
        return audience
    kept = [at for at in range(len(audience.personas)) if at not in small]
    return msgspec.structs.replace(
        audience,
        personas=shown_personas(audience.personas, floor, made_with),
        member=_moved(audience.member, kept, len(audience.personas)),
        scores=audience.scores[kept],
    )


def shown_personas(
    personas: Sequence[Persona], floor: int, made_with: int
) -> tuple[Persona, ...]:
    """The personas that may be shown, those of a lower floor without a portrait."""
    kept = (persona for persona in personas if not is_small(persona, floor))
    if floor <= made_with:
        return tuple(kept)
    return tuple(
        msgspec.structs.replace(persona, portrait=Portrait(), traits=Traits())
        for persona in kept
    )


def is_small(persona: Persona, floor: int) -> bool:
    """Whether a persona is of too few shoppers. "All shoppers" always has its page."""
    return persona.id != EVERYONE and persona.size < floor


def _moved(member: Ints, kept: Sequence[int], personas: int) -> Ints:
    """Places among the personas that are kept, -1 for those that are not."""
    places = [-1] * (personas + 1)  # the last is that of -1, nobody
    for new, old in enumerate(kept):
        places[old] = new
    moved = member.copy()
    moved[:] = [places[at] for at in member.tolist()]
    return moved


def cut_off(now: float, months: int) -> float:
    """The moment before which events are too old, in seconds since 1970 UTC.

    Args:
        now: Seconds since 1970 UTC.
        months: Whole calendar months; a day that a month lacks is its last.
    """
    day = datetime.fromtimestamp(now, UTC)
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    following = datetime(year + (month == 11), (month + 1) % 12 + 1, 1, tzinfo=UTC)  # noqa: PLR2004
    first = datetime(year, month + 1, 1, tzinfo=UTC)
    last = (following - first).days
    return day.replace(year=year, month=month + 1, day=min(day.day, last)).timestamp()
