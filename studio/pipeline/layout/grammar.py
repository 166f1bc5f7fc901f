"""E-mails, advertisements and social pictures: layouts from a seeded grammar.

No collection of real ones is at hand, so these come from a few rules with chances, in
`resources/layout/grammar.json`, until a project has its own.
"""

from __future__ import annotations

from functools import cache

import msgspec
import numpy as np

from studio.domain.layout import Attributes, Layout, LayoutBlock
from studio.domain.page import Surface
from studio.domain.shipped import resource

_UNITS = ("mail-", "ad-", "social-")


class Part(msgspec.Struct, frozen=True):
    """One block of a unit: how likely it is there, and the items it may hold."""

    type: str
    chance: float = 1.0
    items: tuple[int, ...] = ()


@cache
def _grammar() -> dict[str, tuple[Part, ...]]:
    text = resource("layout", "grammar.json").read_bytes()
    return msgspec.json.decode(text, type=dict[str, tuple[Part, ...]])


def unit_blocks(
    surface: Surface, allowed: frozenset[str], rng: np.random.Generator
) -> list[LayoutBlock]:
    """Blocks of a mail, of the ad sizes or of the social sizes, allowed types only."""
    blocks: list[LayoutBlock] = []
    for part in _grammar()[surface]:
        there = rng.random() < part.chance
        items = int(rng.choice(part.items)) if part.items else None
        if there and part.type in allowed:
            blocks.append(LayoutBlock(part.type, Attributes(items=items)))
    return blocks


def without_units(layout: Layout) -> Layout:
    """The layout without blocks of mails, advertisements and social pictures."""
    blocks = tuple(b for b in layout.blocks if not b.type.startswith(_UNITS))
    return msgspec.structs.replace(layout, blocks=blocks)
