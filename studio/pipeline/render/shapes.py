"""Small decisions on how blocks look."""

from __future__ import annotations

from collections.abc import Sized

from markupsafe import Markup

from studio.domain.page import Block, Scene, Slot
from studio.pipeline.render.scenes import SHIFTING, scene_of
from studio.pipeline.render.scope import Scope

NO_SLOT = Slot()
"""Stands for the slot of a picture that is not itself a place to edit."""
_FACT_ICONS = frozenset({
    "truck", "return", "shield", "gift", "leaf", "tool", "clock", "pen", "heart",
    "star", "bag", "spark", "check",
})  # fmt: skip

_LONG_WORDS = {"160x600": (8, 10), "300x250": (11, 14), "300x600": (11, 14)}
"""Characters of a word from which a narrow unit sets its promise smaller."""
_LONG_ELSEWHERE = (18, 22)


def shift(scene: Scene, align: str) -> Markup:
    """Where the centre of a hero's backdrop moves: to the products."""
    if scene.backdrop not in SHIFTING or align == "center":
        return Markup()
    side = "start" if align == "right" else "end"
    return Markup(' data-shift="{}"').format(side)


def long_word(promise: str, size: str) -> Markup:
    """Marks a unit whose longest word needs smaller type to fit its column."""
    longest = max((len(word) for word in promise.split()), default=0)
    long, very = _LONG_WORDS.get(size, _LONG_ELSEWHERE)
    if not promise.isascii() or longest <= long:
        return Markup()
    return Markup(' data-long="{}"').format("very" if longest > very else "yes")


def fact_icon(name: str) -> str:
    """The icon of a promise, or a tick for names that are not in the sprite."""
    return name if name in _FACT_ICONS else "check"


def fit(most: int, items: Sized) -> int:
    """Columns for a handful of items: as many as there are, up to `most`."""
    return max(1, min(most, len(items)))


def slide_scene(scope: Scope, block: Block, slot: Slot, turn: int) -> Scene:
    """The block's scene for the first slide, others to suit their product."""
    if turn == 0 and block.scene is not None:
        return block.scene
    return scene_of(scope.plain(slot.product_id), turn)
