"""What the taste model has to beat: bestsellers, EASE, and nearest products."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp  # type: ignore[import-untyped]

from studio.domain.behaviour import Floats, Ints
from studio.domain.taste import Steps
from studio.pipeline.taste.metrics import ScoreFunction, Scores
from studio.pipeline.taste.sparse import rows_of, strongest
from studio.pipeline.taste.split import HeldOut, stretches

EASE_RIDGE = 300.0
"""Ridge of EASE for a shop of some thousand shoppers."""
EASE_LIMIT = 4000
"""More products than this and the closed form takes too long here."""
NEIGHBOURS = 50
SHRINKAGE = 10.0
"""Products bought together this seldom count for little."""


def popularity(steps: Steps, train_end: Ints, products: int) -> Floats:
    """Number of training steps on each product, (I,)."""
    product = _train_products(steps, train_end)[1]
    return np.bincount(product, minlength=products).astype(np.float64)


def popularity_scores(counts: Floats) -> ScoreFunction:
    """Score every product by how often it was met, for whomever."""
    row = counts.astype(np.float32)[None]
    return lambda asked: np.repeat(row, len(asked), axis=0)


def ease(
    steps: Steps, train_end: Ints, products: int, ridge: float = EASE_RIDGE
) -> ScoreFunction:
    """Embarrassingly shallow autoencoder (Steck, 2019), the closed form.

    One dense (I, I) matrix with a zero diagonal maps what a shopper met to scores.
    """
    met = _met(steps, train_end, products)
    gram = (met.T @ met).toarray().astype(np.float32)
    gram[np.diag_indices(products)] += ridge
    inverse = np.linalg.inv(gram)
    weights = (-inverse / np.diag(inverse)).astype(np.float32)
    np.fill_diagonal(weights, 0.0)
    return _linear(steps, weights, products)


def item_knn(steps: Steps, train_end: Ints, products: int) -> ScoreFunction:
    """Nearest products by shrunk cosine (Sarwar et al., 2001), NEIGHBOURS each."""
    met = _met(steps, train_end, products)
    together = (met.T @ met).tocsr()
    count = together.diagonal()
    together.setdiag(0)
    together.eliminate_zeros()
    row = rows_of(together)
    norm = np.sqrt(count[row] * count[together.indices]) + SHRINKAGE
    together.data = together.data / norm
    return _linear(steps, strongest(together, NEIGHBOURS), products)


def second_baseline(
    steps: Steps, train_end: Ints, products: int
) -> tuple[str, ScoreFunction]:
    """EASE by name, or nearest products where there are too many for it."""
    if products > EASE_LIMIT:
        return "Item kNN", item_knn(steps, train_end, products)
    return "EASE", ease(steps, train_end, products)


def _linear(
    steps: Steps, weights: npt.NDArray[np.float32] | sp.csr_matrix, products: int
) -> ScoreFunction:
    def score(asked: HeldOut) -> Scores:
        begin = steps.start[asked.shopper]
        rows = _matrix(steps, begin, asked.end, products)
        scores = rows @ weights
        return np.asarray(
            scores.toarray() if sp.issparse(scores) else scores, np.float32
        )

    return score


def _train_products(steps: Steps, train_end: Ints) -> tuple[Ints, Ints]:
    """Shopper and product of every training step that has a product."""
    shopper = steps.shopper()
    kept = (np.arange(len(steps)) < train_end[shopper]) & (steps.product >= 0)
    return shopper[kept], steps.product[kept]


def _met(steps: Steps, train_end: Ints, products: int) -> sp.csr_matrix:
    return _matrix(steps, steps.start[:-1], train_end, products)


def _matrix(steps: Steps, begin: Ints, end: Ints, products: int) -> sp.csr_matrix:
    """Sparse 0 or 1 (N, I): which products lie between two steps."""
    row, at = stretches(begin, end)
    product = steps.product[at]
    kept = product >= 0
    met = sp.csr_matrix(
        (np.ones(int(kept.sum()), np.float32), (row[kept], product[kept])),
        shape=(len(begin), products),
    )
    met.data[:] = 1
    return met
