"""What a merchandiser asks of a layout: length, blocks that must, must not, are fixed.

Wishes can contradict each other. Then the fewest are dropped, and each that is dropped
is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import TypeAlias

import msgspec
import numpy as np

from studio.domain.layout import PAGE_KINDS, STOREFRONT_BLOCKS, LayoutBlock, PageKind
from studio.domain.wishes import Fixed, Settled, Wishes
from studio.pipeline.layout.constraints import ONCE, one_main_block
from studio.pipeline.layout.decoder import FREE, Demand
from studio.pipeline.layout.vocabulary import (
    BLOCKS,
    FIELDS,
    TYPE_CODE,
    TYPES,
    encode,
)

_Part: TypeAlias = tuple[str, str | int | Fixed]
"""One wish alone: what it is of, and its value."""


class Frame(msgspec.Struct, frozen=True):
    """What a page can be at all: wishes beyond it cannot be kept.

    Attributes:
        kind: The page kind; a hard rule keeps some blocks off some kinds.
        allowed: Types that may stand on the page; all where None.
        least: Fewest blocks of the page.
        most: Most blocks of the page.
    """

    kind: PageKind | None = None
    allowed: frozenset[str] | None = None
    least: int = 1
    most: int = BLOCKS


def settle(wishes: Wishes, frame: Frame | None = None) -> Settled:
    """Drop the fewest wishes so that the rest can be kept together.

    Of as many, a length is dropped before a ban, a ban before a block that must be
    there, and that before a block that is fixed.
    """
    frame = frame or Frame()
    parts = _parts(wishes)
    out: tuple[_Part, ...] = ()
    for most in range(len(parts) + 1):
        found = _fewest(parts, most, frame)
        if found is not None:
            out = found
            break
    why = [_sentence(part, parts, frame) for part in out]
    kept = [part for part in parts if part not in out]
    return Settled(_whole(kept), tuple(why))


def smallest(wishes: Wishes) -> int:
    """The fewest blocks of a page that keeps these wishes."""
    there = {fixed.block.type for fixed in wishes.fixed}
    taken = {fixed.at for fixed in wishes.fixed}
    due = len(set(wishes.must) - there)
    least = max(taken, default=-1) + 1
    return max(1, least, len(taken) + due)


def demand_of(wishes: Wishes, n: int) -> Demand:
    """The wishes (settled ones) as a demand on `n` pages."""
    allowed = np.ones((BLOCKS, 1 + len(TYPES)), np.bool_)
    fixed = np.full((BLOCKS, FIELDS), FREE, np.int16)
    must = np.zeros(1 + len(TYPES), np.bool_)
    for name in wishes.must_not:
        allowed[:, TYPE_CODE[name]] = False
    there = {part.block.type for part in wishes.fixed}
    for name in set(wishes.must) - there:
        must[TYPE_CODE[name]] = True
    for part in wishes.fixed:
        fixed[part.at] = encode([part.block])[0].astype(np.int16)
    # what may stand once does not come again beside one that is fixed
    for name in there.intersection(ONCE):
        allowed[:, TYPE_CODE[name]] = False
    return Demand(
        np.repeat(allowed[None], n, axis=0),
        np.repeat(fixed[None], n, axis=0),
        np.repeat(must[None], n, axis=0),
    )


def _parts(wishes: Wishes) -> tuple[_Part, ...]:
    """Single wishes, the first to drop first."""
    parts: list[_Part] = []
    if wishes.length is not None:
        parts.append(("length", wishes.length))
    parts += [("must_not", name) for name in dict.fromkeys(wishes.must_not)]
    parts += [("must", name) for name in dict.fromkeys(wishes.must)]
    parts += [("fixed", part) for part in dict.fromkeys(wishes.fixed)]
    return tuple(parts)


def _whole(parts: Iterable[_Part]) -> Wishes:
    parts = list(parts)
    lengths = [value for name, value in parts if name == "length"]
    return Wishes(
        length=lengths[0] if lengths and isinstance(lengths[0], int) else None,
        must=tuple(v for name, v in parts if name == "must" and isinstance(v, str)),
        must_not=tuple(
            v for name, v in parts if name == "must_not" and isinstance(v, str)
        ),
        fixed=tuple(v for _, v in parts if isinstance(v, Fixed)),
    )


def _fewest(
    parts: Sequence[_Part], most: int, frame: Frame
) -> tuple[_Part, ...] | None:
    """At most `most` wishes whose absence leaves no contradiction, or None."""
    clash = next(_clashes(parts, frame), None)
    if clash is None:
        return ()
    if most == 0:
        return None
    for part in clash:
        rest = [other for other in parts if other != part]
        found = _fewest(rest, most - 1, frame)
        if found is not None:
            return (part, *found)
    return None


def _clashes(parts: Sequence[_Part], frame: Frame) -> Iterator[tuple[_Part, ...]]:
    """Wishes that cannot all be kept: one of each group has to go."""
    yield from ((part,) for part in parts if _impossible(part, frame))
    wishes = _whole(parts)
    yield from _banned(wishes)
    yield from _same_place(wishes.fixed)
    room = frame.most if wishes.length is None else wishes.length
    yield from (
        (("length", room), ("fixed", fixed))
        for fixed in wishes.fixed
        if fixed.at >= room
    )
    if smallest(wishes) > room:
        yield tuple(part for part in parts if part[0] != "must_not")


def _banned(wishes: Wishes) -> Iterator[tuple[_Part, ...]]:
    """What is asked for and asked not to be there."""
    for name in wishes.must_not:
        ban: _Part = ("must_not", name)
        if name in wishes.must:
            yield ban, ("must", name)
        for fixed in wishes.fixed:
            if fixed.block.type == name:
                yield ban, ("fixed", fixed)


def _same_place(fixed: Sequence[Fixed]) -> Iterator[tuple[_Part, ...]]:
    """Two at one place, and two of what stands once."""
    for at, one in enumerate(fixed):
        for other in fixed[:at]:
            twice = one.block.type == other.block.type and one.block.type in ONCE
            if one.at == other.at or twice:
                yield ("fixed", one), ("fixed", other)


def _impossible(part: _Part, frame: Frame) -> bool:
    of, value = part
    if isinstance(value, int):
        return not frame.least <= value <= frame.most
    name = value if isinstance(value, str) else value.block.type
    if name not in STOREFRONT_BLOCKS:
        return True
    if isinstance(value, Fixed) and not 0 <= value.at < frame.most:
        return True
    return of != "must_not" and (_not_filled(name, frame) or _barred(name, frame))


def _not_filled(name: str, frame: Frame) -> bool:
    return frame.allowed is not None and name not in frame.allowed


def _barred(name: str, frame: Frame) -> bool:
    """Whether a hard rule takes such a block off pages of the kind."""
    if frame.kind is None:
        return False
    page = encode([LayoutBlock(name), LayoutBlock("rich-text")])
    return one_main_block(page, PAGE_KINDS.index(frame.kind))


def _sentence(part: _Part, parts: Sequence[_Part], frame: Frame) -> str:
    of, value = part
    if isinstance(value, int):
        if not frame.least <= value <= frame.most:
            return f"{value} blocks: a page has {frame.least} to {frame.most}."
        return f"{value} blocks: what else is asked for does not fit into them."
    name = value if isinstance(value, str) else value.block.type
    return _reason(of, name, parts, frame)


def _reason(of: str, name: str, parts: Sequence[_Part], frame: Frame) -> str:
    whys = {
        f"{name}: there is no such block.": name not in STOREFRONT_BLOCKS,
        f"no {name}: one is asked for as well.": of == "must_not",
        f"{name}: a {frame.kind} page has none.": _barred(name, frame),
        f"{name}: the shop has nothing to fill it with here.": _not_filled(name, frame),
        f"{name}: it is asked for not to be there as well.": (
            of == "must" and ("must_not", name) in parts
        ),
        f"{name}: there is no place left for it.": of == "must",
    }
    found = next((why for why, holds in whys.items() if holds), None)
    return found or f"{name} kept as it is: its place is taken or beyond the page."
