"""What a merchandiser asks for is kept, or named as dropped."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from studio.domain.blocks import BLOCKS
from studio.domain.layout import Attributes, LayoutBlock
from studio.domain.wishes import Fixed, Wishes
from studio.pipeline.layout.conditions import Conditions, as_tensors, draw_lengths
from studio.pipeline.layout.decoder import Decoder
from studio.pipeline.layout.generator import Heat
from studio.pipeline.layout.noise import noise
from studio.pipeline.layout.sampling import (
    Show,
    complete,
    load_generator,
    sample_pages,
    surprise_temperature,
    vary,
)
from studio.pipeline.layout.wishes import Frame, settle

HOME = Conditions("home")
GALLERY = LayoutBlock("gallery", Attributes(items=4, height="large"))
QUOTES = LayoutBlock("testimonials", Attributes(columns=3, items=3, tone="soft"))
LOCKED = Wishes(
    length=9, must=("faq", "video"), must_not=("product-carousel",),
    fixed=(Fixed(2, GALLERY), Fixed(5, QUOTES)),
)  # fmt: skip


@pytest.fixture(scope="module")
def shipped():
    return load_generator()


def at(place: int, name: str) -> Fixed:
    return Fixed(place, LayoutBlock(name))


@pytest.mark.parametrize(
    ("wishes", "dropped"),
    [
        (Wishes(length=40), ["40 blocks"]),
        (Wishes(length=2, must=("faq", "gallery", "video")), ["2 blocks"]),
        (Wishes(must=("faq",), must_not=("faq", "video")), ["no faq"]),
        (Wishes(must=("dragon", "main-product")), ["dragon", "main-product"]),
        (Wishes(fixed=(at(1, "faq"), at(1, "video"))), ["video"]),
        (Wishes(must_not=("faq",), must=("faq",), fixed=(at(0, "faq"),)), ["no faq"]),
        (LOCKED, []),
    ],
)
def test_that_the_fewest_of_contradictory_wishes_are_dropped_and_named(wishes, dropped):
    settled = settle(wishes, Frame("home"))
    assert len(settled.dropped) == len(dropped)
    for said, start in zip(settled.dropped, dropped, strict=True):
        assert said.startswith(start)
    assert settle(settled.wishes, Frame("home")).dropped == ()


def test_that_what_a_shop_cannot_fill_is_named():
    frame = Frame("home", allowed=frozenset({"faq"}), least=7, most=11)
    settled = settle(Wishes(length=3, must=("countdown", "faq")), frame)
    assert [said.split()[0] for said in settled.dropped] == ["3", "countdown:"]
    assert settled.wishes == Wishes(must=("faq",))


def test_that_layouts_and_rendered_pages_keep_wishes(shipped, broken):
    layouts = complete(shipped, HOME, LOCKED, 6, 1)
    show = Show("recommendation", frozenset(BLOCKS))
    pages = sample_pages(shipped, HOME, 4, 1, show, wishes=LOCKED)
    for page in (*layouts, *pages):
        types = [block.type for block in page.blocks]
        assert len(types) == 9
        assert (page.blocks[2], page.blocks[5]) == (GALLERY, QUOTES)
        assert {"faq", "video"} <= set(types)
        assert "product-carousel" not in types
    assert all(broken(list(page.blocks), "recommendation") == [] for page in pages)


def test_that_a_lock_stands_even_where_a_hard_rule_objects(shipped):
    """Three columns on a phone are more than on a desktop: the rules mend that."""
    odd = LayoutBlock("product-grid", Attributes(columns=2, columns_mobile=3))
    wishes = Wishes(length=6, fixed=(Fixed(3, odd),))
    for page in complete(shipped, HOME, wishes, 4, 1):
        assert page.blocks[3] == odd


def test_that_blocks_before_a_locked_one_lead_to_it(shipped):
    """What is locked in the middle changes what is likely at the top."""

    def first(name: str) -> float:
        """Share of pages with a main block above the locked one."""
        wishes = Wishes(length=4, fixed=(at(3, name),))
        pages = complete(shipped, Conditions("product"), wishes, 40, 2)
        above = [{block.type for block in page.blocks[:3]} for page in pages]
        return float(np.mean(["main-product" in types for types in above]))

    assert first("main-product") < first("recommended-products") - 0.05


def test_that_a_variation_of_nothing_is_the_page_even_of_one_block(shipped):
    (page,) = complete(shipped, HOME, Wishes(length=1), 1, 3)
    assert vary(shipped, HOME, page, 2, 1, amount=0.0)[1].blocks == page.blocks
    assert len(vary(shipped, HOME, page, 3, 1)[0].blocks) == 1


def test_that_the_slider_is_calm_at_one_end_and_wild_at_the_other():
    calm, middle, wild = map(surprise_temperature, (0.0, 0.5, 1.0))
    assert calm < middle == 1 < wild


def test_that_the_decoder_makes_the_pages_of_the_net(shipped):
    given = as_tensors([HOME] * 40, shipped.traits)
    given = draw_lengths(given, shipped.shares, np.random.default_rng(1))
    z = noise(40, 1)
    made, said = Decoder(shipped.generator).sample(given, z, Heat(0.9, 1.1))
    same = shipped.generator.sample(given, torch.from_numpy(z), Heat(0.9, 1.1))
    # a draw on the edge between two values may fall on either side
    assert (made == same.numpy()).all(axis=(1, 2)).mean() > 0.97
    assert (said == 0).all()
