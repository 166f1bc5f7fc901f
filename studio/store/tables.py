"""Events, products and the like: Parquet files that are swapped as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import IO, Any

import msgspec

from studio.domain.errors import InputProblem, ProjectProblem
from studio.store.database import Database
from studio.store.duck import duck, literal
from studio.store.paging import Pager
from studio.store.problems import storage_problems
from studio.store.sealing.unlocked import address_of, open_to_read

Names = tuple[str, ...]
_ALIASES = {"behaviour": "events", "preference": "preferences"}
SHOWN: dict[str, str] = {
    "events": "shopper AS user_id, kind AS event, product AS product_id, query,"
    " time AS timestamp, session AS session_id, quantity, price,"
    " country",
    "products": "id AS product_id, title, title_zh, description,"
    " array_to_string(category, ' > ') AS category, brand, price, sale_price, currency,"
    " stock, link, image",
    "preferences": "shopper AS user_id, kind, value, weight",
    "segments": "shopper AS user_id, segment",
    "page_events": "shopper AS user_id, page_id, block_index, block_type,"
    " CASE WHEN clicked THEN 'click' ELSE 'impression' END AS event,"
    " time AS timestamp",
    "promotions": "product AS product_id, store AS store_id, display, mailer, week",
}
"""Tables that can be shown, and how each is written in our own format."""
_LATER: dict[str, str] = {"events": "NULL::VARCHAR AS country"}
"""Columns that files of earlier versions do not have."""


class TableFile(msgspec.Struct, frozen=True):
    """The current file of a table."""

    name: str
    file: str
    rows: int
    digest: str


class Tables:
    """The Parquet tables of one project."""

    def __init__(self, database: Database, folder: Path) -> None:
        self._db = database
        self.folder = folder
        self._pager = Pager(folder.parent)

    def current(self) -> dict[str, TableFile]:
        """The current file of each table that there is."""
        rows = self._db.all("SELECT name, file, rows, digest FROM tables")
        return {row["name"]: TableFile(*row) for row in rows}

    def path(self, name: str) -> Path | None:
        """The current file of a table, or None when nothing was imported to it."""
        entry = self.current().get(name)
        return None if entry is None else self.folder / entry.file

    def point_to(self, files: Mapping[str, TableFile]) -> None:
        """Make new files current; part of the caller's transaction."""
        self._db.run_many(
            "INSERT OR REPLACE INTO tables VALUES (?, ?, ?, ?)",
            [(f.name, f.file, f.rows, f.digest) for f in files.values()],
        )

    def sweep(self) -> None:
        """Delete files that no table points to and that undoing does not need."""
        rows = self._db.all("SELECT file FROM tables UNION SELECT file FROM undo_files")
        current = {row["file"] for row in rows}
        for path in self.folder.glob("*.parquet"):
            if path.name not in current:
                try:
                    path.unlink(missing_ok=True)
                except PermissionError:  # still read by another process (Windows)
                    continue

    @contextmanager
    def reading(self, name: str) -> Iterator[IO[bytes] | None]:
        """The content of a table's file, or None when the table is empty."""
        with storage_problems(self.folder.parent):
            path = self._there(name)
            if path is None:
                yield None
                return
            with open_to_read(path) as content:
                yield content

    def arrow(self, name: str, columns: str) -> Any | None:  # noqa: ANN401 - pyarrow
        """Columns of a table as an Arrow table, or None when it is empty."""
        path = self._there(name)
        if path is None:
            return None
        with duck(self.folder.parent) as connection:
            return connection.sql(
                f"SELECT {columns} FROM {source(path)}"  # noqa: S608
            ).to_arrow_table()

    def _there(self, name: str) -> Path | None:
        """The file of a table; raises ProjectProblem when it is missing."""
        path = self.path(name)
        if path is not None and not path.exists():
            path = self.path(name)  # an import may have swapped it just now
        if path is not None and not path.exists():
            raise ProjectProblem(
                f"The data file {path} is missing.", "Import the data again."
            )
        return path

    def rows(
        self, table: str, offset: int, limit: int
    ) -> tuple[Names, tuple[tuple[str, ...], ...]]:
        """Some rows of a table as texts, with the names of its columns."""
        name = _ALIASES.get(table, table)
        if name not in SHOWN:
            raise InputProblem(
                f"There is no table {table}.", f"Tables: {', '.join(SHOWN)}."
            )
        path = self.path(name)
        if path is None:
            return _shown_names(name), ()
        relation = shown(name, path, numbered=True)
        return _shown_names(name), self._pager.rows(path, relation, offset, limit)

    def close(self) -> None:
        """Close what was opened for reading."""
        self._pager.close()


def column_of(content: IO[bytes], name: str) -> Any:  # noqa: ANN401 - pyarrow
    """One column of a Parquet file."""
    file = import_module("pyarrow.parquet").ParquetFile(content)
    return file.read(columns=[name]).column(0)


def texts_of(content: IO[bytes], name: str) -> Any:  # noqa: ANN401 - pyarrow
    """One column of texts of a Parquet file, each part a dictionary.

    In those that DuckDB writes a text may come twice, which Arrow takes for one: there
    it reads the texts.
    """
    parquet = import_module("pyarrow.parquet")
    file = parquet.ParquetFile(content, read_dictionary=[name])
    if str(file.metadata.created_by).startswith("parquet-cpp"):
        return file.read(columns=[name]).column(0)
    return column_of(content, name).dictionary_encode()


def source(path: Path, *, numbered: bool = False) -> str:
    """A Parquet file as SQL reads it; `numbered` with a column file_row_number."""
    number = ", file_row_number = true" if numbered else ""
    return f"read_parquet({literal(address_of(path))}{number})"


def shown(table: str, path: Path, *, numbered: bool = False) -> str:
    """SQL of a table's file in our own format; `numbered` with a column `place`."""
    rows = f"SELECT * FROM {source(path, numbered=numbered)}"  # noqa: S608
    if table in _LATER:
        rows = f"SELECT {_LATER[table]} WHERE false UNION ALL BY NAME {rows}"
    number = ", file_row_number AS place" if numbered else ""
    return f"SELECT {SHOWN[table]}{number} FROM ({rows})"  # noqa: S608


def _shown_names(name: str) -> Names:
    # a comma inside a function call is never followed by a name and another comma
    parts = SHOWN[name].replace("(category, ' > ')", "").split(",")
    return tuple(part.split(" AS ")[-1].strip() for part in parts)
