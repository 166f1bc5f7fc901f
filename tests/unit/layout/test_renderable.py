from __future__ import annotations

import numpy as np
import pytest

from studio.domain.blocks import BLOCKS
from studio.domain.layout import (
    PAGE_KINDS,
    STOREFRONT_BLOCKS,
    WEB_BLOCKS,
    Attributes,
    Layout,
    LayoutBlock,
)
from studio.domain.page import SCENARIOS
from studio.pipeline.layout.renderable import to_renderable
from studio.pipeline.layout.vocabulary import ATTRIBUTE_VALUES

EVERYTHING = frozenset(BLOCKS)
NEEDED = frozenset({
    "hero-banner", "product-grid", "product-carousel", "image-with-text", "rich-text",
    "category-tiles", "newsletter", "recommended-products",
})  # fmt: skip


def random_layout(rng: np.random.Generator) -> Layout:
    blocks = []
    for name in rng.choice(STOREFRONT_BLOCKS, int(rng.integers(0, 26))):
        said = {
            attribute: values[rng.integers(0, len(values))]
            for attribute, values in ATTRIBUTE_VALUES.items()
            if rng.random() < 0.4
        }
        blocks.append(LayoutBlock(str(name), Attributes(**said)))  # type: ignore[arg-type]
    kind = PAGE_KINDS[int(rng.integers(len(PAGE_KINDS)))]
    return Layout(tuple(blocks), kind, seed=int(rng.integers(10**6)))  # type: ignore[arg-type]


@pytest.mark.parametrize("scenario", SCENARIOS)
@pytest.mark.parametrize("facts", [EVERYTHING, NEEDED], ids=["all facts", "few facts"])
def test_that_every_rendered_layout_obeys_the_page_rules(scenario, facts, broken):
    rng = np.random.default_rng(7)
    for seed in range(300):
        layout = to_renderable(random_layout(rng), scenario, facts, seed)
        assert {block.type for block in layout.blocks} <= facts
        web = [block for block in layout.blocks if block.type in WEB_BLOCKS]
        if web:
            assert broken(web, scenario) == [], [b.type for b in web]


def test_that_the_rules_are_checked_at_all(broken):
    blocks = [LayoutBlock("product-grid")] * 4
    assert len(broken([LayoutBlock("hero-banner"), *blocks], "promotion")) >= 3


def test_that_a_promotion_with_an_end_has_its_countdown():
    layout = Layout((LayoutBlock("slideshow"), LayoutBlock("product-grid")))
    types = [b.type for b in to_renderable(layout, "promotion", EVERYTHING, 3).blocks]
    assert "countdown" in types
    without = to_renderable(layout, "promotion", EVERYTHING - {"countdown"}, 3)
    assert "countdown" not in [block.type for block in without.blocks]


def test_that_a_seed_makes_the_same_page_and_another_seed_another():
    layout = Layout(tuple(map(LayoutBlock, ("hero-banner", "product-grid", "faq"))))
    pages = [to_renderable(layout, "recommendation", EVERYTHING, s) for s in range(20)]
    again = to_renderable(layout, "recommendation", EVERYTHING, 0)
    assert pages[0] == again
    assert len({tuple(b.type for b in page.blocks) for page in pages}) > 15


def test_that_main_blocks_are_shown_as_what_can_be_rendered():
    layout = Layout(tuple(map(LayoutBlock, ("header", "main-collection", "footer"))))
    types = [b.type for b in to_renderable(layout, "recommendation", NEEDED, 0).blocks]
    assert "product-grid" in types
    assert "header" not in types


@pytest.mark.parametrize(
    ("scenario", "first"),
    [("marketing", "mail-header"), ("advertisement", "ad-300x250")],
)
def test_that_mails_and_advertisements_have_their_own_blocks(scenario, first):
    layout = to_renderable(Layout(()), scenario, EVERYTHING, 1)
    assert layout.blocks[0].type == first


def test_that_a_cross_platform_set_has_all_surfaces():
    layout = to_renderable(Layout(()), "cross_platform", EVERYTHING, 1)
    types = [block.type for block in layout.blocks]
    assert {"hero-banner", "mail-hero", "ad-728x90", "social-1080x1920"} <= {
        "hero-banner" if t in ("slideshow", "page-header") else t for t in types
    }
