from __future__ import annotations

import msgspec
import numpy as np
import pytest

from studio.domain.errors import InputProblem
from studio.domain.layout import STOREFRONT_BLOCKS, Attributes, Layout, LayoutBlock
from studio.pipeline.layout.pages import even_weights, read_pages, split_by_shop
from studio.pipeline.layout.rows import to_line, wishes_by_share
from studio.pipeline.layout.vocabulary import BLOCKS, decode, encode, lengths


def test_that_blocks_survive_coding():
    blocks = tuple(
        LayoutBlock(name, Attributes(columns=4, items=12, height="large", tone="dark"))
        for name in STOREFRONT_BLOCKS[:BLOCKS]
    )
    assert decode(encode(blocks)) == blocks


def test_that_absent_is_not_false():
    one, two = Attributes(full_width=False), Attributes()
    coded = encode([LayoutBlock("faq", one), LayoutBlock("faq", two)])
    assert [block.attributes for block in decode(coded)] == [one, two]


def test_that_an_unknown_type_is_kept_as_custom_and_a_number_takes_the_nearest():
    coded = encode([LayoutBlock("ufo", Attributes(items=61, columns=40))])
    (block,) = decode(coded)
    assert block.type == "custom-html"
    assert block.attributes == Attributes(items=64, columns=9)


def test_that_a_page_of_200_blocks_is_cut_and_one_of_none_is_empty():
    codes = np.stack([encode([LayoutBlock("faq")] * 200), encode([])])
    assert lengths(codes).tolist() == [BLOCKS, 0]


def test_that_reading_names_the_line_that_is_wrong():
    good = b'{"shop":"a","page_kind":"home","blocks":[{"type":"faq"}]}'
    assert len(read_pages([good, b"", good])) == 2
    with pytest.raises(InputProblem, match="Line 2"):
        read_pages([good, b"{not json"])


def test_that_a_large_shop_weighs_as_twenty_pages():
    weights = even_weights([("large", True)] * 200 + [("small", True)] * 5)
    assert weights[:200].sum() == pytest.approx(20)
    assert weights[200:].sum() == pytest.approx(5)


def test_that_a_split_never_parts_a_shop():
    lines = [
        msgspec.json.encode(
            {"shop": str(at % 10), "page_kind": "home", "blocks": [{"type": "faq"}]}
        )
        for at in range(60)
    ]
    known, held = split_by_shop(read_pages(lines), 0.3, 1)
    assert not set(known.shop) & set(held.shop)
    assert len(held) == 18


def test_that_a_line_holds_only_what_is_there():
    layout = Layout((LayoutBlock("faq", Attributes(items=3)), LayoutBlock("spacer")))
    row = msgspec.json.decode(to_line(layout))
    assert row == {
        "page_kind": "home",
        "campaign": False,
        "blocks": [{"type": "faq", "items": 3}, {"type": "spacer"}],
    }


def test_that_wishes_come_in_proportion_and_in_the_asked_number():
    wishes = wishes_by_share({("home", False): 1.0, ("landing", True): 2.0}, 10, 3)
    assert len(wishes) == 10
    assert sum(wish.page_kind == "landing" for wish in wishes) in (6, 7)
