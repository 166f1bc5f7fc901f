"""All rows of a file that is not delimited text, as an Arrow stream of texts."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any

from studio.domain.imports import ImportPlan
from studio.pipeline.ingest.formats.json_cells import json_cells_rows
from studio.pipeline.ingest.formats.json_rows import json_rows
from studio.pipeline.ingest.formats.parquet import parquet_batches
from studio.pipeline.ingest.formats.texts import text_batch, text_schema
from studio.pipeline.ingest.formats.workbook import workbook_batches

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]
else:
    pa = Any

BATCH_ROWS = 8192


def open_rows(
    plan: ImportPlan, dropped: Callable[[str], None] = lambda _: None
) -> pa.RecordBatchReader:
    """The rows below the header as texts `c0`, `c1`, ... in the plan's order.

    Args:
        plan: The plan of a file whose container is not "text".
        dropped: Called with the reason for each row that is left out while reading.

    Returns:
        A stream that reads as it is asked for; no cell is NULL. It raises
        InputProblem where the file turns out to be damaged.
    """
    arrow = import_module("pyarrow")
    width = len(plan.columns)
    return arrow.RecordBatchReader.from_batches(
        text_schema(width), _batches(plan, width, dropped)
    )


def _batches(
    plan: ImportPlan, width: int, dropped: Callable[[str], None]
) -> Iterator[pa.RecordBatch]:
    if plan.format.container == "excel":
        yield from workbook_batches(plan)
    elif plan.format.container == "parquet":
        arrow = import_module("pyarrow")
        for columns in parquet_batches(plan):
            yield arrow.RecordBatch.from_arrays(columns, schema=text_schema(width))
    else:
        read = json_cells_rows if plan.format.container == "json_cells" else json_rows
        rows = read(plan, dropped)
        while piece := list(itertools.islice(rows, BATCH_ROWS)):
            yield text_batch(piece, width)
