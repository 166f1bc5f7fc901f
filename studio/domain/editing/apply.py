"""Applies one edit to a page; editor, undo, command line and refresh all call it."""

from __future__ import annotations

from typing import assert_never

from msgspec.structs import replace

from studio.domain.editing import attributes, blocks, copy, products
from studio.domain.edits import (
    AddBlock,
    Edit,
    HideBlock,
    HideProduct,
    LockBlock,
    MoveBlock,
    MoveSlot,
    Pin,
    Rearrange,
    Refresh,
    RemoveBlock,
    ReplaceProduct,
    SetAttribute,
    SetBrand,
    SetBrief,
    SetCopy,
    SetLink,
    SetScene,
    StepProduct,
    Weigh,
)
from studio.domain.page import Page


def apply(page: Page, edit: Edit) -> Page:
    """Return the page after an edit.

    Raises:
        EditRefused: The edit does not fit the page, said in one sentence.
    """
    changed = _changed(page, edit)
    if isinstance(edit, Refresh | LockBlock):
        return changed
    return replace(changed, edited=True)


def _changed(page: Page, edit: Edit) -> Page:  # noqa: C901, PLR0911, PLR0912 - one arm an edit
    match edit:
        case MoveBlock():
            return blocks.move(page, edit.block_id, edit.to)
        case HideBlock():
            return blocks.hide(page, edit.block_id, hidden=edit.hidden)
        case LockBlock():
            return blocks.lock(page, edit.block_id, locked=edit.locked)
        case AddBlock():
            return blocks.add(page, edit.block, edit.at)
        case RemoveBlock():
            return blocks.remove(page, edit.block_id)
        case MoveSlot():
            return products.move(page, edit)
        case Pin():
            return products.pin(page, edit)
        case Weigh():
            return products.weigh(page, edit.product_id, edit.factor)
        case ReplaceProduct():
            return products.replace_product(page, edit)
        case StepProduct():
            return products.step(page, edit)
        case HideProduct():
            return products.hide(page, edit.product_id, hidden=edit.hidden)
        case SetAttribute():
            return attributes.set_attribute(page, edit)
        case SetCopy():
            return copy.set_copy(page, edit)
        case SetLink():
            return copy.set_link(page, edit)
        case SetScene():
            return attributes.set_scene(page, edit)
        case SetBrand():
            return replace(page, brand=edit.brand)
        case SetBrief():
            return replace(page, brief=edit.brief)
        case Refresh() | Rearrange():
            return edit.page
        case _:
            assert_never(edit)
