"""From a storefront layout to one that Vitrine can render and a shop can fill.

Types that cannot be shown are mapped or dropped, tones and heights go through one
table, and the rest is repaired to the page rules 1 to 7.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import msgspec
import numpy as np

from studio.domain.layout import SELLING_BLOCKS, WEB_BLOCKS, Layout, LayoutBlock
from studio.domain.page import SURFACES_OF, Scenario
from studio.domain.wishes import Wishes
from studio.pipeline.layout.arrange import Wish, arrange
from studio.pipeline.layout.attributes import style_page
from studio.pipeline.layout.grammar import unit_blocks
from studio.pipeline.layout.keeping import CLOSERS, OPENERS, Room, keep_wishes

SHOWN_AS: dict[str, str] = {
    "main-collection": "product-grid",
    "main-product": "featured-product",
}
"""Storefront types that are shown as another; those not renderable are dropped."""

_LATER: dict[str, tuple[str, ...]] = {
    "hero-banner": ("image-with-text", "promo-banner", "shop-the-look"),
    "slideshow": ("gallery", "image-with-text"),
    "page-header": ("rich-text",),
}
"""What a second opener of a page is shown as."""
_OPENER_CHANCES: dict[str, tuple[float, float, float]] = {
    "home": (0.75, 0.25, 0.0),
    "landing": (0.85, 0.15, 0.0),
    "collection": (0.45, 0.0, 0.55),
    "product": (0.6, 0.1, 0.3),
    "other": (0.5, 0.0, 0.5),
}
_ANNOUNCEMENT_CHANCE = 0.4
_SPARED = 0.3
"""Share of blocks that stay although the persona does not click them at all."""
MIN_BLOCKS, MAX_BLOCKS = 7, 11
"""Blocks of a rendered page (page rule 2)."""


def to_renderable(
    layout: Layout,
    scenario: Scenario,
    allowed: frozenset[str],
    seed: int,
    liked: Mapping[str, float] | None = None,
    *,
    wishes: Wishes | None = None,
) -> Layout:
    """Turn a sampled layout into one that obeys the page rules 1 to 7.

    Args:
        layout: As `sample_layouts` makes it.
        scenario: Its surfaces (web, mail, ad, social) decide which blocks follow.
        allowed: Block types that the shop has facts for; no other is emitted.
        seed: The same seed, layout and scenario give the same result.
        liked: How much more (over 1) or less the persona clicks a type than others:
            such types fill gaps more readily.
        wishes: Settled wishes of the web page; they go before the rules.

    Returns:
        The layout with blocks of all surfaces of the scenario, web first. A rule that
        cannot be kept with the allowed types alone (no closing block, nothing that
        sells) is left out.
    """
    rng = np.random.default_rng([seed, layout.seed % 2**32, len(layout.blocks)])
    blocks: list[LayoutBlock] = []
    for surface in SURFACES_OF[scenario]:
        if surface == "web":
            wish = _Wanted(scenario, allowed & set(WEB_BLOCKS), liked or {})
            if wishes:
                blocks.extend(_wished(layout, wish, wishes, rng))
            else:
                blocks.extend(_web(layout, wish, rng))
        else:
            blocks.extend(unit_blocks(surface, allowed, rng))
    return msgspec.structs.replace(layout, blocks=tuple(blocks))


class _Wanted(msgspec.Struct, frozen=True):
    scenario: Scenario
    allowed: frozenset[str]
    liked: Mapping[str, float]


def _web(
    layout: Layout, wanted: _Wanted, rng: np.random.Generator
) -> list[LayoutBlock]:
    allowed, scenario = wanted.allowed, wanted.scenario
    if not allowed:
        return []
    shown = _shown(layout.blocks, allowed)
    campaign = scenario == "promotion"
    top = _top(shown, layout.page_kind, allowed, campaign=campaign, rng=rng)
    body = [
        block
        for block in _body(shown, allowed, rng)
        if rng.random() < wanted.liked.get(block.type, 1.0) + _SPARED
    ]
    closer = _closer(body, wanted, rng)
    rest = [b for b in body if b is not closer]
    frame = len(top) + (closer is not None)
    wished = len(rest) + frame + int(rng.integers(0, 2))
    size = min(max(wished, MIN_BLOCKS), MAX_BLOCKS)
    middle = arrange(
        rest,
        Wish(
            size=size - frame, before=top[-1].type if top else "",
            after=closer.type if closer else "", since_product=_since(top),
            allowed=allowed, campaign=campaign,
        ),
        rng,
    )  # fmt: skip
    blocks = [*top, *middle, *([closer] if closer else [])]
    return style_page(blocks, rng)


def _wished(
    layout: Layout, wanted: _Wanted, wishes: Wishes, rng: np.random.Generator
) -> list[LayoutBlock]:
    room = Room(
        wanted.allowed - {"spacer"}, MIN_BLOCKS, MAX_BLOCKS,
        wanted.scenario == "promotion", wanted.liked,
    )  # fmt: skip
    shown = _shown(layout.blocks, wanted.allowed)
    top = _top(shown, layout.page_kind, wanted.allowed, campaign=room.campaign, rng=rng)
    proposed = [*top, *_body(shown, wanted.allowed, rng)]
    return keep_wishes(proposed, wishes, room, rng)


def _shown(blocks: Iterable[LayoutBlock], allowed: frozenset[str]) -> list[LayoutBlock]:
    named = (
        LayoutBlock(SHOWN_AS.get(block.type, block.type), block.attributes)
        for block in blocks
    )
    # a spacer parts tones that meet badly; here no such tones meet
    return [b for b in named if b.type in allowed and b.type != "spacer"]


def _top(
    shown: list[LayoutBlock],
    kind: str,
    allowed: frozenset[str],
    *,
    campaign: bool,
    rng: np.random.Generator,
) -> list[LayoutBlock]:
    said = any(block.type == "announcement-bar" for block in shown)
    chance = rng.random() < _ANNOUNCEMENT_CHANCE + 0.3 * campaign
    top: list[LayoutBlock] = []
    if "announcement-bar" in allowed and (said or chance):
        top.append(LayoutBlock("announcement-bar"))
    counted = campaign and "countdown" in allowed and "hero-banner" in allowed
    if opener := _opener(shown, kind, allowed, rng, hero=counted):
        top.append(opener)
    if counted:
        top.append(LayoutBlock("countdown"))
    return top


def _opener(
    shown: list[LayoutBlock],
    kind: str,
    allowed: frozenset[str],
    rng: np.random.Generator,
    *,
    hero: bool,
) -> LayoutBlock | None:
    possible = ("hero-banner",) if hero else tuple(o for o in OPENERS if o in allowed)
    for block in shown[:3]:
        if block.type in possible:
            return block
    if not possible:
        return None
    chances = dict(zip(OPENERS, _OPENER_CHANCES[kind], strict=True))
    weight = np.asarray([chances[o] + 1e-3 for o in possible])
    return LayoutBlock(str(rng.choice(possible, p=weight / weight.sum())))


def _body(
    shown: list[LayoutBlock], allowed: frozenset[str], rng: np.random.Generator
) -> list[LayoutBlock]:
    body: list[LayoutBlock] = []
    opened = False
    for block in shown:
        if block.type in ("announcement-bar", "countdown"):
            continue
        if block.type not in OPENERS:
            body.append(block)
        elif opened or block not in shown[:3]:
            later = [t for t in _LATER[block.type] if t in allowed]
            if later:
                body.append(LayoutBlock(str(rng.choice(later)), block.attributes))
        else:
            opened = True
    return body


def _closer(
    body: list[LayoutBlock], wanted: _Wanted, rng: np.random.Generator
) -> LayoutBlock | None:
    for block in reversed(body):
        if block.type in CLOSERS and block.type in wanted.allowed:
            return block
    possible = [c for c in CLOSERS if c in wanted.allowed]
    if not possible:
        return None
    weight = np.asarray([wanted.liked.get(name, 1.0) for name in possible])
    return LayoutBlock(str(rng.choice(possible, p=weight / weight.sum())))


def _since(top: list[LayoutBlock]) -> int:
    """Blocks in a row without a product at the end of the top."""
    count = 0
    for block in top:
        has = block.type in SELLING_BLOCKS or block.type in ("hero-banner", "slideshow")
        count = 0 if has else count + 1
    return count
