"""Products by what a person means: their words, then their meaning.

Words come first: who types a title wants that product. Words that are nearly one of the
catalogue are read as it. Meaning ranks the rest, by cosines that are never cut off by
their size. Fusing the ranks of meaning and n-grams was tried and lost: across languages
n-grams agree by accident only.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, TypeAlias

import msgspec
import numpy as np
import scipy.sparse as sp  # type: ignore[import-untyped]

from studio.domain.behaviour import Floats
from studio.domain.catalogue import Catalogue, Product
from studio.domain.jobs import FoundProduct
from studio.domain.taste import Features
from studio.pipeline.features.matching import WordIndex, folded
from studio.pipeline.features.spelling import Vocabulary, vocabulary_of
from studio.pipeline.features.text import idf_of, weighted_ngrams

Encode: TypeAlias = Callable[[Sequence[str]], Features]


class Index(msgspec.Struct, frozen=True):
    """What is looked in: I products.

    `ngrams` (I, BUCKETS) are weighed n-grams of their names; `meaning` (I, W) their
    vectors, None where there is no encoder.
    """

    words: WordIndex
    vocabulary: Vocabulary
    idf: Features
    ngrams: sp.csr_matrix
    meaning: Features | None = None


def passage_of(product: Product) -> str:
    """What an encoder of meaning reads of a product: its names and what it is."""
    names = (product.title, product.title_zh, " ".join(product.category[-2:]))
    return ", ".join(name for name in names if name) or product.id


def index_products(catalogue: Catalogue, meaning: Features | None = None) -> Index:
    """Prepare a catalogue; `meaning` (I, W) are vectors of its `passage_of`."""
    products = tuple(catalogue)
    names = [" ".join((p.title, p.title_zh, p.brand)) for p in products]
    idf = idf_of(names)
    words = [
        " ".join((name, *p.category)) for name, p in zip(names, products, strict=True)
    ]
    return Index(
        WordIndex(products),
        vocabulary_of(words),
        idf,
        weighted_ngrams(names, idf),
        meaning,
    )


def find(
    index: Index, query: str, most: int, asked: Encode | None
) -> tuple[FoundProduct, ...]:
    """The best `most` products for a query: by words, as nearly spelt, by meaning.

    Args:
        index: Where to look.
        query: What a person typed, in either language.
        most: Products at most.
        asked: Encodes queries; None where there is no encoder, which leaves n-grams.
    """
    text = folded(query)
    if not text or not index.words.products:
        return ()
    meant = index.vocabulary.corrected(text)
    fit = np.array(index.words.fits(text))
    near = np.array(index.words.fits(meant)) if meant != text else fit
    alike = _alike(index, meant, asked)
    order = np.lexsort((-alike, -near, -fit))[:most]
    by_meaning = index.meaning is not None and asked is not None
    return tuple(
        FoundProduct(index.words.products[at].id, _how(int(fit[at]), int(near[at])))
        for at in order
        if near[at] or by_meaning or alike[at] > 0
    )


def _alike(index: Index, text: str, asked: Encode | None) -> Floats:
    """How like each product is (I,): cosine of meaning, or of n-grams without it."""
    if index.meaning is not None and asked is not None:
        return np.asarray(index.meaning @ asked([text])[0], np.float64)
    cosines = weighted_ngrams([text], index.idf) @ index.ngrams.T
    alike: Floats = np.asarray(cosines.todense(), np.float64).ravel()
    return alike


def _how(fit: int, near: int) -> Literal["words", "spelling", "meaning"]:
    if fit:
        return "words"
    return "spelling" if near else "meaning"
