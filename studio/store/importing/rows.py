"""The rows of a file: in blocks, or as a stream, which may be the relation `raw`.

Plain UTF-8 text of events is parsed in blocks on several cores. What cannot be cut
into blocks (other encodings, members of a zip, odd quotation marks, rows that need each
other) streams through `TextReader`, and workbooks, Parquet and JSON through the reader
that the worker brings. All give the same rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any

import msgspec

from studio.domain.imports import ImportPlan
from studio.store.importing.events.blocks import BlockReader
from studio.store.importing.reader import (
    OpenRows,
    OpenText,
    RowReader,
    TextReader,
)
from studio.store.importing.shapes import shape_of
from studio.store.importing.watch import Watch

MEMBER = "!/"
"""Parts the path of an archive from the name inside."""

_ROWS_AT_ONCE, _BYTES_AT_ONCE = 250_000, 64 * 1024**2


class Source(msgspec.Struct, frozen=True):
    """How the worker reads files for the store."""

    open_text: OpenText
    open_rows: OpenRows


class Rows(msgspec.Struct):
    """The rows of a file while they are read.

    `done` tells the share that was read, `dropped` how many rows were left out by
    reason, `error` what really went wrong in a stream. `batches` has texts `c0`, `c1`,
    ... where the rows are not `raw`.
    """

    done: Callable[[], float]
    dropped: Callable[[], dict[str, int]]
    error: Callable[[], Exception | None] = lambda: None
    batches: Iterator[Any] = iter(())


def is_plain(plan: ImportPlan) -> bool:
    """Whether the file of a plan may be cut into blocks.

    Only events are so many that it matters; other rows are told apart by their place.
    """
    file_format = plan.format
    return (
        plan.kind == "behaviour"
        and shape_of(plan) is None
        and file_format.container == "text"
        and file_format.encoding in ("utf-8", "utf-8-sig")
        and MEMBER not in plan.path
        and not file_format.comment
        and len(file_format.delimiter) == 1
        and not any("\n" in c.name or "\r" in c.name for c in plan.columns)
        and Path(plan.path).is_file()
    )


def _ragged(plan: ImportPlan, rows: int) -> dict[str, int]:
    return {f"not {len(plan.columns)} cells in the row": rows} if rows else {}


@contextmanager
def in_blocks(
    plan: ImportPlan, watch: Watch, wanted: tuple[int, ...]
) -> Iterator[Rows]:
    """The rows of a plain text, whose batches raise Unreadable for odd ones."""
    reader = BlockReader(plan, wanted, watch.cancelled)
    with closing(reader.batches()) as batches:  # ends its threads with a cancelled one
        yield _rows(plan, reader, batches)


@contextmanager
def in_batches(plan: ImportPlan, watch: Watch, files: Source) -> Iterator[Rows]:
    """The rows of any file, batch after batch."""
    with _reader(plan, watch, files) as reader:
        yield _rows(plan, reader, _larger(reader.arrow()))


@contextmanager
def as_raw(plan: ImportPlan, watch: Watch, files: Source) -> Iterator[Rows]:
    """The rows of any file as `raw`, which can be read once."""
    with _reader(plan, watch, files) as reader, watch.lent("raw", reader.arrow()):
        yield _rows(plan, reader, iter(()))


@contextmanager
def what_went_wrong(rows: Rows) -> Iterator[None]:
    """Raise the error of who reads the rows in place of what it looks like outside."""
    try:
        yield
    except Exception as error:
        real = rows.error()
        if real is None or real is error:
            raise
        raise real from None


def _larger(batches: Iterable[Any]) -> Iterator[Any]:
    """Several batches as one: asking what texts mean costs the same for many."""
    waiting: list[Any] = []
    rows = size = 0
    for batch in batches:
        waiting.append(batch)
        rows, size = rows + len(batch), size + batch.nbytes
        if rows >= _ROWS_AT_ONCE or size >= _BYTES_AT_ONCE:
            yield _as_one(waiting)
            waiting, rows, size = [], 0, 0
    if waiting:
        yield _as_one(waiting)


def _as_one(batches: list[Any]) -> Any:  # noqa: ANN401 - batches of pyarrow
    if len(batches) == 1:
        return batches[0]
    return import_module("pyarrow").concat_batches(batches)


def _rows(
    plan: ImportPlan,
    reader: TextReader | RowReader | BlockReader,
    batches: Iterator[Any],
) -> Rows:
    size = max(plan.size, 1)
    return Rows(
        done=lambda: min(1.0, reader.bytes_read / size),
        dropped=lambda: _ragged(plan, reader.ragged) | dict(reader.left),
        error=lambda: reader.error,
        batches=batches,
    )


@contextmanager
def _reader(
    plan: ImportPlan, watch: Watch, files: Source
) -> Iterator[TextReader | RowReader]:
    if plan.format.container != "text":
        yield RowReader(plan, files.open_rows, watch.cancelled)
    else:
        with files.open_text(plan) as stream:
            yield TextReader(plan, stream, watch.cancelled)
