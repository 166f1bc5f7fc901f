"""Which blocks a shop has the facts for."""

from __future__ import annotations

from datetime import date

from studio.domain.blocks import BLOCKS
from studio.domain.brief import Brief
from studio.domain.catalogue import Catalogue
from studio.domain.page import SURFACES_OF, Block, Scenario
from studio.domain.shop import Shop

_LEAST_PROMISES = 3
_LEAST_PRODUCTS = {
    "product-grid": 2, "recommended-products": 2, "product-carousel": 4,
    "recently-viewed": 4, "featured-product": 1, "shop-the-look": 2,
    "comparison-table": 2, "hero-banner": 1, "slideshow": 2, "image-with-text": 1,
}  # fmt: skip
_LEAST_CATEGORIES = {
    "category-tiles": 2, "gallery": 3, "multicolumn": 2, "promo-banner": 1,
}  # fmt: skip
_ONLY_IN: dict[str, frozenset[str]] = {
    "countdown": frozenset({"promotion"}),
    "recently-viewed": frozenset({"recommendation", "cross_platform"}),
}


def allowed_blocks(
    shop: Shop,
    catalogue: Catalogue,
    scenario: Scenario,
    brief: Brief | None = None,
    *,
    today: date,
) -> frozenset[str]:
    """Block types that can be filled truthfully for a scenario.

    A block whose facts the shop lacks is not among them: no quotes, no testimonials;
    no end to come, no countdown.
    """
    surfaces = SURFACES_OF[scenario]
    named = {
        name
        for name in BLOCKS
        if Block("", name).surface in surfaces
        and scenario in _ONLY_IN.get(name, frozenset({scenario}))
    }
    return frozenset(
        named
        - _without_facts(shop)
        - _without_goods(catalogue)
        - _without_brief(shop, scenario, brief, today)
    )


def _without_facts(shop: Shop) -> set[str]:
    lacking = {
        "testimonials": len(shop.quotes) < BLOCKS["testimonials"].slots[0],
        "faq": len(shop.questions) < BLOCKS["faq"].slots[0],
        "blog-posts": len(shop.articles) < BLOCKS["blog-posts"].slots[0],
        "mail-story": not shop.articles,
        "video": not shop.videos,
        "usp-bar": len(shop.facts) < _LEAST_PROMISES,
        "newsletter": not shop.newsletter,
    }
    return {name for name, missing in lacking.items() if missing}


def _without_goods(catalogue: Catalogue) -> set[str]:
    ready = [p for p in catalogue if not p.sold_out]
    leaves = {p.category[:2] for p in ready if p.category}
    brands = {p.brand for p in ready if p.brand}
    lacking = {name for name, n in _LEAST_PRODUCTS.items() if len(ready) < n}
    lacking |= {name for name, n in _LEAST_CATEGORIES.items() if len(leaves) < n}
    if len(brands) < BLOCKS["logo-list"].slots[0]:
        lacking.add("logo-list")
    if not leaves:
        lacking.add("comparison-table")
    if not any(p.title.strip() not in ("", p.id) for p in ready):  # only ids
        lacking |= {"image-with-text", "comparison-table", "featured-product"}
    return lacking


def _without_brief(
    shop: Shop, scenario: Scenario, brief: Brief | None, today: date
) -> set[str]:
    offer = bool(brief and (brief.offer.text or brief.offer.code))
    campaign = scenario != "recommendation"
    lacking: set[str] = set()
    if not shop.announcement and not (campaign and brief and brief.offer.text):
        lacking.add("announcement-bar")
    if not offer:
        lacking.add("mail-offer")
    if brief is None or brief.end is None or brief.end < today:
        lacking.add("countdown")
    return lacking
