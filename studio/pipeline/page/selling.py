"""Fills the blocks that sell: no product twice."""

from __future__ import annotations

from msgspec.structs import replace

from studio.domain.blocks import BLOCKS, items_of
from studio.domain.catalogue import Product
from studio.domain.page import Block
from studio.pipeline.page.filling import Filler, Filling, in_category
from studio.pipeline.page.scenes import scene_for, seed_of
from studio.pipeline.page.shelf import Admits
from studio.pipeline.page.taste import Scored, with_company
from studio.pipeline.page.themes import PICKED, Theme

_LARGE_CARDS = 2
_LOOK = 3
_TABLE = 3
_RAIL = 8


def fill_picked(filling: Filling, block: Block) -> Block | None:
    """The persona's best, varied."""
    filling.themes[block.id] = PICKED
    return _grid(filling, block, PICKED)


def fill_grid(filling: Filling, block: Block) -> Block | None:
    """Products of one theme."""
    return _grid(filling, block, filling.theme(block.id, wanted(block)))


def fill_rail(filling: Filling, block: Block) -> Block | None:
    """A longer list of one theme; a rail need not be full."""
    least, most = BLOCKS[block.type].slots
    n = min(block.attributes.items or _RAIL, most)
    theme = filling.theme(block.id, n)
    chosen = _ordered(theme, filling.sell(n, theme.admits))
    if len(chosen) < least:
        return None
    attributes = replace(block.attributes, items=len(chosen))
    return replace(block, slots=filling.slots(chosen), attributes=attributes)


def _grid(filling: Filling, block: Block, theme: Theme) -> Block | None:
    n = wanted(block)
    available = min(n, filling.shelf.count(theme.admits) + len(filling.pins))
    sized = sized_to(block, available)
    if sized is None:
        return None
    chosen = _ordered(theme, filling.sell(wanted(sized), theme.admits))
    if len(chosen) < wanted(sized):
        return None
    return replace(sized, slots=filling.slots(chosen))


def _ordered(theme: Theme, chosen: list[Scored]) -> list[Scored]:
    """Deals by what one saves, the rest by fit."""
    if theme.kind == "deals":
        return sorted(chosen, key=lambda s: -s.product.discount_percent)
    return sorted(chosen, key=lambda s: -s.order)


def wanted(block: Block) -> int:
    """How many products a grid has room for."""
    attributes = block.attributes
    items = items_of(attributes.columns, attributes.rows) or attributes.items
    least, most = BLOCKS[block.type].slots
    return max(least, min(items or 4, most))


def sized_to(block: Block, available: int) -> Block | None:
    """The grid with full rows for what is there; None when two cards are too many."""
    columns = block.attributes.columns or 4
    if available < _LARGE_CARDS:
        return None
    columns = min(columns, available)
    rows = max(1, min(block.attributes.rows or 1, available // columns))
    attributes = replace(
        block.attributes, columns=columns, rows=rows, items=columns * rows
    )
    return replace(block, attributes=attributes)


def fill_feature(filling: Filling, block: Block) -> Block | None:
    """One product that stands alone: with a picture and something to say."""
    tests: tuple[Admits | None, ...] = (
        lambda p: bool(p.picture and p.description) and _leads(filling, p),
        lambda p: bool(p.picture),
        None,
    )
    for admits in tests:
        if chosen := filling.sell(1, admits):
            scene = scene_for([chosen[0].product], filling.shop, _seed(filling, block))
            return replace(block, slots=filling.slots(chosen), scene=scene)
    return None


def _leads(filling: Filling, product: Product) -> bool:
    return product.category[:1] in filling.departments[:2]


def fill_look(filling: Filling, block: Block) -> Block | None:
    """A product and what is bought with it, from other categories where possible."""
    lead = _lead_of_look(filling)
    if lead is None:
        return None
    filling.shelf.mark([lead])
    others = _company(filling, lead)
    if not others:
        del filling.shelf.taken[lead.product.id]
        return None
    filling.shelf.mark(others)
    company = [with_company(other, lead.product) for other in others]
    chosen = [lead, *company]
    products = [s.product for s in chosen]
    scene = scene_for(products, filling.shop, _seed(filling, block))
    filling.themes[block.id] = Theme("goes")
    return replace(block, slots=filling.slots(chosen), scene=scene)


def _lead_of_look(filling: Filling) -> Scored | None:
    together = filling.setting.together
    for department in filling.departments[:2]:
        for scored in filling.shelf.free(in_category(department))[:20]:
            known = together.get(scored.product.id, ())
            if scored.product.picture and len(known) >= _LOOK - 1:
                return scored
    free = filling.shelf.free()
    return next((s for s in free if s.product.picture), free[0] if free else None)


def _company(filling: Filling, lead: Scored) -> list[Scored]:
    partners = filling.setting.together.get(lead.product.id, ())
    leaf = lead.product.category
    chosen: list[Scored] = []
    tests: tuple[Admits, ...] = (
        lambda p: p.id in partners and p.category != leaf,
        lambda p: p.category[:1] == leaf[:1] and p.category != leaf,
        lambda _p: True,
    )
    for admits in tests:
        have = {lead.product.id, *(s.product.id for s in chosen)}
        chosen += filling.shelf.peek(
            _LOOK - 1 - len(chosen),
            lambda p, admits=admits, have=have: p.id not in have and admits(p),  # type: ignore[misc]
            beside=[lead.product, *(s.product for s in chosen)],
            relevance=0.5,
        )
    return chosen


def fill_comparison(filling: Filling, block: Block) -> Block | None:
    """Products of one category that a shopper decides between."""
    n = block.attributes.items or _TABLE
    for path in filling.leaves:
        theme = Theme("category", path)
        if filling.shelf.count(theme.admits) >= n:
            filling.themes[block.id] = theme
            chosen = filling.sell(n, theme.admits)
            attributes = replace(block.attributes, items=n)
            return replace(block, slots=filling.slots(chosen), attributes=attributes)
    return None


def fill_recent(filling: Filling, block: Block) -> Block | None:
    """A preview of what the shop's session data will fill: the persona's typical."""
    n = block.attributes.items or 4
    typical = {t.product_id for t in filling.setting.persona.portrait.typical}
    chosen = filling.sell(n, lambda p: p.id in typical)
    chosen += filling.sell(n - len(chosen), beside=[s.product for s in chosen])
    if len(chosen) < BLOCKS[block.type].slots[0]:
        return None
    attributes = replace(block.attributes, items=len(chosen))
    return replace(block, slots=filling.slots(chosen), attributes=attributes)


def _seed(filling: Filling, block: Block) -> int:
    return seed_of(f"{filling.request.seed}/{filling.request.candidate}/{block.id}")


FILLERS: dict[str, Filler] = {
    "recommended-products": fill_picked,
    "product-grid": fill_grid,
    "product-carousel": fill_rail,
    "featured-product": fill_feature,
    "shop-the-look": fill_look,
    "comparison-table": fill_comparison,
    "recently-viewed": fill_recent,
}
