"""Titles, categories, brands and searches as vectors (the article's NLP step).

Character n-grams need no word splitting, so Chinese and English share one space.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

import msgspec
import numpy as np
import scipy.sparse as sp  # type: ignore[import-untyped]
from sklearn.feature_extraction.text import (  # type: ignore[import-untyped]
    HashingVectorizer,
)
from sklearn.preprocessing import normalize  # type: ignore[import-untyped]
from sklearn.utils.extmath import randomized_svd  # type: ignore[import-untyped]

from studio.domain.catalogue import Product
from studio.domain.taste import Features

WIDTH = 64
"""F: numbers of a text vector."""
NGRAMS = (2, 4)
BUCKETS = 2**14
"""Hash buckets of the n-grams."""

_CHINESE = re.compile("[\u4e00-\u9fff]")
_counter = HashingVectorizer(
    analyzer="char_wb",
    ngram_range=NGRAMS,
    n_features=BUCKETS,
    alternate_sign=False,
    norm=None,
    dtype=np.float32,
)


class TextSpace(msgspec.Struct, frozen=True):
    """Latent semantic analysis of hashed n-grams (Deerwester et al., 1990).

    `idf` (BUCKETS,) weighs the n-grams, `components` (BUCKETS, F) projects them.
    """

    idf: Features
    components: Features

    @property
    def width(self) -> int:
        """F: numbers of a vector."""
        return int(self.components.shape[1])

    def vectors(self, texts: Sequence[str]) -> Features:
        """Unit vectors (N, F) of N texts; an empty text is all zeros."""
        if not texts:
            return np.zeros((0, self.width), np.float32)
        projected = weighted_ngrams(texts, self.idf) @ self.components
        unit: Features = normalize(projected).astype(np.float32)
        return unit


def fit_text(texts: Sequence[str], width: int = WIDTH) -> TextSpace | None:
    """Learn a space from texts; None when there is no text at all."""
    corpus = [text for text in dict.fromkeys(texts) if text.strip()]
    if not corpus:
        return None
    idf = idf_of(corpus)
    weighted = weighted_ngrams(corpus, idf)
    _, _, rows = randomized_svd(weighted, min(width, len(corpus)), random_state=0)
    return TextSpace(idf, np.ascontiguousarray(rows.T, np.float32))


def product_text(product: Product) -> str:
    """What the catalogue says of a product; what it is counts before its story.

    A product made of events has its id for a title: its digits say nothing of it.
    """
    path = " ".join(product.category)
    title = "" if product.title == product.id else product.title
    named = (title, product.title_zh, path, path, product.brand)
    return " ".join(part for part in (*named, product.description[:160]) if part)


def _clean(text: str) -> str:
    """Plain text; each Chinese character also stands alone, as it can be a word."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    plain = plain.encode("utf-8", "replace").decode("utf-8")  # half a surrogate
    return " ".join([plain, *_CHINESE.findall(plain)])


def _counts(texts: Sequence[str]) -> sp.csr_matrix:
    if not texts:
        return sp.csr_matrix((0, BUCKETS), dtype=np.float32)
    return sp.csr_matrix(_counter.transform([_clean(text) for text in texts]))


def idf_of(corpus: Sequence[str]) -> Features:
    """Weights (BUCKETS,) of n-grams: those of few texts count for more."""
    seen_in = np.asarray((_counts(corpus) > 0).sum(axis=0)).ravel()
    weights: Features = np.log((1 + len(corpus)) / (1 + seen_in)).astype(np.float32) + 1
    return weights


def weighted_ngrams(texts: Sequence[str], idf: Features) -> sp.csr_matrix:
    """Unit rows (N, BUCKETS) of weighed n-grams; an empty text has none."""
    counts = _counts(texts)
    if not texts:
        return counts
    counts.data = np.log1p(counts.data)
    return sp.csr_matrix(normalize(counts.multiply(idf).tocsr()))
