"""Another layout keeps what is locked, and sells nothing twice."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from studio.domain.editing import apply
from studio.domain.edits import LockBlock, Rearrange, SetCopy
from studio.domain.layout import Attributes, Layout, LayoutBlock
from studio.domain.page import Page
from studio.domain.review import page_digest
from studio.pipeline.page.rearrange import rearrange
from studio.pipeline.page.request import Setting

OTHER = Layout((
    LayoutBlock("slideshow", Attributes(items=2)),
    LayoutBlock("product-carousel", Attributes(columns=4, items=8)),
    LayoutBlock("image-with-text", Attributes(media_side="right")),
    LayoutBlock("product-grid", Attributes(columns=4, rows=2, items=8)),
    LayoutBlock("newsletter", Attributes(tone="soft")),
))  # fmt: skip


def _locked(page: Page, *types: str) -> Page:
    for block in page.blocks:
        if block.type in types:
            page = apply(page, LockBlock(block.id, locked=True))
    return page


def test_that_a_lock_is_no_change_of_what_shoppers_see(
    make_page: Callable[..., Page], web_layout: Layout
):
    page = make_page(web_layout)
    locked = apply(page, LockBlock(page.blocks[2].id))
    assert locked.blocks[2].locked
    assert not locked.edited
    assert page_digest(locked) == page_digest(page), "an approval still holds"
    assert apply(locked, LockBlock(page.blocks[2].id, locked=False)) == page


def test_that_locked_blocks_stay_and_nothing_is_sold_twice(
    make_page: Callable[..., Page],
    small_setting: Callable[[str], Setting],
    web_layout: Layout,
):
    old = _locked(make_page(web_layout), "product-grid", "recommended-products")
    new = make_page(OTHER)
    page = rearrange(old, new, small_setting("walkers"))
    kept = {block.type: block for block in old.blocks if block.locked}
    assert kept["product-grid"] in page.blocks
    assert kept["recommended-products"] in page.blocks, "though the layout has none"
    assert page.blocks[2] == kept["recommended-products"], "in the place that it had"
    assert "testimonials" not in {block.type for block in page.blocks}
    sold = page.sold()
    assert len(sold) == len(set(sold)) > 10
    ids = [block.id for block in page.blocks]
    assert len(ids) == len(set(ids))
    assert not set(sold) & {slot.product_id for slot in page.reserve}
    assert set(page.product_ids()) <= set(page.marks)


def test_that_what_was_written_by_hand_survives_another_layout(
    make_page: Callable[..., Page],
    small_setting: Callable[[str], Setting],
    web_layout: Layout,
):
    old = make_page(web_layout)
    block = next(b for b in old.blocks if b.type == "image-with-text")
    old = apply(old, SetCopy(block.id, "title", "Written by hand"))
    page = rearrange(old, make_page(OTHER), small_setting("walkers"))
    found = next(b for b in page.blocks if b.type == "image-with-text")
    assert found.copy["title"].en == "Written by hand"
    taken = apply(old, Rearrange(page))
    assert taken.edited
    assert msgspec.structs.replace(taken, edited=False).blocks == page.blocks
