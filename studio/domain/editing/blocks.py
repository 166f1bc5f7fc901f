"""Moving, hiding, adding and removing whole blocks."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count

from msgspec.structs import replace

from studio.domain.blocks import BLOCKS
from studio.domain.editing.find import block_of, with_block
from studio.domain.errors import EditRefused
from studio.domain.page import Block, Page


def move(page: Page, block_id: str, to: int) -> Page:
    """Put a block at a place counted after it has been taken out."""
    block = block_of(page, block_id)
    rest = [other for other in page.blocks if other.id != block_id]
    at = max(0, min(to, len(rest)))
    rest.insert(at, replace(block, by_hand=True))
    return replace(page, blocks=tuple(rest))


def hide(page: Page, block_id: str, *, hidden: bool) -> Page:
    """Hide a block from shoppers, or show it again."""
    block = block_of(page, block_id)
    return with_block(page, replace(block, hidden=hidden, by_hand=True))


def lock(page: Page, block_id: str, *, locked: bool) -> Page:
    """Keep a block while the rest is laid out anew; what shoppers see stays."""
    block = block_of(page, block_id)
    return with_block(page, replace(block, locked=locked))


def add(page: Page, block: Block, at: int) -> Page:
    """Insert a filled block; refuses an id or a type that does not fit."""
    if page.block(block.id) is not None:
        raise EditRefused(f"The page already has a block {block.id}.")
    if block.type not in BLOCKS:
        raise EditRefused(f"There is no block type “{block.type}”.")
    blocks = list(page.blocks)
    blocks.insert(max(0, min(at, len(blocks))), replace(block, by_hand=True))
    used = set(block.products)
    reserve = tuple(slot for slot in page.reserve if slot.product_id not in used)
    return replace(page, blocks=tuple(blocks), reserve=reserve)


def remove(page: Page, block_id: str) -> Page:
    """Take a block away; its products join the reserve."""
    block = block_of(page, block_id)
    if len(page.blocks) == 1:
        raise EditRefused("A page keeps at least one block.")
    blocks = tuple(other for other in page.blocks if other.id != block_id)
    freed = tuple(
        replace(slot, pinned=False, by_hand=False, copy={})
        for slot in block.slots
        if block.sells and slot.product_id
    )
    return replace(page, blocks=blocks, reserve=freed + page.reserve)


def new_block_id(page: Page) -> str:
    """An id that the page has not used, such as `b12`."""
    return next(new_block_ids(page))


def new_block_ids(page: Page) -> Iterator[str]:
    """Ids that the page has not used, without end."""
    numbers = [int(b.id[1:]) for b in page.blocks if b.id[1:].isdecimal()]
    return (f"b{number}" for number in count(max(numbers, default=0) + 1))
