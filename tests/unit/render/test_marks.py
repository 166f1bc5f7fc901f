from __future__ import annotations

import re
from datetime import date

import pytest
from msgspec.structs import replace

from studio.domain.blocks import BLOCKS
from studio.domain.brief import Brief
from studio.domain.page import Slot
from studio.pipeline.render.page import render, render_block

ONLY_FOR_EDITING = re.compile(r"data-(block-id|slot|copy|product|pinned|hidden)\b")


@pytest.mark.parametrize("block_type", list(BLOCKS))
def test_that_the_preview_marks_blocks_slots_and_texts(block_type, desk):
    block = desk.block(block_type)
    asked = replace(desk.options, surface=block.surface)
    html = render_block(desk.page(block), block, desk.catalogue, desk.shop, asked)
    spec = BLOCKS[block_type]
    assert re.match(r"\s*<\w+[^>]* data-block-id=", html)
    for key in set(spec.copy) | set(spec.slot_copy):
        assert f'data-copy="{key}"' in html or key == "title"
    shown = int(html.count("data-slot="))
    assert shown == len(block.slots) or block_type in ("ad-300x250", "gallery")


@pytest.mark.parametrize("purpose", ["export", "snapshot"])
@pytest.mark.parametrize("block_type", list(BLOCKS))
def test_that_nothing_but_the_preview_carries_marks(purpose, block_type, desk):
    block = desk.block(block_type)
    asked = replace(desk.options, surface=block.surface, purpose=purpose)
    html = render(desk.page(block), desk.catalogue, desk.shop, asked).html
    assert not ONLY_FOR_EDITING.search(html)
    assert f'data-block="{block_type}"' in html


def test_that_a_text_of_a_slot_lies_inside_its_slot(desk):
    block = desk.block("recommended-products", slots=2)
    html = render_block(
        desk.page(block), block, desk.catalogue, desk.shop, desk.options
    )
    cards = html.split("<article")[1:]
    assert ['data-slot="0"' in cards[0], 'data-slot="1"' in cards[1]] == [True, True]
    assert all('data-copy="reason"' in card for card in cards)
    assert 'data-product="P-0" data-pinned' in cards[0]


def test_that_hidden_blocks_are_shown_dimmed_in_the_preview_alone(desk):
    page = desk.page(replace(desk.block("faq"), hidden=True))
    assert "data-hidden" in render(page, desk.catalogue, desk.shop, desk.options).html
    asked = replace(desk.options, purpose="export")
    assert "faq" not in render(page, desk.catalogue, desk.shop, asked).html


def test_that_a_product_that_is_gone_leaves_its_place_in_the_preview_alone(desk):
    block = replace(
        desk.block("product-grid", slots=2),
        slots=(Slot("P-1"), Slot("gone"), Slot("P-2")),
    )
    page = desk.page(block)
    html = render(page, desk.catalogue, desk.shop, desk.options).html
    assert 'data-slot="1" data-product="gone"' in html
    sent = render(
        page, desk.catalogue, desk.shop, replace(desk.options, purpose="export")
    ).html
    assert sent.count('class="card"') == 2


@pytest.mark.parametrize(
    ("brief", "shown"),
    [
        (None, False),
        (Brief(), False),
        (Brief(end=date(2026, 11, 23)), False),
        (Brief(end=date(2026, 11, 24)), True),
    ],
)
def test_that_a_countdown_needs_an_end_to_come(brief, shown, desk):
    page = desk.page(desk.block("countdown"), brief=brief)
    asked = replace(desk.options, purpose="export")
    html = render(page, desk.catalogue, desk.shop, asked).html
    assert ('data-block="countdown"' in html) is shown
    assert ("Until Tuesday 24 November, 23:59" in html) is shown
    assert 'role="timer"' not in html
