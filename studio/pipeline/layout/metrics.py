"""How near generated pages come to real ones."""

from __future__ import annotations

from collections import Counter
from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt
from scipy.stats import wasserstein_distance  # type: ignore[import-untyped]
from sklearn.ensemble import (  # type: ignore[import-untyped]
    HistGradientBoostingClassifier,
)
from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]
from sklearn.model_selection import (  # type: ignore[import-untyped]
    StratifiedKFold,
    cross_val_predict,
)

from studio.pipeline.layout.encoder import (
    PageEncoder,
    coverage,
    fit_encoder,
    frechet_distance,
    kernel_distance,
)
from studio.pipeline.layout.grams import (
    Gram,
    attribute_counts,
    grams_of,
    type_sequences,
)
from studio.pipeline.layout.vocabulary import TYPES, Codes, lengths

Floats: TypeAlias = npt.NDArray[np.float64]

_FOLDS = 5
_MIN_SHARE = 0.01  # a gram on fewer pages than this cannot help the classifier


class Realism(msgspec.Struct, frozen=True):
    """One row of the comparison table; `repeats` is the difference from real pages."""

    name: str
    auc: float
    cooccurrence: float
    repeats: float
    length: float
    types: float
    bigrams: float
    novel: float
    distinct: float
    coverage: float
    frechet: float
    kernel: float


def compare(
    name: str,
    made: Codes,
    real: Codes,
    known: Codes,
    encoder: PageEncoder | None = None,
) -> Realism:
    """Judge made pages (N, BLOCKS, FIELDS) against real ones of shops not learned from.

    `known` are the pages learned from (for novelty, and for the encoder where none is
    given).
    """
    encoder = encoder or fit_encoder(known)
    as_made, as_real = encoder(made), encoder(real)
    return Realism(
        name=name,
        auc=c2st_auc(made, real),
        cooccurrence=cooccurrence_distance(made, real),
        repeats=float(repeats(made).mean() - repeats(real).mean()),
        length=float(wasserstein_distance(lengths(made), lengths(real))),
        types=divergence(grams(made, 1), grams(real, 1)),
        bigrams=divergence(grams(made, 2), grams(real, 2)),
        novel=novelty(made, known),
        distinct=distinct_share(made),
        coverage=coverage(as_made, as_real),
        frechet=frechet_distance(as_made, as_real),
        kernel=kernel_distance(as_made, as_real),
    )


def repeats(codes: Codes) -> Floats:
    """Blocks of a type that the page already has, for each page (N,)."""
    pages = type_sequences(codes)
    return np.asarray([len(page) - len(set(page)) for page in pages], np.float64)


def novelty(made: Codes, known: Codes) -> float:
    """Share of pages whose sequence of types no known page has."""
    seen = set(type_sequences(known))
    return float(np.mean([page not in seen for page in type_sequences(made)]))


def distinct_share(codes: Codes) -> float:
    """Different sequences of types over pages."""
    pages = type_sequences(codes)
    return len(set(pages)) / max(1, len(pages))


def presence(codes: Codes) -> npt.NDArray[np.bool_]:
    """Which types each page has; shape (N, 1 + types), column 0 unused."""
    there = np.zeros((len(codes), 1 + len(TYPES)), np.bool_)
    for row, page in enumerate(type_sequences(codes)):
        there[row, list(page)] = True
    return there


def cooccurrence_distance(made: Codes, real: Codes) -> float:
    """Mean absolute difference of the shares of pages that have both of two types.

    The mean goes over the pairs of types that occur together on any page of the two.
    """
    a, b = _pairs(made), _pairs(real)
    seen = (a + b) > 0
    return float(np.abs(a - b)[seen].mean()) if seen.any() else 0.0


def grams(codes: Codes, n: int) -> Counter[Gram]:
    """Counts of n neighbouring types; for n > 1 the page's edges count as a type."""
    found: Counter[Gram] = Counter()
    for page in type_sequences(codes):
        found.update(grams_of(page, n))
    return found


def divergence(made: Counter[Gram], real: Counter[Gram]) -> float:
    """Jensen-Shannon divergence of two counts, in bits (0 alike, 1 disjoint)."""
    keys = list(made.keys() | real.keys())
    p = np.asarray([made[key] for key in keys], np.float64)
    q = np.asarray([real[key] for key in keys], np.float64)
    p, q = p / max(p.sum(), 1.0), q / max(q.sum(), 1.0)
    m = (p + q) / 2
    return float((_relative(p, m) + _relative(q, m)) / 2)


def c2st_auc(made: Codes, real: Codes, seed: int = 0) -> float:
    """Area under the ROC of gradient boosting that tells made from real; 0.5 is ideal.

    Classifier two-sample test (Lopez-Paz and Oquab, 2017) on 1- to 3-grams of types,
    attributes and lengths, five folds.
    """
    features = page_features(np.concatenate([made, real]))
    label = np.concatenate([np.ones(len(made)), np.zeros(len(real))])
    model = HistGradientBoostingClassifier(max_iter=100, random_state=seed)
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=seed)
    score = cross_val_predict(model, features, label, cv=folds, method="predict_proba")
    return float(roc_auc_score(label, score[:, 1]))


def page_features(codes: Codes) -> npt.NDArray[np.float32]:
    """Counts of frequent grams and attribute values, and lengths; (N, features)."""
    pages = type_sequences(codes)
    rows = [Counter(g for n in (1, 2, 3) for g in grams_of(page, n)) for page in pages]
    shares = Counter(gram for row in rows for gram in row)
    floor = max(2.0, _MIN_SHARE * len(pages))
    keep = {g: at for at, (g, n) in enumerate(shares.most_common()) if n >= floor}
    out = np.zeros((len(pages), len(keep)), np.float32)
    for at, row in enumerate(rows):
        for gram, count in row.items():
            if gram in keep:
                out[at, keep[gram]] = count
    size = lengths(codes).astype(np.float32)[:, None]
    return np.concatenate([out, attribute_counts(codes), size], axis=1)


def _pairs(codes: Codes) -> Floats:
    there = presence(codes).astype(np.float64)[:, 1:]
    both = there.T @ there / max(1, len(codes))
    return np.asarray(both[np.triu_indices(len(both), k=1)], np.float64)


def _relative(p: Floats, q: Floats) -> float:
    some = p > 0
    return float((p[some] * np.log2(p[some] / q[some])).sum())
