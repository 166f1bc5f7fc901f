"""What the studio can suggest for a page: wordings, products, blocks, findings."""

from __future__ import annotations

from functools import cached_property

import msgspec

from studio.domain.blocks import BLOCKS
from studio.domain.catalogue import Catalogue
from studio.domain.page import Block, Page, Slot
from studio.domain.persona import Audience
from studio.domain.shop import Shop
from studio.domain.words import Language, Words
from studio.pipeline.copywriting.writer import Copywriter
from studio.pipeline.page.allowed import allowed_blocks
from studio.pipeline.review.checks import review_page
from studio.pipeline.review.findings import PageFinding
from studio.services.checks import as_page_finding, local_today
from studio.services.composing import Composing
from studio.services.shop_facts import completed
from studio.store.project import Project
from studio.ui.language import language as ui_language
from studio.ui.pages.names import block_name


class Finding(msgspec.Struct, frozen=True):
    """One thing to look at before approving, with the place that it is about."""

    text: str
    block_id: str = ""
    slot: int | None = None
    error: bool = False


class Wording(msgspec.Struct, frozen=True):
    """Another wording of a text; `against` says why it is left out."""

    text: str
    against: str = ""


class Advice:
    """Reads catalogue, shop and audience once; make a new one when they change."""

    def __init__(self, project: Project) -> None:
        self._project = project

    @cached_property
    def catalogue(self) -> Catalogue:
        """What the shop sells."""
        return self._project.catalogue()

    @cached_property
    def shop(self) -> Shop:
        """The shop's own facts."""
        return completed(self._project.shop(), self.catalogue)

    @cached_property
    def audience(self) -> Audience | None:
        """Personas and scores, once a taste model has been trained."""
        return self._project.audience()

    @cached_property
    def _composing(self) -> Composing:
        return Composing(self._project)

    def wordings(
        self, page: Page, block_id: str, key: str, slot: int | None, spoken: Language
    ) -> tuple[Wording, ...]:
        """Other wordings of a text; those that break a rule come last, with why."""
        found = self._composing.wordings(page, block_id, key, slot, spoken)
        return tuple(
            Wording(text, _said(against.title) if against else "")
            for text, against in found
        )

    def products(self, page: Page, block_id: str, slot: int) -> tuple[Slot, ...]:
        """The best products for a place that are not on the page."""
        return self._composing.candidates(page, block_id, slot)

    def block_types(self, page: Page) -> tuple[str, ...]:
        """Block types that can be added to a page, in the order of the table."""
        possible = allowed_blocks(
            self.shop, self.catalogue, page.scenario, page.brief, today=local_today()
        )
        return tuple(name for name in BLOCKS if name in possible)

    def new_block(self, page: Page, block_type: str) -> Block:
        """A filled block, ready for `AddBlock`; raises EditRefused."""
        return self._composing.fill_block(page, block_type)

    def findings(self, page: Page) -> tuple[Finding, ...]:
        """What to look at before approving, errors first."""
        return tuple(
            Finding(
                f"{_place(page, each.block_id)}{_said(each.sentence)}",
                each.block_id,
                each.slot,
                each.severity == "error",
            )
            for each in self._checked(page)
        )

    def _checked(self, page: Page) -> tuple[PageFinding, ...]:
        copy = tuple(as_page_finding(found) for found in self._guard.check(page))
        return review_page(page, self.catalogue, self.shop, local_today(), copy)

    @cached_property
    def _guard(self) -> Copywriter:
        return Copywriter(self.shop, self.catalogue, local_today())

    def brands(self, page: Page) -> int:
        """How many brands the page shows."""
        products = (self.catalogue.get(each) for each in page.product_ids())
        return len({p.brand for p in products if p is not None and p.brand})


def _said(words: Words) -> str:
    return words.in_(ui_language())


def _place(page: Page, block_id: str) -> str:
    block = page.block(block_id)
    return f"{block_name(block.type)}: " if block else ""
