"""Streams the rows of a file as columns of text, to DuckDB or batch by batch."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from importlib import import_module
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np

from studio.domain.errors import InputProblem
from studio.domain.imports import ImportPlan

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]
else:
    pa = Any

BLOCK_BYTES = 8 * 1024**2
"""A cell can be no longer than this."""
SWALLOWED_LINES = 200
"""A cell of more lines than this is a quotation mark that nobody closed."""
Left = Callable[[str], None]
"""Told the reason of each row that cannot be read."""
OpenRows = Callable[[ImportPlan, Left], "pa.RecordBatchReader"]
"""Opens the rows of a workbook, of Parquet or of JSON as texts `c0`, `c1`, ..."""
OpenText = Callable[[ImportPlan], AbstractContextManager[BinaryIO]]
"""Opens the file of a plan as clean UTF-8."""


class TextReader:
    """One file: its rows as an Arrow stream of texts `c0`, `c1`, ... and `seq`."""

    def __init__(
        self, plan: ImportPlan, stream: BinaryIO, cancelled: threading.Event
    ) -> None:
        self.plan = plan
        self.bytes_read = 0
        self.ragged = 0
        self.left: Counter[str] = Counter()
        self.error: Exception | None = None
        self._stream = stream
        self._cancelled = cancelled
        self._csv = import_module("pyarrow.csv")
        self._pa = import_module("pyarrow")

    def arrow(self) -> pa.RecordBatchReader:
        """The rows, read as they are asked for."""
        names = [f"c{n}" for n in range(len(self.plan.columns))]
        fields = [(name, self._pa.string()) for name in names]
        schema = self._pa.schema([*fields, ("seq", self._pa.int64())])
        return self._pa.RecordBatchReader.from_batches(schema, self._guarded(schema))

    def _guarded(self, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        try:
            yield from self._batches(schema)
        except Exception as error:
            self.error = self._told(error)
            raise

    def _batches(self, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        seq = 0
        with self._opened(schema.names[:-1]) as reader:
            for batch in reader:
                if self._cancelled.is_set():
                    return  # what was staged is thrown away by whoever cancelled
                self.bytes_read += batch.nbytes
                order = self._pa.array(np.arange(seq, seq + len(batch)))
                seq += len(batch)
                yield self._pa.RecordBatch.from_arrays(
                    [*batch.columns, order], schema=schema
                )

    def _opened(self, names: list[str]) -> Any:  # noqa: ANN401 - a reader of pyarrow
        text = self._pa.string()
        file_format = self.plan.format
        return self._csv.open_csv(
            self._stream,
            read_options=self._csv.ReadOptions(
                column_names=names,
                skip_rows_after_names=file_format.header_row,
                block_size=BLOCK_BYTES,
                use_threads=False,
            ),
            parse_options=self._csv.ParseOptions(
                delimiter=file_format.delimiter,
                quote_char=file_format.quote,
                newlines_in_values=True,
                invalid_row_handler=self._skip,
            ),
            convert_options=self._csv.ConvertOptions(
                column_types=dict.fromkeys(names, text),
                strings_can_be_null=False,
            ),
        )

    def _skip(self, row: Any) -> str:  # noqa: ANN401 - an InvalidRow of pyarrow
        if row.text.count("\n") > SWALLOWED_LINES:
            self.error = self._unclosed()
            return "error"
        self.ragged += 1
        return "skip"

    def _unclosed(self) -> InputProblem:
        return InputProblem(
            f"A quotation mark in {self.plan.name} is opened and never closed.",
            "Mend that row, or export the file again.",
        )

    def _told(self, error: Exception) -> Exception:
        if self.error is not None:
            return self.error
        if isinstance(error, self._pa.ArrowInvalid):
            words = str(error).lower()
            if "straddling" in words or "sync" in words:
                return self._unclosed()
            if "empty csv" in words:
                return InputProblem(f"{self.plan.name} has no rows.")
            return InputProblem(
                f"{self.plan.name} cannot be read as a table.",
                "Look at its delimiter and quotation marks.",
            )
        return error


class RowReader:
    """One file that is not delimited text: its rows as a stream, with `seq`."""

    def __init__(
        self, plan: ImportPlan, open_rows: OpenRows, cancelled: threading.Event
    ) -> None:
        self.bytes_read = 0
        self.left: Counter[str] = Counter()
        self.error: Exception | None = None
        self._rows = open_rows(plan, lambda reason: self.left.update((reason,)))
        self._cancelled = cancelled
        self._pa = import_module("pyarrow")

    @property
    def ragged(self) -> int:
        """No row of such a file has too few cells."""
        return 0

    def arrow(self) -> pa.RecordBatchReader:
        """The rows, read as they are asked for."""
        schema = self._rows.schema.append(self._pa.field("seq", self._pa.int64()))
        return self._pa.RecordBatchReader.from_batches(schema, self._guarded(schema))

    def _guarded(self, schema: pa.Schema) -> Iterator[pa.RecordBatch]:
        seq = 0
        try:
            for batch in self._rows:
                if self._cancelled.is_set():
                    return
                self.bytes_read += batch.nbytes
                order = self._pa.array(np.arange(seq, seq + len(batch)))
                seq += len(batch)
                yield self._pa.RecordBatch.from_arrays(
                    [*batch.columns, order], schema=schema
                )
        except Exception as error:
            self.error = error
            raise
