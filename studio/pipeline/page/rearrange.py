"""Gives a page another layout and keeps what is locked or was done by hand."""

from __future__ import annotations

from msgspec.structs import replace

from studio.domain.editing.blocks import new_block_ids
from studio.domain.page import Block, Page
from studio.domain.review import with_marks
from studio.pipeline.page.recall import recalls
from studio.pipeline.page.refresh import as_set, without_doubles
from studio.pipeline.page.request import Setting


def rearrange(old: Page, new: Page, setting: Setting) -> Page:
    """The new page with the locked and the hand-made blocks of the old one.

    Args:
        old: The page as the merchandiser left it.
        new: Another layout, composed for the same persona and scenario.
        setting: What both are filled from.

    Returns:
        The blocks of `new` in their order, with web blocks of `old` in place of those
        that stand for them, and the old blocks of other surfaces. A locked block that
        the new layout lacks goes to the place that it had. No product is sold twice:
        kept blocks win.
    """
    kept = _kept(old, new)
    ids = new_block_ids(old)
    spare = list(new.reserve)
    missing = [b for b in old.on("web") if b.locked and b not in kept.values()]
    stay = [*kept.values(), *missing]
    seen = {p for block in stay if block.sells for p in block.products}
    blocks = [
        kept[block.id]
        if block.id in kept
        else replace(without_doubles(block, seen, spare), id=next(ids))
        for block in new.on("web")
    ]
    for block in missing:
        blocks.insert(min(old.position(block.id), len(blocks)), block)
    rest = [block for block in old.blocks if block.surface != "web"]
    sold = {p for block in blocks if block.sells for p in block.products}
    page = replace(
        as_set(old, new),
        blocks=(*blocks, *rest),
        reserve=tuple(slot for slot in spare if slot.product_id not in sold),
        marks={**new.marks, **old.marks},
    )
    ours, best = recalls(page, setting)
    page = replace(page, recall=ours, recall_bestsellers=best)
    return with_marks(page, setting.catalogue, renew=False)


def _kept(old: Page, new: Page) -> dict[str, Block]:
    """Old blocks by the id of the new block that each stands for; locked ones first."""
    waiting = list(new.on("web"))
    found: dict[str, Block] = {}
    own = [block for block in old.on("web") if block.locked]
    own += [block for block in old.on("web") if block.by_hand and not block.locked]
    for block in own:
        alike = [other for other in waiting if other.type == block.type]
        if alike:
            same = [o for o in alike if o.attributes == block.attributes]
            chosen = (same or alike)[0]
            waiting.remove(chosen)
            found[chosen.id] = block
    return found
