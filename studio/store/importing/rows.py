"""The rows of a file as the relation `raw`: texts `c0`, `c1`, ... and `seq`.

DuckDB reads plain UTF-8 text itself, on all cores. What it cannot be trusted with
(other encodings, members of a zip, damaged quotation marks, rows that need each other)
streams through `TextReader`, and workbooks, Parquet and JSON through the reader that
the worker brings. All give the same rows, but for one: a row with one cell too many
that is empty is taken by DuckDB and left out by the stream.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from studio.domain.imports import ImportPlan
from studio.store.duck import Duck, literal
from studio.store.importing.reader import (
    BLOCK_BYTES,
    OpenRows,
    OpenText,
    RowReader,
    TextReader,
)
from studio.store.importing.shapes import shape_of
from studio.store.importing.watch import Watch

MEMBER = "!/"
"""Parts the path of an archive from the name inside."""
_WIDTH = ("TOO MANY COLUMNS", "MISSING COLUMNS")
_MOST_REJECTS = 2_000_000


class Unreadable(Exception):
    """DuckDB cannot be trusted with this text; it has to be streamed."""


class Source(msgspec.Struct, frozen=True):
    """How the worker reads files for the store."""

    open_text: OpenText
    open_rows: OpenRows


class Rows(msgspec.Struct):
    """`raw` while it is there.

    `done` tells the share that was read, `dropped` how many rows were left out by
    reason, `error` what really went wrong in a stream. `numbered` says whether `seq`
    holds the place of each row.
    """

    done: Callable[[], float]
    dropped: Callable[[], dict[str, int]]
    error: Callable[[], Exception | None] = lambda: None
    numbered: bool = True


def is_plain(plan: ImportPlan) -> bool:
    """Whether DuckDB may read the file of a plan itself.

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


@contextmanager
def plain(plan: ImportPlan, watch: Watch) -> Iterator[Rows]:
    """`raw` as DuckDB reads it; `seq` is 0, the place of a row is its `rowid` later.

    Raises:
        Unreadable: From the statement that reads, or here at the end.
    """
    connection = watch.connection
    connection.execute(f"CREATE OR REPLACE TEMP VIEW raw AS {_read_csv(plan)}")
    dropped: dict[str, int] = {}
    try:
        yield Rows(
            done=lambda: _progress(connection),
            dropped=lambda: dropped,
            numbered=False,
        )
        dropped |= _ragged(plan, _rejected(connection))
    finally:
        connection.execute("DROP VIEW IF EXISTS raw")
        for table in ("reject_errors", "reject_scans"):
            connection.execute(f"DROP TABLE IF EXISTS {table}")


def _read_csv(plan: ImportPlan) -> str:
    file_format = plan.format
    names = ", ".join(f"'c{n}': 'VARCHAR'" for n in range(len(plan.columns)))
    quote = literal(file_format.quote)
    packed = ", compression = 'gzip'" if _is_gzip(Path(plan.path)) else ""
    return (
        f"SELECT *, 0::BIGINT AS seq FROM read_csv({literal(plan.path)},"  # noqa: S608
        f" columns = {{{names}}}, auto_detect = false, header = false,"
        f" skip = {file_format.header_row}, delim = {literal(file_format.delimiter)},"
        f" quote = {quote}, escape = {quote}, max_line_size = {BLOCK_BYTES},"
        f" store_rejects = true, rejects_limit = {_MOST_REJECTS},"
        f" strict_mode = true, null_padding = false{packed})"
    )


def _is_gzip(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(2) == b"\x1f\x8b"


def _progress(connection: Duck) -> float:
    return max(0.0, float(connection.query_progress())) / 100


def _rejected(connection: Duck) -> int:
    """How many rows had another width; anything else cannot be judged here."""
    other, rows = connection.execute(
        "SELECT count(*) FILTER (error_type::VARCHAR NOT IN (?, ?)),"
        " count(DISTINCT line) FROM reject_errors",
        _WIDTH,
    ).fetchall()[0]
    if other or rows >= _MOST_REJECTS:
        raise Unreadable
    return int(rows)


def _ragged(plan: ImportPlan, rows: int) -> dict[str, int]:
    return {f"not {len(plan.columns)} cells in the row": rows} if rows else {}


@contextmanager
def streamed(plan: ImportPlan, watch: Watch, files: Source) -> Iterator[Rows]:
    """`raw` as a stream through Python."""
    size = max(plan.size, 1)
    with _reader(plan, watch, files) as reader:
        watch.connection.register("raw", reader.arrow())
        try:
            yield Rows(
                done=lambda: min(1.0, reader.bytes_read / size),
                dropped=lambda: _ragged(plan, reader.ragged) | dict(reader.left),
                error=lambda: reader.error,
            )
        finally:
            watch.connection.unregister("raw")


@contextmanager
def _reader(
    plan: ImportPlan, watch: Watch, files: Source
) -> Iterator[TextReader | RowReader]:
    if plan.format.container != "text":
        yield RowReader(plan, files.open_rows, watch.cancelled)
    else:
        with files.open_text(plan) as stream:
            yield TextReader(plan, stream, watch.cancelled)
