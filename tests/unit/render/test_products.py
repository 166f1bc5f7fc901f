from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from studio.domain.catalogue import Product
from studio.domain.shop import Shop
from studio.pipeline.render.dates import day_text, is_news
from studio.pipeline.render.money import discount_text, price_text
from studio.pipeline.render.options import RenderOptions
from studio.pipeline.render.phrases import phrases
from studio.pipeline.render.products import alt_text, badge_of, price_of
from studio.pipeline.render.scenes import icon_of, tint_of

OPTIONS = RenderOptions(today=date(2026, 11, 24))
BOOT = Product("boot", "Boot", price=149.0, sale_price=119.0, stock=9)


@pytest.mark.parametrize(
    ("amount", "currency", "text"),
    [
        (119, "EUR", "€119"),
        (8.5, "eur", "€8.50"),
        (1299, "CNY", "¥1,299"),
        (1299.99, "USD", "$1,299.99"),
        (980.4, "JPY", "¥980"),
        (12, "NOK", "NOK\u00a012"),
        (0, "EUR", "€0"),
        (5, "", "5"),
    ],
)
def test_that_prices_read_as_shoppers_write_them(amount, currency, text):
    assert price_text(amount, currency) == text


def test_that_a_discount_is_what_is_off_in_english_and_what_is_left_in_chinese():
    assert discount_text(20, "en") == "−20\u00a0%"
    assert discount_text(20, "zh") == "8\u00a0折"
    assert discount_text(43, "zh") == "5.7\u00a0折"


def test_that_a_sale_shows_old_price_and_rounded_down_percentage():
    price = price_of(BOOT, Shop(), "en")
    assert price is not None
    assert (price.now, price.was, price.off) == ("€119", "€149", "−20\u00a0%")
    full = price_of(replace(BOOT, sale_price=None), Shop(), "en")
    assert full is not None
    assert full.was == ""
    assert price_of(replace(BOOT, price=None, sale_price=None), Shop(), "en") is None


@pytest.mark.parametrize(
    ("changes", "kind", "text"),
    [
        ({"stock": 0, "added": "2026-11-20"}, "out", "Sold out"),
        ({"stock": 3, "added": "2026-11-20"}, "low", "3 left"),
        ({"added": "2026-11-20"}, "new", "New"),
        ({}, "sale", "−20\u00a0%"),
    ],
)
def test_that_stock_comes_before_news_before_discount(changes, kind, text):
    badge = badge_of(replace(BOOT, **changes), OPTIONS)
    assert badge is not None
    assert (badge.kind, badge.text) == (kind, text)


def test_that_an_ordinary_product_has_no_badge():
    assert badge_of(replace(BOOT, sale_price=None), OPTIONS) is None


def test_that_dates_that_are_none_are_no_news():
    today = date(2026, 11, 24)
    assert is_news("2026-11-01T08:00:00", today)
    assert not is_news("2026-12-01", today)
    assert not is_news("", today)
    assert not is_news("yesterday", today)


def test_that_a_day_reads_well_in_both_languages():
    day = date(2026, 11, 29)
    assert day_text(day, "en") == "Sunday 29 November"
    assert day_text(day, "zh") == "11月29日（周日）"


@pytest.mark.parametrize("title", ["Mug", "A mug " * 40, "陶杯", ""])
def test_that_pictures_have_a_text_of_10_to_90_characters(title):
    mug = Product("mug-1", title)
    for language in ("en", "zh"):
        assert 10 <= len(alt_text(mug, language)) <= 90


def test_that_chinese_headings_keep_their_phrases_together():
    assert phrases("灯一亮，屋子就慢下来", "zh") == ("灯一亮，", "屋子就慢下来")
    assert phrases("Dry feet, at first light", "zh") == ("Dry feet, at first light",)
    assert phrases("灯一亮，屋子就慢下来", "en") == ("灯一亮，屋子就慢下来",)
    assert "".join(phrases("，，好", "zh")) == "，，好"


def test_that_a_product_keeps_its_tint():
    assert [tint_of(str(n)) for n in range(9)] == [tint_of(str(n)) for n in range(9)]
    assert len({tint_of(str(n)) for n in range(60)}) == 8


def test_that_categories_have_icons():
    assert icon_of(("Kitchen", "Tea")) == "pot"
    assert icon_of(("户外",)) == "mountain"
    assert icon_of(()) == "bag"
