"""A frozen encoder of pages, and distances between sets of pages in it.

The encoder knows the pages learned from and nothing else: what is judged, made or held
out, never changes it. Counts of neighbouring types and of attribute values, as
logarithms and standardised, are turned to their main directions (latent semantic
analysis; Deerwester et al., 1990).
"""

from __future__ import annotations

from collections import Counter
from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from studio.pipeline.layout.grams import (
    Gram,
    attribute_counts,
    grams_of,
    type_sequences,
)
from studio.pipeline.layout.vocabulary import Codes, lengths

Floats: TypeAlias = npt.NDArray[np.float64]
_WIDTH = 24  # directions: few enough for a covariance of some hundred pages
_COMMON = 0.02  # share of pages that a gram must be on
_NEAR = 5  # neighbours of PRDC
_LEAST_SPREAD = 0.05


class PageEncoder(msgspec.Struct, frozen=True):
    """Columns of counts, their centre and spread, and the main directions."""

    grams: dict[Gram, int]
    centre: Floats
    spread: Floats
    directions: Floats  # (columns, width)

    def __call__(self, codes: Codes) -> Floats:
        """Pages (N, BLOCKS, FIELDS) as vectors (N, width)."""
        counts = (_counts(codes, self.grams) - self.centre) / self.spread
        return np.asarray(counts @ self.directions, np.float64)


def fit_encoder(known: Codes) -> PageEncoder:
    """An encoder of the pages learned from (N, BLOCKS, FIELDS)."""
    on = Counter(
        gram
        for page in type_sequences(known)
        for gram in {*grams_of(page, 1), *grams_of(page, 2)}
    )
    floor = max(2.0, _COMMON * len(known))
    grams = {g: at for at, g in enumerate(g for g, n in on.items() if n >= floor)}
    counts = _counts(known, grams)
    centre = counts.mean(axis=0)
    spread = np.maximum(counts.std(axis=0), _LEAST_SPREAD)
    scaled = (counts - centre) / spread
    _, size, turned = np.linalg.svd(scaled, full_matrices=False)
    width = min(_WIDTH, int((size > 0).sum()))
    # each direction counts as much as the next
    scale = size[:width] / np.sqrt(max(1, len(known)))
    return PageEncoder(grams, centre, spread, turned[:width].T / scale)


def frechet_distance(made: Floats, real: Floats) -> float:
    """Distance of two normal distributions (Heusel et al., 2017); 0 is alike."""
    gap = made.mean(axis=0) - real.mean(axis=0)
    one, two = np.cov(made, rowvar=False), np.cov(real, rowvar=False)
    # the trace of the root of a product of covariances is that of its eigenvalues
    roots = np.sqrt(np.maximum(np.linalg.eigvals(one @ two).real, 0.0))
    return float(max(0.0, gap @ gap + np.trace(one + two) - 2 * roots.sum()))


def kernel_distance(made: Floats, real: Floats) -> float:
    """Squared maximum mean discrepancy, cubic kernel (Binkowski et al., 2018)."""
    width = made.shape[1]

    def kernel(a: Floats, b: Floats) -> Floats:
        return np.asarray((a @ b.T / width + 1) ** 3, np.float64)

    def within(a: Floats) -> float:
        all_pairs = kernel(a, a)
        n = len(a)
        return float((all_pairs.sum() - np.trace(all_pairs)) / max(1, n * (n - 1)))

    return within(made) + within(real) - 2 * float(kernel(made, real).mean())


def coverage(made: Floats, real: Floats) -> float:
    """Share of real pages that have a made one among their neighbours.

    A real page's neighbourhood reaches to its fifth nearest real page (Naeem et al.,
    2020).
    """
    reach = np.sort(_gaps(real, real), axis=1)[:, min(_NEAR, len(real) - 1)]
    return float(np.mean(_gaps(real, made).min(axis=1) <= reach))


def nearest(made: Floats, known: Floats) -> npt.NDArray[np.int64]:
    """Row of the nearest known page for each made one."""
    return np.asarray(_gaps(made, known).argmin(axis=1), np.int64)


def _gaps(a: Floats, b: Floats) -> Floats:
    """Squared distances (len(a), len(b))."""
    square = (a * a).sum(axis=1)[:, None] + (b * b).sum(axis=1)[None] - 2 * a @ b.T
    return np.asarray(np.maximum(square, 0.0), np.float64)


def _counts(codes: Codes, grams: dict[Gram, int]) -> Floats:
    out = np.zeros((len(codes), len(grams)), np.float64)
    for row, page in enumerate(type_sequences(codes)):
        for n in (1, 2):
            for gram in grams_of(page, n):
                if gram in grams:
                    out[row, grams[gram]] += 1
    size = lengths(codes)[:, None]
    return np.asarray(
        np.log1p(np.concatenate([out, attribute_counts(codes), size], axis=1)),
        np.float64,
    )
