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
    """Rows as columns of text; shorter rows are filled up, NUL is left out."""
    arrow = import_module("pyarrow")
    columns = [
        arrow.array([_clean(row[n]) if n < len(row) else "" for row in rows])
        for n in range(width)
    ]
    schema = text_schema(width)
    return arrow.RecordBatch.from_arrays(
        [column.cast(arrow.string()) for column in columns], schema=schema
    )


def _clean(cell: str) -> str:
    """JSON may hold NUL and halves of characters, which no UTF-8 has."""
    if cell.isascii():
        return cell.replace("\0", "") if "\0" in cell else cell
    return cell.encode("utf-8", "replace").decode("utf-8").replace("\0", "")
