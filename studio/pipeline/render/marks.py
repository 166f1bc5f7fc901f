"""Attributes that tell the editing overlay what is what; left out elsewhere.

Values pass through `Markup.format`, which escapes them.
"""

from __future__ import annotations

import msgspec
from markupsafe import Markup

from studio.domain.page import Block, Slot

NOTHING = Markup()


class Marks(msgspec.Struct, frozen=True):
    """Writes the overlay's attributes when `editing`, else nothing."""

    editing: bool

    def block(self, block: Block, *, shown: bool = True) -> Markup:
        """`data-block` and an anchor always; `data-block-id`, `data-hidden` to edit."""
        kind = Markup(' data-block="{}"').format(block.type)
        if block.surface == "web":  # buttons of the page lead to its blocks
            kind += Markup(' id="{}"').format(block.id)
        if not self.editing:
            return kind
        hidden = NOTHING if shown else Markup(" data-hidden")
        return kind + Markup(' data-block-id="{}"').format(block.id) + hidden

    def slot(self, at: int | None, slot: Slot) -> Markup:
        """Place, product and pin of a slot; nothing for a picture within one."""
        if not self.editing or at is None:
            return NOTHING
        mark = Markup(' data-slot="{}"').format(at)
        if slot.product_id:
            mark += Markup(' data-product="{}"').format(slot.product_id)
        return mark + Markup(" data-pinned") if slot.pinned else mark

    def copy(self, key: str) -> Markup:
        """Key of an editable text; its slot, if any, is the element around it."""
        return Markup(' data-copy="{}"').format(key) if self.editing else NOTHING
