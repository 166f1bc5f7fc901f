"""The first rows of a delimited text."""

from __future__ import annotations

from functools import lru_cache

from studio.domain.errors import InputProblem
from studio.domain.imports import FileFormat, FormatByHand
from studio.pipeline.ingest.encoding import CHUNK, Decoded, open_text
from studio.pipeline.ingest.formats.sampled import Sampled
from studio.pipeline.ingest.source import (
    SAMPLE_HEAD,
    name_of,
    open_bytes,
    place_of,
    size_of,
)
from studio.pipeline.ingest.table import SAMPLE_ROWS, TextTable, parse

COUNT_UP_TO = 1 << 30
"""Lines of files up to 1 GB are counted; of larger ones the number is estimated."""


def sample_text(
    path: str,
    decoded: Decoded,
    told: FormatByHand = FormatByHand(),  # noqa: B008 - frozen
    *,
    whole: bool,
) -> Sampled:
    """The first rows of a delimited text.

    Args:
        path: The file.
        decoded: Its start.
        told: What the user decided of how it is read.
        whole: Whether that is all of it.

    Raises:
        InputProblem: It is not a table of rows and columns.
    """
    table = parse(
        decoded.text, whole=whole, delimiter=told.delimiter, header_row=told.header_row
    )
    refuse_text(name_of(path), table, whole=whole)
    return Sampled(
        table=table,
        rows=count_rows(path, decoded, table, whole=whole),
        whole=whole,
        format=FileFormat(
            encoding=decoded.encoding,
            delimiter=table.delimiter,
            quote=table.quote,
            header_row=table.header_row,
        ),
    )


def refuse_text(name: str, table: TextTable, *, whole: bool) -> None:
    """Raise InputProblem for a text in which rows or columns cannot be told apart."""
    if table.unclosed:
        raise InputProblem(
            f"A quotation mark in {name} is opened and never closed.",
            "Mend that row, or export the file again.",
        )
    if not whole and not table.rows and not table.ragged:
        raise InputProblem(
            f"The first row of {name} is longer than {SAMPLE_HEAD // 1024**2} MB.",
            "Look for a quotation mark that is not closed, or export it again.",
        )
    if len(table.names) == 1:
        raise InputProblem(
            f"{name} has only one column.",
            "Export it with commas, semicolons or tabs between the columns.",
        )


def count_rows(path: str, decoded: Decoded, table: TextTable, *, whole: bool) -> int:
    """How many rows follow the header; an estimate for very large files."""
    seen = len(table.rows) + len(table.ragged)
    if whole and seen < SAMPLE_ROWS - 1:
        return seen
    size = size_of(path)
    lines, read, last = _lines(path, decoded.encoding, (_changed(path), size))
    if read >= COUNT_UP_TO:
        lines = int(lines * size / read)
    inside = sum(cell.count("\n") for row in table.rows for cell in row)
    per_row = 1 + inside / max(1, len(table.rows))
    return max(seen, round((lines + (last != b"\n") - table.header_row) / per_row))


@lru_cache(maxsize=64)
def _lines(path: str, encoding: str, _as_of: tuple[int, int]) -> tuple[int, int, bytes]:
    """Line breaks of a text, of how many bytes, and the last of these.

    Counted once while the file stays the same, however often its columns change.
    """
    lines = read = 0
    last = b"\n"
    # line ends are the same bytes in UTF-8, which need not be decoded for them
    plain = encoding in ("utf-8", "utf-8-sig")
    with open_bytes(path) if plain else open_text(path, encoding) as stream:
        while read < COUNT_UP_TO and (chunk := stream.read(CHUNK)):
            read += len(chunk)
            lines += chunk.count(b"\n")
            last = chunk[-1:]
    return lines, read, last


def _changed(path: str) -> int:
    """When the file on the disk was last written, in nanoseconds."""
    try:
        return place_of(path).outer.stat().st_mtime_ns
    except OSError:  # reading it says what is wrong
        return 0
