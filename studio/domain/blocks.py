"""What each block type holds: slots, copy keys with their lengths, attributes.

The lengths are in characters of visible text, (least, most) for English and Chinese;
they are those of the page rules. Composing, the inspector, the renderer and the
checks all read this one table.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, TypeAlias

import msgspec

Choice: TypeAlias = str | int | bool | None
"""A value that an attribute may take; None is the theme's default."""

SlotKind = Literal[
    "product", "category", "slide", "point", "fact", "quote", "question", "article",
    "brand", "caption", "offer", "film", "none",
]  # fmt: skip


class Length(msgspec.Struct, frozen=True):
    """Least and most characters of a text, in English and in Chinese."""

    en: tuple[int, int]
    zh: tuple[int, int]


ANNOUNCEMENT = Length((20, 80), (8, 32))
EYEBROW = Length((6, 32), (3, 18))
HERO_TITLE = Length((12, 44), (6, 18))
LEDE = Length((30, 140), (12, 56))
BUTTON = Length((4, 26), (2, 12))
LABEL = Length((3, 24), (2, 10))
NOTE = Length((6, 28), (3, 14))
TEXT = Length((40, 180), (16, 70))
TITLE = Length((8, 44), (3, 18))
SUB = Length((20, 90), (8, 36))
REASON = Length((8, 32), (4, 14))
PROMISE = Length((6, 24), (3, 10))
PROOF = Length((8, 34), (4, 16))
QUOTE = Length((40, 140), (16, 56))
QUESTION = Length((10, 60), (6, 26))
ANSWER = Length((30, 220), (12, 90))
POST_TITLE = Length((10, 52), (6, 22))
EXCERPT = Length((30, 110), (10, 44))
NAME = Length((1, 32), (1, 16))
AD_PROMISE = Length((6, 22), (3, 10))
AD_PROMISE_SHORT = Length((6, 16), (3, 8))
SUBJECT = Length((20, 50), (8, 22))
PREHEADER = Length((40, 90), (16, 36))


class BlockSpec(msgspec.Struct, frozen=True):
    """What a block type may hold.

    `copy` maps the block's own text keys, `slot_copy` those of each slot, to their
    lengths. `slots` is the (least, most) number of slots. `choices` maps each
    attribute that a person may set to the values it may take.
    """

    label: str
    icon: str
    slot: SlotKind = "none"
    slots: tuple[int, int] = (0, 0)
    copy: dict[str, Length] = {}
    slot_copy: dict[str, Length] = {}
    choices: Mapping[str, tuple[Choice, ...]] = {}


_ALIGN = ("left", "center")
_TONE = (None, "soft", "dark", "accent")
_HEIGHT = ("small", "medium", "large")
_SIDE = ("left", "right")
_HEAD = {"title": TITLE, "sub": SUB, "link": BUTTON}
_GRID = {
    "columns": (2, 3, 4, 5, 6),
    "rows": (1, 2, 3),
    "columns_mobile": (1, 2),
    "align": _ALIGN,
    "tone": _TONE,
}
_HERO = {
    "eyebrow": EYEBROW, "title": HERO_TITLE, "lede": LEDE, "button": BUTTON,
    "button2": BUTTON, "note": SUB,
}  # fmt: skip

