"""One block added by hand, and other products for one place."""

from __future__ import annotations

from msgspec.structs import replace

from studio.domain.blocks import BLOCKS
from studio.domain.editing.blocks import new_block_id
from studio.domain.errors import EditRefused
from studio.domain.layout import Attributes
from studio.domain.page import Block, Page, Slot
from studio.pipeline.page.allowed import allowed_blocks
from studio.pipeline.page.compose import fill
from studio.pipeline.page.filling import Filling
from studio.pipeline.page.links import Links
from studio.pipeline.page.request import Setting, anew

_USUAL: dict[str, Attributes] = {
    "product-grid": Attributes(columns=4, rows=1, columns_mobile=2),
    "recommended-products": Attributes(columns=4, rows=1, columns_mobile=2),
    "product-carousel": Attributes(columns=4, items=8),
    "category-tiles": Attributes(columns=4, rows=1, columns_mobile=2),
    "hero-banner": Attributes(height="medium", align="left", full_width=True),
    "image-with-text": Attributes(media_side="left", height="medium"),
    "spacer": Attributes(height="medium"),
}
"""Attributes of a block that was added without any."""


def fill_block(
    setting: Setting, page: Page, block_type: str, attributes: Attributes | None = None
) -> Block:
    """A filled block for a page, ready for `AddBlock`.

    Raises:
        EditRefused: The shop lacks the facts for it, or no product is left.
    """
    if block_type not in BLOCKS:
        raise EditRefused(f"There is no block type “{block_type}”.")
    label = BLOCKS[block_type].label
    possible = allowed_blocks(
        setting.shop,
        setting.catalogue,
        page.scenario,
        page.brief,
        today=setting.today,
    )
    if block_type not in possible:
        raise EditRefused(
            f"“{label}” cannot be filled: the facts for it are missing.",
            "Enter them on the Shop page, or choose another block.",
        )
    filling = _beside(setting, page)
    attributes = attributes or _USUAL.get(block_type, Attributes())
    empty = Block(new_block_id(page), block_type, attributes)
    block = fill(filling, empty, list(page.blocks))
    if block is None:
        raise EditRefused(f"“{label}” finds nothing left to show on this page.")
    links = Links(
        (*page.blocks, block), filling.themes, setting.catalogue, setting.shop
    )
    theme = filling.themes.get(block.id)
    return setting.writer.write_block(
        page, links.linked(block), theme.kind if theme else ""
    )


def candidates_for(
    setting: Setting, page: Page, block_id: str, slot: int, n: int = 12
) -> tuple[Slot, ...]:
    """The n best products for one place, best first; those of its kind come first.

    Raises:
        EditRefused: The page has no such place.
    """
    block = page.block(block_id)
    if block is None or not 0 <= slot < len(block.slots):
        raise EditRefused("This place is not on the page any more.")
    filling = _beside(setting, page)
    free = [s for s in filling.shelf.free() if s.product.id not in block.products]
    old = setting.catalogue.get(block.slots[slot].product_id)
    alike = (
        [s for s in free if s.product.category == old.category][: n // 2]
        if old and old.category
        else []
    )
    others = [s for s in free if s not in alike]
    chosen = sorted([*alike, *others[: n - len(alike)]], key=lambda s: -s.order)
    return tuple(s.slot() for s in chosen)


def _beside(setting: Setting, page: Page) -> Filling:
    """The shelf as a page leaves it."""
    request = anew(page, page.layout(), setting)
    further = page.candidate + len(page.blocks)
    filling = Filling(replace(request, candidate=further))
    sold = {*page.sold(), *(p for b in page.blocks if _recent(b) for p in b.products)}
    filling.shelf.mark([s for s in filling.shelf.all() if s.product.id in sold])
    return filling


def _recent(block: Block) -> bool:
    return block.type == "recently-viewed"
