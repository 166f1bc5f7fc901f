"""The shop's historical pages: block by block, without content."""

from __future__ import annotations

import random
from dataclasses import dataclass

PAGES = 40
CAMPAIGN_SHARE = 0.25
ANNOUNCED_SHARE = 0.4
SELLING_SHARE = 0.5
FULL_WIDTH_SHARE = 0.7
OFFER = "promo-banner"
OFFER_PLACE = 5
"""Where a campaign page repeats its offer."""
TOPS = ("hero-banner", "hero-banner", "hero-banner", "slideshow", "page-header")
ENDS = ("newsletter", "newsletter", "faq", "usp-bar", "blog-posts")
SELLING = (
    "product-grid", "product-carousel", "recommended-products", "featured-product",
    "shop-the-look", "category-tiles", "comparison-table",
)  # fmt: skip
TELLING = (
    "image-with-text", "rich-text", "multicolumn", "testimonials", "gallery",
    "blog-posts", "video", "usp-bar", "logo-list", "promo-banner", "recently-viewed",
    "image-with-text",
)  # fmt: skip
KINDS = ("home", "home", "landing", "landing", "landing", "collection", "other")

Value = str | int | bool
Block = dict[str, Value]


@dataclass(frozen=True)
class Page:
    """One page that the shop has shown."""

    id: str
    kind: str
    campaign: bool
    blocks: tuple[Block, ...]

    def record(self) -> dict[str, object]:
        """The line of `layouts.jsonl`."""
        return {
            "page_id": self.id,
            "shop": "wrenfield",
            "page_kind": self.kind,
            "campaign": self.campaign,
            "weight": 1.0,
            "blocks": list(self.blocks),
        }


def make_pages(seed: int) -> list[Page]:
    """Draw the pages; no two neighbouring blocks share a type."""
    chance = random.Random(f"{seed}/layouts")
    return [_page(number, chance) for number in range(1, PAGES + 1)]


def _page(number: int, chance: random.Random) -> Page:
    campaign = chance.random() < CAMPAIGN_SHARE
    kind = "landing" if campaign else chance.choice(KINDS)
    types = _types(chance, campaign=campaign)
    blocks = tuple(_block(name, chance) for name in types)
    return Page(f"page-{number:02d}", kind, campaign, blocks)


def _types(chance: random.Random, *, campaign: bool) -> list[str]:
    types = ["announcement-bar"] if chance.random() < ANNOUNCED_SHARE else []
    types.append("hero-banner" if campaign else chance.choice(TOPS))
    if campaign:
        types.append("countdown")
    types.append(chance.choice(SELLING[:3]))
    length = chance.randint(7, 11)
    while len(types) < length - 1:
        if campaign and len(types) == OFFER_PLACE and OFFER not in types:
            types.append(OFFER)
            continue
        pool = SELLING if chance.random() < SELLING_SHARE else TELLING
        name = chance.choice(pool)
        if name not in types[-2:]:
            types.append(name)
    end = chance.choice([name for name in ENDS if name != types[-1]])
    return [*types, end]


def _block(name: str, chance: random.Random) -> Block:
    maker = _ATTRIBUTES.get(name)
    attributes = maker(chance) if maker else {}
    return {"type": name, **attributes}


def _hero(chance: random.Random) -> Block:
    return {
        "height": chance.choice(("medium", "large", "large", "small")),
        "align": chance.choice(("left", "left", "center")),
        "full_width": chance.random() < FULL_WIDTH_SHARE,
        "has_heading": True,
    }


def _grid(chance: random.Random) -> Block:
    columns = chance.choice((3, 4, 4, 4, 5))
    rows = chance.choice((1, 1, 2))
    return {
        "columns": columns,
        "columns_mobile": 2,
        "rows": rows,
        "items": columns * rows,
        "has_heading": True,
    }


def _rail(chance: random.Random) -> Block:
    return {
        "columns": chance.choice((4, 4, 5)),
        "columns_mobile": 2,
        "rows": 1,
        "items": chance.choice((6, 8, 8, 10)),
        "has_heading": True,
    }


def _tiles(chance: random.Random) -> Block:
    columns = chance.choice((3, 4, 4))
    return {"columns": columns, "columns_mobile": 2, "rows": 1, "items": columns}


def _points(chance: random.Random) -> Block:
    columns = chance.choice((3, 3, 4))
    return {"columns": columns, "items": columns, "align": "center"}


def _media(chance: random.Random) -> Block:
    return {
        "items": 1,
        "media_side": chance.choice(("left", "right", "none")),
        "height": chance.choice(("adapt", "medium")),
        "align": "left",
        "has_heading": True,
    }


def _few(chance: random.Random) -> Block:
    return {"items": chance.choice((3, 3, 4)), "has_heading": True}


def _toned(chance: random.Random) -> Block:
    return {
        "tone": chance.choice(("soft", "dark", "accent")),
        "align": chance.choice(("left", "center")),
        "has_heading": True,
    }


def _look(chance: random.Random) -> Block:
    return {
        "items": chance.choice((2, 3, 3)),
        "media_side": chance.choice(("left", "right")),
    }


def _banner(chance: random.Random) -> Block:
    return {"columns": chance.choice((1, 2, 3)), "height": "small"}


_ATTRIBUTES = {
    "hero-banner": _hero,
    "slideshow": _few,
    "product-grid": _grid,
    "recommended-products": _grid,
    "product-carousel": _rail,
    "recently-viewed": _rail,
    "category-tiles": _tiles,
    "multicolumn": _points,
    "usp-bar": _points,
    "image-with-text": _media,
    "testimonials": _few,
    "gallery": _few,
    "blog-posts": _few,
    "logo-list": _few,
    "faq": _few,
    "comparison-table": _few,
    "newsletter": _toned,
    "countdown": _toned,
    "rich-text": _toned,
    "shop-the-look": _look,
    "promo-banner": _banner,
}
