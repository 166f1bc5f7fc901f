"""Checks what is asked of the layout model before a worker is troubled with it."""

from __future__ import annotations

from studio.domain.blocks import BLOCKS
from studio.domain.errors import InputProblem
from studio.domain.layout import WEB_BLOCKS
from studio.domain.wishes import Asked


def check_wishes(asked: Asked) -> None:
    """Raise InputProblem for an unknown block type or a length that no page has.

    Wishes that contradict each other are no error: the fewest are dropped and named.
    """
    known = [name for name in BLOCKS if name in WEB_BLOCKS]
    for name in (*asked.wishes.must, *asked.wishes.must_not):
        if name not in known:
            raise InputProblem(
                f"There is no block type “{name}” for web pages.",
                f"Known: {', '.join(known)}.",
            )
    length = asked.wishes.length
    if length is not None and length < 1:
        raise InputProblem(
            f"A page of {length} blocks cannot be made.", "Ask for 7 to 11 blocks."
        )
    if not 0 <= asked.surprise <= 1:
        raise InputProblem(
            f"{asked.surprise:g} is no degree of surprise.",
            "Give 0 (like our pages) to 1 (surprise me).",
        )
