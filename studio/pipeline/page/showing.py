"""Fills the blocks that show categories and products without selling them."""

from __future__ import annotations

from msgspec.structs import replace

from studio.domain.blocks import BLOCKS
from studio.domain.catalogue import Product
from studio.domain.page import Block, Slot
from studio.domain.words import Words
from studio.pipeline.page.filling import Filler, Filling, in_category
from studio.pipeline.page.scenes import scene_for, seed_of
from studio.pipeline.page.shelf import Admits
from studio.pipeline.page.taste import Scored
from studio.pipeline.page.themes import top_categories

_HERO_PRODUCTS = (3, 2, 3, 1, 2, 3)
"""Products in a hero, turning with the candidate."""
_LEAST_IN_TILE = 2
_NEAR = 9
"""So many of a persona's categories are its own; blocks take them in turn."""


def hero_products(filling: Filling, n: int) -> list[Scored]:
    """The products that carry the page's promise: a lead and its neighbours.

    The lead comes from one of the persona's first three categories, turning with the
    candidate; its company from the same department. A promotion shows deals.
    """
    if filling.is_promotion:
        deals = filling.pictured(n, lambda p: p.discount_percent > 0)
        return sorted(deals, key=lambda s: -s.product.discount_percent)
    if not filling.leaves:
        return filling.pictured(n)
    leaf = filling.leaves[filling.request.candidate % min(3, len(filling.leaves))]
    lead = filling.pictured(1, in_category(leaf))
    have = {s.product.id for s in lead}
    company = filling.pictured(
        n - len(lead),
        lambda p: (
            p.id not in have and p.category[:1] == leaf[:1] and p.category != leaf
        ),
    )
    return (lead + [s for s in company if s.product.id not in have])[:n]


def fill_hero(filling: Filling, block: Block) -> Block | None:
    """One to three products before a backdrop of their category."""
    n = _HERO_PRODUCTS[filling.request.candidate % len(_HERO_PRODUCTS)]
    chosen = hero_products(filling, n)
    if not chosen:
        return None
    products = [s.product for s in chosen]
    on_sale = filling.is_promotion and any(p.discount_percent for p in products)
    scene = scene_for(products, filling.shop, _seed(filling, block), sale=on_sale)
    return replace(block, slots=tuple(s.slot() for s in chosen), scene=scene)


def fill_slides(filling: Filling, block: Block) -> Block | None:
    """Equal promises: one category a slide, the persona's first ones."""
    n = min(block.attributes.items or 3, BLOCKS[block.type].slots[1])
    slots = _category_slots(filling, filling.leaves, n)
    if len(slots) < BLOCKS[block.type].slots[0]:
        best = filling.pictured(n)
        slots = tuple(Slot(product_id=s.product.id) for s in best)
    if len(slots) < BLOCKS[block.type].slots[0]:
        return None
    attributes = replace(block.attributes, items=len(slots))
    return replace(block, slots=slots, attributes=attributes)


def fill_header(filling: Filling, block: Block) -> Block | None:
    """Chips of the persona's categories."""
    slots = _category_slots(filling, filling.leaves, 5)
    return replace(block, slots=tuple(replace(s, product_id="") for s in slots))


