from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec
import pytest

from studio.domain.brief import Brief
from studio.domain.catalogue import Catalogue, Product
from studio.domain.layout import Layout
from studio.domain.page import Page
from studio.domain.shop import Shop
from studio.pipeline.copywriting.writer import Copywriter
from studio.pipeline.page.compose import compose
from studio.pipeline.page.request import ComposeRequest, Setting

Making = Callable[..., Page]


def test_that_no_product_is_sold_twice(make_page: Making, web_layout: Layout):
    for persona in ("walkers", "cooks", "savers", "all"):
        sold = make_page(web_layout, persona).sold()
        assert len(sold) == len(set(sold)) > 15


def test_that_nothing_sold_out_is_sold(
    make_page: Making, web_layout: Layout, small_catalogue: Catalogue
):
    page = make_page(web_layout, "cooks")
    assert not [p for p in page.product_ids() if small_catalogue.by_id[p].sold_out]


def test_that_a_persona_gets_what_it_likes(
    make_page: Making, web_layout: Layout, small_catalogue: Catalogue
):
    for persona, top in (("walkers", "Outdoor"), ("cooks", "Kitchen")):
        page = make_page(web_layout, persona)
        best = [small_catalogue.by_id[p].department for p in page.blocks[2].products]
        assert best.count(top) > len(best) / 2


def test_that_pages_of_different_personas_share_few_products(
    make_page: Making, web_layout: Layout
):
    walkers = set(make_page(web_layout, "walkers").blocks[2].products)
    cooks = set(make_page(web_layout, "cooks").blocks[2].products)
    assert len(walkers & cooks) <= 1


def test_that_reasons_add_up_to_the_score(make_page: Making, web_layout: Layout):
    page = make_page(web_layout)
    slots = [s for b in page.blocks if b.sells for s in b.slots]
    assert slots
    for slot in slots:
        total = sum(reason.value for reason in slot.why)
        assert slot.score == pytest.approx(total, abs=1e-6)
        assert 0 <= total <= 1


def test_that_the_same_request_gives_the_same_page(
    make_page: Making, web_layout: Layout
):
    assert make_page(web_layout, seed=4) == make_page(web_layout, seed=4)


def test_that_candidates_differ(make_page: Making, web_layout: Layout):
    first = make_page(web_layout, candidate=0)
    second = make_page(web_layout, candidate=1)
    assert first.copy["title"] != second.copy["title"]
    assert first.sold() != second.sold()


def test_that_a_promotion_shows_deals_and_its_headline_names_the_largest(
    make_page: Making,
    promotion_layout: Layout,
    small_brief: Brief,
    small_catalogue: Catalogue,
):
    page = make_page(promotion_layout, "savers", "promotion", brief=small_brief)
    grid = next(b for b in page.blocks if b.type == "product-grid")
    discounts = [small_catalogue.by_id[p].discount_percent for p in grid.products]
    assert all(discounts)
    assert discounts == sorted(discounts, reverse=True)
    largest = max(small_catalogue.by_id[p].discount_percent for p in page.product_ids())
    assert f"{largest}\u00a0%" in page.blocks[0].copy["title"].en


def test_that_a_countdown_needs_an_end_to_come(
    make_page: Making, promotion_layout: Layout, small_brief: Brief
):
    def has(brief: Brief) -> bool:
        page = make_page(promotion_layout, "savers", "promotion", brief=brief)
        return "countdown" in {b.type for b in page.blocks}

    assert has(small_brief)
    assert not has(msgspec.structs.replace(small_brief, end=None))
    assert not has(msgspec.structs.replace(small_brief, end=date(2026, 11, 23)))


def test_that_a_brief_narrows_what_is_sold(
    make_page: Making,
    promotion_layout: Layout,
    small_brief: Brief,
    small_catalogue: Catalogue,
):
    brief = msgspec.structs.replace(small_brief, category=("kitchen",))
    page = make_page(promotion_layout, "walkers", "promotion", brief=brief)
    tops = {small_catalogue.by_id[p].department for p in page.sold()}
    assert tops == {"Kitchen"}


def test_that_weights_hidden_products_and_pins_are_kept(
    make_page: Making, web_layout: Layout
):
    page = make_page(
        web_layout,
        hidden=("Packs-1",),
        pins=("Vases-2",),
        weights={"Light-2": 5.0},
    )
    assert "Packs-1" not in page.product_ids()
    first = page.blocks[2].slots[0]
    pinned = [s for b in page.blocks for s in b.slots if s.pinned]
    assert [s.product_id for s in pinned] == ["Vases-2"]
    assert "Light-2" in page.blocks[2].products
    assert first.product_id


def test_that_the_reserve_is_not_on_the_page(make_page: Making, web_layout: Layout):
    page = make_page(web_layout)
    reserve = {slot.product_id for slot in page.reserve}
    assert len(page.reserve) >= 20
    assert not reserve & set(page.sold())


def test_that_recall_is_between_0_and_1_and_beats_bestsellers_for_a_persona(
    make_page: Making, web_layout: Layout
):
    page = make_page(web_layout, "savers")
    assert page.recall is not None
    assert page.recall_bestsellers is not None
    assert 0 < page.recall_bestsellers < page.recall < 1


def test_that_marks_say_how_products_looked(make_page: Making, web_layout: Layout):
    page = make_page(web_layout)
    assert set(page.marks) == set(page.product_ids())


def test_that_a_set_shares_promise_and_products(
    make_page: Making,
    web_layout: Layout,
    mail_layout: Layout,
    unit_layout: Layout,
    small_brief: Brief,
):
    layout = msgspec.structs.replace(
        web_layout, blocks=web_layout.blocks + mail_layout.blocks + unit_layout.blocks
    )
    page = make_page(layout, "cooks", "cross_platform", brief=small_brief)
    hero = next(b for b in page.blocks if b.type == "hero-banner")
    mail = next(b for b in page.blocks if b.type == "mail-hero")
    ads = page.on("ad")
    promises = {b.copy["promise"] for b in ads} | {hero.copy["title"]}
    assert promises == {mail.copy["title"]}
    assert mail.products == hero.products
    assert {b.products[0] for b in ads} <= set(hero.products)
    sold = next(b for b in page.blocks if b.type == "mail-products").products
    assert set(sold) <= {p for b in page.on("web") for p in b.products}


def test_that_the_smallest_shop_still_gets_a_page(
    small_setting: Callable[[str], Setting], web_layout: Layout
):
    bare = Catalogue((Product(id="a1", title="a1"), Product(id="a2", title="a2")))
    shop = Shop()
    setting = msgspec.structs.replace(
        small_setting("all"),
        catalogue=bare,
        shop=shop,
        scores={},
        popularity={},
        together={},
        writer=Copywriter(shop, bare, date(2026, 11, 24)),
    )
    page = compose(ComposeRequest(setting, web_layout, "recommendation"))
    assert page.blocks
    copies = [c for b in page.blocks for c in (b.copy, *(s.copy for s in b.slots))]
    texts = [text for c in copies for w in c.values() for text in (w.en, w.zh)]
    assert all(text.strip() for text in texts)
    assert not [t for t in texts if "None" in t or "{" in t or "a1" in t]


def test_that_one_product_or_none_does_not_break_composing(
    small_setting: Callable[[str], Setting], web_layout: Layout
):
    for products in ((), (Product(id="x", title="Only thing", stock=0),)):
        setting = msgspec.structs.replace(
            small_setting("all"), catalogue=Catalogue(products)
        )
        page = compose(ComposeRequest(setting, web_layout, "recommendation"))
        assert page.sold() == ()
