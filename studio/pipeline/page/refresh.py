"""Takes fresh products and prices into a page and keeps what was done by hand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from msgspec.structs import replace

from studio.domain.catalogue import Catalogue
from studio.domain.layout import Layout, LayoutBlock
from studio.domain.page import Block, Page, Slot
from studio.domain.review import with_marks


def layout_to_refresh(page: Page) -> Layout:
    """The layout of a page with its hidden blocks, to compose it anew."""
    blocks = tuple(LayoutBlock(b.type, b.attributes) for b in page.blocks)
    return replace(page.layout(), blocks=blocks)


def refresh(old: Page, new: Page, catalogue: Catalogue | None = None) -> Page:
    """The new page with the hand edits of the old one.

    Order, hidden blocks, attributes, scenes, reworded texts, links, pins, weights and
    hidden products stay; places that nobody touched get fresh products.

    Args:
        old: The page as the merchandiser left it.
        new: The same layout composed on today's catalogue.
        catalogue: Today's products: those kept by hand that are gone give way, and
            the marks are renewed. None trusts `old`.
    """
    known = None if catalogue is None else frozenset(catalogue.by_id)
    kept = _kept_products(old, known)
    fresh = _by_type(new)
    spare = [s for s in new.reserve if s.product_id not in kept]
    blocks = tuple(
        merged
        for block in old.blocks
        if (merged := _merged(block, _next(fresh, block), known)) is not None
    )
    blocks = _without_doubles(blocks, spare)
    sold = {p for b in blocks if b.sells for p in b.products}
    page = replace(
        as_set(old, new),
        persona_id=old.persona_id,
        blocks=blocks,
        reserve=tuple(s for s in spare if s.product_id not in sold),
        edited=old.edited,
    )
    return page if catalogue is None else with_marks(page, catalogue, renew=True)


def as_set(old: Page, new: Page) -> Page:
    """The new page with what was set for the old one as a whole, not for a block."""
    return replace(
        new,
        id=old.id,
        candidate=old.candidate,
        copy={**new.copy, **old.copy} if old.edited else new.copy,
        brand=old.brand,
        weights=old.weights,
        hidden_products=old.hidden_products,
        seed=old.seed,
    )


def _kept_products(old: Page, known: frozenset[str] | None) -> set[str]:
    return {
        slot.product_id
        for block in old.blocks
        for slot in block.slots
        if slot.product_id and _stays(slot, known)
    }


def _stays(slot: Slot, known: frozenset[str] | None) -> bool:
    if not (slot.pinned or slot.by_hand):
        return False
    return known is None or not slot.product_id or slot.product_id in known


def _by_type(page: Page) -> dict[str, list[Block]]:
    found: dict[str, list[Block]] = defaultdict(list)
    for block in page.blocks:
        found[block.type].append(block)
    return found


def _next(fresh: dict[str, list[Block]], old: Block) -> Block | None:
    """The new block that stands for an old one: of the same id, or the next alike."""
    row = fresh.get(old.type, [])
    for block in row:
        if block.id == old.id:
            row.remove(block)
            return block
    return row.pop(0) if row else None


def _merged(
    old: Block, new: Block | None, known: frozenset[str] | None
) -> Block | None:
    if new is None:  # nothing true fills it any more, unless somebody made it so
        return old if old.by_hand else None
    slots = _slots(old, new, known)
    if not old.by_hand:
        return replace(new, id=old.id, slots=slots, locked=old.locked)
    return replace(
        new,
        id=old.id,
        attributes=old.attributes,
        slots=slots,
        copy={**new.copy, **old.copy},
        links={**new.links, **old.links},
        scene=old.scene,
        hidden=old.hidden,
        by_hand=True,
        locked=old.locked,
    )


def _slots(old: Block, new: Block, known: frozenset[str] | None) -> tuple[Slot, ...]:
    """Kept slots in their places, fresh ones round them."""
    count = len(old.slots) if old.by_hand else max(len(new.slots), 0)
    keep = {
        at: slot
        for at, slot in enumerate(old.slots)
        if _stays(slot, known) and at < max(count, len(new.slots))
    }
    have = {slot.product_id for slot in keep.values() if slot.product_id}
    fresh = iter([s for s in new.slots if not s.product_id or s.product_id not in have])
    slots: list[Slot] = []
    for at in range(count):
        slot = keep.get(at) or next(fresh, None)
        if slot is not None:
            slots.append(_with_fresh_reasons(slot, new))
    return tuple(slots)


def _with_fresh_reasons(slot: Slot, new: Block) -> Slot:
    for other in new.slots:
        if other.product_id and other.product_id == slot.product_id:
            return replace(slot, score=other.score, why=other.why)
    return slot


def _without_doubles(blocks: Iterable[Block], spare: list[Slot]) -> tuple[Block, ...]:
    """No product twice in selling slots: kept ones win, doubles get the next best."""
    blocks = tuple(blocks)
    seen = {
        slot.product_id
        for block in blocks
        if block.sells
        for slot in block.slots
        if slot.product_id and (slot.pinned or slot.by_hand)
    }
    return tuple(
        without_doubles(block, seen, spare) if block.surface == "web" else block
        for block in blocks
    )


def without_doubles(block: Block, seen: set[str], spare: list[Slot]) -> Block:
    """A block that sells nothing of `seen`; doubles give way to the next of `spare`.

    What it sells joins `seen`, and what was taken leaves `spare`.
    """
    if not block.sells:
        return block
    slots: list[Slot] = []
    for slot in block.slots:
        if slot.pinned or slot.by_hand or slot.product_id not in seen:
            seen.add(slot.product_id)
            slots.append(slot)
            continue
        while spare and spare[0].product_id in seen:
            spare.pop(0)
        if spare:
            seen.add(spare[0].product_id)
            slots.append(spare.pop(0))
    return replace(block, slots=tuple(slots))
