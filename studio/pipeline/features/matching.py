"""Products by the words of a query: light enough for every keystroke."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from studio.domain.catalogue import Product

EXACT, STARTS, WORD_STARTS, HOLDS = 4, 3, 2, 1
"""How well words fit: the whole id or title, its start, starts of words, parts."""


def folded(text: str) -> str:
    """A text as it is compared: width, case and spaces do not count."""
    plain = text if text.isascii() else unicodedata.normalize("NFKC", text)
    return " ".join(plain.casefold().split())


class WordIndex:
    """The folded words of products, prepared once for many queries."""

    def __init__(self, products: Iterable[Product]) -> None:
        self.products = tuple(products)
        self._names = [_names(product) for product in self.products]
        self._texts = [
            " ".join(("", *names, folded(" ".join((p.brand, *p.category)))))
            for p, names in zip(self.products, self._names, strict=True)
        ]

    def fits(self, query: str) -> list[int]:
        """How well each product fits a query; 0 where a word of it is missing."""
        asked = folded(query)
        words = asked.split()
        if not words:
            return [0] * len(self.products)
        first, others = words[0], words[1:]
        return [
            self._fit(at, asked, words)
            if first in text and all(word in text for word in others)
            else 0
            for at, text in enumerate(self._texts)
        ]

    def found(self, query: str) -> list[Product]:
        """Products that hold every word of a query, the best fit first."""
        fits = self.fits(query)
        at = [place for place, fit in enumerate(fits) if fit]
        return [self.products[place] for place in sorted(at, key=lambda p: -fits[p])]

    def _fit(self, at: int, asked: str, words: list[str]) -> int:
        names, text = self._names[at], self._texts[at]
        if asked in names:
            return EXACT
        if any(name.startswith(asked) for name in names):
            return STARTS
        return WORD_STARTS if all(f" {word}" in text for word in words) else HOLDS


def _names(product: Product) -> tuple[str, ...]:
    named = (product.id, product.title, product.title_zh)
    return tuple(folded(name) for name in named if name)
