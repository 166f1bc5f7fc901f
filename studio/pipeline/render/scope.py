"""What a template may ask while one surface of a page is rendered."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from urllib.parse import quote

from studio.domain.catalogue import Catalogue, Product
from studio.domain.page import Block, Page, Scene, Slot
from studio.domain.shop import Shop
from studio.domain.words import Words
from studio.pipeline.render.dates import day_text
from studio.pipeline.render.labels import label
from studio.pipeline.render.links import picture_file, remote_host, safe_url
from studio.pipeline.render.marks import Marks
from studio.pipeline.render.options import Asset, RenderOptions
from studio.pipeline.render.phrases import phrases
from studio.pipeline.render.products import ProductView, alt_text, view_of
from studio.pipeline.render.scenes import scene_of

NOTED_LATER = "png"
"""Stands for a mail's picture until it is known at which size it is shown."""
Places = tuple[tuple[int, Slot, ProductView | None], ...]


class Scope:
    """One rendering: looks products up and notes which files the page shows."""

    def __init__(
        self, page: Page, catalogue: Catalogue, shop: Shop, options: RenderOptions
    ) -> None:
        self.page = page
        self.shop = shop
        self.options = options
        self.language = options.language
        self.mark = Marks(options.editing)
        self.assets: dict[str, Asset] = {}
        self.remote_hosts: set[str] = set()
        self._catalogue = catalogue
        self._views: dict[str, ProductView] = {}

    # Texts --------------------------------------------------------------------

    def label(self, key: str, **values: object) -> str:
        """One of the renderer's own words."""
        return label(key, self.language, **values)

    def words(self, words: Words) -> str:
        """A text of the shop or the brief in the language of the page."""
        return words.in_(self.language)

    def text(self, of: Block | Slot | Page, key: str) -> str:
        """Copy of a block, slot or page; empty when there is none."""
        words = of.copy.get(key)
        return words.in_(self.language) if words else ""

    def phrases(self, text: str) -> tuple[str, ...]:
        """The parts of a heading that stay together."""
        return phrases(text, self.language)

    def category(self, name: str) -> str:
        """A category's name in the language of the page."""
        return self.shop.category_in(name, self.language)

    @property
    def end(self) -> date | None:
        """The campaign's last day, unless it is over or not said."""
        brief = self.page.brief
        if brief is None or brief.end is None or brief.end < self.options.today:
            return None
        return brief.end

    def day(self, day: date) -> str:
        """A day in the language of the page."""
        return day_text(day, self.language)

    # Addresses ----------------------------------------------------------------

    def url(self, address: str) -> str:
        """The address, or `#` when it is not safe."""
        return safe_url(address)

    def link(self, block: Block, key: str, usual: str = "") -> str:
        """Target of one of a block's buttons."""
        return safe_url(block.links.get(key, "") or usual)

    # Products -----------------------------------------------------------------

    def product(self, product_id: str) -> ProductView | None:
        """A product as shown, or None when the catalogue has it no longer."""
        product = self._catalogue.get(product_id)
        if product is None:
            return None
        if product_id not in self._views:
            picture = self._picture(product)
            self._views[product_id] = view_of(product, self.shop, self.options, picture)
        return self._views[product_id]

    def plain(self, product_id: str) -> Product | None:
        """The catalogue's own product."""
        return self._catalogue.get(product_id)

    def places(self, block: Block) -> Places:
        """Each slot with its place and product; only the preview shows gaps."""
        found = (
            (at, slot, self.product(slot.product_id))
            for at, slot in enumerate(block.slots)
        )
        return tuple(
            place for place in found if place[2] is not None or self.options.editing
        )

    def shown(self, slots: Iterable[Slot]) -> tuple[ProductView, ...]:
        """The products of slots that the catalogue still has."""
        views = (self.product(slot.product_id) for slot in slots if slot.product_id)
        return tuple(view for view in views if view is not None)

    def scene(self, block: Block, product_id: str = "", turn: int = 0) -> Scene:
        """The block's scene, or one that suits its (first) product."""
        if block.scene is not None and not turn:
            return block.scene
        own = product_id or next(iter(block.products), "")
        return scene_of(self._catalogue.get(own), turn)

    def seen(self, views: Iterable[ProductView]) -> str:
        """One label for a picture of several products."""
        alts = [view.alt for view in views]
        if len(alts) < 2:  # noqa: PLR2004 - a list needs two
            return "".join(alts)
        head = self.label("comma").join(alts[:-1])
        return head + self.label("and") + alts[-1]

    def alt(self, product: Product) -> str:
        """What is seen in a product's picture."""
        return alt_text(product, self.language)

    # Pictures -----------------------------------------------------------------

    def asset(self, asset: Asset) -> str:
        """Note a file that the page shows; returns its address in the export."""
        self.assets[asset.name] = asset
        return asset.name

    def _picture(self, product: Product) -> str:
        sent = self.options.surface == "mail" and self.options.purpose == "export"
        if product.picture and sent:
            return NOTED_LATER
        if product.picture:
            file = picture_file(product)
            self.asset(Asset(f"img/{file}", "picture", (product.id,)))
            pattern = self.options.picture_pattern
            quoted = quote(product.id, safe="")
            return pattern.replace("{file}", file).replace("{id}", quoted)
        host = remote_host(product.image)
        if host and self.options.purpose == "export":
            self.remote_hosts.add(host)
            return safe_url(product.image)
        return ""
