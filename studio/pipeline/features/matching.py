"""Products by the words of a query: light enough for every keystroke."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

from studio.domain.catalogue import Product

EXACT, STARTS, WORD_STARTS, HOLDS = 4, 3, 2, 1
"""How well words fit: the whole id or title, its start, starts of words, parts."""


def folded(text: str) -> str:
    """A text as it is compared: width, case and spaces do not count."""
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def product_words(product: Product) -> str:
    """All words that a product can be found by."""
    named = (product.title, product.title_zh, product.id, product.brand)
    return folded(" ".join((*named, *product.category)))


def word_fit(query: str, product: Product) -> int:
    """How well a product fits the words of a folded query; 0 where one is missing."""
    words = query.split()
    if not words:
        return 0
    names = {folded(n) for n in (product.id, product.title, product.title_zh) if n}
    if query in names:
        return EXACT
    if any(name.startswith(query) for name in names):
        return STARTS
    text = product_words(product)
    if not all(word in text for word in words):
        return 0
    return WORD_STARTS if all(f" {word}" in f" {text}" for word in words) else HOLDS


def found_by_words(products: Iterable[Product], query: str) -> list[Product]:
    """Products that hold every word of a query, the best fit first, else in order."""
    asked = folded(query)
    fits = [(word_fit(asked, product), product) for product in products]
    return [p for fit, p in sorted(fits, key=lambda pair: -pair[0]) if fit]