_WEB: dict[str, BlockSpec] = {
    "announcement-bar": BlockSpec(
        "Announcement bar", "megaphone", copy={"text": ANNOUNCEMENT, "link": BUTTON},
        choices={"tone": ("dark", "accent", "soft")},
    ),
    "page-header": BlockSpec(
        "Page header", "heading", "category", (0, 6),
        copy={"title": HERO_TITLE, "intro": LEDE}, slot_copy={"label": LABEL},
        choices={"align": _ALIGN, "height": _HEIGHT},
    ),
    "hero-banner": BlockSpec(
        "Hero banner", "image", "product", (1, 3), copy=_HERO,
        choices={
            "height": _HEIGHT, "align": _ALIGN, "full_width": (True, False),
            "tone": _TONE,
        },
    ),
    "slideshow": BlockSpec(
        "Slideshow", "gallery-horizontal", "slide", (2, 5),
        slot_copy={k: _HERO[k] for k in ("eyebrow", "title", "lede", "button")},
        choices={"height": _HEIGHT, "align": _ALIGN},
    ),
    "product-grid": BlockSpec(
        "Product grid", "layout-grid", "product", (2, 30), copy=_HEAD, choices=_GRID,
    ),
    "product-carousel": BlockSpec(
        "Product carousel", "gallery-horizontal-end", "product", (4, 12), copy=_HEAD,
        choices={"columns": (3, 4, 5), "items": (4, 5, 6, 8, 10, 12), "tone": _TONE},
    ),
    "recommended-products": BlockSpec(
        "Recommended products", "heart", "product", (2, 30), copy=_HEAD,
        slot_copy={"reason": REASON}, choices=_GRID,
    ),
    "recently-viewed": BlockSpec(
        "Recently viewed", "history", "product", (4, 8), copy={"title": TITLE},
        choices={"items": (4, 5, 6, 8)},
    ),
    "category-tiles": BlockSpec(
        "Category tiles", "layout-list", "category", (2, 12), copy={"title": TITLE},
        slot_copy={"label": LABEL, "note": NOTE},
        choices={
            "columns": (2, 3, 4, 5, 6), "rows": (1, 2), "columns_mobile": (1, 2, 3),
            "tone": _TONE,
        },
    ),
    "featured-product": BlockSpec(
        "Featured product", "star", "product", (1, 1),
        copy={"text": TEXT, "button": BUTTON},
        choices={"media_side": _SIDE, "tone": _TONE},
    ),
    "shop-the-look": BlockSpec(
        "Shop the look", "shopping-bag", "product", (2, 3),
        copy={"title": TITLE, "sub": SUB, "button": BUTTON},
        choices={"media_side": _SIDE, "tone": _TONE},
    ),
    "image-with-text": BlockSpec(
        "Image with text", "panel-left", "product", (1, 2),
        copy={
            "eyebrow": EYEBROW, "title": TITLE, "text": TEXT, "tick1": NOTE,
            "tick2": NOTE, "tick3": NOTE, "button": BUTTON,
        },
        choices={
            "media_side": ("left", "right", "none"), "height": _HEIGHT,
            "align": _ALIGN, "tone": _TONE,
        },
    ),
    "multicolumn": BlockSpec(
        "Multicolumn", "columns-3", "point", (2, 5), copy={"title": TITLE, "sub": SUB},
        slot_copy={"title": LABEL, "text": SUB},
        choices={
            "columns": (2, 3, 4, 5), "columns_mobile": (1, 2), "align": _ALIGN,
            "tone": _TONE,
        },
    ),
    "usp-bar": BlockSpec(
        "Promises", "shield-check", "fact", (2, 4),
        slot_copy={"promise": PROMISE, "proof": PROOF},
        choices={"columns": (3, 4), "tone": _TONE},
    ),
    "rich-text": BlockSpec(
        "Rich text", "text", copy={
            "eyebrow": EYEBROW, "title": TITLE, "text": TEXT, "link": BUTTON,
        },
        choices={"align": _ALIGN, "tone": _TONE},
    ),
    "testimonials": BlockSpec(
        "Testimonials", "quote", "quote", (1, 6), copy={"title": TITLE, "sub": SUB},
        slot_copy={"text": QUOTE, "name": NAME},
        choices={"columns": (1, 2, 3), "tone": _TONE},
    ),
    "countdown": BlockSpec(
        "Countdown", "timer", copy={"title": TITLE, "sub": SUB, "button": BUTTON},
        choices={"align": _ALIGN, "tone": _TONE},
    ),
    "video": BlockSpec(
        "Video", "play", "film", (1, 1), copy={"title": TITLE, "text": TEXT},
        slot_copy={"title": TITLE, "length": NAME}, choices={"height": _HEIGHT},
    ),
    "newsletter": BlockSpec(
        "Newsletter", "mail-plus", copy={
            "title": TITLE, "text": TEXT, "button": BUTTON, "privacy": SUB,
        },
        choices={"align": _ALIGN, "tone": _TONE},
    ),
    "logo-list": BlockSpec(
        "Brands", "badge", "brand", (3, 6), copy={"title": TITLE},
        slot_copy={"name": NAME}, choices={"items": (3, 4, 5, 6)},
    ),
    "gallery": BlockSpec(
        "Gallery", "images", "caption", (3, 5), copy={"title": TITLE},
        slot_copy={"caption": NOTE},
        choices={"items": (3, 4, 5), "height": _HEIGHT},
    ),
    "promo-banner": BlockSpec(
        "Promo banner", "ticket-percent", "offer", (1, 3),
        slot_copy={"title": TITLE, "text": SUB, "link": BUTTON},
        choices={"columns": (1, 2, 3), "height": _HEIGHT},
    ),
    "faq": BlockSpec(
        "Questions", "circle-question-mark", "question", (2, 8),
        copy={"title": TITLE, "sub": SUB},
        slot_copy={"question": QUESTION, "answer": ANSWER},
        choices={"align": _ALIGN, "tone": _TONE},
    ),
    "blog-posts": BlockSpec(
        "Journal", "newspaper", "article", (2, 4),
        copy={"title": TITLE, "link": BUTTON},
        slot_copy={"section": LABEL, "title": POST_TITLE, "excerpt": EXCERPT},
        choices={"columns": (2, 3, 4)},
    ),
    "comparison-table": BlockSpec(
        "Comparison", "table", "product", (2, 4), copy={"title": TITLE, "sub": SUB},
        choices={"items": (2, 3, 4)},
    ),
    "spacer": BlockSpec(
        "Spacer", "move-vertical", choices={"height": _HEIGHT},
    ),
}  # fmt: skip

