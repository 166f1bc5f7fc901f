"""SQL that joins what came in with what the project holds, and writes Parquet."""
# ruff: noqa: S608 - the SQL is made of our own constants and file names

from __future__ import annotations

import hashlib
import os
import uuid
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from studio.store.duck import literal
from studio.store.importing.schemas import ORDERS, SCHEMAS, columns, stored
from studio.store.importing.watch import Watch
from studio.store.sealing.unlocked import address_of, open_to_read
from studio.store.tables import TableFile, Tables


class Merge:
    """Products, preferences, segments and page events inside DuckDB during an import.

    Each table has its rows with `gen` (0 for what was there, else the number of the
    file) and `seq` (place in its file); products have `place` instead.
    """

    def __init__(self, tables: Tables, watch: Watch) -> None:
        self._tables = tables
        self._watch = watch
        self._loaded: set[str] = set()
        self._changed: set[str] = set()

    def load(self, table: str) -> None:
        """Bring a table in, once."""
        if table in self._loaded:
            return
        self._loaded.add(table)
        order = "place" if table == "products" else "seq"
        extra = "place BIGINT" if table == "products" else "gen INTEGER, seq BIGINT"
        self._watch.sql(f"CREATE TABLE {table} ({SCHEMAS[table]}, {extra})")
        path = self._tables.path(table)
        if path is not None:
            names = ", ".join(columns(table))
            gen = "" if table == "products" else "gen, "
            zero = "" if table == "products" else "0, "
            self._watch.sql(
                f"INSERT INTO {table} ({names}, {gen}{order})"
                f" SELECT {names}, {zero}place FROM {stored(self._watch, table, path)}"
            )

    @property
    def changed(self) -> tuple[str, ...]:
        """The tables that are to be written, products first."""
        return tuple(name for name in SCHEMAS if name in self._changed)

    def change(self, table: str) -> None:
        """Say that a table is to be written."""
        self._changed.add(table)

    def has_made(self) -> bool:
        """Whether there are products that were made of events."""
        self.load("products")
        return self.count("products WHERE made") > 0

    def add(self, table: str, gen: int, given: tuple[str, ...]) -> int:
        """Add the staged rows that are kept; returns how many.

        Args:
            table: Where they go.
            gen: Number of the file, from 1.
            given: Columns of the products that the file fills.
        """
        self.load(table)
        self.change(table)
        if table == "products":
            return self._upsert(given)
        names = ", ".join(columns(table))
        if table in ("preferences", "segments"):
            self._watch.sql(
                f"DELETE FROM {table} WHERE gen = 0 AND shopper IN"
                " (SELECT shopper FROM staged WHERE reason IS NULL)"
            )
        if table == "promotions":  # a week that comes again is told anew
            self._watch.sql(
                "DELETE FROM promotions WHERE gen = 0 AND week IN"
                " (SELECT week FROM staged WHERE reason IS NULL)"
            )
        self._watch.sql(
            f"INSERT INTO {table} ({names}, gen, seq)"
            f" SELECT {names}, {gen}, seq FROM staged WHERE reason IS NULL"
        )
        return self.count(f"{table} WHERE gen = {gen}")

    def _upsert(self, given: tuple[str, ...]) -> int:
        names = [name for name in columns("products") if name not in ("id", "made")]
        merged = ", ".join(
            f"CASE WHEN n.id IS NULL THEN o.{name} ELSE n.{name} END AS {name}"
            if name in given
            else f"coalesce(o.{name}, n.{name}) AS {name}"
            for name in names
        )
        self._watch.sql(f"""
            CREATE OR REPLACE TABLE products AS
            SELECT coalesce(n.id, o.id) AS id, {merged},
                o.made AND n.id IS NULL IS TRUE AS made,
                coalesce(o.place, (SELECT coalesce(max(place), -1) FROM products)
                    + 1 + n.seq) AS place
            FROM (SELECT * FROM products) o
            FULL JOIN (SELECT * FROM staged WHERE reason IS NULL) n ON o.id = n.id
        """)
        self._watch.sql("UPDATE products SET made = coalesce(made, false)")
        return self.count("staged WHERE reason IS NULL")

    def count(self, what: str) -> int:
        """How many rows a table, or a part of it, has."""
        return int(str(self._watch.sql(f"SELECT count(*) FROM {what}")[0][0]))

    def drop_repeats(self, table: str) -> tuple[int, int]:
        """Leave out new rows that are the same as another.

        Returns:
            How many were repeated among the new, and how many had come earlier.
        """
        names = ", ".join(columns(table))
        self._watch.sql(f"""
            CREATE OR REPLACE TABLE same_rows AS
            SELECT gen, seq, first_gen FROM (
                SELECT gen, seq, min(gen) OVER same AS first_gen,
                    row_number() OVER (PARTITION BY {names} ORDER BY gen, seq) AS nth
                FROM {table} WINDOW same AS (PARTITION BY {names})
            ) WHERE nth > 1 AND gen > 0
        """)
        self._watch.sql(
            f"DELETE FROM {table} USING same_rows"
            f" WHERE {table}.gen = same_rows.gen AND {table}.seq = same_rows.seq"
        )
        earlier = self.count("same_rows WHERE first_gen = 0")
        return self.count("same_rows") - earlier, earlier

    def write(self, table: str) -> TableFile:
        """Write a table to a new file, which nothing points to yet."""
        names = ", ".join(columns(table))
        rows = f"SELECT {names} FROM {table} ORDER BY {ORDERS[table]}"
        return write_table(self._tables, self._watch, table, rows)


def write_table(tables: Tables, watch: Watch, table: str, rows: str) -> TableFile:
    """Write the rows of a query to a new file, which nothing points to yet."""
    path = new_file(tables, table)
    written = watch.sql(
        f"COPY ({rows}) TO {literal(address_of(path))}"
        " (FORMAT parquet, COMPRESSION snappy)"
    )
    return finished(table, path, int(str(written[0][0])))


def new_file(tables: Tables, table: str) -> Path:
    """Where a new file of a table is to be written."""
    return tables.folder / f"{table}-{uuid.uuid4().hex[:12]}.parquet"


def finished(table: str, path: Path, rows: int) -> TableFile:
    """A file that was written whole, and has reached the disk."""
    return TableFile(table, path.name, rows, _on_disk(path))


def _on_disk(path: Path) -> str:
    """Make sure that a file has reached the disk; its digest."""
    digest = hashlib.sha256()
    with ThreadPoolExecutor(1) as pool, path.open("rb+") as file:
        written = pool.submit(os.fsync, file.fileno())
        with open_to_read(path) as content:
            while chunk := content.read(1024**2):
                digest.update(chunk)
        written.result()
    return digest.hexdigest()[:16]
