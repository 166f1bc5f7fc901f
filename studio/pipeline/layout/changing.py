"""What a training has changed: the pages of two models made of the same noise."""

from __future__ import annotations

import numpy as np

from studio.pipeline.layout.judging import pages_like
from studio.pipeline.layout.metrics import presence
from studio.pipeline.layout.model import LayoutModel
from studio.pipeline.layout.pages import PageSet
from studio.pipeline.layout.vocabulary import TYPES, lengths

_PAGES = 600
_MOST = 8  # types that are told of


def what_changed(
    before: LayoutModel, after: LayoutModel, like: PageSet, seed: int
) -> dict[str, float]:
    """How much more often pages of `after` have a block type than those of `before`.

    Args:
        before: The model that training began with.
        after: The trained one.
        like: Pages whose kinds are asked for.
        seed: Of the noise, the same for both.

    Returns:
        Differences of the share of pages by type, the largest first, and under
        "length" the difference of the mean number of blocks.
    """
    rows = np.random.default_rng(seed).integers(0, len(like), _PAGES)
    asked = like.take(rows)
    old, new = pages_like(before, asked, seed), pages_like(after, asked, seed)
    gap = presence(new).mean(axis=0)[1:] - presence(old).mean(axis=0)[1:]
    order = np.argsort(-np.abs(gap), kind="stable")[:_MOST]
    found = {TYPES[at]: float(gap[at]) for at in order.tolist()}
    found["length"] = float(lengths(new).mean() - lengths(old).mean())
    return found
