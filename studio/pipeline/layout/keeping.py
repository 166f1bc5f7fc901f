"""Pages to render that keep wishes: locked blocks stay, the rest is fitted round them.

Page rules hold where the wishes leave room for them; a lock goes before a rule.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import pairwise

import msgspec
import numpy as np

from studio.domain.layout import SELLING_BLOCKS, WEB_BLOCKS, LayoutBlock
from studio.domain.wishes import Wishes
from studio.pipeline.layout.arrange import (
    MOST,
    ROW_WITHOUT_PRODUCT,
    UNTIL_FIRST_PRODUCT,
    drawn,
)
from studio.pipeline.layout.attributes import style_page
from studio.pipeline.layout.wishes import smallest

OPENERS: tuple[str, ...] = ("hero-banner", "slideshow", "page-header")
CLOSERS: tuple[str, ...] = ("newsletter", "faq", "usp-bar", "blog-posts")
_FRONT = (*OPENERS, "announcement-bar", "countdown")


class Room(msgspec.Struct, frozen=True):
    """What a page may hold, and what its persona likes.

    Attributes:
        allowed: Types that the shop can fill here.
        least: Fewest blocks.
        most: Most blocks.
        campaign: Whether it is a campaign's page.
        liked: By type, how much more (over 1) or less it is clicked than others.
    """

    allowed: frozenset[str]
    least: int
    most: int
    campaign: bool = False
    liked: Mapping[str, float] = {}


def keep_wishes(
    proposed: Sequence[LayoutBlock],
    wishes: Wishes,
    room: Room,
    rng: np.random.Generator,
) -> list[LayoutBlock]:
    """A page of the wished length with the locked blocks where they are.

    Args:
        proposed: Renderable blocks in order: what the free places are filled from.
        wishes: Settled ones.
        room: What the page may hold.
        rng: Chance.

    Returns:
        Styled blocks; a locked one comes out as it went in.
    """
    size = wishes.length or min(max(len(proposed), room.least), room.most)
    size = max(size, smallest(wishes))
    locked = {part.at: part.block for part in wishes.fixed}
    page = _Page(size, locked, wishes, room)
    waiting = [b for b in proposed if b.type not in wishes.must_not]
    for at in range(size):
        if at in locked:
            continue
        page.put(at, _taken(page, at, waiting) or page.filler(at, rng))
    blocks = [page.blocks[at] for at in range(size)]
    return _styled(blocks, locked, rng)


def faults(blocks: Sequence[LayoutBlock]) -> int:
    """How often a page breaks the rules of its order (1, 2, 4 and 7)."""
    types = [block.type for block in blocks if block.type in WEB_BLOCKS]
    first = 1 if types[:1] == ["announcement-bar"] else 0
    openers = [at for at, name in enumerate(types) if name in OPENERS]
    wrong = abs(len(openers) - 1) + (openers[:1] != [first])
    wrong += sum(a == b for a, b in pairwise(types))
    wrong += not types or types[-1] not in CLOSERS
    run = 0
    for name in types:
        run = 0 if name in (*SELLING_BLOCKS, *OPENERS[:2]) else run + 1
        wrong += run > ROW_WITHOUT_PRODUCT
    soon = types[first + 1 : first + 2 + UNTIL_FIRST_PRODUCT]
    return wrong + (not set(soon) & SELLING_BLOCKS)


def _taken(page: _Page, at: int, waiting: list[LayoutBlock]) -> LayoutBlock | None:
    """The first waiting block that may stand at a place; it waits no longer."""
    for block in waiting:
        if page.fits(at, block.type):
            waiting.remove(block)
            return block
    return None


class _Page:
    """A page that is filled from its top."""

    def __init__(
        self,
        size: int,
        locked: Mapping[int, LayoutBlock],
        wishes: Wishes,
        room: Room,
    ) -> None:
        self.size, self.room = size, room
        self.blocks = dict(locked)
        self.allowed = room.allowed - set(wishes.must_not)
        there = {block.type for block in locked.values()}
        self.due = [name for name in dict.fromkeys(wishes.must) if name not in there]
        self.free = [at for at in range(size) if at not in locked]

    def put(self, at: int, block: LayoutBlock) -> None:
        """Set a place."""
        self.blocks[at] = block
        self.free.remove(at)
        if block.type in self.due:
            self.due.remove(block.type)

    def fits(self, at: int, name: str) -> bool:
        """Whether the page rules allow a type at a place."""
        if name not in self.allowed or self._forced(at, name):
            return False
        if name in (self._type(at - 1), self._type(at + 1)):
            return False
        if self._counts()[name] >= MOST.get(name, 1):
            return False
        return self._place(at, name) and self._sells(at, name)

    def filler(self, at: int, rng: np.random.Generator) -> LayoutBlock:
        """A block for a place that nothing waiting fits; rules give way at last."""
        for test in (self.fits, self._unlike_neighbours, self._not_forced):
            names = [name for name in sorted(self.allowed) if test(at, name)]
            if names:
                room, count = self.room, self._counts()
                return drawn(names, count, room.liked, rng, campaign=room.campaign)
        return LayoutBlock("rich-text")

    def _type(self, at: int) -> str:
        block = self.blocks.get(at)
        return block.type if block is not None else ""

    def _counts(self) -> Counter[str]:
        return Counter(block.type for block in self.blocks.values())

    def _not_forced(self, at: int, name: str) -> bool:
        return not self._forced(at, name)

    def _unlike_neighbours(self, at: int, name: str) -> bool:
        near = (self._type(at - 1), self._type(at + 1))
        return name not in near and name not in _FRONT and self._not_forced(at, name)

    def _forced(self, at: int, name: str) -> bool:
        """Whether the last free places are due to other types, or kept for a closer."""
        if name in self.due:
            return False
        closes = self.free[-1] == self.size - 1 and not set(self.due) & set(CLOSERS)
        spare = len(self.free) - len(self.due) - (closes and at != self.free[-1])
        return spare <= 0 and bool(self.due)

    def _place(self, at: int, name: str) -> bool:
        """Rules 1, 3 and 4: what opens a page, and what closes it."""
        opened = any(self._type(place) in OPENERS for place in self.blocks)
        first = 1 if self._type(0) == "announcement-bar" else 0
        if at == 0 and name == "announcement-bar":
            return self._type(1) in ("", *OPENERS)
        if at == first and not opened:
            return name in OPENERS
        if name == "countdown":
            return self._type(at - 1) == "hero-banner" and self.room.campaign
        if name in _FRONT:
            return False
        if at == self.size - 1:
            return name in CLOSERS or not self.allowed & set(CLOSERS)
        return True

    def _sells(self, at: int, name: str) -> bool:
        """Rule 2: products soon, and never far between."""
        if name in SELLING_BLOCKS or not self.allowed & SELLING_BLOCKS:
            return True
        if name in _FRONT:
            return True
        run, sold = 0, False
        for place in range(at):
            kind = self._type(place)
            sold |= kind in SELLING_BLOCKS
            run = 0 if kind in (*SELLING_BLOCKS, *OPENERS[:2]) else run + 1
        after = at + 1
        while self._type(after) and self._type(after) not in SELLING_BLOCKS:
            after += 1
        behind = after - at - 1
        last = at == self.size - 1
        early = not sold and run >= UNTIL_FIRST_PRODUCT
        spare = 0 if last or after == self.size else 1  # the closer sells nothing
        most = ROW_WITHOUT_PRODUCT - (spare if at == self.size - 2 else 0)
        return last or not (early or run + behind >= most)


def _styled(
    blocks: list[LayoutBlock],
    locked: Mapping[int, LayoutBlock],
    rng: np.random.Generator,
) -> list[LayoutBlock]:
    """Attributes for all but the locked blocks, which the others give way to."""
    styled = style_page(blocks, rng)
    for at, block in locked.items():
        styled[at] = block
    for at in range(len(styled)):
        if at not in locked:
            styled[at] = _given_way(styled, at)
    return styled


def _given_way(blocks: Sequence[LayoutBlock], at: int) -> LayoutBlock:
    """A block without the tone or the media side of its neighbours (rule 7)."""
    own = blocks[at].attributes
    near = [blocks[i].attributes for i in (at - 1, at + 1) if 0 <= i < len(blocks)]
    accents = sum(
        other.attributes.tone == "accent"
        for place, other in enumerate(blocks)
        if place != at and other.type != "announcement-bar"
    )
    barred = {other.tone for other in near} | ({"accent"} if accents else set())
    if own.tone is not None and own.tone in barred:
        own = msgspec.structs.replace(own, tone=None)
    sides = {other.media_side for other in near}
    if own.media_side in ("left", "right") and own.media_side in sides:
        other_side = "left" if own.media_side == "right" else "right"
        own = msgspec.structs.replace(own, media_side=other_side)
    return LayoutBlock(blocks[at].type, own)
