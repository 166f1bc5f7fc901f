from __future__ import annotations

from collections.abc import Callable
from datetime import date

import msgspec
import pytest

from studio.domain.brief import Brief
from studio.domain.catalogue import Catalogue
from studio.domain.editing import apply
from studio.domain.edits import (
    AddBlock,
    HideBlock,
    HideProduct,
    MoveBlock,
    Pin,
    ReplaceProduct,
    SetCopy,
    Weigh,
)
from studio.domain.errors import EditRefused
from studio.domain.layout import Layout
from studio.domain.page import Page, Scenario
from studio.domain.shop import Shop
from studio.pipeline.page.allowed import allowed_blocks
from studio.pipeline.page.refresh import layout_to_refresh, refresh
from studio.pipeline.page.request import Setting
from studio.pipeline.page.single import candidates_for, fill_block

Making = Callable[..., Page]
Settings = Callable[[str], Setting]
TODAY = date(2026, 11, 24)


def test_that_a_block_without_facts_is_not_allowed(
    small_shop: Shop, small_catalogue: Catalogue
):
    bare = Shop(name="Bare")
    allowed = allowed_blocks(bare, small_catalogue, "recommendation", today=TODAY)
    needing = {
        "testimonials", "faq", "blog-posts", "video", "usp-bar", "newsletter",
        "announcement-bar", "countdown",
    }  # fmt: skip
    assert not needing & allowed
    assert {"product-grid", "hero-banner", "category-tiles"} <= allowed
    full = allowed_blocks(small_shop, small_catalogue, "recommendation", today=TODAY)
    assert {"testimonials", "faq", "newsletter", "usp-bar", "blog-posts"} <= full


def test_that_a_countdown_is_allowed_only_in_a_promotion_with_an_end(
    small_shop: Shop, small_catalogue: Catalogue, small_brief: Brief
):
    def allowed(scenario: Scenario, brief: Brief | None) -> bool:
        found = allowed_blocks(
            small_shop,
            small_catalogue,
            scenario,
            brief,
            today=TODAY,
        )
        return "countdown" in found

    assert allowed("promotion", small_brief)
    assert not allowed("recommendation", small_brief)
    assert not allowed("promotion", None)


def test_that_a_block_added_by_hand_sells_nothing_twice(
    make_page: Making, small_setting: Settings, web_layout: Layout
):
    page = make_page(web_layout)
    block = fill_block(small_setting("walkers"), page, "product-grid")
    added = apply(page, AddBlock(block, 3))
    assert block.copy["title"]
    assert len(added.sold()) == len(set(added.sold())) == len(page.sold()) + 4


def test_that_a_block_without_facts_cannot_be_added(
    make_page: Making, small_setting: Settings, web_layout: Layout
):
    with pytest.raises(EditRefused, match="facts"):
        fill_block(small_setting("walkers"), make_page(web_layout), "video")


def test_that_candidates_for_a_place_are_not_on_the_page(
    make_page: Making, small_setting: Settings, web_layout: Layout
):
    page = make_page(web_layout)
    block = page.blocks[2]
    found = candidates_for(small_setting("walkers"), page, block.id, 0, n=8)
    assert len(found) == 8
    assert not {s.product_id for s in found} & set(page.sold())
    scores = [slot.score or 0.0 for slot in found]
    assert scores == sorted(scores, reverse=True)
    with pytest.raises(EditRefused):
        candidates_for(small_setting("walkers"), page, "b99", 0)


def test_that_a_refresh_keeps_what_was_done_by_hand(
    make_page: Making, web_layout: Layout, small_catalogue: Catalogue
):
    old = make_page(web_layout)
    grid = next(b for b in old.blocks if b.type == "product-grid")
    spare = old.reserve[3].product_id
    for edit in (
        MoveBlock(grid.id, 2),
        SetCopy(grid.id, "title", "My own words"),
        Pin(grid.id, 1),
        ReplaceProduct(grid.id, 2, spare),
        HideBlock("b5"),
        HideProduct("Packs-2"),
        Weigh("Tea-1", 2.0),
    ):
        old = apply(old, edit)
    new = make_page(
        layout_to_refresh(old),
        weights=old.weights,
        hidden=old.hidden_products,
        seed=99,
    )
    fresh = refresh(old, new, small_catalogue)
    was, now = old.block(grid.id), fresh.block(grid.id)
    assert was is not None
    assert now is not None
    assert [b.id for b in fresh.blocks] == [b.id for b in old.blocks]
    assert now.copy["title"].en == "My own words"
    assert now.slots[1].product_id == was.slots[1].product_id
    assert now.slots[1].pinned
    assert now.slots[2].product_id == spare
    hidden = fresh.block("b5")
    assert hidden is not None
    assert hidden.hidden
    assert fresh.weights == {"Tea-1": 2.0}
    assert "Packs-2" not in fresh.product_ids()
    assert len(fresh.sold()) == len(set(fresh.sold()))


def test_that_a_refresh_takes_new_prices_and_drops_what_is_gone(
    make_page: Making, web_layout: Layout, small_catalogue: Catalogue
):
    old = make_page(web_layout)
    block = old.blocks[2]
    old = apply(old, Pin(block.id, 0))
    gone = block.slots[0].product_id
    left = Catalogue(tuple(p for p in small_catalogue if p.id != gone))
    new = make_page(layout_to_refresh(old), hidden=(gone,))
    fresh = refresh(old, new, left)
    assert gone not in fresh.product_ids()
    assert gone not in fresh.marks
    assert msgspec.json.decode(msgspec.json.encode(fresh), type=Page) == fresh
