"""The products that a page still has to give, each at most once.

Chosen by maximal marginal relevance (Carbonell & Goldstein, 1998): the next product
is the best one that is least like those already beside it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from studio.domain.catalogue import Product
from studio.pipeline.page.taste import Scored

Admits = Callable[[Product], bool]
DEPTH = 500
"""Only so many of the best are compared; what is below has no chance anyway."""
RELEVANCE = 0.68
"""Weight of fit against being unlike the neighbours."""
_WORD = re.compile(r"\w+", re.UNICODE)


class Shelf:
    """Ranked products of which some are taken."""

    def __init__(self, ranked: Sequence[Scored]) -> None:
        self._ranked = [s for s in ranked if not s.product.sold_out]
        self._sold_out = [s for s in ranked if s.product.sold_out]
        self._words: dict[str, frozenset[str]] = {}
        self.taken: dict[str, Scored] = {}

    def __len__(self) -> int:
        return len(self._ranked) - len(self.taken)

    def take(
        self,
        n: int,
        admits: Admits | None = None,
        *,
        beside: Iterable[Product] = (),
        relevance: float = RELEVANCE,
    ) -> list[Scored]:
        """Take the n best products that go well beside each other; may be fewer."""
        chosen = self.peek(n, admits, beside=beside, relevance=relevance)
        self.mark(chosen)
        return chosen

    def mark(self, chosen: Iterable[Scored]) -> None:
        """Say that these are on the page now."""
        self.taken.update((s.product.id, s) for s in chosen)

    def peek(
        self,
        n: int,
        admits: Admits | None = None,
        *,
        beside: Iterable[Product] = (),
        relevance: float = RELEVANCE,
    ) -> list[Scored]:
        """As `take`, but they stay on the shelf."""
        pool = self.free(admits)[:DEPTH]
        near = {s.product.id: 0.0 for s in pool}
        for other in beside:
            self._nearer(near, pool, other)
        chosen: list[Scored] = []
        while pool and len(chosen) < n:
            best = max(
                pool,
                key=lambda s: (
                    relevance * s.order - (1 - relevance) * near[s.product.id]
                ),
            )
            chosen.append(best)
            pool.remove(best)
            self._nearer(near, pool, best.product)
        return chosen

    def free(self, admits: Admits | None = None) -> list[Scored]:
        """Products in stock that are not on the page, best first."""
        return [
            s
            for s in self._ranked
            if s.product.id not in self.taken and (not admits or admits(s.product))
        ]

    def count(self, admits: Admits | None = None) -> int:
        """How many are left."""
        return len(self.free(admits))

    def find(self, product_id: str) -> Scored | None:
        """A product of the shelf, taken or sold out ones included."""
        for scored in (*self._ranked, *self._sold_out):
            if scored.product.id == product_id:
                return scored
        return None

    def all(self) -> list[Scored]:
        """Every product in stock, best first, taken ones included."""
        return list(self._ranked)

    def _nearer(
        self, near: dict[str, float], pool: Sequence[Scored], other: Product
    ) -> None:
        for scored in pool:
            like = self.likeness(scored.product, other)
            near[scored.product.id] = max(near[scored.product.id], like)

    def likeness(self, a: Product, b: Product) -> float:
        """How alike two products are, 0 to 1: title, picture, category, brand."""
        ours, theirs = self._title(a), self._title(b)
        union = len(ours | theirs)
        title = len(ours & theirs) / union if union else 0.0
        same_picture = bool(a.picture) and _picture(a) == _picture(b)
        leaf = bool(a.category) and a.category == b.category
        brand = bool(a.brand) and a.brand == b.brand
        value = 0.6 * title + 0.35 * same_picture + 0.2 * leaf + 0.1 * brand
        return min(1.0, value)

    def _title(self, product: Product) -> frozenset[str]:
        words = self._words.get(product.id)
        if words is None:
            words = frozenset(_WORD.findall(product.title.casefold()))
            self._words[product.id] = words
        return words


def _picture(product: Product) -> str:
    """The drawing behind a picture: colour variants such as boot-rust share one."""
    name = product.picture.rpartition("/")[2].rpartition(".")[0]
    return name.split("-", maxsplit=1)[0]
