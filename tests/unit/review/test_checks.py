from __future__ import annotations

from collections.abc import Callable
from datetime import date

from msgspec.structs import replace

from studio.domain.brief import Brief
from studio.domain.catalogue import Catalogue
from studio.domain.layout import Attributes, Layout
from studio.domain.page import Block, Page
from studio.domain.shop import Shop
from studio.domain.words import Words
from studio.pipeline.review.checks import review_page

Making = Callable[..., Page]
TODAY = date(2026, 11, 24)


def _rules(page: Page, catalogue: Catalogue, shop: Shop) -> set[str]:
    return {f.rule for f in review_page(page, catalogue, shop, TODAY)}


def _with(page: Page, at: int, block: Block) -> Page:
    return replace(page, blocks=(*page.blocks[:at], block, *page.blocks[at + 1 :]))


def test_that_a_generated_page_has_no_finding(
    make_page: Making, web_layout: Layout, small_catalogue: Catalogue, small_shop: Shop
):
    for persona in ("walkers", "cooks", "all"):
        page = make_page(web_layout, persona)
        assert review_page(page, small_catalogue, small_shop, TODAY) == ()


def test_that_a_product_sold_twice_is_found(
    make_page: Making, web_layout: Layout, small_catalogue: Catalogue, small_shop: Shop
):
    page = make_page(web_layout)
    grid = page.blocks[5]
    double = replace(grid, slots=(page.blocks[2].slots[0], *grid.slots[1:]))
    assert "twice" in _rules(_with(page, 5, double), small_catalogue, small_shop)


def test_that_changes_of_the_catalogue_are_found(
    make_page: Making, web_layout: Layout, small_catalogue: Catalogue, small_shop: Shop
):
    page = make_page(web_layout)
    first, second, third = page.blocks[2].products[:3]

    def changed(product_id: str) -> Catalogue:
        return Catalogue(
            tuple(
                replace(p, stock=0)
                if p.id == product_id == second
                else replace(p, price=999.0, sale_price=None)
                if p.id == product_id == first
                else p
                for p in small_catalogue
                if not (p.id == product_id == third)
            )
        )

    assert "changed" in _rules(page, changed(first), small_shop)
    assert {"stock", "changed"} <= _rules(page, changed(second), small_shop)
    assert "gone" in _rules(page, changed(third), small_shop)


def test_that_the_order_of_blocks_is_checked(
    make_page: Making, web_layout: Layout, small_catalogue: Catalogue, small_shop: Shop
):
    page = make_page(web_layout)
    hero_later = replace(
        page, blocks=(*page.blocks[2:4], page.blocks[1], *page.blocks[4:])
    )
    assert "top" in _rules(hero_later, small_catalogue, small_shop)
    two = replace(page, blocks=(*page.blocks, replace(page.blocks[1], id="b50")))
    assert {"once", "end"} <= _rules(two, small_catalogue, small_shop)
    short = replace(page, blocks=page.blocks[:3])
    assert "length" in _rules(short, small_catalogue, small_shop)


def test_that_a_countdown_outside_a_promotion_is_found(
    make_page: Making, web_layout: Layout, small_catalogue: Catalogue, small_shop: Shop
):
    page = make_page(web_layout)
    clock = Block(
        "b60", "countdown", copy={"title": Words("Ends on Sunday", "周日结束")}
    )
    blocks = (*page.blocks[:2], clock, *page.blocks[2:])
    rules = _rules(replace(page, blocks=blocks), small_catalogue, small_shop)
    assert "countdown" in rules


def test_that_an_expired_campaign_is_found(
    make_page: Making,
    promotion_layout: Layout,
    small_catalogue: Catalogue,
    small_shop: Shop,
    small_brief: Brief,
):
    page = make_page(promotion_layout, "savers", "promotion", brief=small_brief)
    late = date(2026, 12, 1)
    found = review_page(page, small_catalogue, small_shop, late)
    assert {"expired", "countdown"} <= {f.rule for f in found}
    assert found[0].severity == "error"


def test_that_texts_alike_are_found(
    make_page: Making, web_layout: Layout, small_catalogue: Catalogue, small_shop: Shop
):
    page = make_page(web_layout)
    grid = page.blocks[5]
    title = page.blocks[2].copy["title"]
    same = replace(grid, copy={**grid.copy, "title": title})
    assert "titles" in _rules(_with(page, 5, same), small_catalogue, small_shop)


def test_that_a_headline_with_another_discount_is_found(
    make_page: Making, web_layout: Layout, small_catalogue: Catalogue, small_shop: Shop
):
    page = make_page(web_layout)
    hero = page.blocks[1]
    wrong = replace(
        hero, copy={**hero.copy, "title": Words("Up to 99 % off", "低至0.1折")}
    )
    assert "discount" in _rules(_with(page, 1, wrong), small_catalogue, small_shop)


def test_that_a_gap_in_a_row_and_a_missing_title_are_found(
    make_page: Making, web_layout: Layout, small_catalogue: Catalogue, small_shop: Shop
):
    page = make_page(web_layout)
    grid = page.blocks[5]
    gap = replace(grid, slots=grid.slots[:-1])
    assert "rows" in _rules(_with(page, 5, gap), small_catalogue, small_shop)
    silent = replace(page.blocks[1], copy={})
    assert "missing" in _rules(_with(page, 1, silent), small_catalogue, small_shop)


def test_that_neighbours_of_one_tone_are_found(
    make_page: Making, web_layout: Layout, small_catalogue: Catalogue, small_shop: Shop
):
    page = make_page(web_layout)
    toned = replace(page.blocks[5], attributes=Attributes(columns=3, tone="soft"))
    assert "neighbours" in _rules(_with(page, 5, toned), small_catalogue, small_shop)


def test_that_a_mail_needs_an_address_to_unsubscribe(
    make_page: Making,
    mail_layout: Layout,
    small_catalogue: Catalogue,
    small_shop: Shop,
    small_brief: Brief,
):
    page = make_page(mail_layout, "cooks", "marketing", brief=small_brief)
    assert "mail" not in _rules(page, small_catalogue, small_shop)
    bare = replace(small_shop, postal_address="", unsubscribe_url="")
    assert "mail" in _rules(page, small_catalogue, bare)
