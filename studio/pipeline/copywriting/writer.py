"""Writes the texts of a page from templates and facts, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from msgspec.structs import replace

from studio.domain.blocks import BLOCKS, PAGE_COPY
from studio.domain.catalogue import Catalogue
from studio.domain.page import Block, Page, Slot
from studio.domain.persona import EVERYONE, Persona
from studio.domain.shop import Shop
from studio.domain.words import Language, Words
from studio.pipeline.copywriting.drafting import Used, choose
from studio.pipeline.copywriting.facts import (
    Facts,
    Known,
    block_products,
)
from studio.pipeline.copywriting.guard import CopyFinding, Guard
from studio.pipeline.copywriting.places import (
    FACT_TYPES,
    fits,
    group_of,
    is_slot_text,
    length_of,
)
from studio.pipeline.copywriting.reasons import reasons_for
from studio.pipeline.copywriting.rewording import Wording, wordings
from studio.pipeline.copywriting.situations import Situation

NOBODY = Persona(EVERYONE, "All shoppers", 0, "everyone", name_zh="全部顾客")


class Copywriter:
    """Texts for the pages of one shop, in all languages at once.

    Args:
        shop: The shop's facts.
        catalogue: Its products.
        today: Decides seasons and what is new.
        personas: Whose pages it writes; an unknown persona is "All shoppers".
        bestsellers: Ids of the most popular products.
        together: Products most often bought with each product.
    """

    def __init__(
        self,
        shop: Shop,
        catalogue: Catalogue,
        today: date,
        personas: Sequence[Persona] = (),
        *,
        bestsellers: frozenset[str] = frozenset(),
        together: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.known = Known(shop, catalogue, today, bestsellers, together or {})
        self._personas = {persona.id: persona for persona in personas}
        self.guard = Guard(self.known)

    def persona(self, page: Page) -> Persona:
        """Whom a page is for."""
        return self._personas.get(page.persona_id, NOBODY)

    # Writing ------------------------------------------------------------------

    def write(self, page: Page, themes: Mapping[str, str]) -> Page:
        """The page with every missing text filled; texts that are there stay."""
        promise = self._promise(page)
        done: dict[str, Block] = {}
        for surface in page.surfaces:
            used = Used()
            for block in page.on(surface):
                for key, words in block.copy.items():
                    used.note(key, words)
            for block in page.on(surface):
                theme = themes.get(block.id, "")
                situation = self._situation(page, block, theme, promise)
                # units of a campaign say the same; blocks of a page never do
                own = Used() if surface in ("ad", "social") else used
                done[block.id] = self._written(situation, block, own)
        page = replace(page, blocks=tuple(done[block.id] for block in page.blocks))
        return replace(page, copy=self._page_copy(page))

    def write_block(self, page: Page, block: Block, theme: str) -> Block:
        """The texts of a block that is about to join a page."""
        joined = replace(page, blocks=(*page.blocks, block))
        used = Used.of(page, block.surface)
        situation = self._situation(joined, block, theme, self._promise(joined))
        return self._written(situation, block, used)

    def _situation(
        self, page: Page, block: Block, theme: str, promise: Words
    ) -> Situation:
        return Situation(self.known, page, self.persona(page), block, theme, promise)

    def _written(self, at: Situation, block: Block, used: Used) -> Block:
        if not is_slot_text(block.type):
            for key in at.missing():
                words = self._text(at, key, used)
                if words:
                    block = replace(block, copy={**block.copy, key: words})
        return replace(block, slots=self._slots(at, block, used))

    def _text(self, at: Situation, key: str, used: Used) -> Words | None:
        if given := at.given(key):
            used.note(key, given)
            return given
        return choose(
            group_of(at.block.type, key),
            at.facts(key),
            (length_of(at.block, key, None), self.known.shop.languages),
            used,
            (at.seed(key), at.theme, key),
        )

    # Slots --------------------------------------------------------------------

    def _slots(self, at: Situation, block: Block, used: Used) -> tuple[Slot, ...]:
        keys = BLOCKS[block.type].slot_copy
        if "reason" in keys:
            return self._reasons(at, block)
        if block.type in FACT_TYPES or not keys:
            return block.slots
        return tuple(
            self._slot(at, slot, number, used)
            for number, slot in enumerate(block.slots)
        )

    def _reasons(self, at: Situation, block: Block) -> tuple[Slot, ...]:
        products = block_products(self.known, block)
        reasons = iter(reasons_for(self.known, at.persona, products))
        slots: list[Slot] = []
        for slot in block.slots:
            shown = self.known.catalogue.get(slot.product_id) is not None
            reason = next(reasons, Words()) if shown else Words()
            if reason and "reason" not in slot.copy:
                slot = replace(slot, copy={**slot.copy, "reason": reason})  # noqa: PLW2901
            slots.append(slot)
        return tuple(slots)

    def _slot(self, at: Situation, slot: Slot, number: int, used: Used) -> Slot:
        copy = dict(slot.copy)
        for key in BLOCKS[at.block.type].slot_copy:
            if key in copy:
                continue
            given = at.slot_given(slot, key)
            if given and at.block.type == "slideshow":
                used.note(key, given)
            words = given or choose(
                group_of(at.block.type, key),
                at.slot_facts(slot, number),
                (length_of(at.block, key, number), self.known.shop.languages),
                _fresh(used, at.block.type, key),
                (at.seed(_spice(at.block.type, key, number)), at.theme, key),
            )
            if words:
                copy[key] = words
        return replace(slot, copy=copy)

    # The page's own texts -----------------------------------------------------

    def _promise(self, page: Page) -> Words:
        """The one promise of a set, short enough for all of its units."""
        if not {"ad", "social"} & set(page.surfaces):
            return Words()
        unit = next(b for b in page.blocks if b.surface in ("ad", "social"))
        situation = Situation(self.known, page, self.persona(page), unit, "", Words())
        found = choose(
            "promise",
            situation.facts("promise"),
            (situation.promise_length(), self.known.shop.languages),
            Used(),
            (situation.seed("promise"), "", "promise"),
        )
        return found or Words()

    def _page_copy(self, page: Page) -> dict[str, Words]:
        copy = dict(page.copy)
        hero = headline(page)
        if fits(hero.en, PAGE_COPY["title"].en) and "title" not in copy:
            copy["title"] = hero
        if "mail" not in page.surfaces:
            return copy
        lead = page.on("mail")[0]
        mail_hero = next((b for b in page.on("mail") if b.type == "mail-hero"), lead)
        at = self._situation(page, mail_hero, "", Words())
        facts = at.facts("subject")
        lead_name = facts.values.get("cat1", Words()).en
        if hero and not (lead_name and lead_name in hero.en):  # never named twice
            facts |= Facts({"hero": hero})
        for key in ("subject", "preheader"):
            words = choose(
                f"mail.{key}",
                facts,
                (PAGE_COPY[key], self.known.shop.languages),
                Used(),
                (at.seed(key), "", key),
            )
            if words and key not in copy:
                copy[key] = words
        return copy

    def situation(self, page: Page, block: Block) -> Situation:
        """A block of a finished page, for other wordings of its texts."""
        return self._situation(page, block, "", Words())

    # Rewording ----------------------------------------------------------------

    def alternatives(  # noqa: PLR0917 - one place, and how many
        self,
        page: Page,
        block_id: str,
        key: str,
        slot: int | None = None,
        language: Language = "en",
        n: int = 5,
        seed: int = 0,
    ) -> tuple[Wording, ...]:
        """Other wordings of one text, each with what speaks against it, or None."""
        found = wordings(self, (page, block_id, key, slot), language, seed)
        return tuple(found[:n])

    def check(self, page: Page) -> tuple[CopyFinding, ...]:
        """What the copy guard finds on a whole page."""
        return self.guard.check_page(page)


def headline(page: Page) -> Words:
    """The page's first title: of its hero, header or mail hero."""
    for block in page.blocks:
        if block.hidden:
            continue
        title = block.copy.get("title")
        if title and block.type in ("hero-banner", "page-header", "mail-hero"):
            return title
        if block.type == "slideshow" and block.slots:
            return block.slots[0].copy.get("title", Words())
        if promise := block.copy.get("promise"):
            return promise
    return Words()


def _fresh(used: Used, block_type: str, key: str) -> Used:
    """Tiles and points may repeat a pattern: their categories already differ."""
    if block_type == "promo-banner":
        return used.repeating()
    return Used() if _repeats(block_type, key) else used


def _spice(block_type: str, key: str, number: int) -> str:
    """Notes and points of one block follow one pattern where they can."""
    return key if _repeats(block_type, key) else f"{key}/{number}"


def _repeats(block_type: str, key: str) -> bool:
    grids = ("category-tiles", "multicolumn", "gallery", "promo-banner")
    return block_type in grids or key in ("text", "note")


__all__ = ["Copywriter", "headline"]
