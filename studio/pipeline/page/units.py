"""Fills mailings, advertisements and social pictures.

Their layouts come from the layout stage's grammar; here they get products. In a
cross-platform set they share those of the web page.
"""

from __future__ import annotations

from msgspec.structs import replace

from studio.domain.blocks import BLOCKS
from studio.domain.page import Block, Slot
from studio.pipeline.page.filling import Filler, Filling
from studio.pipeline.page.scenes import scene_for, seed_of
from studio.pipeline.page.showing import hero_products

_MAIL_PRODUCTS = 4


def share(filling: Filling, block: Block, done: list[Block]) -> Block | None:
    """Fill a unit from what the page already promises and sells.

    Args:
        filling: The page so far.
        block: A mail, ad or social block.
        done: Filled blocks; the first hero and the first selling one are shared.
    """
    if block.type == "mail-hero":
        return _mail_hero(filling, block, done)
    if block.type == "mail-products":
        return _mail_products(block, done)
    return _unit(filling, block, done)


def _mail_hero(filling: Filling, block: Block, done: list[Block]) -> Block | None:
    """The web page's hero; where it opens otherwise, its lead and company."""
    hero = _hero(done)
    if hero is not None:
        return replace(block, slots=hero.slots, scene=hero.scene)
    first = next((b for b in done if b.type == "slideshow"), None)
    lead = [s for s in (first.slots[:1] if first else ()) if s.product_id]
    slots = tuple(Slot(product_id=s.product_id) for s in lead)
    slots = slots or tuple(s.slot() for s in hero_products(filling, 2))
    products = [p for s in slots if (p := filling.catalogue.get(s.product_id))]
    if not products:
        return None
    scene = scene_for(products, filling.shop, seed_of(f"{filling.request.seed}"))
    return replace(block, slots=slots, scene=scene)


def fill_mail_products(filling: Filling, block: Block) -> Block | None:
    """Two or four products of a mailing that stands alone."""
    n = block.attributes.items or _MAIL_PRODUCTS
    n = n if n <= filling.shelf.count() else 2
    chosen = filling.sell(n)
    if len(chosen) < n:
        return None
    attributes = replace(block.attributes, items=n)
    return replace(block, slots=filling.slots(chosen), attributes=attributes)


def _mail_products(block: Block, done: list[Block]) -> Block | None:
    sold = [slot for b in done if b.sells and b.surface == "web" for slot in b.slots]
    n = min(block.attributes.items or _MAIL_PRODUCTS, len(sold)) // 2 * 2
    if not n:
        return None
    slots = tuple(replace(slot, copy={}) for slot in sold[:n])
    return replace(block, slots=slots, attributes=replace(block.attributes, items=n))


def _unit(filling: Filling, block: Block, done: list[Block]) -> Block | None:
    most = BLOCKS[block.type].slots[1]
    hero = _hero(done)
    slots = tuple(replace(slot, copy={}) for slot in hero.slots) if hero else ()
    if not slots:
        slots = tuple(s.slot() for s in hero_products(filling, 3))
    slots = _pictured_first(filling, slots)[:most]
    if not slots:
        return None
    products = [p for s in slots if (p := filling.catalogue.get(s.product_id))]
    seed = seed_of(f"{filling.request.seed}/{filling.request.candidate}")
    scene = scene_for(products, filling.shop, seed)
    return replace(block, slots=slots, scene=scene)


def _hero(done: list[Block]) -> Block | None:
    return next((b for b in done if b.type in ("hero-banner", "mail-hero")), None)


def _pictured_first(filling: Filling, slots: tuple[Slot, ...]) -> tuple[Slot, ...]:
    def lacks_picture(slot: Slot) -> bool:
        product = filling.catalogue.get(slot.product_id)
        return product is None or not product.picture

    return tuple(sorted(slots, key=lacks_picture))


FILLERS: dict[str, Filler] = {"mail-products": fill_mail_products}
