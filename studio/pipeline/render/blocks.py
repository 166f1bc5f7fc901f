"""Which blocks a shopper gets to see."""

from __future__ import annotations

from studio.domain.blocks import BLOCKS
from studio.domain.page import Block
from studio.pipeline.render.scope import Scope

_NEEDS_PRODUCTS: frozenset[str] = frozenset({
    "product-grid", "product-carousel", "recommended-products", "recently-viewed",
    "featured-product", "shop-the-look", "comparison-table", "mail-products",
})  # fmt: skip


def is_shown(scope: Scope, block: Block) -> bool:
    """Whether a block is part of the page that shoppers see.

    Hidden blocks are not, nor a countdown without an end to come, nor a block that
    is about products when the catalogue has none of them.
    """
    if block.hidden or block.type not in BLOCKS:
        return False
    if block.type == "countdown":
        return scope.end is not None
    if block.type in _NEEDS_PRODUCTS:
        return bool(scope.shown(block.slots))
    return True