def fill_tiles(filling: Filling, block: Block) -> Block | None:
    """A category a tile, with the picture of its best product."""
    columns, rows = block.attributes.columns or 4, block.attributes.rows or 1
    paths = filling.leaves
    if filling.is_promotion:
        deals = [s for s in filling.shelf.all() if s.product.discount_percent]
        paths = top_categories(deals, 2, filling.setting.persona) or paths
    slots = _category_slots(filling, paths, columns * rows)
    if len(slots) < columns * rows:
        rows = max(1, len(slots) // columns)
        columns = min(columns, len(slots))
    if columns < BLOCKS[block.type].slots[0]:
        return None
    attributes = replace(
        block.attributes, columns=columns, rows=rows, items=columns * rows
    )
    return replace(block, slots=slots[: columns * rows], attributes=attributes)


def fill_gallery(filling: Filling, block: Block) -> Block | None:
    """Scenes of several categories."""
    n = block.attributes.items or 4
    slots = _category_slots(filling, filling.leaves, n)
    if len(slots) < BLOCKS[block.type].slots[0]:
        return None
    return replace(
        block, slots=slots, attributes=replace(block.attributes, items=len(slots))
    )


def fill_points(filling: Filling, block: Block) -> Block | None:
    """Equal points: the persona's categories, told in numbers."""
    n = block.attributes.columns or 3
    slots = _category_slots(filling, filling.leaves, n)
    if len(slots) < BLOCKS[block.type].slots[0]:
        return None
    attributes = replace(block.attributes, columns=len(slots), items=len(slots))
    return replace(block, slots=slots, attributes=attributes)


def fill_offers(filling: Filling, block: Block) -> Block | None:
    """Doors into categories: where most is reduced in a promotion."""
    n = block.attributes.columns or 1
    paths = filling.leaves
    if filling.is_promotion:
        deals = [s for s in filling.shelf.all() if s.product.discount_percent]
        paths = top_categories(deals, 2, filling.setting.persona) or paths
    slots = _category_slots(filling, [*paths[2:], *paths[:2]], n)
    if not slots:
        return None
    attributes = replace(block.attributes, columns=len(slots), items=len(slots))
    return replace(block, slots=slots, attributes=attributes)


def fill_story(filling: Filling, block: Block) -> Block | None:
    """One product with a description, not yet told about on this page."""
    told = {p for b in filling.request.layout.blocks for p in _told(filling, b.type)}
    tests: tuple[Admits, ...] = (
        lambda p: bool(p.picture and p.description) and _leads(filling, p),
        lambda p: bool(p.picture),
        lambda _p: True,
    )
    for test in tests:
        chosen = filling.window.peek(
            1,
            lambda p, test=test: p.id not in told and test(p),  # type: ignore[misc]
        )
        if chosen:
            filling.window.mark(chosen)
            product = chosen[0].product
            scene = scene_for([product], filling.shop, _seed(filling, block))
            return replace(block, slots=(chosen[0].slot(),), scene=scene)
    return None


def _told(filling: Filling, block_type: str) -> tuple[str, ...]:
    if block_type != "featured-product":
        return ()
    return tuple(list(filling.shelf.taken)[:1])


def _leads(filling: Filling, product: Product) -> bool:
    return product.category[:1] in filling.departments[:2]


def _category_slots(
    filling: Filling, paths: list[tuple[str, ...]], n: int
) -> tuple[Slot, ...]:
    """Slots for n categories with enough to show, those not yet told of first."""
    slots: list[Slot] = []
    drawn: set[str] = set()
    own = max(_NEAR, 2 * n)
    near = sorted(paths[:own], key=lambda path: filling.told.get(path, 0))
    for path in [*near, *paths[own:]]:
        inside = in_category(path)
        if len(slots) >= n:
            break
        alike = any(slot.category[-1] == path[-1] for slot in slots)
        if alike or sum(map(inside, filling.catalogue)) < _LEAST_IN_TILE:
            continue
        best = filling.pictured(1, _undrawn(inside, drawn), sold_first=False)
        drawn |= {s.product.id for s in best}
        found = [s.product.id for s in best if inside(s.product)]
        slots.append(Slot(product_id=found[0] if found else "", category=path))
        filling.told[path] = filling.told.get(path, 0) + 1
    return tuple(slots)


def _undrawn(inside: Admits, drawn: set[str]) -> Admits:
    return lambda p: inside(p) and p.id not in drawn


def fill_brands(filling: Filling, block: Block) -> Block | None:
    """Brands of the page's products first, then the persona's others."""
    sold = [s.product.brand for s in filling.shelf.taken.values()]
    others = [s.product.brand for s in filling.shelf.all()]
    names = [name for name in dict.fromkeys([*sold, *others]) if name]
    least, most = BLOCKS[block.type].slots
    n = min(block.attributes.items or 5, most)
    if len(names) < least:
        return None
    slots = tuple(brand_slot(name) for name in names[:n])
    attributes = replace(block.attributes, items=len(slots))
    return replace(block, slots=slots, attributes=attributes)


def brand_slot(name: str) -> Slot:
    """A brand's name, the same in every language."""
    return Slot(copy={"name": Words(name, name)})


def _seed(filling: Filling, block: Block) -> int:
    return seed_of(f"{filling.request.seed}/{filling.request.candidate}/{block.id}")


FILLERS: dict[str, Filler] = {
    "hero-banner": fill_hero,
    "mail-hero": fill_hero,
    "slideshow": fill_slides,
    "page-header": fill_header,
    "category-tiles": fill_tiles,
    "gallery": fill_gallery,
    "multicolumn": fill_points,
    "promo-banner": fill_offers,
    "image-with-text": fill_story,
    "logo-list": fill_brands,
}
