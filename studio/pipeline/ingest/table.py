"""How a text is a table: delimiter, header, rows."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence

import msgspec

from studio.domain.errors import InputProblem
from studio.pipeline.ingest.vocabulary import is_known_header

DELIMITERS = ",;\t|"
MOST_COLUMNS = 1000
SAMPLE_ROWS = 1000
LONGEST_NAME = 120
"""Characters of a column's name; what follows is cut off."""
_HEADER_SEARCH = 40
_QUOTE_SEARCH = 60
_SEPARATOR_LINE = re.compile(r"\ufeff?sep=(.)\r?\n", re.IGNORECASE)
"""What Excel writes to say by which sign cells are parted."""
_LONGEST_CELL = 4 * 1024**2
_VALUE = re.compile(r"[\d.,:/\-+ TZ€$£¥%]+")

Row = tuple[str, ...]


class TextTable(msgspec.Struct, frozen=True):
    """The first rows of a table.

    `header_row` counts from 1, blank rows too; 0 when there is no header.
    """

    delimiter: str
    header_row: int
    names: Row
    rows: tuple[Row, ...]
    ragged: tuple[Row, ...] = ()
    renamed: Row = ()
    unclosed: bool = False
    quote: str = '"'


def parse(
    text: str,
    *,
    whole: bool,
    delimiter: str | None = None,
    header_row: int | None = None,
) -> TextTable:
    """Read the first rows of a text.

    Args:
        text: The start of the file.
        whole: Whether it is all of it; otherwise the last line is left out.
        delimiter: The one that the user named.
        header_row: The row that the user named, from 1; 0 for no header.

    Raises:
        InputProblem: There is no such row.
    """
    if not whole:
        text = text[: text.rfind("\n") + 1]
    told = _SEPARATOR_LINE.match(text)
    delimiter = delimiter or (told[1] if told else _delimiter(text))
    quote = _quote(text, delimiter)
    records = _records(text, delimiter, quote)
    rows = [row for row in records if row]
    places = [place for place, row in enumerate(records, start=1) if row]
    at = 1 + _header_at(rows[1:]) if told else None
    if header_row is not None:
        at = _told_header_at(places, header_row, first=1 if told else 0)
    named = None if header_row is None else header_row > 0
    table = tabled(rows, delimiter, at=at, named=named, places=places)
    return msgspec.structs.replace(table, quote=quote)


def _told_header_at(places: Sequence[int], header_row: int, first: int) -> int:
    """Where among the filled rows the named one is; of blank rows the one below."""
    if header_row == 0:
        return first
    found = next((at for at, place in enumerate(places) if place >= header_row), None)
    if found is None:
        raise InputProblem(
            f"The file has no row {header_row:,} that could be its header.",
            "Name one of the first rows.",
        )
    return found


def tabled(
    records: Sequence[Row],
    delimiter: str = "",
    *,
    at: int | None = None,
    named: bool | None = None,
    places: Sequence[int] = (),
) -> TextTable:
    """Find header and rows among records, of which none is blank.

    Args:
        records: The first rows.
        delimiter: The one of a text.
        at: Place of the header where it is known.
        named: Whether the columns have names there; None where that is to be seen.
        places: Which row of the file each record is, from 1; those in a row if empty.
    """
    if at is None:
        at = _header_at(records)
    has_header = at < len(records) and (
        _is_header(records, at) if named is None else named
    )
    width = len(records[at]) if at < len(records) else 0
    names = (
        records[at] if has_header else tuple(f"column {n + 1}" for n in range(width))
    )
    body = records[at + 1 :] if has_header else records[at:]
    if has_header and _ends_open(body, width):
        names, width = (*names, ""), width + 1
    unique, renamed = _unique(names)
    place = places[at] if at < len(places) else at + 1
    return TextTable(
        delimiter=delimiter,
        header_row=place if has_header else place - 1,
        names=unique,
        rows=tuple(r for r in body if len(r) == width),
        ragged=tuple(r for r in body if len(r) != width),
        renamed=renamed,
        unclosed=_unclosed(body, width),
    )


def tabled_sheet(records: Sequence[Row]) -> TextTable:
    """Find header and rows in a sheet, whose rows are all padded to one width.

    The header is the first row that fills about as many cells as most rows do; columns
    behind the last filled one are left out.
    """
    width = max((_reach(row) for row in records), default=0)
    rows = [row[:width] for row in records]
    return tabled(rows, at=_sheet_header_at(rows))


def _reach(row: Row) -> int:
    return max((at for at, cell in enumerate(row, start=1) if cell), default=0)


