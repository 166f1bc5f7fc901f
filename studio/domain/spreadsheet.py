"""Tables that spreadsheets open: a cell of ours never becomes a formula there."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet takes for the beginning of a formula."""
_NUMBER = re.compile(r"[+-]?[\d.,]*\d[\d.,]*%?")


def inert(cell: str) -> str:
    """A cell with an apostrophe before what would be a formula; numbers stay."""
    starts = cell.lstrip(" ").startswith(_FORMULA)
    return f"'{cell}" if starts and not _NUMBER.fullmatch(cell) else cell


def csv_of(rows: Iterable[Sequence[object]], *, line_end: str = "\n") -> str:
    """Rows as CSV, every cell inert."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator=line_end)
    writer.writerows([inert(str(cell)) for cell in row] for row in rows)
    return text.getvalue()
