"""What the person can do to the selected block or product, by name."""

from __future__ import annotations

from studio.domain.edits import (
    HideBlock,
    HideProduct,
    LockBlock,
    MoveBlock,
    Pin,
    RemoveBlock,
    StepProduct,
    Weigh,
)
from studio.domain.page import Block
from studio.ui.pages.editor import PageEditor

BOOST, BURY = 1.5, 0.5
"""The weights that one key press gives; the same key again takes them away."""


class Tuning:
    """The commands on the selection. Each is one edit, or none when nothing fits."""

    def __init__(self, editor: PageEditor) -> None:
        self._editor = editor

    def step_block(self, step: int) -> None:
        """Select the next (1) or previous (-1) block."""
        blocks = self._editor.shown_blocks
        if not blocks:
            return
        at = self._place(blocks)
        first = 0 if step > 0 else len(blocks) - 1
        to = first if at is None else max(0, min(at + step, len(blocks) - 1))
        self._editor.select(blocks[to].id)

    def step_slot(self, step: int) -> None:
        """Select the next or previous product of the selected block."""
        block = self._editor.block
        places = [i for i, s in enumerate(block.slots) if s.product_id] if block else []
        if block is None or not places:
            return
        now = self._editor.slot
        at = places.index(now) + step if now in places else (0 if step > 0 else -1)
        self._editor.select(block.id, places[max(0, min(at, len(places) - 1))])

    def move_block(self, step: int) -> None:
        """Move the selected block one place up (-1) or down (1) on its surface."""
        page, blocks = self._editor.page, self._editor.shown_blocks
        at = self._place(blocks)
        if page is None or at is None or not 0 <= at + step < len(blocks):
            return
        to = page.position(blocks[at + step].id)
        self._editor.apply(MoveBlock(blocks[at].id, to))

    def lock_block(self) -> None:
        """Keep the selected block while the rest is laid out anew, or let it go."""
        if (block := self._editor.block) is not None and block.surface == "web":
            self._editor.apply(LockBlock(block.id, not block.locked))

    def hide_block(self) -> None:
        """Hide the selected block, or show it again."""
        if (block := self._editor.block) is not None:
            self._editor.apply(HideBlock(block.id, not block.hidden))

    def remove_block(self) -> None:
        """Take the selected block away and select its neighbour."""
        blocks = self._editor.shown_blocks
        at = self._place(blocks)
        if at is None:
            return
        rest = blocks[:at] + blocks[at + 1 :]
        if self._editor.apply(RemoveBlock(blocks[at].id)) and rest:
            self._editor.select(rest[min(at, len(rest) - 1)].id)

    def pin(self) -> None:
        """Pin the selected product, or let it go."""
        slot = self._editor.selected_slot
        if slot is not None and self._editor.slot is not None:
            edit = Pin(self._editor.block_id, self._editor.slot, not slot.pinned)
            self._editor.apply(edit)

    def weigh(self, factor: float) -> None:
        """Give the selected product a weight on this page, or take the same away."""
        slot, page = self._editor.selected_slot, self._editor.page
        if slot is None or page is None:
            return
        now = page.weights.get(slot.product_id, 1.0)
        new = 1.0 if now == factor else factor
        if self._editor.apply(Weigh(slot.product_id, new)):
            self._follow(slot.product_id)

    def hide_product(self) -> None:
        """Never show the selected product on this page."""
        if (slot := self._editor.selected_slot) is not None:
            self._editor.apply(HideProduct(slot.product_id))

    def next_product(self, step: int = 1) -> None:
        """Put the next of the reserve into the selected place."""
        if self._editor.selected_slot is not None and self._editor.slot is not None:
            edit = StepProduct(self._editor.block_id, self._editor.slot, step)
            self._editor.apply(edit)

    def _follow(self, product_id: str) -> None:
        page = self._editor.page
        for block in page.blocks if page else ():
            if product_id in block.products and block.sells:
                at = next(
                    i for i, s in enumerate(block.slots) if s.product_id == product_id
                )
                self._editor.select(block.id, at)
                return

    def _place(self, blocks: tuple[Block, ...]) -> int | None:
        for at, block in enumerate(blocks):
            if block.id == self._editor.block_id:
                return at
        return None
