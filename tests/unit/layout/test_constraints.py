from __future__ import annotations

import numpy as np
import pytest

from studio.domain.layout import PAGE_KINDS, Attributes, LayoutBlock
from studio.pipeline.layout.constraints import mend
from studio.pipeline.layout.vocabulary import decode, encode


def mended(types: list[str], kind: str) -> tuple[list[str], int]:
    codes = encode([LayoutBlock(name) for name in types])[None]
    out = mend(codes, np.asarray([PAGE_KINDS.index(kind)]))
    return [block.type for block in decode(out.codes[0])], int(out.count[0])


@pytest.mark.parametrize(
    ("kind", "main", "left"),
    [("product", "main-product", 1), ("collection", "main-collection", 1),
     ("home", "main-product", 0)],
)  # fmt: skip
def test_that_a_page_has_its_main_block_once_at_most(kind, main, left):
    types, count = mended([main, "faq", main, main], kind)
    assert types.count(main) == left
    assert count == 1


def test_that_the_header_opens_and_the_footer_closes():
    types, count = mended(["faq", "footer", "hero-banner", "header"], "home")
    assert types == ["header", "faq", "hero-banner", "footer"]
    assert count == 1


def test_that_an_announcement_stands_once():
    types, _ = mended(["announcement-bar", "faq", "announcement-bar"], "home")
    assert types == ["announcement-bar", "faq"]


def test_that_a_phone_shows_no_more_columns_than_a_desktop():
    block = LayoutBlock("product-grid", Attributes(columns=2, columns_mobile=4))
    out = mend(encode([block])[None], np.asarray([0]))
    assert decode(out.codes[0])[0].attributes.columns_mobile == 2
    assert out.rate == 1.0


def test_that_a_sound_page_is_left_as_it_is():
    types, count = mended(["header", "hero-banner", "product-grid", "footer"], "home")
    assert types == ["header", "hero-banner", "product-grid", "footer"]
    assert count == 0
