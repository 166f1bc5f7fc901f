from __future__ import annotations

import json

import pytest

from studio.domain.edits import MoveBlock, MoveSlot, SetCopy
from studio.domain.errors import EditRefused
from studio.web.messages import (
    BlockDropped,
    CopyChanged,
    Selected,
    SlotDropped,
    edit_of,
    heard,
)

ORDER = ("a", "b", "c")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        '"ready"',
        "{",
        '{"said": "run"}',
        '{"said": "selected"}',
        '{"said": "selected", "block_id": 3}',
        '{"said": "selected", "block_id": "a", "slot": "0"}',
        '{"said": "selected", "block_id": "a", "__proto__": {}}',
        '{"said": "key", "key": "ctrl+alt+delete"}',
        '{"said": "action", "name": "deleteLater", "block_id": "a"}',
        '{"said": "block_dropped", "block_id": "a", "before": "b", "page": "other"}',
        '{"said": "copy_changed", "block_id": "a", "key": "title", "text": null}',
        "\ud800",
    ],
)
def test_that_a_malformed_message_is_refused(text: str) -> None:
    with pytest.raises(EditRefused):
        heard(text)


def test_that_a_message_without_end_is_refused() -> None:
    text = json.dumps({"said": "selected", "block_id": "a" * 30_000})
    with pytest.raises(EditRefused, match="too long"):
        heard(text)


def test_that_a_very_long_text_is_refused() -> None:
    said = {"said": "copy_changed", "block_id": "a", "key": "title", "text": "x" * 2001}
    with pytest.raises(EditRefused, match="characters"):
        heard(json.dumps(said))


def test_that_a_good_message_is_a_value() -> None:
    message = heard('{"said": "selected", "block_id": "a", "slot": 2}')
    assert message == Selected("a", 2)


@pytest.mark.parametrize(
    ("block", "before", "edit"),
    [
        ("c", "a", MoveBlock("c", 0)),
        ("a", "c", MoveBlock("a", 1)),
        ("a", "", MoveBlock("a", 2)),
        ("a", "b", None),
        ("b", "b", None),
        ("c", "", None),
    ],
)
def test_that_a_dropped_block_moves_to_its_place(
    block: str, before: str, edit: MoveBlock | None
) -> None:
    assert edit_of(BlockDropped(block, before), ORDER, "en") == edit


@pytest.mark.parametrize(("block", "before"), [("x", "a"), ("a", "x")])
def test_that_a_block_of_another_page_is_refused(block: str, before: str) -> None:
    with pytest.raises(EditRefused, match="not on this page"):
        edit_of(BlockDropped(block, before), ORDER, "en")


def test_that_products_and_texts_become_edits() -> None:
    assert edit_of(SlotDropped("a", 0, "b", 3), ORDER, "en") == MoveSlot("a", 0, "b", 3)
    said = CopyChanged("a", "title", "  New words ", None)
    assert edit_of(said, ORDER, "zh") == SetCopy("a", "title", "New words", "zh")
    assert edit_of(Selected("a"), ORDER, "en") is None
