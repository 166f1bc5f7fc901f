"""What is shown to a person: near or far from the shop's pages, none twice."""

from __future__ import annotations

import pytest

from studio.domain.layout import Attributes, Layout, LayoutBlock
from studio.pipeline.layout.choosing import unlikeness
from studio.pipeline.layout.proposing import choose_for, distances_from, unlike_each

GRID = Attributes(columns=4, items=12)


def _layout(*types: str, clicks: float = 0.1) -> Layout:
    blocks = tuple(LayoutBlock(t, GRID if "grid" in t else Attributes()) for t in types)
    return Layout(blocks, realism=0.5, engagement=clicks)


OURS = [_layout("hero-banner", "product-grid", "newsletter")]
NEAR = _layout("hero-banner", "product-grid", "faq", clicks=0.1)
LIKED = _layout("promo-banner", "product-grid", "rich-text", "faq", clicks=0.4)
FAR = _layout("video", "gallery", "logo-list", "product-grid", "testimonials")


def _first(surprise: float, ours: list[Layout]) -> Layout:
    made = [FAR, NEAR, LIKED]
    return choose_for(made, 1, ours=ours, surprise=surprise, by_clicks=True)[0]


def test_that_the_slider_goes_from_our_pages_over_what_is_clicked_to_surprise():
    assert _first(0.0, OURS) == NEAR
    assert _first(0.5, OURS) == LIKED
    assert _first(1.0, OURS) == FAR
    assert _first(0.0, []) == LIKED, "a shop without pages has none to be like"


def test_that_no_order_of_blocks_comes_twice_or_is_the_page_itself():
    made = [NEAR, NEAR, FAR, LIKED, FAR]
    found = choose_for(made, 8, ours=(), surprise=0.5, by_clicks=True, without=[LIKED])
    assert sorted(len(x.blocks) for x in found) == [3, 5]


def test_that_unlikeness_is_told_of_each_against_the_others():
    alike, other, _ = unlike_each([NEAR, FAR, NEAR])
    assert 0 < alike < other <= 1
    assert unlike_each([NEAR]) == (0.0,)
    gaps = distances_from([NEAR, FAR], [NEAR, NEAR])
    assert gaps.tolist() == pytest.approx([0, unlikeness(NEAR, FAR)])
    assert unlikeness(NEAR, FAR) > 0
