"""Delimited text with JSON in its cells: lists of items become rows of their own.

So comes what a database has nested and was saved as CSV: Google Analytics with
`items` as `[{"item_id": "A1", "price": 9.9}, ...]`.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from io import TextIOWrapper
from typing import BinaryIO

import msgspec

from studio.domain.errors import InputProblem
from studio.domain.imports import ImportPlan
from studio.pipeline.ingest.encoding import decode, open_text
from studio.pipeline.ingest.formats.json_values import LARGEST_ROW, decoded
from studio.pipeline.ingest.formats.nested import ITEM_NAMES, Cells, flattened
from studio.pipeline.ingest.formats.sampled import Sampled
from studio.pipeline.ingest.formats.text import sample_text
from studio.pipeline.ingest.source import sample
from studio.pipeline.ingest.table import SAMPLE_ROWS, TextTable, tabled

_MOST = 0.8
"""Share of the filled cells that are lists of objects in a column of items."""


def with_items(found: Sampled) -> Sampled:
    """The rows of the items in a sample; the sample itself where it has none."""
    if not _has_items(found.table):
        return found
    table = found.table
    rows = [row for each in table.rows for row in _rows(table.names, each)]
    names = list(dict.fromkeys(key for row in rows for key in row if _tells(key, row)))
    shown = [tuple(row.get(name, "").strip() for name in names) for row in rows]
    made = tabled([tuple(names), *shown[:SAMPLE_ROWS]], at=0, named=True)
    return msgspec.structs.replace(
        found,
        table=msgspec.structs.replace(
            made, delimiter=table.delimiter, ragged=table.ragged, quote=table.quote
        ),
        rows=round(found.rows * len(rows) / max(1, len(table.rows))),
        whole=found.whole and len(rows) <= SAMPLE_ROWS,
        format=msgspec.structs.replace(found.format, container="json_cells"),
    )


def json_cells_rows(
    plan: ImportPlan, dropped: Callable[[str], None]
) -> Iterator[list[str]]:
    """The rows of a file, with cells in the order of the plan's columns.

    Raises:
        InputProblem: A row is longer than any table has.
    """
    head, later, whole = sample(plan.path)
    start = decode(head, later, plan.format.encoding)
    table = sample_text(plan.path, start, plan.told_format, whole=whole).table
    names = [column.name for column in plan.columns]
    with open_text(plan.path, plan.format.encoding) as stream:
        for cells in _records(stream, plan):
            if len(cells) != len(table.names):
                dropped(f"not {len(table.names)} cells in the row")
                continue
            for row in _rows(table.names, cells):
                yield [row.get(name, "") for name in names]


def _records(stream: BinaryIO, plan: ImportPlan) -> Iterator[list[str]]:
    """The filled rows below the header."""
    csv.field_size_limit(LARGEST_ROW)
    with TextIOWrapper(stream, "utf-8", "replace", newline="") as text:
        reader = csv.reader(
            text, delimiter=plan.format.delimiter, quotechar=plan.format.quote
        )
        try:
            for place, row in enumerate(reader, start=1):
                if place > plan.format.header_row and any(map(str.strip, row)):
                    yield [cell.strip("\ufeff \t\r\n") for cell in row]
        except csv.Error as error:
            raise InputProblem(
                f"{plan.name} cannot be read as a table.", "Export it again."
            ) from error


def _rows(names: Sequence[str], cells: Sequence[str]) -> Iterator[Cells]:
    return flattened(dict(zip(names, map(_value, cells), strict=True)))


def _tells(name: str, row: Cells) -> bool:
    """Whether a column is more than what an empty list of items leaves."""
    return bool(row[name]) or name.lower() not in ITEM_NAMES


def _value(cell: str) -> object:
    """A cell as it is, or the list or object that it writes as JSON."""
    if cell[:1] not in ("[", "{"):
        return cell
    value = decoded(cell)
    return value if isinstance(value, list | dict) else cell


def _has_items(table: TextTable) -> bool:
    return any(
        _are_items([row[at] for row in table.rows if row[at]])
        for at, name in enumerate(table.names)
        if name.lower() in ITEM_NAMES
    )


def _are_items(cells: Sequence[str]) -> bool:
    values = [_value(cell) for cell in cells]
    lists = [value for value in values if isinstance(value, list)]
    if not any(lists) or len(lists) < _MOST * len(values):
        return False
    return all(isinstance(entry, dict) for value in lists for entry in value)
