from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from studio.domain.brief import Brief
from studio.domain.catalogue import Catalogue
from studio.domain.layout import Layout
from studio.domain.page import Page
from studio.domain.words import Words
from studio.pipeline.copywriting.writer import Copywriter

Making = Callable[..., Page]
BUTTONS = ("button", "button2", "link")


def _texts(page: Page, keys: tuple[str, ...], language: str) -> list[str]:
    found = []
    for block in page.blocks:
        for copy in (block.copy, *(s.copy for s in block.slots)):
            for key, words in copy.items():
                if key in keys:
                    found.append(getattr(words, language))
    return found


def test_that_no_two_buttons_and_no_two_title_openings_are_alike(
    make_page: Making, web_layout: Layout
):
    for persona in ("walkers", "cooks", "savers", "all"):
        for candidate in range(4):
            page = make_page(web_layout, persona, candidate=candidate)
            buttons = _texts(page, BUTTONS, "en")
            assert len(buttons) == len(set(buttons))
            titles = _texts(page, ("title",), "en")
            openings = [" ".join(t.casefold().split()[:2]) for t in titles]
            assert len(openings) == len(set(openings)), titles
            chinese = [t[:2] for t in _texts(page, ("title",), "zh")]
            assert len(chinese) == len(set(chinese))


def test_that_personas_read_differently(make_page: Making, web_layout: Layout):
    heroes = {
        make_page(web_layout, p).blocks[1].copy["title"].en
        for p in ("walkers", "cooks", "savers", "all")
    }
    assert len(heroes) == 4


def test_that_a_title_is_true_for_the_products_below_it(
    make_page: Making, web_layout: Layout, small_catalogue: Catalogue
):
    names = {"Outdoor", "Kitchen", "Home"} | {p.category[-1] for p in small_catalogue}
    for persona in ("walkers", "cooks", "savers"):
        for candidate in range(4):
            page = make_page(web_layout, persona, candidate=candidate)
            for block in page.blocks:
                if block.type not in ("product-grid", "product-carousel"):
                    continue
                title = block.copy["title"].en
                products = [small_catalogue.by_id[p] for p in block.products]
                for name in names & set(title.replace(",", " ").split()):
                    inside = [p for p in products if name in p.category]
                    both = " and " in title or " meets " in title
                    assert len(inside) == len(products) or both, title


def test_that_texts_of_a_page_pass_their_own_guard(
    small_writer: Copywriter,
    make_page: Making,
    web_layout: Layout,
    promotion_layout: Layout,
    small_brief: Brief,
):
    for persona in ("walkers", "savers", "all"):
        for page in (
            make_page(web_layout, persona),
            make_page(promotion_layout, persona, "promotion", brief=small_brief),
        ):
            found = small_writer.check(page)
            assert not [f for f in found if f.severity == "error"], found


def test_that_chinese_names_come_from_the_shop(make_page: Making, web_layout: Layout):
    page = make_page(web_layout)
    tiles = next(b for b in page.blocks if b.type == "category-tiles")
    labels = {s.copy["label"].en: s.copy["label"].zh for s in tiles.slots}
    assert labels["Packs"] == "背包"


def test_that_reasons_are_true_for_the_persona(
    make_page: Making, web_layout: Layout, small_catalogue: Catalogue
):
    page = make_page(web_layout, "cooks")
    picked = next(b for b in page.blocks if b.type == "recommended-products")
    reasons = [s.copy["reason"].en for s in picked.slots if "reason" in s.copy]
    assert len(reasons) == len(picked.slots)
    for slot in picked.slots:
        product = small_catalogue.by_id[slot.product_id]
        reason = slot.copy["reason"].en
        if "look at" in reason:
            assert product.category[-1] == "Tea"
        if "search" in reason:
            assert "teapot" in product.title or "hiking boot" in product.title


def test_that_the_page_for_all_shoppers_claims_no_personal_taste(
    make_page: Making, web_layout: Layout
):
    page = make_page(web_layout, "all")
    texts = " ".join(
        w.en for b in page.blocks for s in b.slots for w in s.copy.values()
    )
    assert "You often" not in texts
    assert "People search" not in texts


def test_that_other_wordings_are_true_unlike_and_say_what_speaks_against_them(
    small_writer: Copywriter, make_page: Making, web_layout: Layout
):
    page = make_page(web_layout)
    hero = page.blocks[1]
    for language in ("en", "zh"):
        found = small_writer.alternatives(page, hero.id, "title", None, language, 6, 3)
        texts = [text for text, _ in found]
        assert len(texts) >= 3
        assert len(texts) == len(set(texts))
        assert hero.copy["title"].in_(language) not in texts
        good = [against is None for _, against in found]
        assert good == sorted(good, reverse=True)
    again = small_writer.alternatives(page, hero.id, "title", None, "en", 6, 4)
    assert [t for t, _ in again] != [
        t
        for t, _ in small_writer.alternatives(page, hero.id, "title", None, "en", 6, 3)
    ]


def test_that_a_quote_has_no_other_wording(
    small_writer: Copywriter, make_page: Making, web_layout: Layout
):
    page = make_page(web_layout)
    block = next(b for b in page.blocks if b.type == "testimonials")
    assert small_writer.alternatives(page, block.id, "text", 0) == ()


def test_that_subject_and_preheader_can_be_reworded(
    small_writer: Copywriter,
    make_page: Making,
    mail_layout: Layout,
    small_brief: Brief,
):
    page = make_page(mail_layout, "cooks", "marketing", brief=small_brief)
    assert page.copy["subject"].en
    assert page.copy["preheader"].zh
    assert small_writer.alternatives(page, "", "subject")


def test_that_texts_that_are_there_stay(
    small_writer: Copywriter, make_page: Making, web_layout: Layout
):
    page = make_page(web_layout)
    own = Words("Written by hand", "自己写的一句")
    grid = replace(page.blocks[5], copy={"title": own})
    blocks = (*page.blocks[:5], grid, *page.blocks[6:])
    again = small_writer.write(replace(page, blocks=blocks), {})
    assert again.blocks[5].copy["title"] == own
