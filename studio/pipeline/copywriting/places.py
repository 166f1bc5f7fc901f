"""Which group of templates gives the text of a place on a page."""

from __future__ import annotations

from studio.domain.blocks import BLOCKS, PAGE_COPY, Length
from studio.domain.page import Block

FAMILY: dict[str, str] = {
    "announcement-bar": "announcement", "page-header": "header",
    "hero-banner": "hero", "slideshow": "hero", "product-grid": "grid",
    "product-carousel": "grid", "recommended-products": "picked",
    "recently-viewed": "recent", "category-tiles": "tiles",
    "featured-product": "feature", "shop-the-look": "look",
    "image-with-text": "story", "multicolumn": "points", "rich-text": "rich",
    "testimonials": "quotes", "countdown": "countdown", "video": "video",
    "newsletter": "letter", "logo-list": "brands", "gallery": "gallery",
    "promo-banner": "offer", "faq": "faq", "blog-posts": "journal",
    "comparison-table": "compare", "mail-header": "mailheader",
    "mail-hero": "hero", "mail-text": "mailtext", "mail-products": "picked",
    "mail-offer": "mailoffer", "mail-story": "mailstory",
    "mail-footer": "mailfooter",
}  # fmt: skip
_OWN: dict[tuple[str, str], str] = {
    ("mail-hero", "lede"): "mailhero.lede",
    ("mail-hero", "button"): "mailhero.button",
    ("recommended-products", "link"): "grid.link",
    ("image-with-text", "text"): "feature.text",
    ("image-with-text", "tick1"): "story.tick",
    ("image-with-text", "tick2"): "story.tick",
    ("image-with-text", "tick3"): "story.tick",
    ("category-tiles", "note"): "tile.note",
    ("multicolumn", "text"): "point.text",
}
_SLOT_ONLY = frozenset({"slideshow", "promo-banner", "mail-story"})
BUTTONS = frozenset({"button", "button2", "link"})
GIVEN = frozenset({
    "promise", "proof", "quote", "name", "question", "answer", "section", "excerpt",
})  # fmt: skip
"""Keys whose text is the shop's own fact and never written by a template."""
FACT_TYPES = frozenset({
    "usp-bar", "testimonials", "faq", "blog-posts", "video", "logo-list",
})  # fmt: skip
"""Blocks whose slots hold the shop's own words."""


def group_of(block_type: str, key: str) -> str:
    """The template group of a text of a block or of its slots."""
    if block_type.startswith(("ad-", "social-")):
        return "promise" if key == "promise" else f"unit.{key}"
    return _OWN.get((block_type, key), f"{FAMILY.get(block_type, '')}.{key}")


def length_of(block: Block | None, key: str, slot: int | None) -> Length | None:
    """The length a text may have; None for an unknown place."""
    if block is None:
        return PAGE_COPY.get(key)
    spec = BLOCKS[block.type]
    return (spec.copy if slot is None else spec.slot_copy).get(key)


def is_slot_text(block_type: str) -> bool:
    """Whether the block's texts all belong to its slots."""
    return block_type in _SLOT_ONLY


def fits(text: str, span: tuple[int, int]) -> bool:
    """Whether a text has a length within its bounds."""
    return span[0] <= len(text) <= span[1]