_MAIL: dict[str, BlockSpec] = {
    "mail-header": BlockSpec("E-mail header", "mail", copy={"note": NOTE}),
    "mail-hero": BlockSpec(
        "E-mail hero", "image", "product", (1, 3),
        copy={k: _HERO[k] for k in ("eyebrow", "title", "lede", "button")},
    ),
    "mail-text": BlockSpec("E-mail text", "text", copy={"title": TITLE, "text": TEXT}),
    "mail-products": BlockSpec(
        "E-mail products", "layout-grid", "product", (2, 4), copy={"title": TITLE},
        slot_copy={"reason": REASON}, choices={"items": (2, 4)},
    ),
    "mail-offer": BlockSpec(
        "E-mail offer", "ticket-percent", copy={"title": TITLE, "text": SUB},
    ),
    "mail-story": BlockSpec(
        "E-mail story", "newspaper", "article", (1, 1),
        slot_copy={"title": POST_TITLE, "excerpt": EXCERPT, "link": BUTTON},
    ),
    "mail-footer": BlockSpec("E-mail footer", "panel-bottom", copy={"why": LEDE}),
}  # fmt: skip


def _unit(label: str, promise: Length, products: int, line: int) -> BlockSpec:
    copy = {"promise": promise, "button": BUTTON}
    if line:
        copy["line"] = Length((8, line), (4, line // 2))
    return BlockSpec(label, "megaphone", "product", (1, products), copy=copy)


_UNITS: dict[str, BlockSpec] = {
    "ad-300x250": _unit("Ad 300 × 250", AD_PROMISE, 1, 0),
    "ad-728x90": _unit("Ad 728 × 90", AD_PROMISE, 2, 0),
    "ad-160x600": _unit("Ad 160 × 600", AD_PROMISE, 1, 27),
    "ad-300x600": _unit("Ad 300 × 600", AD_PROMISE, 3, 48),
    "ad-320x50": _unit("Ad 320 × 50", AD_PROMISE_SHORT, 1, 0),
    "social-1080x1080": _unit("Social 1080 × 1080", AD_PROMISE, 3, 48),
    "social-1080x1920": _unit("Social 1080 × 1920", AD_PROMISE, 3, 48),
}

BLOCKS: dict[str, BlockSpec] = _WEB | _MAIL | _UNITS
"""Every block type that Vitrine renders."""

PAGE_COPY: dict[str, Length] = {
    "title": HERO_TITLE,
    "subject": SUBJECT,
    "preheader": PREHEADER,
}
"""Page-level copy: the document's title; subject and preheader of a mailing."""


def items_of(columns: int | None, rows: int | None) -> int | None:
    """Number of slots of a grid, or None when it has no columns."""
    return None if columns is None else columns * (rows or 1)
