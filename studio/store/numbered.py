"""Texts as numbers: columns of millions hold the numbers, each text is held once."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]
else:
    pa = Any

Codes: TypeAlias = npt.NDArray[np.int32]
NONE = -1
"""The number of no text."""


class Words:
    """Texts of one column, numbered from 0 in the order in which they came."""

    def __init__(self, texts: pa.Array | None = None) -> None:
        arrow = import_module("pyarrow")
        self.texts: pa.Array = arrow.array([], arrow.string())
        if texts is not None:
            self.texts = texts

    def __len__(self) -> int:
        return len(self.texts)

    def numbered(self, texts: pa.Array) -> Codes:
        """The number of each text, NONE for null; takes in what is new."""
        arrow, compute = import_module("pyarrow"), import_module("pyarrow.compute")
        if not len(self.texts):
            first = texts.dictionary_encode()
            self.texts = first.dictionary
            return codes_of(first.indices)
        found = compute.index_in(texts, value_set=self.texts)
        strange = compute.and_(compute.is_null(found), compute.is_valid(texts))
        new = compute.unique(texts.filter(strange))
        if len(new):
            self.texts = arrow.concat_arrays([self.texts, new])
            found = compute.index_in(texts, value_set=self.texts)
        return codes_of(found)


def codes_of(indices: pa.Array) -> Codes:
    """Indices of Arrow as numbers, NONE for null."""
    return np.asarray(indices.fill_null(NONE), dtype=np.int32)


def encoded(column: pa.Array) -> pa.DictionaryArray:
    """A column of a batch as a dictionary."""
    is_one = import_module("pyarrow").types.is_dictionary(column.type)
    return column if is_one else column.dictionary_encode()


def joined(chunks: Sequence[pa.DictionaryArray]) -> tuple[Codes, pa.Array]:
    """Chunks of a column as numbers into one list of texts."""
    if not chunks:
        return np.zeros(0, np.int32), Words().texts
    arrow = import_module("pyarrow")
    column = arrow.chunked_array(list(chunks)).unify_dictionaries()
    codes = np.empty(len(column), np.int32)
    at = 0
    for chunk in column.chunks:
        codes[at : at + len(chunk)] = codes_of(chunk.indices)
        at += len(chunk)
    return codes, column.chunk(0).dictionary


def codes_for(table: Codes, codes: Codes) -> Codes:
    """Numbers of texts as those of other texts."""
    found: Codes = looked_up(codes, table, NONE)
    return found


def looked_up(codes: Codes, table: npt.NDArray[Any], missing: Any) -> Any:  # noqa: ANN401
    """The value of each number; `missing` for NONE."""
    if not len(table):
        return np.full(len(codes), missing, table.dtype)
    found = table[codes]  # NONE takes the last one
    found[codes == NONE] = missing
    return found


def example_of(codes: Codes, texts: pa.Array, where: npt.NDArray[np.bool_]) -> str:
    """The text of the first of some rows that has one; "" for none."""
    with_one = where & (codes != NONE)
    if not with_one.any():
        return ""
    return str(texts[int(codes[int(np.argmax(with_one))])].as_py() or "")


def dictionary(codes: Codes, texts: pa.Array) -> pa.DictionaryArray:
    """Numbers and their texts as one column of Arrow."""
    arrow = import_module("pyarrow")
    indices = arrow.array(codes, mask=codes == NONE)
    return arrow.DictionaryArray.from_arrays(indices, texts)
