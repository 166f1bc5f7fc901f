"""Finds the blocks and slots that an edit names, or refuses the edit."""

from __future__ import annotations

from msgspec.structs import replace

from studio.domain.errors import EditRefused
from studio.domain.page import Block, Page, Slot


def block_of(page: Page, block_id: str) -> Block:
    """The block of an id; raises EditRefused."""
    block = page.block(block_id)
    if block is None:
        raise EditRefused(f"The page has no block {block_id} any more.")
    return block


def slot_of(page: Page, block_id: str, slot: int) -> Slot:
    """A slot of a block; raises EditRefused."""
    block = block_of(page, block_id)
    if not 0 <= slot < len(block.slots):
        raise EditRefused(
            f"Block {block_id} has {len(block.slots)} places, not {slot + 1}."
        )
    return block.slots[slot]


def with_block(page: Page, block: Block) -> Page:
    """The page with the block of the same id replaced."""
    at = page.position(block.id)
    return replace(page, blocks=(*page.blocks[:at], block, *page.blocks[at + 1 :]))


def with_slot(page: Page, block_id: str, at: int, slot: Slot) -> Page:
    """The page with one slot of a block replaced."""
    block = block_of(page, block_id)
    slots = (*block.slots[:at], slot, *block.slots[at + 1 :])
    return with_block(page, replace(block, slots=slots))
