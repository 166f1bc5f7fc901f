"""Pages as sequences of block types, and what is counted on them."""

from __future__ import annotations

from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from studio.pipeline.layout.vocabulary import FIELD_SIZES, FIELDS, Codes, lengths

Gram: TypeAlias = tuple[int, ...]
_EDGE = -1  # start and end of a page, as a block type


def type_sequences(codes: Codes) -> list[Gram]:
    """The block types of each page, in order, as codes."""
    return [
        tuple(row[:size].tolist())
        for row, size in zip(codes[:, :, 0], lengths(codes), strict=True)
    ]


def grams_of(page: Gram, n: int) -> list[Gram]:
    """Runs of n neighbouring types; for n > 1 the page's edges count as a type."""
    edged = page if n == 1 else (_EDGE, *page, _EDGE)
    return [edged[at : at + n] for at in range(len(edged) - n + 1)]


def attribute_counts(codes: Codes) -> npt.NDArray[np.float32]:
    """How often each attribute has each value on a page; (N, columns)."""
    alive = np.arange(codes.shape[1])[None] < lengths(codes)[:, None]
    columns = [
        ((codes[:, :, field] == value) & alive).sum(axis=1)
        for field in range(1, FIELDS)
        for value in range(FIELD_SIZES[field])
    ]
    return np.stack(columns, axis=1).astype(np.float32)
