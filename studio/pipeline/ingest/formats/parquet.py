"""Rows of Parquet as texts, one piece after another."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import TYPE_CHECKING, Any

from studio.domain.errors import InputProblem
from studio.domain.imports import FileFormat, ImportPlan
from studio.pipeline.ingest.formats.columns import flat_columns, flat_names
from studio.pipeline.ingest.formats.packing import held
from studio.pipeline.ingest.formats.sampled import Sampled
from studio.pipeline.ingest.source import name_of, open_bytes, place_of
from studio.pipeline.ingest.table import MOST_COLUMNS, SAMPLE_ROWS, tabled

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]
else:
    pa = Any

BATCH_ROWS = 32_768


def sample_parquet(path: str) -> Sampled:
    """The first rows of a Parquet file.

    Raises:
        InputProblem: It is damaged, or not a table.
    """
    with _opened(path) as file:
        names = flat_names(file.schema_arrow)
        rows = int(file.metadata.num_rows)
        shown: list[tuple[str, ...]] = []
        if len(names) <= MOST_COLUMNS:
            for batch in file.iter_batches(batch_size=SAMPLE_ROWS):
                columns = [c.to_pylist() for c in flat_columns(batch)]
                shown.extend(zip(*columns, strict=True))
                if len(shown) >= SAMPLE_ROWS:
                    break
    stripped = [tuple(cell.strip() for cell in row) for row in shown[:SAMPLE_ROWS]]
    return Sampled(
        table=tabled([tuple(names), *stripped], at=0, named=True),
        rows=max(rows, len(stripped)),
        whole=rows <= len(stripped),
        format=FileFormat(container="parquet"),
    )


def parquet_batches(plan: ImportPlan) -> Iterator[list[pa.Array]]:
    """The columns of a file as texts, a piece of each row group at a time."""
    with _opened(plan.path) as file:
        for batch in file.iter_batches(batch_size=BATCH_ROWS):
            yield flat_columns(batch)


@contextmanager
def _opened(path: str) -> Iterator[Any]:
    """The file as pyarrow reads it; its errors as sentences."""
    arrow, parquet = import_module("pyarrow"), import_module("pyarrow.parquet")
    name = name_of(path)
    try:
        with open_bytes(path) as stream:
            source = stream if _seekable(path, stream) else held(name, stream)
            with parquet.ParquetFile(source) as file:
                yield file
    except (arrow.ArrowException, OSError, OverflowError, RecursionError) as error:
        raise InputProblem(
            f"{name} is damaged: it cannot be read as Parquet.",
            "Export or copy it again.",
        ) from error


def _seekable(path: str, stream: object) -> bool:
    return not place_of(path).member and isinstance(stream, io.BufferedReader)
