"""Products that nobody has met yet, placed beside the products they read like.

A product without events has a text, but nothing of what shoppers taught the model: in
the net it has the vector of its text alone, and in the memory nothing leads to it, so
those with events crowd it out. Until it is met it borrows both from the products with
events whose texts are closest (k nearest neighbours by cosine).
"""

from __future__ import annotations

import msgspec
import numpy as np
import scipy.sparse as sp  # type: ignore[import-untyped]
import torch

from studio.domain.behaviour import Floats, Ints
from studio.domain.taste import Features, Flags
from studio.pipeline.taste.learner import SequenceLearner
from studio.pipeline.taste.memory import LINKS, Memory
from studio.pipeline.taste.sparse import strongest

LIKE = 5
"""Products with events that one without borrows from."""
NEARNESS = 4
"""Power of the cosine that they are weighed by."""
MOST_LENDERS = 20_000
"""Products with events that are looked at, evenly thinned."""
CHUNK = 1024


def likes_of(features: Features, warm: Flags) -> sp.csr_matrix:
    """Weights (I, I) of the products with events that each one without is like.

    Rows of products with events, and of those without a text, are empty; others add up
    to 1, or to less where many lean on the same few: these share what they are given,
    lest a large catalogue of which little was ever met crowd out what was.

    Args:
        features: (I, F) unit vectors of the products' texts, zeros for none.
        warm: (I,) which products have events.
    """
    products = len(warm)
    told = np.any(features != 0, axis=1) if features.shape[1] else np.zeros_like(warm)
    cold, lenders = np.flatnonzero(~warm & told), np.flatnonzero(warm & told)
    lenders = lenders[:: len(lenders) // MOST_LENDERS + 1]
    nothing = sp.csr_matrix((products, products), dtype=np.float32)
    if not len(cold) or not len(lenders):
        return nothing
    number = min(LIKE, len(lenders))
    rows: list[Ints] = []
    columns: list[Ints] = []
    weights: list[Floats] = []
    for first in range(0, len(cold), CHUNK):
        some = cold[first : first + CHUNK]
        cosine = np.maximum(features[some] @ features[lenders].T, 0)
        near = np.argpartition(-cosine, number - 1, axis=1)[:, :number]
        weight: Floats = np.take_along_axis(cosine, near, 1).astype(np.float64)
        weight **= NEARNESS
        whole = weight.sum(axis=1, keepdims=True)
        rows.append(np.repeat(some, number))
        columns.append(lenders[near].ravel())
        weights.append((weight / np.where(whole > 0, whole, 1)).ravel())
    at = (np.concatenate(rows), np.concatenate(columns))
    found = sp.csr_matrix((np.concatenate(weights), at), (products, products))
    found.eliminate_zeros()
    leaning = found @ np.asarray(found.sum(axis=0)).ravel()
    return sp.diags(1 / np.maximum(leaning, 1)).dot(found).tocsr().astype(np.float32)


def lend(learner: SequenceLearner, warm: Flags) -> None:
    """Let the products without events borrow, in the net and in the memory.

    May be done again, when products have come: what was borrowed before is replaced.

    Args:
        learner: A trained model.
        warm: (I,) which products it has learned from.
    """
    likes = likes_of(learner.task.inputs.product_features, warm)
    if not likes.nnz:
        return
    cold = np.flatnonzero(np.diff(likes.indptr))
    table, known = learner.net.product.weight.data, learner.net.warm
    own = table[: len(warm)].cpu().numpy()
    place = torch.from_numpy(cold).to(table.device)
    table[place] = torch.from_numpy((likes @ own)[cold]).to(table)
    known[place] = 1.0
    if learner.memory is not None:
        learner.memory = with_likes(learner.memory, likes)


def with_likes(memory: Memory, likes: sp.csr_matrix) -> Memory:
    """The memory with links to and from the products that borrow.

    What leads to a neighbour leads to the product too, and what follows on a neighbour
    follows on it.
    """
    with_own = sp.diags((np.diff(likes.indptr) == 0).astype(np.float32))
    own = with_own @ memory.links @ with_own
    both = own + own @ likes.T
    links = strongest((both + likes @ both).tocsr(), LINKS)
    return msgspec.structs.replace(memory, links=links)
