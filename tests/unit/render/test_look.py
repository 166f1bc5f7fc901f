from __future__ import annotations

import re
from typing import get_args

import pytest
from msgspec.structs import replace

from studio.domain.page import BACKDROPS, TINTS, Slot
from studio.domain.shipped import resource
from studio.domain.shop import Accent, Brand, Density, Radius, Shop, TypeFace
from studio.pipeline.render.drawing import colours
from studio.pipeline.render.labels import labels
from studio.pipeline.render.page import render, render_block
from studio.pipeline.render.scenes import SHIFTING
from studio.pipeline.render.shapes import long_word


def test_that_the_five_brand_settings_stand_on_the_root(desk):
    brand = Brand("berry", "serif", "round", "airy", "dark")
    page = desk.page(desk.block("rich-text"), brand=brand)
    html = render(page, desk.catalogue, desk.shop, desk.options).html
    root = re.search(r"<html[^>]*>", html)
    assert root is not None
    for setting in ('theme="dark"', 'accent="berry"', 'type="serif"'):
        assert f"data-{setting}" in root[0]
    assert 'data-radius="round" data-density="airy"' in root[0]
    light = render(
        page, desk.catalogue, desk.shop, replace(desk.options, theme="light")
    ).html
    assert 'data-theme="light"' in light
    auto = replace(page, brand=Brand())
    assert (
        "data-theme" not in render(auto, desk.catalogue, desk.shop, desk.options).html
    )


def test_that_pages_say_their_language(desk):
    page = desk.page(desk.block("hero-banner"))
    asked = replace(desk.options, language="zh", languages={"en": "index.html"})
    html = render(page, desk.catalogue, desk.shop, asked).html
    assert '<html lang="zh-Hans"' in html
    assert "<title>测试页面 · 芮野</title>" in html
    assert 'href="index.html" lang="en" aria-label="English"' in html
    assert '<span class="nb">中文，</span>' in html


def test_that_styles_know_every_setting_of_the_domain():
    css = resource("pages", "page.css").read_text(encoding="utf-8")
    for name, values in (
        ("accent", get_args(Accent)),
        ("type", get_args(TypeFace)[1:]),
        ("radius", ("sharp", "round")),
        ("density", ("compact", "airy")),
        ("tint", TINTS[1:]),
    ):
        for value in values:
            assert f'[data-{name}="{value}"]' in css
    assert set(get_args(Radius)) == {"sharp", "soft", "round"}
    assert set(get_args(Density)) == {"compact", "regular", "airy"}


def test_that_all_stylesheets_and_drawings_share_one_set_of_colours():
    page = resource("pages", "page.css").read_text(encoding="utf-8")
    for other in ("scenes.css", "email.css"):
        text = resource("pages", other).read_text(encoding="utf-8")
        for value in (*colours.TINTS.values(), *colours.ACCENTS.values()):
            assert value in text
            assert value in page
    assert set(colours.TINTS) == set(TINTS)
    assert set(colours.ACCENTS) == set(get_args(Accent))


def test_that_every_backdrop_is_drawn_and_shifting_ones_can_shift():
    for backdrop in BACKDROPS:
        svg = resource("pages", "scenes", f"{backdrop}.svg").read_text()
        assert ("shift" in svg) is (backdrop in SHIFTING)


def test_that_every_label_is_in_both_languages():
    missing = [key for key, words in labels().items() if not (words.en and words.zh)]
    assert not missing


def test_that_a_shop_without_a_mark_shows_its_first_letter(desk):
    page = desk.page(desk.block("rich-text"))
    html = render(page, desk.catalogue, Shop(name="acme"), desk.options).html
    assert '<span class="brand__letter" aria-hidden="true">A</span>' in html
    marked = render(
        page, desk.catalogue, Shop(name="acme", logo="mark"), desk.options
    ).html
    assert 'href="#i-mark"' in marked


def test_that_a_sold_out_product_offers_a_notice_instead_of_the_bag(desk):
    block = replace(desk.block("product-grid", slots=1), slots=(Slot("P-3"),))
    html = render_block(
        desk.page(block), block, desk.catalogue, desk.shop, desk.options
    )
    assert 'data-state="sold-out"' in html
    assert "Notify me" in html
    assert "Add to bag" not in html


def test_that_the_sum_of_a_look_needs_every_price(desk):
    block = replace(desk.block("shop-the-look"), slots=(Slot("P-1"), Slot("P-4")))
    html = render_block(
        desk.page(block), block, desk.catalogue, desk.shop, desk.options
    )
    assert "€71</ins>" in html  # 41 + 30 on sale
    assert "€85</s>" in html
    unknown = type(desk.catalogue)(
        tuple(replace(p, price=None, sale_price=None) for p in desk.catalogue)
    )
    html = render_block(desk.page(block), block, unknown, desk.shop, desk.options)
    assert 'class="price"' not in html


def test_that_only_facts_of_the_catalogue_enter_a_comparison(desk):
    block = desk.block("comparison-table", slots=3)
    html = render_block(
        desk.page(block), block, desk.catalogue, desk.shop, desk.options
    )
    heads = re.findall(r'<th scope="row">([^<]*)</th>', html)
    assert heads == ["In short", "Kind", "Brand", "Rating", "You save", "Availability"]
    bare = type(desk.catalogue)(
        tuple(
            replace(p, description="", brand="", rating=None, sale_price=None)
            for p in desk.catalogue
        )
    )
    html = render_block(desk.page(block), block, bare, desk.shop, desk.options)
    assert re.findall(r'<th scope="row">([^<]*)</th>', html) == ["Kind", "Availability"]


def test_that_an_announcement_at_the_top_stands_above_the_header(desk):
    page = desk.page(desk.block("announcement-bar"), desk.block("hero-banner"))
    html = render(page, desk.catalogue, desk.shop, desk.options).html
    assert html.index('data-block-id="b-announcement-bar"') < html.index("<header")


@pytest.mark.parametrize("part", ["skip", "<main", "<header", "<footer", "<nav"])
def test_that_pages_have_landmarks_and_a_way_to_skip(part, desk):
    html = render(
        desk.page(desk.block("faq")), desk.catalogue, desk.shop, desk.options
    ).html
    assert part in html


def test_that_a_long_word_is_set_smaller_in_a_narrow_unit():
    assert long_word("Slow breakfasts", "160x600") == ' data-long="yes"'
    assert long_word("Extraordinarily", "160x600") == ' data-long="very"'
    assert long_word("Slow breakfasts", "728x90") == ""
    assert long_word("早餐慢慢来吃好好享用", "160x600") == ""
