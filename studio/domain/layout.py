"""The ordered blocks of a page, without content: what the layout GAN makes."""

from __future__ import annotations

from typing import Literal, get_args

import msgspec

WebBlock = Literal[
    "announcement-bar", "hero-banner", "slideshow", "product-grid", "product-carousel",
    "category-tiles", "image-with-text", "multicolumn", "usp-bar", "rich-text",
    "testimonials", "countdown", "video", "newsletter", "logo-list",
    "featured-product", "gallery", "shop-the-look", "promo-banner", "faq",
    "blog-posts", "comparison-table", "recommended-products", "recently-viewed",
    "page-header", "spacer",
]  # fmt: skip
WEB_BLOCKS: tuple[str, ...] = get_args(WebBlock)
"""The 26 block types that a web page can show."""

MAIL_BLOCKS: tuple[str, ...] = (
    "mail-header", "mail-hero", "mail-text", "mail-products", "mail-offer",
    "mail-story", "mail-footer",
)  # fmt: skip
AD_BLOCKS: tuple[str, ...] = (
    "ad-300x250", "ad-728x90", "ad-160x600", "ad-300x600", "ad-320x50",
)  # fmt: skip
SOCIAL_BLOCKS: tuple[str, ...] = ("social-1080x1080", "social-1080x1920")
OTHER_STOREFRONT_BLOCKS: tuple[str, ...] = (
    "custom-html", "main-product", "main-other", "main-collection", "nav-aux",
    "unknown", "contact-map", "overlay", "footer", "header",
)  # fmt: skip
"""Types that real storefront pages have and Vitrine does not render."""
STOREFRONT_BLOCKS: tuple[str, ...] = WEB_BLOCKS + OTHER_STOREFRONT_BLOCKS

SELLING_BLOCKS: frozenset[str] = frozenset({
    "product-grid", "product-carousel", "recommended-products", "featured-product",
    "shop-the-look", "comparison-table",
})  # fmt: skip
"""Blocks whose product slots may not repeat a product of the page (page rule 6).

`recently-viewed` is filled by the shop's own session data, not by us, on a live page;
its preview shows products of the persona and counts as selling too.
"""

PageKind = Literal["home", "landing", "collection", "product", "other"]
PAGE_KINDS: tuple[str, ...] = get_args(PageKind)
Height = Literal["adapt", "small", "medium", "large"]
MediaSide = Literal["left", "right", "none"]
Align = Literal["left", "center", "right"]
Tone = Literal["light", "soft", "dark", "accent"]


class Attributes(msgspec.Struct, frozen=True, omit_defaults=True):
    """Attributes of a block; None means the theme's default.

    A `tone` of None is plain. `spacer` uses `height` and `line`.
    """

    columns: int | None = None
    columns_mobile: int | None = None
    rows: int | None = None
    items: int | None = None
    full_width: bool | None = None
    height: Height | None = None
    media_side: MediaSide | None = None
    tone: Tone | None = None
    align: Align | None = None
    has_heading: bool | None = None
    scheme: int | None = None


class LayoutBlock(msgspec.Struct, frozen=True):
    """One block of a layout: a type of STOREFRONT_BLOCKS (or mail, ad, social)."""

    type: str
    attributes: Attributes = Attributes()


class Layout(msgspec.Struct, frozen=True):
    """An ordered list of at most 25 blocks.

    `realism` is the discriminator's calibrated score from 0 to 1 (None when not
    judged), `engagement` the predicted click rate of a shopper of the persona.
    `repaired` says how many hard rules had to mend the raw output.
    """

    blocks: tuple[LayoutBlock, ...]
    page_kind: PageKind = "home"
    campaign: bool = False
    realism: float | None = None
    engagement: float | None = None
    repaired: int = 0
    seed: int = 0
