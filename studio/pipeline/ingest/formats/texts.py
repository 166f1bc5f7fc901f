"""Rows of texts as batches of Arrow."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]
else:
    pa = Any


def text_schema(width: int) -> pa.Schema:
    """Columns of text `c0`, `c1`, ..."""
    arrow = import_module("pyarrow")
    return arrow.schema([(f"c{n}", arrow.string()) for n in range(width)])


def text_batch(rows: Sequence[Sequence[str]], width: int) -> pa.RecordBatch:
    """Rows as columns of text; shorter rows are filled up, longer ones cut."""
    arrow = import_module("pyarrow")
    even = all(len(row) == width for row in rows)
    cells = rows if even else [(*row, *[""] * width)[:width] for row in rows]
    columns = [
        arrow.array(column, arrow.string()) for column in zip(*cells, strict=True)
    ]
    return arrow.RecordBatch.from_arrays(columns, schema=text_schema(width))
