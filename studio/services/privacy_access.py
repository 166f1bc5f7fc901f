"""All that a project holds of one shopper: the rights of access and portability."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import msgspec

from studio.domain.errors import ModelRefused
from studio.domain.likely import likely_in
from studio.domain.persona import EVERYONE, Audience, Persona
from studio.services.audience import TASTES
from studio.services.privacy import PrivacyService
from studio.services.privacy_report import KEYS
from studio.store import weights
from studio.store.forgetting_access import held_of
from studio.store.project import Project
from studio.store.suppression import digest_of, suppressed


class ShopperData(msgspec.Struct, frozen=True):
    """What is held of one shopper, to hand to them.

    Attributes:
        pseudonym: Under which all of it is kept.
        at: When this was gathered, in seconds since 1970 UTC.
        rows: Rows of each table, as imported.
        persona: The group whose page the shopper gets, with what decides about it;
            None without personas.
        map_place: Where the shopper is on the map of tastes.
        taste: The numbers that the model has made of the shopper's behaviour.
        likely: Products that the model takes the shopper to buy next, by id, each with
            the chance of it times how much the shopper buys.
        forgotten: When the shopper was forgotten, as the audit trail proves.
        blocked: Whether later imports leave the shopper out.
        retention_months: How long events are kept; 0 is for ever.
        key: Where the key lies that the pseudonym is made with.
        said: The meaning of this, and the shopper's rights, in both languages.
    """

    pseudonym: str
    at: float
    rows: dict[str, list[dict[str, Any]]]
    persona: Persona | None
    map_place: tuple[float, float] | None
    taste: tuple[float, ...]
    forgotten: tuple[float, ...]
    blocked: bool
    retention_months: int
    key: str
    said: dict[str, str] = {}
    likely: dict[str, float] = {}

    @property
    def nothing(self) -> bool:
        """Whether nothing is held of the shopper."""
        return not self.rows and self.map_place is None


_SAID = {
    "en": "This is all that the shop's personalisation studio holds of you (GDPR"
    " Art. 15 and 20). Pages are made for groups, not for you alone; which group you"
    " are in is computed from your behaviour. You can ask for the page that is the same"
    " for all, for correction, for deletion, and object to profiling (GDPR Art. 16, 17,"
    " 21 and 22).",
    "zh": "以下是店铺个性化工作室所保存的关于您的全部信息"
    "（《个人信息保护法》第四十五条）。页面按群体而非个人制作；"
    "您所属的群体由系统根据您的行为自动计算。您可以要求查看不针对个人特征的通用页面，"
    "也可以要求更正、删除您的信息，或拒绝仅通过自动化决策作出的决定"
    "（第二十四、四十六、四十七条）。",
}


def shopper_data(
    project: Project, shopper: str, clock: Callable[[], float] = time.time
) -> ShopperData:
    """Gather all that is held of a shopper.

    Args:
        project: Where.
        shopper: The id as the shop writes it, or a pseudonym.
        clock: Now, in seconds since 1970 UTC.
    """
    name = PrivacyService(project).pseudonym(shopper)
    proof = digest_of(project.key(), name)
    audience = project.audience()
    persona: Persona | None = None
    place: tuple[float, float] | None = None
    taste: tuple[float, ...] = ()
    likely: dict[str, float] = {}
    if audience is not None and name in audience.shoppers:
        at = audience.shoppers.index(name)
        member = int(audience.member[at])
        persona = audience.personas[member] if member >= 0 else None
        persona = persona or audience.persona(EVERYONE)
        x, y = audience.shopper_xy[at].tolist()
        place = (x, y)
        taste, likely = _learned(project, audience, at)
    return ShopperData(
        pseudonym=name,
        at=clock(),
        rows=held_of(project, name),
        persona=persona,
        map_place=place,
        taste=taste,
        forgotten=tuple(
            at for at, _, subject, _, _ in project.audit() if subject == proof
        ),
        blocked=proof in suppressed(project),
        retention_months=project.retention_months,
        key=KEYS[project.key_place].en if project.key_place in KEYS else "",
        said=_SAID,
        likely=likely,
    )


def _learned(
    project: Project, audience: Audience, at: int
) -> tuple[tuple[float, ...], dict[str, float]]:
    """What the model has made of a shopper: numbers, and products with their worth."""
    try:
        path = project.path / "runs" / audience.run_id / TASTES
        arrays, _ = weights.load(path, "tastes")
    except ModelRefused:
        return (), {}
    found = likely_in(arrays)
    likely = {} if found is None else found.of(at)
    named = {audience.products[place]: worth for place, worth in likely.items()}
    return tuple(arrays["tastes"][at].tolist()), named
