"""What the page stage needs from a project, gathered once and kept."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

import msgspec

from studio.domain.catalogue import Catalogue, Product
from studio.domain.layout import Attributes
from studio.domain.page import Block, Page, Slot
from studio.domain.persona import EVERYONE, Audience
from studio.domain.words import Language
from studio.pipeline.copywriting.rewording import Wording
from studio.pipeline.copywriting.writer import Copywriter
from studio.pipeline.page.evidence import bought_together, popularity_of
from studio.pipeline.page.request import NOBODY, Setting, setting_for
from studio.pipeline.page.single import candidates_for, fill_block
from studio.services.checks import local_today
from studio.services.shop_facts import completed
from studio.store.project import Project

_EVIDENCE = "page_evidence"
_BESTSELLERS = 0.1
"""The most popular tenth of the products may be called bestsellers."""


class Composing:
    """Settings and copywriter of one project; make a new one after an import."""

    def __init__(self, project: Project, today: date | None = None) -> None:
        self.audience: Audience | None = project.audience()
        evidence = evidence_of(project)
        popularity, together = evidence.popularity, evidence.together
        self.catalogue: Catalogue = project.catalogue() or _named_by(popularity)
        shop = completed(project.shop(), self.catalogue)
        personas = self.audience.personas if self.audience else (NOBODY,)
        day = today or local_today()
        self.writer = Copywriter(
            shop,
            self.catalogue,
            day,
            personas,
            bestsellers=_bestsellers(popularity),
            together=together,
        )
        self._base = Setting(
            catalogue=self.catalogue,
            shop=shop,
            persona=NOBODY,
            scores=popularity,
            popularity=popularity,
            today=day,
            writer=self.writer,
            together=together,
        )

    def persona_ids(self) -> tuple[str, ...]:
        """Every persona a page can be made for, "All shoppers" last."""
        if self.audience is None:
            return (EVERYONE,)
        return tuple(persona.id for persona in self.audience.personas)

    def setting(self, persona_id: str) -> Setting:
        """The setting of one persona; an unknown one reads as "All shoppers"."""
        if self.audience is not None and self.audience.persona(persona_id) is None:
            persona_id = self.audience.personas[-1].id
        return setting_for(persona_id, self.audience, self._base)

    def fill_block(
        self, page: Page, block_type: str, attributes: Attributes | None = None
    ) -> Block:
        """A filled block for `AddBlock`; raises EditRefused."""
        return fill_block(self.setting(page.persona_id), page, block_type, attributes)

    def candidates(
        self, page: Page, block_id: str, slot: int, n: int = 12
    ) -> tuple[Slot, ...]:
        """Other products for a place, best first; raises EditRefused."""
        setting = self.setting(page.persona_id)
        return candidates_for(setting, page, block_id, slot, n)

    def wordings(  # noqa: PLR0917 - one place of a page
        self,
        page: Page,
        block_id: str,
        key: str,
        slot: int | None,
        language: Language,
        seed: int = 0,
    ) -> tuple[Wording, ...]:
        """Other wordings of a text, each with what speaks against it, or None."""
        return self.writer.alternatives(page, block_id, key, slot, language, 6, seed)


class Evidence(msgspec.Struct, frozen=True):
    """What the events of an import say about its products; `of` is its fingerprint."""

    of: str = ""
    popularity: dict[str, float] = {}
    together: dict[str, tuple[str, ...]] = {}


def evidence_of(project: Project) -> Evidence:
    """Read from the events once an import, then kept: they may be millions."""
    fingerprint = project.summary().fingerprint
    kept = project.database.fact(_EVIDENCE, Evidence, Evidence())
    if fingerprint and kept.of == fingerprint:
        return kept
    events = project.events()
    fresh = Evidence(fingerprint, popularity_of(events), bought_together(events))
    if fingerprint:
        project.database.set_fact(_EVIDENCE, fresh)
    return fresh


def _bestsellers(popularity: Mapping[str, float]) -> frozenset[str]:
    known = sorted((p for p in popularity if popularity[p] > 0), key=popularity.get)  # type: ignore[arg-type]
    return frozenset(known[len(known) - int(len(known) * _BESTSELLERS) :])


def _named_by(ids: Iterable[str]) -> Catalogue:
    """Products that are known by their ids alone."""
    return Catalogue(tuple(Product(id=name, title=name) for name in ids))
