"""The state of one page while it is filled."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from studio.domain.catalogue import Product
from studio.domain.page import Block, Slot
from studio.pipeline.page.request import ComposeRequest
from studio.pipeline.page.shelf import Admits, Shelf
from studio.pipeline.page.taste import Scored, eligible, rank_products
from studio.pipeline.page.themes import PICKED, Theme, themes_for, top_categories


class Filling:
    """What has been used so far: products, themes, quotes, articles.

    `shelf` gives what the page may sell, `window` what its pictures may show.
    """

    def __init__(self, request: ComposeRequest) -> None:
        self.request = request
        self.setting = request.setting
        self.shop = request.setting.shop
        self.catalogue = request.setting.catalogue
        ranked = rank_products(
            self.setting, request.scenario, request.weights, request.hidden
        )
        only = eligible(self.catalogue, request.brief)
        self.ranked = [s for s in ranked if only is None or s.product.id in only]
        self.shelf = Shelf(self.ranked)
        self.window = Shelf(self.ranked)
        self.leaves = top_categories(self.shelf.all(), 2, self.setting.persona)
        self.departments = top_categories(self.shelf.all(), 1, self.setting.persona)
        self.themes: dict[str, Theme] = {}
        self._ideas: Iterator[Theme] | None = None
        self._left: list[Theme] = []
        self.pins = list(request.pins)
        self.told: dict[tuple[str, ...], int] = {}

    @property
    def is_promotion(self) -> bool:
        """Whether the page is about lower prices."""
        return self.request.scenario == "promotion"

    def theme(self, block_id: str, least: int) -> Theme:
        """The next theme that still has so many products; else what is left."""
        if self._ideas is None:
            self._ideas = self._all_ideas()
        self._left.extend(self._ideas)
        for at, theme in enumerate(self._left):
            if self.shelf.count(theme.admits) >= least:
                self.themes[block_id] = self._left.pop(at)
                return self.themes[block_id]
        self.themes[block_id] = PICKED
        return PICKED

    def _all_ideas(self) -> Iterator[Theme]:
        ideas = list(themes_for(self.setting, self.shelf, self.request.candidate))
        if self.is_promotion:
            deals = [t for t in ideas if t.kind == "deals"]
            ideas = deals + [t for t in ideas if t.kind != "deals"]
        yield from ideas

    def sell(
        self, n: int, admits: Admits | None = None, beside: Sequence[Product] = ()
    ) -> list[Scored]:
        """Take products for selling slots, pinned ones first."""
        pinned: list[Scored] = []
        while self.pins and len(pinned) < n:
            found = self.shelf.find(self.pins.pop(0))
            if found is not None and found.product.id not in self.shelf.taken:
                pinned.append(found)
        self.shelf.mark(pinned)
        rest = self.shelf.take(n - len(pinned), admits, beside=beside)
        return pinned + rest

    def slots(self, chosen: Sequence[Scored]) -> tuple[Slot, ...]:
        """Slots for products, those of the request's pins marked as pinned."""
        return tuple(
            Slot(
                product_id=s.product.id,
                score=s.score,
                why=s.why,
                pinned=s.product.id in self.request.pins,
            )
            for s in chosen
        )

    def pictured(
        self, n: int, admits: Admits | None = None, *, sold_first: bool = True
    ) -> list[Scored]:
        """Products to show in a scene: with a picture, sold on the page if possible."""
        taken = set(self.shelf.taken)
        tests: list[Admits] = [
            lambda p: bool(p.picture) and p.id in taken and _admits(admits, p),
            lambda p: bool(p.picture) and _admits(admits, p),
            lambda p: _admits(admits, p),
            lambda p: bool(p.picture) and p.id in taken,
            lambda p: p.id in taken,
            lambda _p: True,
        ]
        chosen: list[Scored] = []
        for test in tests if sold_first else tests[1:]:
            have = {s.product.id for s in chosen}
            chosen += self.window.peek(
                n - len(chosen),
                lambda p, test=test, have=have: p.id not in have and test(p),  # type: ignore[misc]
                beside=[s.product for s in chosen],
            )
            if len(chosen) >= n or (chosen and n > 1 and len(chosen) >= n - 1):
                break
        return chosen


def _admits(admits: Admits | None, product: Product) -> bool:
    return admits is None or admits(product)


def in_category(path: tuple[str, ...]) -> Admits:
    """A test for products of a category."""
    return Theme("category", path).admits


Filler = Callable[[Filling, Block], Block | None]
"""Fills a block, or says with None that there is nothing to fill it with."""
