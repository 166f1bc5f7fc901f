"""One block on its page, as the writer sees it."""

from __future__ import annotations

import re
from functools import cached_property

from studio.domain.blocks import (
    AD_PROMISE_SHORT,
    BLOCKS,
    HERO_TITLE,
    Length,
)
from studio.domain.catalogue import Product
from studio.domain.page import Block, Page, Slot
from studio.domain.persona import Persona
from studio.domain.words import Words
from studio.pipeline.copywriting.facts import (
    Facts,
    Known,
    block_products,
    category_facts,
    leading_categories,
    page_facts,
    set_facts,
)
from studio.pipeline.copywriting.places import BUTTONS, FACT_TYPES, fits

_ALWAYS = frozenset({"newsletter", "shop-the-look"})
"""Blocks whose button does something itself and needs no target."""
_SENTENCE = re.compile(r"(?<=[.!?。！？])\s*")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


class Situation:
    """Which facts hold for the texts of one block.

    `promise` is the shared promise of a set of surfaces, or empty.
    """

    def __init__(  # noqa: PLR0917 - the six things a text depends on
        self,
        known: Known,
        page: Page,
        persona: Persona,
        block: Block,
        theme: str,
        promise: Words,
    ) -> None:
        self.known = known
        self.page = page
        self.persona = persona
        self.block = block
        self.theme = theme
        self.promise = promise

    def seed(self, key: str) -> str:
        """A text that is the same for the same place of the same page."""
        page, block = self.page, self.block
        place = "unit" if block.surface in ("ad", "social") else block.id
        return f"{page.seed}/{page.persona_id}/{page.candidate}/{place}/{key}"

    def missing(self) -> list[str]:
        """Keys of the block that are to be written: not set, and with a target."""
        links = self.block.links
        return [
            key
            for key in BLOCKS[self.block.type].copy
            if key not in self.block.copy
            and (key not in BUTTONS or key in links or self.block.type in _ALWAYS)
        ]

    # Facts --------------------------------------------------------------------

    @cached_property
    def of_page(self) -> Facts:
        """Facts of the page as a whole."""
        facts = page_facts(self.known, self.page, self.persona)
        return facts | leading_categories(self.known, self.page)

    @cached_property
    def of_block(self) -> Facts:
        """Facts of the block's products, or of the page's first where it has none."""
        products = block_products(self.known, self.block)
        if not products or self.block.type in FACT_TYPES:
            return self._of_lead()
        if self.block.surface in ("ad", "social"):  # units differ only in what follows
            products = products[:1]
        facts = set_facts(self.known, products)
        return facts | self._product_texts(products[0])

    def _of_lead(self) -> Facts:
        """The moods of what the page leads with."""
        lead = next((b for b in self.page.blocks if b.products and not b.hidden), None)
        if lead is None:
            return Facts()
        facts = set_facts(self.known, block_products(self.known, lead))
        kept = {k: v for k, v in facts.values.items() if k in ("product", "product2")}
        return Facts(kept, facts.tags - {"deals", "under", "brand", "popular", "dear"})

    def facts(self, key: str) -> Facts:
        """What is true for one text of the block."""
        own = self.of_block
        if key in ("button", "button2", "link"):
            own |= self._target(key)
        facts = self.of_page | own
        if self.block.type == "logo-list":
            facts |= self._brands()
        if len(self.block.slots) == 3:  # noqa: PLR2004 - for a title that says three
            facts |= Facts(tags=frozenset({"three"}))
        return facts

    def _target(self, key: str) -> Facts:
        """Facts of the row of the page that a button leads to."""
        url = self.block.links.get(key, "")
        target = self.page.block(url.removeprefix("#")) if url.startswith("#") else None
        if target is None:
            return Facts()
        if target.type == "category-tiles":
            return Facts(tags=frozenset({"tiles"}))
        facts = set_facts(self.known, block_products(self.known, target))
        named = ("category", "department", "brand", "under")
        kept = {k: facts.values.get(k, Words()) for k in named}
        return Facts(kept, facts.tags)

    def _brands(self) -> Facts:
        sold = {p.brand for p in self.known.products(self.page.product_ids())}
        names = {slot.copy.get("name", Words()).en for slot in self.block.slots}
        return Facts(tags=frozenset({"brands_shown"} if names <= sold else set()))

    def _product_texts(self, product: Product) -> Facts:
        text = _passage(product.description)
        if not text:
            return Facts()
        chinese = bool(_CHINESE.search(text))
        values = {"description": Words(text, text)}
        tags = set()
        if chinese:
            values = {"description_zh": Words(text, text)}
        else:
            tags.add("described")
        return Facts(values, frozenset(tags))

    # Texts that are facts themselves ------------------------------------------

    def given(self, key: str) -> Words:
        """A text that is not chosen: the promise of a set."""
        titles = ("hero-banner", "mail-hero", "page-header")
        if self.promise and (
            key == "promise" or (key == "title" and self.block.type in titles)
        ):
            return self.promise
        return Words()

    def slot_given(self, slot: Slot, key: str) -> Words:
        """Labels and captions: the category's own name; a set's shared promise."""
        path = slot.category
        opens = self.block.type == "slideshow" and slot is self.block.slots[0]
        if self.promise and key == "title" and opens:
            return self.promise
        if key in ("label", "caption") or (
            key == "title" and self.block.type == "multicolumn"
        ):
            return self._category_name(path, key)
        return Words()

    def _category_name(self, path: tuple[str, ...], key: str) -> Words:
        if not path:
            return Words()
        shop = self.known.shop
        leaf = Words(*(shop.category_in(path[-1], lang) for lang in ("en", "zh")))
        if len(path) == 1 or key != "caption":
            return leaf
        top = Words(*(shop.category_in(path[0], lang) for lang in ("en", "zh")))
        return Words(f"{top.en} · {leaf.en}", f"{top.zh} · {leaf.zh}")

    def slot_facts(self, slot: Slot, number: int) -> Facts:
        """What is true for the texts of one slot."""
        promotion = self.page.scenario == "promotion"
        product = self.known.catalogue.get(slot.product_id)
        facts = self.of_page
        if product is not None:
            own = set_facts(self.known, [product])
            keep = {k: v for k, v in own.values.items() if k in ("product", "brand")}
            facts |= Facts(
                keep, own.tags & frozenset(self.known.moods(product.category))
            )
        facts |= category_facts(self.known, slot, promotion=promotion)
        if number == 0 and self.page.brief and self.page.scenario != "recommendation":
            facts |= Facts(tags=frozenset({"first_offer"}))
        return facts

    def promise_length(self) -> Length:
        """Short enough for every unit; in a set long enough for its hero too."""
        least_en, least_zh = AD_PROMISE_SHORT.en[0], AD_PROMISE_SHORT.zh[0]
        if {"web", "mail"} & set(self.page.surfaces):
            least_en, least_zh = HERO_TITLE.en[0], HERO_TITLE.zh[0]
        return Length(
            (least_en, AD_PROMISE_SHORT.en[1]), (least_zh, AD_PROMISE_SHORT.zh[1])
        )


def _passage(description: str) -> str:
    """The first sentences of a description that fit the place of a text."""
    span = BLOCKS["featured-product"].copy["text"]
    chosen = ""
    for sentence in _SENTENCE.split(" ".join(description.split())):
        longer = f"{chosen} {sentence}".strip()
        if len(longer) > span.en[1]:
            break
        chosen = longer
    fits_somewhere = fits(chosen, span.en) or fits(chosen, span.zh)
    return chosen if fits_somewhere else ""
