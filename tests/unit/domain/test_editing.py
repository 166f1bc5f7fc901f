from __future__ import annotations

import msgspec
import pytest

from studio.domain.editing import apply
from studio.domain.edits import (
    AddBlock,
    Edit,
    HideBlock,
    HideProduct,
    MoveBlock,
    MoveSlot,
    Pin,
    RemoveBlock,
    ReplaceProduct,
    SetAttribute,
    SetCopy,
    SetLink,
    SetScene,
    StepProduct,
    Weigh,
)
from studio.domain.errors import EditRefused
from studio.domain.layout import Attributes
from studio.domain.page import Block, Page, Slot
from studio.domain.words import Words


def slot(product_id: str, score: float) -> Slot:
    return Slot(product_id=product_id, score=score)


@pytest.fixture
def page() -> Page:
    return Page(
        id="pg-1",
        persona_id="trail",
        scenario="recommendation",
        blocks=(
            Block("b1", "hero-banner", slots=(slot("tent", 0.9),)),
            Block(
                "b2",
                "product-grid",
                Attributes(columns=2, rows=2, items=4),
                slots=tuple(
                    slot(p, s)
                    for p, s in [
                        ("boot", 0.9),
                        ("tent", 0.8),
                        ("cap", 0.6),
                        ("cup", 0.5),
                    ]
                ),
                copy={"title": Words("For the hills", "上山去")},
            ),
            Block(
                "b3", "product-carousel", slots=(slot("sofa", 0.4), slot("vase", 0.3))
            ),
            Block("b4", "newsletter"),
        ),
        reserve=(slot("lamp", 0.2), slot("bear", 0.1)),
    )


def ids(page: Page, block_id: str) -> tuple[str, ...]:
    block = page.block(block_id)
    assert block is not None
    return block.products


def test_that_a_block_moves_to_where_it_was_dropped(page: Page) -> None:
    moved = apply(page, MoveBlock("b4", 1))
    assert [block.id for block in moved.blocks] == ["b1", "b4", "b2", "b3"]
    assert moved.edited
    assert [block.id for block in page.blocks] == ["b1", "b2", "b3", "b4"]


def test_that_a_block_dropped_beyond_the_end_becomes_the_last(page: Page) -> None:
    assert apply(page, MoveBlock("b1", 99)).blocks[-1].id == "b1"


def test_that_products_of_two_blocks_change_places(page: Page) -> None:
    moved = apply(page, MoveSlot("b2", 0, "b3", 1))
    assert ids(moved, "b2")[0] == "vase"
    assert ids(moved, "b3") == ("sofa", "boot")


def test_that_a_product_moves_along_its_block(page: Page) -> None:
    assert ids(apply(page, MoveSlot("b2", 3, "b2", 0)), "b2") == (
        "cup", "boot", "tent", "cap",
    )  # fmt: skip


def test_that_a_boost_lifts_only_the_boosted_product(page: Page) -> None:
    boosted = apply(page, Weigh("cup", 1.7))
    assert ids(boosted, "b2") == ("boot", "cup", "tent", "cap")
    assert ids(boosted, "b3") == ("sofa", "vase")


def test_that_a_boost_brings_a_product_in_from_the_reserve(page: Page) -> None:
    boosted = apply(page, Weigh("lamp", 4))
    assert ids(boosted, "b2")[0] == "boot"
    assert "lamp" in ids(boosted, "b2")
    assert boosted.reserve[0].product_id == "vase"


def test_that_burying_sends_a_product_down_past_a_pinned_one(page: Page) -> None:
    pinned = apply(page, Pin("b2", 1))
    buried = apply(pinned, Weigh("boot", 0.1))
    assert ids(buried, "b2")[1] == "tent"
    assert "boot" not in buried.sold()


def test_that_a_replaced_product_waits_in_the_reserve(page: Page) -> None:
    replaced = apply(page, ReplaceProduct("b2", 0, "lamp"))
    assert ids(replaced, "b2")[0] == "lamp"
    assert [s.product_id for s in replaced.reserve] == ["boot", "bear"]


