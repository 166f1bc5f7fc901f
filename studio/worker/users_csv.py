"""A shop's customer list, in whatever way it was written."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import msgspec

from studio.domain.errors import InputProblem
from studio.domain.spreadsheet import csv_of
from studio.pipeline.ingest.encoding import decode
from studio.pipeline.ingest.table import parse
from studio.pipeline.ingest.vocabulary import header_match
from studio.store.problems import storage_problems
from studio.store.whole import replace_whole

Row = list[str]


class Users(msgspec.Struct, frozen=True):
    """The rows of the file as they are; `ids` stands in the column `at`."""

    header: Row
    rows: list[Row]
    at: int

    @property
    def ids(self) -> list[str]:
        """The shoppers' ids as the shop writes them; they stay in memory."""
        return [row[self.at].strip() if self.at < len(row) else "" for row in self.rows]


def read_users(path: Path) -> Users:
    """Read a customer list.

    Raises:
        InputProblem: It is missing, empty, not text, or no column holds shopper ids.
    """
    if not path.is_file():
        raise InputProblem(
            f"There is no file {path}.", "Look whether it was moved or renamed."
        )
    with storage_problems(path):
        content = path.read_bytes()
    decoded = decode(content, content[-65536:])
    if decoded.binary:
        raise InputProblem(
            f"{path.name} is not a text file.", "Save the list as CSV and try again."
        )
    text = decoded.text
    if not text.strip():
        raise InputProblem(
            f"{path.name} is empty.", "It needs a column user_id and a row per shopper."
        )
    table = parse(text, whole=True)
    records = list(
        csv.reader(io.StringIO(text), delimiter=table.delimiter, quotechar=table.quote)
    )
    header_row = max(table.header_row - 1, 0)
    header = records[header_row] if table.header_row else []
    rows = [row for row in records[header_row + 1 :] if row]
    at = _shopper_column(header, path.name)
    if any("\n" in row[at].strip() for row in rows if at < len(row)):
        raise InputProblem(
            f"A quotation mark in {path.name} is opened and never closed.",
            "Mend that row, or export the list again.",
        )
    return Users(header, rows, at)


def write_csv(path: Path, header: Row, rows: list[Row]) -> None:
    """Write a table as UTF-8 without formulas, as a whole or not at all."""
    with storage_problems(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    replace_whole(path, csv_of([header, *rows]).encode())


def _shopper_column(header: Row, name: str) -> int:
    """The column that the header says holds shopper ids."""
    plain = [cell.strip() for cell in header]
    if "user_id" in plain:
        return plain.index("user_id")
    fits = [header_match("segments", "user_id", cell) for cell in plain]
    best = max(fits, default=0.0)
    if best <= 0 or fits.count(best) > 1:
        columns = ", ".join(cell for cell in plain[:8] if cell)
        told = f" (its columns: {columns})" if columns else ""
        raise InputProblem(
            f"No column of {name} says which shopper a row means{told}.",
            "Name that column user_id.",
        )
    return fits.index(best)


def read_ids(path: Path) -> list[str]:
    """The ids of a list: its column of shoppers, or one a line without a header.

    Raises:
        InputProblem: It is missing, empty, not text, or no column holds shopper ids.
    """
    try:
        return [shopper for shopper in read_users(path).ids if shopper]
    except InputProblem:
        if not path.is_file():
            raise
        lines = decode(content := path.read_bytes(), content[-65536:]).text.split("\n")
        ids = [line.strip() for line in lines if line.strip()]
        if not ids or any(sign in line for line in ids for sign in ",;\t"):
            raise
        return ids
