"""Fills a layout for the page as a whole."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from studio.domain.blocks import BLOCKS
from studio.domain.layout import Attributes, Layout
from studio.domain.page import Block, Page, Slot
from studio.domain.review import with_marks
from studio.pipeline.page import facts, selling, showing, units
from studio.pipeline.page.filling import Filler, Filling
from studio.pipeline.page.links import Links
from studio.pipeline.page.recall import recalls
from studio.pipeline.page.request import ComposeRequest

RESERVE = 24
"""So many next best products are kept for replacing."""
FILLERS: dict[str, Filler] = (
    selling.FILLERS | showing.FILLERS | facts.FILLERS | units.FILLERS
)
_UNITS = ("mail", "ad", "social")


def compose(request: ComposeRequest) -> Page:
    """Fill a layout for a persona, a scenario and a shop.

    Products are chosen for the whole page: none is sold twice, sold out ones are left
    out, and each row has a theme of its own. Blocks that nothing true can fill are
    dropped. The result is the same for the same request.

    Returns:
        The page with texts, reasons, reserve, predicted recall and marks.
    """
    filling = Filling(request)
    blocks = _filled(filling, _empty(request.layout))
    return _finished(filling, blocks)


def _empty(layout: Layout) -> list[Block]:
    known = [b for b in layout.blocks if b.type in BLOCKS]
    return [
        Block(f"b{at}", block.type, block.attributes)
        for at, block in enumerate(known, start=1)
    ]


def _filled(filling: Filling, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """What sells first, in order of the page; then what shows; then what shares."""
    done: dict[str, Block] = {}
    shares = filling.request.scenario == "cross_platform"
    for wave in _waves(blocks, shares=shares):
        for block in wave:
            filled = fill(filling, block, [done[b.id] for b in blocks if b.id in done])
            if filled is not None:
                done[block.id] = filled
    return _apart([done[block.id] for block in blocks if block.id in done])


def _waves(blocks: Sequence[Block], *, shares: bool) -> tuple[list[Block], ...]:
    sells = [b for b in blocks if _sells(b) and not (shares and b.surface != "web")]
    sells.sort(key=lambda b: b.type != "recommended-products")  # the best go there
    units_ = [b for b in blocks if b.surface in _UNITS and b not in sells]
    rest = [b for b in blocks if b not in sells and b not in units_]
    heroes = [b for b in units_ if b.type == "mail-hero"]
    return sells, rest, heroes, [b for b in units_ if b not in heroes]


def _sells(block: Block) -> bool:
    return block.sells or block.type == "recently-viewed"


def fill(filling: Filling, block: Block, done: list[Block]) -> Block | None:
    """Fill one block; None when there is nothing true to fill it with."""
    shared = block.surface in ("ad", "social") or (
        filling.request.scenario == "cross_platform"
        and block.type in ("mail-hero", "mail-products")
        and any(b.surface == "web" and b.slots for b in done)
    )
    if shared:
        return units.share(filling, block, done)
    filler = FILLERS.get(block.type)
    return block if filler is None else filler(filling, block)


def _apart(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Neighbours that lost the block between them do not share a tone (rule 7)."""
    apart: list[Block] = []
    for block in blocks:
        tone = block.attributes.tone
        if apart and tone and tone == apart[-1].attributes.tone:
            block = replace(block, attributes=_plain(block.attributes))  # noqa: PLW2901
        apart.append(block)
    return tuple(apart)


def _plain(attributes: Attributes) -> Attributes:
    return replace(attributes, tone=None)


def _finished(filling: Filling, blocks: tuple[Block, ...]) -> Page:
    request, setting = filling.request, filling.setting
    links = Links(blocks, filling.themes, setting.catalogue, setting.shop)
    page = Page(
        id=request.page_id,
        persona_id=setting.persona.id,
        scenario=request.scenario,
        blocks=tuple(links.linked(block) for block in blocks),
        candidate=request.candidate,
        brief=request.brief,
        brand=setting.shop.brand,
        weights=dict(request.weights),
        hidden_products=request.hidden,
        realism=request.layout.realism,
        engagement=request.layout.engagement,
        seed=request.seed,
    )
    themes = {block_id: theme.kind for block_id, theme in filling.themes.items()}
    page = setting.writer.write(page, themes)
    ours, best = recalls(page, setting)
    page = replace(
        page, reserve=reserve_of(filling), recall=ours, recall_bestsellers=best
    )
    return with_marks(page, setting.catalogue, renew=True)


def reserve_of(filling: Filling) -> tuple[Slot, ...]:
    """The next best products that the page does not sell."""
    return tuple(s.slot() for s in filling.shelf.free()[:RESERVE])
