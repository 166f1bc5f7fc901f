"""Where the buttons of a page lead."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from studio.domain.blocks import BLOCKS
from studio.domain.catalogue import Catalogue, Product
from studio.domain.page import Block, Slot
from studio.domain.shop import Shop
from studio.pipeline.page.themes import Theme

_TO_PRODUCT = frozenset({"featured-product", "image-with-text"})


class Links:
    """Targets on the page itself, in the shop, or a product's own page."""

    def __init__(
        self,
        blocks: tuple[Block, ...],
        themes: Mapping[str, Theme],
        catalogue: Catalogue,
        shop: Shop,
    ) -> None:
        self._selling = [b for b in blocks if b.sells and b.surface == "web"]
        self._themes = themes
        self._catalogue = catalogue
        self._shop = shop

    def linked(self, block: Block) -> Block:
        """The block with targets for its buttons; those that are set stay."""
        known = BLOCKS[block.type].copy
        own = {k: url for k, url in self._links(block).items() if k in known}
        links = {**own, **block.links}
        slots = tuple(self._slot(block, slot) for slot in block.slots)
        return replace(
            block, links={k: url for k, url in links.items() if url}, slots=slots
        )

    def _links(self, block: Block) -> dict[str, str]:
        product = self._first(block)
        if block.type == "hero-banner":
            return {"button": self._row(0), "button2": self._row(1)}
        if block.type == "countdown":
            return {"button": self._deals()}
        if block.type in ("product-grid", "product-carousel", "recommended-products"):
            return {"link": self._department(block)}
        if block.type in _TO_PRODUCT or block.surface in ("mail", "ad", "social"):
            return {"button": self._product(product)}
        return {}

    def _slot(self, block: Block, slot: Slot) -> Slot:
        if slot.link or not slot.category:
            return slot
        if block.type in ("slideshow", "category-tiles", "promo-banner", "page-header"):
            return replace(slot, link=self._category(slot.category))
        return slot

    def _row(self, at: int) -> str:
        return f"#{self._selling[at].id}" if at < len(self._selling) else ""

    def _deals(self) -> str:
        for block in self._selling:
            theme = self._themes.get(block.id)
            if theme is not None and theme.kind == "deals":
                return f"#{block.id}"
        return self._row(0)

    def _department(self, block: Block) -> str:
        products = [self._catalogue.get(p) for p in block.products]
        departments = {p.department for p in products if p}
        if len(departments) != 1:
            return ""
        return self._shop_link(departments.pop())

    def _category(self, path: tuple[str, ...]) -> str:
        """A row of the page about it, its department in the shop, or the shop."""
        for block in self._selling:
            theme = self._themes.get(block.id)
            if (
                theme is not None
                and theme.kind == "category"
                and theme.category == path
            ):
                return f"#{block.id}"
        return self._shop_link(path[0]) or self._row(0) or self._shop.url

    def _shop_link(self, department: str) -> str:
        names = {department.casefold(), self._shop.category_in(department, "zh")}
        for link in self._shop.departments:
            if link.label.en.casefold() in names or link.label.zh in names:
                return link.url
        return ""

    def _product(self, product: Product | None) -> str:
        return (product.link if product else "") or self._shop.url

    def _first(self, block: Block) -> Product | None:
        return self._catalogue.get(block.products[0]) if block.products else None