def _sheet_header_at(rows: Sequence[Row]) -> int:
    filled = [sum(map(bool, row)) for row in rows]
    usual = sorted(filled[:200])[len(filled[:200]) // 2] if filled else 0
    for at, row in enumerate(rows[:_HEADER_SEARCH]):
        known = sum(map(is_known_header, row)) > 1
        # a sparse body has fewer cells than its header, a title has one or two
        if known or filled[at] >= max(2, 0.8 * usual):
            return at
    return 0


def short_name(name: str) -> str:
    """A column's name without line breaks and not longer than anyone reads."""
    return " ".join(name.split())[:LONGEST_NAME]


def _records(text: str, delimiter: str, quote: str = '"') -> list[Row]:
    """The first rows of a text; blank ones are empty."""
    csv.field_size_limit(_LONGEST_CELL)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    reader = csv.reader(
        (f"{line}\n" for line in lines), delimiter=delimiter, quotechar=quote
    )
    rows: list[Row] = []
    seen = 0
    try:
        for row in reader:
            rows.append(
                tuple(cell.strip() for cell in row) if any(map(str.strip, row)) else ()
            )
            seen += bool(rows[-1])
            if seen == SAMPLE_ROWS:
                break
    except csv.Error:  # a cell longer than any table has: what came before will do
        return rows
    return rows


def _quote(text: str, delimiter: str) -> str:
    """The sign around cells that hold a delimiter: a single one where most rows do."""
    lines = [line for line in text.split("\n")[:_QUOTE_SEARCH] if line.strip()]
    end = re.escape(delimiter)
    single = re.compile(rf"(?:^|{end})'[^'\n]*'(?={end}|\s*$)")
    double = re.compile(rf'(?:^|{end})"')
    singles = sum(bool(single.search(line)) for line in lines)
    doubles = sum(bool(double.search(line)) for line in lines)
    return "'" if singles > len(lines) / 2 and not doubles else '"'


def _delimiter(text: str) -> str:
    """The one that parts the first lines into most columns, evenly."""
    best, best_score = ",", 0.0
    start = "\n".join(text.split("\n")[:60])
    for delimiter in DELIMITERS:
        rows = [row for row in _records(start, delimiter) if row]
        widths = Counter(len(row) for row in rows)
        if not widths:
            continue
        width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
        known = sum(is_known_header(cell) for row in rows[:1] for cell in row)
        score = (width - 1) * (count / len(rows)) ** 2 + 3 * known * (len(rows[0]) > 1)
        if score > best_score:
            best, best_score = delimiter, score
    return best


def _header_at(records: Sequence[Row]) -> int:
    """Place of the header: the first row that is as wide as most rows are."""
    if not records:
        return 0
    usual = Counter(len(row) for row in records[:200]).most_common(1)[0][0]
    for at, row in enumerate(records[:_HEADER_SEARCH]):
        # a first row of known names is a header even where every row is ragged
        filled = 2 * sum(map(bool, row)) >= usual  # ",,,,," is what Excel leaves
        if (len(row) == usual and filled) or sum(map(is_known_header, row)) > 1:
            return at
    return 0


def _is_header(records: Sequence[Row], at: int) -> bool:
    cells = [cell for cell in records[at] if cell]
    if any(is_known_header(cell) for cell in cells):
        return True
    return bool(cells) and not any(_VALUE.fullmatch(cell) for cell in cells)


def _ends_open(body: Sequence[Row], width: int) -> bool:
    """Whether every row but the header ends in a delimiter with nothing behind it."""
    longer = [row for row in body if len(row) == width + 1]
    return 2 * len(longer) > len(body) and not any(row[-1] for row in longer)


def _unique(names: Row) -> tuple[Row, Row]:
    """Names of which none comes twice, and those that did."""
    used: set[str] = set()
    unique: list[str] = []
    twice: list[str] = []
    for place, raw in enumerate(names, start=1):
        plain = name = short_name(raw) or f"column {place}"
        count = 1
        while name in used:  # "price (2)" may be a name of its own
            count += 1
            name = f"{plain} ({count})"
        if count > 1:
            twice.append(plain)
        used.add(name)
        unique.append(name)
    return tuple(unique), tuple(dict.fromkeys(twice))


def _unclosed(body: Sequence[Row], width: int) -> bool:
    """Whether a quotation mark swallowed rows: a cell that holds many lines."""
    return any(
        cell.count("\n") > 20 and cell.count("\n") > 5 * width  # noqa: PLR2004
        for row in body
        for cell in row
    )
