"""`python -m ...workbook_process`: reads a workbook in a process of its own.

The library that reads workbooks takes memory for every cell between the first and the
last one of a sheet, and ends its process where there is not enough. Such a file must
not end the window with it, so this process is given a ceiling and may die alone.

    describe PATH            Described, as msgpack
    rows PATH SHEET SKIP WIDTH   the rows below the header, as an Arrow stream
"""

from __future__ import annotations

import datetime as dt
import io
import itertools
import os
import sys
from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any, BinaryIO

import msgspec
from python_calamine import (
    CalamineSheet,
    CalamineWorkbook,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from studio.domain.errors import InputProblem
from studio.pipeline.ingest.formats.nested import number
from studio.pipeline.ingest.formats.packing import held, refuse_bomb
from studio.pipeline.ingest.formats.texts import text_batch, text_schema
from studio.pipeline.ingest.source import open_bytes, place_of

CEILING = 4 * 1024**3
"""Bytes of address space for the whole process."""
SAMPLED_ROWS = 1000
SAMPLED_CELLS = 200_000
BATCH_ROWS = 8192
MOST = 100
"""Sheets of a workbook that are looked at."""
TOLD = 3
"""The exit code after an InputProblem was told on standard error, as JSON."""
Row = tuple[str, ...]


class Sheet(msgspec.Struct, frozen=True):
    """A sheet that can be seen: its first rows that are not blank, and its size."""

    name: str
    height: int
    width: int
    rows: tuple[Row, ...] = ()


class Described(msgspec.Struct, frozen=True):
    """The sheets of a workbook that hold something, and how many are hidden."""

    sheets: tuple[Sheet, ...]
    hidden: int = 0


def main(arguments: list[str]) -> int:
    """Do what the arguments say; see above."""
    _limit_memory()
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    verb, path, *more = arguments
    try:
        with _opened(path) as book:
            if verb == "describe":
                out.write(msgspec.msgpack.encode(describe(book)))
            else:
                name, skip, width = more
                _write_rows(book.get_sheet_by_name(name), int(skip), int(width), out)
        out.flush()
    except BrokenPipeError:
        return 0  # whoever asked needs no more of it
    except InputProblem as problem:
        return _tell(problem)
    except Exception as error:  # noqa: BLE001 - whatever a broken file makes happen
        return _tell(_damaged(place_of(path).file_name, str(error)))
    return 0


def _tell(problem: InputProblem) -> int:
    sys.stderr.buffer.write(msgspec.json.encode([problem.message, problem.hint]))
    return TOLD


def _limit_memory() -> None:
    if sys.platform != "win32":
        resource = import_module("resource")
        resource.setrlimit(resource.RLIMIT_AS, (CEILING, CEILING))


def _opened(path: str) -> CalamineWorkbook:
    place = place_of(path)
    with open_bytes(path) as stream:
        plain = isinstance(stream, io.BufferedReader) and not place.member
        source = stream if plain else held(place.file_name, stream)
        refuse_bomb(place.file_name, source)
        source.seek(0)
        if plain:
            return CalamineWorkbook.from_path(place.outer)
        return CalamineWorkbook.from_filelike(source)


def _damaged(name: str, why: str) -> InputProblem:
    if "password" in why.lower():
        return InputProblem(
            f"{name} is protected by a password.",
            "Open it in Excel and save a copy without the password.",
        )
    return InputProblem(
        f"{name} is damaged: it cannot be read as a workbook.",
        "Open it in Excel and save it again, or save the sheet as CSV.",
    )


def describe(book: CalamineWorkbook) -> Described:
    """The sheets that can be seen and hold something."""
    seen = [s for s in book.sheets_metadata if s.typ == SheetTypeEnum.WorkSheet]
    shown = [s.name for s in seen if s.visible == SheetVisibleEnum.Visible]
    sheets = (_sheet(name, book.get_sheet_by_name(name)) for name in shown[:MOST])
    return Described(
        sheets=tuple(sheet for sheet in sheets if sheet.rows),
        hidden=len(seen) - len(shown),
    )


def _sheet(name: str, sheet: CalamineSheet) -> Sheet:
    width = sheet.width
    most = max(2, min(SAMPLED_ROWS, SAMPLED_CELLS // max(1, width)))
    rows = tuple(itertools.islice(rows_of(sheet), most))
    return Sheet(name, sheet.height, width, rows)


def rows_of(sheet: CalamineSheet) -> Iterator[Row]:
    """The rows of a sheet as texts, blank ones left out, merged cells filled down."""
    merged = _Merged(sheet)
    for at, cells in enumerate(sheet.iter_rows()):
        row = merged.filled(at, tuple(map(text_of_cell, cells)))
        if any(row):
            yield row


class _Merged:
    """Fills cells that are merged over several rows with their one value."""

    def __init__(self, sheet: CalamineSheet) -> None:
        left = sheet.start[1] if sheet.start else 0
        self._ends: dict[tuple[int, int], int] = {
            (top, column - left): bottom
            for (top, column), (bottom, _) in sheet.merged_cell_ranges or ()
            if bottom > top and column >= left
        }
        self._open: dict[int, tuple[str, int]] = {}

    def filled(self, at: int, row: Row) -> Row:
        if not self._ends:
            return row
        cells = list(row)
        for column, cell in enumerate(row):
            end = self._ends.get((at, column))
            if end is not None:
                self._open[column] = (cell, end)
            elif column in self._open:
                value, last = self._open[column]
                if at > last:
                    del self._open[column]
                else:
                    cells[column] = value
        return tuple(cells)


def text_of_cell(cell: object) -> str:
    """A cell as text: dates in ISO 8601, numbers as short as they can be written."""
    return _TEXTS.get(type(cell), str)(cell)


def _moment(cell: dt.datetime) -> str:
    return cell.isoformat(" ")


_TEXTS: dict[type, Callable[[Any], str]] = {
    str: str.strip,
    float: number,
    bool: lambda cell: "true" if cell else "false",
    dt.datetime: _moment,
    type(None): lambda _: "",
}
"""By type; the text of a date or a time is ISO 8601 already."""


def _write_rows(sheet: CalamineSheet, skip: int, width: int, out: BinaryIO) -> None:
    arrow = import_module("pyarrow")
    rows = itertools.islice(rows_of(sheet), skip, None)
    with arrow.ipc.new_stream(out, text_schema(width)) as stream:
        while piece := list(itertools.islice(rows, BATCH_ROWS)):
            stream.write(text_batch(piece, width))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
