from __future__ import annotations

from collections.abc import Callable

import pytest

from studio.domain.brief import Brief
from studio.domain.layout import Layout
from studio.domain.page import Page
from studio.domain.words import Language
from studio.pipeline.copywriting.writer import Copywriter

Making = Callable[..., Page]
Rule = Callable[[str, str, str], str]


@pytest.fixture
def rule_of(small_writer: Copywriter, make_page: Making, web_layout: Layout) -> Rule:
    """Rule that a text breaks in a block of a type, or an empty string."""
    page = make_page(web_layout)

    def rule(text: str, key: str = "lede", language: str = "en") -> str:
        hero = next(b for b in page.blocks if b.type == "hero-banner")
        spoken: Language = "zh" if language == "zh" else "en"
        place = (hero.id, key, None)
        found = small_writer.guard.check_text(page, place, text, spoken)
        return found.rule if found else ""

    return rule


@pytest.mark.parametrize(
    "text",
    [
        "The best packs in Europe, right here for you.",
        "Our lightest pack so far, and it shows today.",
        "Award-winning packs for people who walk a lot.",
        "Free delivery on everything that you see here.",
        "Guaranteed dry feet for the whole of the year.",
    ],
)
def test_that_an_unbacked_claim_is_found(rule_of: Rule, text: str):
    assert rule_of(text, "lede", "en") == "claim"


@pytest.mark.parametrize(
    "text", ["全网最好的背包，走到哪里都不怕累。", "顶级背包，第一品牌，值得拥有它。"]
)
def test_that_an_unbacked_claim_is_found_in_chinese(rule_of: Rule, text: str):
    assert rule_of(text, "lede", "zh") == "claim"


@pytest.mark.parametrize(
    "text",
    [
        "A quiet forest, an honest pack and a chest of tea.",
        "The latest from the west, and interest in the rest.",
    ],
)
def test_that_words_in_est_are_no_superlatives(rule_of: Rule, text: str):
    assert rule_of(text, "lede", "en") == ""


def test_that_a_number_without_proof_is_found(rule_of: Rule):
    assert rule_of("Tested on 212 wet mornings", "title", "en") == "claim"
    assert rule_of("Carried up 212 wet hills", "title", "en") == "number"
    assert rule_of("Packs for only €3 this week", "title", "en") == "number"
    assert rule_of("Up to 87 % off this week", "title", "en") == "number"
    assert rule_of("低至1.5折，不要犹豫", "title", "zh") == "number"


def test_that_a_number_from_the_shop_or_the_catalogue_is_fine(
    rule_of: Rule, make_page: Making, web_layout: Layout, small_writer: Copywriter
):
    page = make_page(web_layout)
    products = small_writer.known.products(page.product_ids())
    price = next(p.current_price for p in products if p.current_price == p.price)
    largest = max(p.discount_percent for p in products)
    assert rule_of(f"Packs from €{price:g} upwards", "title", "en") == ""
    assert rule_of(f"Up to {largest} % off, today", "title", "en") == ""
    assert rule_of("64 pieces in the whole shop", "title", "en") == ""


def test_that_urgency_needs_an_end(
    small_writer: Copywriter,
    make_page: Making,
    web_layout: Layout,
    promotion_layout: Layout,
    small_brief: Brief,
):
    text = "Last chance for the autumn sale"
    plain = make_page(web_layout)
    found = small_writer.guard.check_text(plain, ("b2", "title", None), text, "en")
    assert found is not None
    assert found.rule == "hurry"
    sale = make_page(promotion_layout, "savers", "promotion", brief=small_brief)
    assert (
        small_writer.guard.check_text(sale, ("b1", "title", None), text, "en") is None
    )


def test_that_length_is_measured(rule_of: Rule):
    assert rule_of("Short", "title", "en") == "length"
    assert rule_of("x" * 45, "title", "en") == "length"
    assert rule_of("太短", "title", "zh") == "length"


@pytest.mark.parametrize("text", ["Shop now", "Click here", "Learn more"])
def test_that_an_empty_button_is_found(rule_of: Rule, text: str):
    assert rule_of(text, "button", "en") == "button"


def test_that_a_finding_speaks_both_languages(
    small_writer: Copywriter, make_page: Making, web_layout: Layout
):
    page = make_page(web_layout)
    found = small_writer.guard.check_text(
        page, ("b2", "title", None), "The best packs in Europe", "en"
    )
    assert found is not None
    assert "best" in found.sentence.en
    assert "best" in found.sentence.zh
    assert (found.block_id, found.key) == ("b2", "title")


def test_that_hostile_text_is_only_text(rule_of: Rule):
    assert rule_of("<script>alert()</script> and packs", "title", "en") == ""
    assert rule_of("{category} for you and yours", "title", "en") == "leftover"
