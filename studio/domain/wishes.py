"""What a merchandiser asks of the layout model."""

from __future__ import annotations

import msgspec

from studio.domain.layout import LayoutBlock


class Fixed(msgspec.Struct, frozen=True):
    """A locked block and its place on the page, 0 for the first."""

    at: int
    block: LayoutBlock


class Wishes(msgspec.Struct, frozen=True, omit_defaults=True):
    """How many blocks, which types must or must not stand, and what is locked.

    A `length` of None leaves it to the model. `must` and `must_not` name block types.
    """

    length: int | None = None
    must: tuple[str, ...] = ()
    must_not: tuple[str, ...] = ()
    fixed: tuple[Fixed, ...] = ()

    def __bool__(self) -> bool:
        return self != Wishes()


class Settled(msgspec.Struct, frozen=True):
    """Wishes that can hold together, and a sentence for each that was dropped."""

    wishes: Wishes
    dropped: tuple[str, ...] = ()


class Asked(msgspec.Struct, frozen=True, omit_defaults=True):
    """Wishes with how daring the layouts may be: 0 like our pages, 1 surprise me."""

    wishes: Wishes = Wishes()
    surprise: float = 0.5
