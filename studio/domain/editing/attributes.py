"""Changing how a block looks, and with it how many places it has."""

from __future__ import annotations

import msgspec
from msgspec.structs import replace

from studio.domain.blocks import BLOCKS, BlockSpec, items_of
from studio.domain.editing.find import block_of, with_block
from studio.domain.edits import SetAttribute, SetScene
from studio.domain.errors import EditRefused
from studio.domain.layout import Attributes
from studio.domain.page import BACKDROPS, TINTS, Block, Page, Scene, Slot

_SIZES = frozenset({"columns", "rows", "items"})


def set_attribute(page: Page, edit: SetAttribute) -> Page:
    """Set one attribute to one of its choices; grids gain or lose places."""
    block = block_of(page, edit.block_id)
    spec = BLOCKS[block.type]
    if edit.name not in spec.choices:
        raise EditRefused(f"{spec.label} has no “{edit.name}”.")
    if edit.value not in spec.choices[edit.name]:
        choices = ", ".join(str(choice) for choice in spec.choices[edit.name])
        raise EditRefused(f"{spec.label} takes {choices} as {edit.name}.")
    attributes = _checked(
        {**msgspec.to_builtins(block.attributes), edit.name: edit.value}
    )
    changed = replace(block, attributes=attributes, by_hand=True)
    if edit.name not in _SIZES or spec.slot in ("none", "fact", "quote", "question"):
        return with_block(page, changed)
    return _resized(page, changed, edit.name, spec)


def set_scene(page: Page, edit: SetScene) -> Page:
    """Change the backdrop or the tint of a block's scene."""
    block = block_of(page, edit.block_id)
    scene = block.scene or Scene()
    backdrop, tint = edit.backdrop or scene.backdrop, edit.tint or scene.tint
    if backdrop not in BACKDROPS or tint not in TINTS:
        raise EditRefused(f"There is no scene “{backdrop}” in “{tint}”.")
    new = msgspec.convert({"backdrop": backdrop, "tint": tint}, Scene)
    return with_block(page, replace(block, scene=new, by_hand=True))


def _checked(values: dict[str, object]) -> Attributes:
    try:
        return msgspec.convert(values, Attributes)
    except msgspec.ValidationError as error:
        raise EditRefused(f"That value does not fit: {error}.") from error


def _resized(page: Page, block: Block, name: str, spec: BlockSpec) -> Page:
    if spec.slot == "product" or name == "items":
        return _with_places(page, block, name, spec)
    return with_block(page, block)


def _with_places(page: Page, block: Block, name: str, spec: BlockSpec) -> Page:
    wanted = _wanted(block, name)
    least, most = spec.slots
    count = max(least, min(wanted, most))
    kept = block.slots[:count]
    reserve = list(page.reserve)
    fresh: list[Slot] = []
    while len(kept) + len(fresh) < count and spec.slot == "product" and reserve:
        fresh.append(reserve.pop(0))
    freed = [
        replace(slot, pinned=False, by_hand=False, copy={})
        for slot in block.slots[count:]
        if slot.product_id and block.sells
    ]
    attributes = block.attributes
    if attributes.items is not None or name == "items":
        attributes = replace(attributes, items=count)
    sized = replace(block, slots=kept + tuple(fresh), attributes=attributes)
    return with_block(replace(page, reserve=tuple(freed + reserve)), sized)


def _wanted(block: Block, name: str) -> int:
    if name == "items":
        return block.attributes.items or len(block.slots)
    if block.type == "product-carousel":  # a rail scrolls: columns only size its cards
        return len(block.slots)
    columns = block.attributes.columns
    rows = block.attributes.rows
    if rows is None and columns:
        rows = max(1, round(len(block.slots) / columns))
    return items_of(columns, rows) or len(block.slots)
