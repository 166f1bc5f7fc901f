"""Pinning, boosting, burying, replacing and moving the products of a page."""

from __future__ import annotations

from msgspec.structs import replace

from studio.domain.editing.find import block_of, slot_of, with_block, with_slot
from studio.domain.edits import MoveSlot, Pin, ReplaceProduct, StepProduct
from studio.domain.errors import EditRefused
from studio.domain.page import Block, Page, Slot

LEAST_WEIGHT, MOST_WEIGHT = 0.1, 5.0
"""Bounds of a boost or bury."""


def move(page: Page, edit: MoveSlot) -> Page:
    """Move a slot's content: along its block, or swap it with another block's."""
    moved = replace(slot_of(page, edit.block_id, edit.slot), by_hand=True)
    if edit.block_id == edit.to_block_id:
        block = block_of(page, edit.block_id)
        slots = [s for at, s in enumerate(block.slots) if at != edit.slot]
        slots.insert(max(0, min(edit.to, len(slots))), moved)
        return with_block(page, replace(block, slots=tuple(slots)))
    other = slot_of(page, edit.to_block_id, edit.to)
    if bool(other.product_id) != bool(moved.product_id):
        raise EditRefused("A product can only change places with another product.")
    page = with_slot(page, edit.to_block_id, edit.to, moved)
    return with_slot(page, edit.block_id, edit.slot, replace(other, by_hand=True))


def pin(page: Page, edit: Pin) -> Page:
    """Pin a product in its slot, or let it go."""
    slot = slot_of(page, edit.block_id, edit.slot)
    if not slot.product_id:
        raise EditRefused("Only a product can be pinned.")
    pinned = replace(slot, pinned=edit.pinned, by_hand=edit.pinned or slot.by_hand)
    return with_slot(page, edit.block_id, edit.slot, pinned)


def replace_product(page: Page, edit: ReplaceProduct) -> Page:
    """Put another product into a slot; the old one joins the reserve."""
    old = slot_of(page, edit.block_id, edit.slot)
    block = block_of(page, edit.block_id)
    if block.sells and edit.product_id in page.sold():
        raise EditRefused("This product is already on the page.")
    known = next((s for s in page.reserve if s.product_id == edit.product_id), None)
    new = known or Slot(product_id=edit.product_id, score=edit.score)
    rest = tuple(s for s in page.reserve if s.product_id != edit.product_id)
    page = replace(page, reserve=_freed(old, block) + rest)
    slot = replace(new, pinned=old.pinned, by_hand=True, category=old.category)
    return with_slot(page, edit.block_id, edit.slot, slot)


def step(page: Page, edit: StepProduct) -> Page:
    """Put the next or previous of the reserve into a slot, the old one at its end."""
    old = slot_of(page, edit.block_id, edit.slot)
    if not old.product_id:
        raise EditRefused("This place holds no product.")
    ready = [s for s in page.reserve if s.product_id not in page.hidden_products]
    if not ready:
        raise EditRefused("There is no other candidate for this place.")
    new = ready.pop(0 if edit.step > 0 else -1)
    plain = replace(old, pinned=False, by_hand=False, copy={})
    reserve = (*ready, plain) if edit.step > 0 else (plain, *ready)
    page = replace(page, reserve=reserve)
    slot = replace(new, pinned=old.pinned, by_hand=True, category=old.category)
    return with_slot(page, edit.block_id, edit.slot, slot)


def hide(page: Page, product_id: str, *, hidden: bool) -> Page:
    """Never show a product on this page; the reserve fills its selling slots."""
    others = tuple(p for p in page.hidden_products if p != product_id)
    page = replace(page, hidden_products=(*others, product_id) if hidden else others)
    if not hidden:
        return page
    reserve = [s for s in page.reserve if s.product_id not in page.hidden_products]
    blocks = tuple(_without(block, product_id, reserve) for block in page.blocks)
    return replace(page, blocks=blocks, reserve=tuple(reserve))


def weigh(page: Page, product_id: str, factor: float) -> Page:
    """Boost or bury a product, and order the unpinned selling slots anew."""
    if not LEAST_WEIGHT <= factor <= MOST_WEIGHT:
        raise EditRefused(
            f"A weight lies between {LEAST_WEIGHT} and {MOST_WEIGHT:g}, not {factor:g}."
        )
    weights = {p: w for p, w in page.weights.items() if p != product_id}
    if factor != 1:
        weights[product_id] = factor
    return _ordered(replace(page, weights=weights), product_id)


def weighted_score(page: Page, slot: Slot) -> float:
    """A slot's score times the merchandiser's weight; unknown scores count as 0."""
    return (slot.score or 0.0) * page.weights.get(slot.product_id, 1.0)


def _freed(slot: Slot, block: Block) -> tuple[Slot, ...]:
    if not slot.product_id or not block.sells:
        return ()
    return (replace(slot, pinned=False, by_hand=False, copy={}),)


def _without(block: Block, product_id: str, reserve: list[Slot]) -> Block:
    if product_id not in block.products:
        return block
    slots: list[Slot] = []
    for slot in block.slots:
        if slot.product_id != product_id:
            slots.append(slot)
        elif reserve:
            slots.append(replace(reserve.pop(0), category=slot.category))
        elif not block.sells:
            slots.append(replace(slot, product_id="", pinned=False))
    return replace(block, slots=tuple(slots))


def _ordered(page: Page, product_id: str) -> Page:
    """Place one product where its weighted score belongs among unpinned slots.

    Only that product moves; the others close or open the gap, so that a boost never
    shuffles what the merchandiser has not touched.
    """
    places = [
        (block.id, at)
        for block in page.blocks
        if block.sells and not block.hidden
        for at, slot in enumerate(block.slots)
        if slot.product_id and not slot.pinned
    ]
    queue = [slot_of(page, *place) for place in places] + list(page.reserve)
    chosen = next((s for s in queue if s.product_id == product_id), None)
    if chosen is None:
        return page
    rest = [s for s in queue if s is not chosen]
    score = weighted_score(page, chosen)
    at = next(
        (i for i, s in enumerate(rest) if weighted_score(page, s) < score), len(rest)
    )
    rest.insert(at, chosen)
    for (block_id, slot), content in zip(places, rest, strict=False):
        page = with_slot(page, block_id, slot, content)
    return replace(page, reserve=tuple(rest[len(places) :]))
