"""Lists of texts as one, and the new numbers of their texts.

Where every text keeps its number there are no new ones: None stands for them.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from studio.store.numbered import Codes, Words, codes_for

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]
else:
    pa = Any

Renumbered: TypeAlias = list[Codes | None]
"""The new number of each text, list by list."""


def together(lists: list[pa.Array]) -> tuple[Renumbered, pa.Array]:
    """Several lists of distinct texts as one, and the new number of each text."""
    if len(lists) == 1 and not lists[0].null_count:
        return [None], lists[0].cast("string")
    return by_text(lists)


def by_text(lists: list[pa.Array]) -> tuple[Renumbered, pa.Array]:
    """As `together` for lists in which a text may come twice, or be null."""
    words = Words()
    codes = [words.numbered(texts.cast("string")) for texts in lists]
    return list(codes), words.texts


def one_after_the_other(lists: list[pa.Array]) -> tuple[Renumbered, pa.Array]:
    """As `together` for lists that have no text in common."""
    starts = np.cumsum([0, *map(len, lists)])
    codes = [
        np.arange(start, start + len(texts), dtype=np.int32) if start else None
        for texts, start in zip(lists, starts, strict=False)
    ]
    arrow = import_module("pyarrow")
    return codes, arrow.concat_arrays([texts.cast("string") for texts in lists])


def sorted_together(lists: list[pa.Array]) -> tuple[Renumbered, pa.Array]:
    """As `together`, numbered in the order of the texts."""
    compute = import_module("pyarrow.compute")
    codes, texts = together(lists)
    order = np.asarray(compute.sort_indices(texts))
    rank = np.empty(len(order), np.int32)
    rank[order] = np.arange(len(order), dtype=np.int32)
    ranks = [rank if each is None else codes_for(rank, each) for each in codes]
    return list(ranks), texts.take(order)


def renumbered(table: Codes | None, codes: Codes) -> Codes:
    """Numbers of texts by their new numbers."""
    return codes if table is None else codes_for(table, codes)
