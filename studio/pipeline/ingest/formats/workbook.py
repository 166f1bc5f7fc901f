"""Sheets of Excel and OpenDocument workbooks as tables."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from typing import IO, TYPE_CHECKING, Any, cast

import msgspec

from studio.domain.errors import InputProblem
from studio.domain.imports import FileFormat, Finding, ImportPlan
from studio.pipeline.ingest.formats import workbook_process
from studio.pipeline.ingest.formats.sampled import Sampled
from studio.pipeline.ingest.formats.workbook_process import Described, Sheet
from studio.pipeline.ingest.source import MEMBER, Place, place_of
from studio.pipeline.ingest.table import tabled_sheet

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]
else:
    pa = Any

PATIENCE_S = 120.0
"""How long a workbook may take to open."""
NO_WINDOW = 0x0800_0000
"""CREATE_NO_WINDOW: no console flashes up."""
LEAST_ROWS = LEAST_COLUMNS = 2
"""A sheet of fewer is a note rather than a table."""


def sheets_in(path: str) -> tuple[str, ...]:
    """Paths of the tables in a workbook; of a single one, that of the workbook.

    Raises:
        InputProblem: It cannot be read.
    """
    described = _described(place_of(path))
    tables = [sheet for sheet in described.sheets if _is_table(sheet)]
    if len(tables) < 2:  # noqa: PLR2004 - nothing to choose between
        return (path,)
    return tuple(f"{path}{MEMBER}{sheet.name}" for sheet in tables)


def sample_workbook(path: str) -> Sampled:
    """The first rows of a sheet.

    Raises:
        InputProblem: The workbook cannot be read, or holds no such sheet.
    """
    place = place_of(path)
    described = _described(msgspec.structs.replace(place, sheet=""))
    sheet = _chosen(place, described)
    table = tabled_sheet(sheet.rows)
    whole = sheet.height <= len(sheet.rows)
    seen = len(table.rows) + len(table.ragged)
    return Sampled(
        table=table,
        rows=seen if whole else max(seen, sheet.height - table.header_row),
        whole=whole,
        format=FileFormat(
            container="excel", sheet=sheet.name, header_row=table.header_row
        ),
        notes=_notes(described),
    )


def workbook_batches(plan: ImportPlan) -> Iterator[pa.RecordBatch]:
    """The rows below the header of a sheet, a piece at a time."""
    place = place_of(plan.path)
    below = (plan.format.sheet, str(plan.format.header_row), str(len(plan.columns)))
    arrow = import_module("pyarrow")
    with _reading(place, "rows", *below) as process:
        out = cast("IO[bytes]", process.stdout)
        try:
            with arrow.ipc.open_stream(out) as stream:
                yield from stream
        except arrow.ArrowInvalid as error:
            raise _ended(process, place) from error
        if process.wait() != 0:
            raise _ended(process, place)


def _chosen(place: Place, described: Described) -> Sheet:
    by_name = {sheet.name: sheet for sheet in described.sheets}
    if place.sheet:
        if place.sheet in by_name:
            return by_name[place.sheet]
        raise InputProblem(
            f"{place.file_name} has no sheet “{place.sheet}” that holds rows.",
            "Look whether it was renamed, hidden or emptied.",
        )
    tables = [sheet for sheet in described.sheets if _is_table(sheet)]
    if not described.sheets:
        hidden = " that can be seen" if described.hidden else ""
        raise InputProblem(
            f"{place.file_name} has no sheet{hidden} with rows in it.",
            "Export it again from the shop."
            if not hidden
            else "Show the sheet in Excel and save the workbook.",
        )
    return (tables or described.sheets)[0]


def _is_table(sheet: Sheet) -> bool:
    return len(sheet.rows) >= LEAST_ROWS and sheet.width >= LEAST_COLUMNS


def _notes(described: Described) -> tuple[Finding, ...]:
    if not described.hidden:
        return ()
    one = described.hidden == 1
    return (
        Finding(
            "info",
            "1 sheet is hidden" if one else f"{described.hidden} sheets are hidden",
            "It is left out." if one else "They are left out.",
        ),
    )


def _described(place: Place) -> Described:
    """The sheets of a workbook, read once as long as the file stays the same."""
    try:
        found = place.outer.stat()
    except OSError:
        return _describe(place, 0, 0)  # says what is wrong
    return _describe(place, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=8)
def _describe(place: Place, _mtime: int, _size: int) -> Described:
    with _reading(place, "describe") as process:
        out = cast("IO[bytes]", process.stdout).read()
        if process.wait() != 0:
            raise _ended(process, place)
    return msgspec.msgpack.decode(out, type=Described)


@contextmanager
def _reading(place: Place, *arguments: str) -> Iterator[subprocess.Popen[bytes]]:
    """A process that reads the workbook; killed when it takes too long or is left."""
    path = str(place.outer) + (f"{MEMBER}{place.member}" if place.member else "")
    verb, *more = arguments
    process = subprocess.Popen(  # noqa: S603 - our own module, with a path
        [sys.executable, "-m", workbook_process.__name__, verb, path, *more],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "RUST_BACKTRACE": "0"},
        creationflags=NO_WINDOW if sys.platform == "win32" else 0,
    )
    killer = threading.Timer(PATIENCE_S, process.kill)
    killer.daemon = True
    if verb == "describe":
        killer.start()
    try:
        yield process
    finally:
        killer.cancel()
        process.kill()
        for pipe in (process.stdout, process.stderr):
            with contextlib.suppress(OSError):
                cast("IO[bytes]", pipe).close()
        process.wait()


def _ended(process: subprocess.Popen[bytes], place: Place) -> InputProblem:
    """Why the process ended early, as a sentence."""
    said = cast("IO[bytes]", process.stderr).read()
    if process.wait() == workbook_process.TOLD:
        message, hint = msgspec.json.decode(said[said.rindex(b"[") :], type=list[str])
        return InputProblem(message, hint)
    return InputProblem(
        f"{place.file_name} is too large or too damaged to be read as a workbook.",
        "Save the sheet as CSV and choose that.",
    )
