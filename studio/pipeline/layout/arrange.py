"""Order the middle of a page so that the page rules hold by construction."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import msgspec
import numpy as np

from studio.domain.layout import SELLING_BLOCKS, LayoutBlock

MOST: dict[str, int] = {
    "product-grid": 3, "product-carousel": 2, "image-with-text": 3, "rich-text": 2,
    "promo-banner": 2, "multicolumn": 2, "featured-product": 2, "shop-the-look": 2,
    "category-tiles": 2,
}  # fmt: skip
"""At most so many of a type on a page; 1 where it is not named."""
ROW_WITHOUT_PRODUCT = 3
_LIKING = 2.0  # how strongly what a persona clicks weighs where a gap is filled
UNTIL_FIRST_PRODUCT = 2
"""Blocks after the hero that may come before the first that sells."""

_RARELY = (0.1, 0.1)
_FILLERS: dict[str, tuple[float, float]] = {
    "product-grid": (3.0, 4.0), "product-carousel": (2.0, 2.0),
    "recommended-products": (2.5, 1.5), "category-tiles": (2.0, 1.5),
    "featured-product": (1.5, 1.5), "shop-the-look": (1.2, 0.6),
    "comparison-table": (0.4, 0.4), "recently-viewed": (0.6, 0.6),
    "image-with-text": (2.0, 1.0), "multicolumn": (1.0, 0.7), "usp-bar": (1.5, 1.5),
    "rich-text": (0.8, 0.5), "testimonials": (1.2, 0.8), "video": (0.5, 0.3),
    "logo-list": (0.6, 0.5), "gallery": (0.7, 0.3), "promo-banner": (0.8, 3.0),
    "faq": (0.8, 0.8), "blog-posts": (0.7, 0.3), "newsletter": (0.3, 0.3),
}  # fmt: skip
"""How readily a type fills a gap: (ordinary pages, campaign pages)."""


class Wish(msgspec.Struct, frozen=True):
    """What the middle must fit: its size, its neighbours, and what is allowed.

    `since_product` counts the blocks in a row without a product just before it;
    `liked` says by type how much more (over 1) or less its persona clicks it.
    """

    size: int
    before: str
    after: str
    since_product: int
    allowed: frozenset[str]
    campaign: bool = False
    liked: Mapping[str, float] = {}


def arrange(
    blocks: list[LayoutBlock], wish: Wish, rng: np.random.Generator
) -> list[LayoutBlock]:
    """Choose and order `wish.size` blocks, keeping the given order where rules allow.

    Where no given block fits, one of the allowed types fills the gap.
    """
    waiting = list(blocks)
    # a long page is thinned evenly rather than cut at its end
    while len(waiting) > wish.size:
        waiting.pop(_least_missed(waiting, rng))
    placed: list[LayoutBlock] = []
    while len(placed) < wish.size:
        gap = _Gap(wish, placed)
        spare = wish.size - len(placed) > len(waiting)
        found = next((b for b in waiting if gap.fits(b.type)), None)
        if found is None or (spare and _better_filled(gap, waiting, rng)):
            found = gap.filler(rng) or found
        if found is None:
            break
        if found in waiting:
            waiting.remove(found)
        placed.append(found)
    return placed


class _Gap:
    """The next place of the middle: what may stand there."""

    def __init__(self, wish: Wish, placed: list[LayoutBlock]) -> None:
        self.wish = wish
        self.types = [block.type for block in placed]
        self.count = Counter(self.types)
        self.last = len(placed) + 1 == wish.size
        self.run = wish.since_product
        self.sold = False
        for name in self.types:
            sells = name in SELLING_BLOCKS
            self.sold |= sells
            self.run = 0 if sells else self.run + 1

    @property
    def must_sell(self) -> bool:
        """Whether only a block that sells keeps the rules here."""
        if not self.wish.allowed & SELLING_BLOCKS:
            return False
        early = not self.sold and len(self.types) + _lead(self.wish) >= (
            UNTIL_FIRST_PRODUCT
        )
        most = ROW_WITHOUT_PRODUCT - (1 if self.last and self.wish.after else 0)
        return early or self.run >= most

    def fits(self, name: str) -> bool:
        """Whether a type may stand here."""
        before = self.types[-1] if self.types else self.wish.before
        if name == before or (self.last and name == self.wish.after):
            return False
        taken = self.count[name] + (name == self.wish.after)
        if taken >= MOST.get(name, 1) and not self._only_seller(name):
            return False
        return name in SELLING_BLOCKS or not self.must_sell

    def filler(self, rng: np.random.Generator) -> LayoutBlock | None:
        """A block of an allowed type that fits, types not yet used first."""
        names = [n for n in sorted(_FILLERS) if n in self.wish.allowed and self.fits(n)]
        if not names:
            return None
        wish = self.wish
        return drawn(names, self.count, wish.liked, rng, campaign=wish.campaign)

    def _only_seller(self, name: str) -> bool:
        """A type beyond its number is taken where nothing else could sell."""
        others = (self.wish.allowed & SELLING_BLOCKS) - {name}
        free = any(self.count[o] < MOST.get(o, 1) for o in others)
        return self.must_sell and name in SELLING_BLOCKS and not free


def drawn(
    names: Sequence[str],
    count: Mapping[str, int],
    liked: Mapping[str, float],
    rng: np.random.Generator,
    *,
    campaign: bool,
) -> LayoutBlock:
    """A block that fills a gap: types that the persona likes, not yet used, first.

    Args:
        names: Types to choose from, at least one.
        count: How often each is on the page.
        liked: By type, how much more (over 1) or less it is clicked than others.
        rng: Chance.
        campaign: Whether it is a campaign's page.
    """
    weight = np.asarray([
        _FILLERS.get(name, _RARELY)[campaign]
        * liked.get(name, 1.0) ** _LIKING
        / (1 + 3 * count[name])
        for name in names
    ])  # fmt: skip
    return LayoutBlock(str(rng.choice(names, p=weight / weight.sum())))


def _lead(wish: Wish) -> int:
    """Blocks between the hero and the middle (the countdown)."""
    return int(wish.before == "countdown")


def _better_filled(
    gap: _Gap, waiting: list[LayoutBlock], rng: np.random.Generator
) -> bool:
    """Whether to spread fillers between the given blocks instead of after them."""
    left = gap.wish.size - len(gap.types)
    return bool(rng.random() < 1 - len(waiting) / left)


def _least_missed(blocks: list[LayoutBlock], rng: np.random.Generator) -> int:
    """Index of a block to leave out: one of the type that is there most often."""
    count = Counter(block.type for block in blocks)
    most = max(count.values())
    places = [at for at, b in enumerate(blocks) if count[b.type] == most]
    return int(rng.choice(places))