def test_that_a_product_is_not_sold_twice_on_a_page(page: Page) -> None:
    with pytest.raises(EditRefused, match="already on the page"):
        apply(page, ReplaceProduct("b2", 0, "sofa"))


def test_that_stepping_forth_and_back_returns_the_first_product(page: Page) -> None:
    there = apply(page, StepProduct("b2", 0, 1))
    assert ids(there, "b2")[0] == "lamp"
    assert ids(apply(there, StepProduct("b2", 0, -1)), "b2")[0] == "boot"


def test_that_a_hidden_product_is_filled_in_from_the_reserve(page: Page) -> None:
    hidden = apply(page, HideProduct("tent"))
    assert "tent" not in set(hidden.product_ids())
    assert ids(hidden, "b2") == ("boot", "bear", "cap", "cup")


def test_that_more_columns_bring_more_products(page: Page) -> None:
    wider = apply(page, SetAttribute("b2", "columns", 3))
    block = wider.block("b2")
    assert block is not None
    assert (len(block.slots), block.attributes.items) == (6, 6)
    assert not wider.reserve


def test_that_fewer_rows_return_products_to_the_reserve(page: Page) -> None:
    smaller = apply(page, SetAttribute("b2", "rows", 1))
    assert ids(smaller, "b2") == ("boot", "tent")
    assert [s.product_id for s in smaller.reserve][:2] == ["cap", "cup"]


def test_that_rewording_keeps_the_other_language(page: Page) -> None:
    block = apply(page, SetCopy("b2", "title", " Up  high ")).block("b2")
    assert block is not None
    assert block.copy["title"] == Words("Up high", "上山去")


def test_that_units_which_share_a_promise_are_reworded_together() -> None:
    promise = {"promise": Words("Dry feet")}
    page = Page(
        "pg-2",
        "trail",
        "advertisement",
        tuple(
            Block(f"b{n}", kind, copy=promise)
            for n, kind in enumerate(["ad-300x250", "ad-728x90", "ad-320x50"])
        ),
    )
    page = apply(page, SetCopy("b2", "promise", "Dry"))
    assert {block.copy["promise"].en for block in page.blocks} == {"Dry"}


@pytest.mark.parametrize(
    "edit",
    [
        MoveBlock("b9", 0),
        Pin("b2", 9),
        Pin("b4", 0),
        SetAttribute("b2", "columns", 9),
        SetAttribute("b2", "media_side", "left"),
        SetCopy("b2", "nonsense", "x"),
        SetCopy("b2", "title", "x" * 700),
        SetLink("b2", "link", "javascript:alert(1)"),
        SetScene("b1", backdrop="moon"),
        Weigh("boot", 99),
        AddBlock(Block("b1", "faq"), 0),
        AddBlock(Block("b8", "carousel-of-doom"), 0),
    ],
)
def test_that_an_edit_which_does_not_fit_is_refused(page: Page, edit: Edit) -> None:
    with pytest.raises(EditRefused):
        apply(page, edit)


def test_that_the_last_block_cannot_be_removed(page: Page) -> None:
    for block_id in ("b1", "b2", "b3"):
        page = apply(page, RemoveBlock(block_id))
    with pytest.raises(EditRefused, match="at least one block"):
        apply(page, RemoveBlock("b4"))


def test_that_a_hidden_block_sells_nothing(page: Page) -> None:
    assert "boot" not in apply(page, HideBlock("b2")).sold()


def test_that_edits_and_pages_survive_json(page: Page) -> None:
    edits: list[Edit] = [
        MoveBlock("b1", 2),
        Weigh("cup", 2),
        SetCopy("b2", "title", "x"),
    ]
    for edit in edits:
        again = msgspec.json.decode(msgspec.json.encode(edit), type=Edit)
        assert apply(page, again) == apply(page, edit)
    assert msgspec.json.decode(msgspec.json.encode(page), type=Page) == page
