"""SQL that joins what came in with what the project holds, and writes Parquet."""
# ruff: noqa: S608 - the SQL is made of our own constants and file names

from __future__ import annotations

import hashlib
import os
import uuid
from pathlib import Path

from studio.domain.errors import InputProblem
from studio.store.duck import literal
from studio.store.importing.watch import Watch
from studio.store.sealing.unlocked import address_of, open_to_read
from studio.store.tables import TableFile, Tables, source

SCHEMAS: dict[str, str] = {
    "products": "id VARCHAR, title VARCHAR, title_zh VARCHAR, description VARCHAR,"
    " category VARCHAR[], brand VARCHAR, price DOUBLE, sale_price DOUBLE,"
    " currency VARCHAR, stock INTEGER, link VARCHAR, image VARCHAR, rating DOUBLE,"
    " rating_count INTEGER, added VARCHAR, made BOOLEAN",
    "events": "shopper VARCHAR, kind VARCHAR, product VARCHAR, query VARCHAR,"
    " time TIMESTAMP, session VARCHAR, quantity DOUBLE, price DOUBLE",
    "preferences": "shopper VARCHAR, kind VARCHAR, value VARCHAR, weight DOUBLE",
    "segments": "shopper VARCHAR, segment VARCHAR",
    "page_events": "shopper VARCHAR, page_id VARCHAR, block_index INTEGER,"
    " block_type VARCHAR, clicked BOOLEAN, time TIMESTAMP",
}
"""Columns of each table; `made` marks products that were made from ids alone."""
TABLE_OF: dict[str, str] = {
    "products": "products",
    "behaviour": "events",
    "preference": "preferences",
    "segments": "segments",
    "page_events": "page_events",
}
"""The table that each kind of file fills."""
_ORDERS = {
    "products": "place",
    "events": "shopper, time, gen, seq",
    "preferences": "shopper, gen, seq",
    "segments": "shopper, gen, seq",
    "page_events": "shopper, time, gen, seq",
}


def columns(table: str) -> tuple[str, ...]:
    """Names of a table's columns."""
    return tuple(part.split()[0] for part in SCHEMAS[table].split(", "))


class Merge:
    """The project's tables inside DuckDB while an import goes on.

    Each table has its rows with `gen` (0 for what was there, else the number of the
    file) and `seq` (place in its file); products have `place` instead.
    """

    def __init__(self, tables: Tables, watch: Watch) -> None:
        self._tables = tables
        self._watch = watch
        self._loaded: set[str] = set()

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
            read = source(path).replace(")", ", file_row_number = true)")
            self._watch.sql(
                f"INSERT INTO {table} ({names}, {gen}{order})"
                f" SELECT {names}, {zero}file_row_number FROM {read}"
            )

    @property
    def touched(self) -> tuple[str, ...]:
        """The tables that were loaded, products first."""
        return tuple(name for name in SCHEMAS if name in self._loaded)

    def add(self, table: str, gen: int, given: tuple[str, ...]) -> int:
        """Add the staged rows that are kept; returns how many.

        Args:
            table: Where they go.
            gen: Number of the file, from 1.
            given: Columns of the products that the file fills.
        """
        self.load(table)
        if table == "products":
            return self._upsert(given)
        names = ", ".join(columns(table))
        if table in ("preferences", "segments"):
            self._watch.sql(
                f"DELETE FROM {table} WHERE gen = 0 AND shopper IN"
                " (SELECT shopper FROM staged WHERE reason IS NULL)"
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

    def match_products(self) -> tuple[int, str]:
        """Part events from products that the catalogue does not have.

        Without a catalogue, products are made from the ids of the events; once there
        is one, what it does not know is left out.

        Returns:
            How many new events were left out, and one of their products.
        """
        self.load("products")
        self.load("events")
        if self.count("products WHERE NOT made") == 0:
            self._make_products()
            return 0, ""
        self._drop_made()
        self._watch.sql(
            "UPDATE events SET product = NULL WHERE kind = 'search'"
            " AND product NOT IN (SELECT id FROM products)"
        )
        lost = "product IS NOT NULL AND product NOT IN (SELECT id FROM products)"
        found = self._watch.sql(
            f"SELECT count(*), arg_min(product, seq) FROM events WHERE {lost}"
        )[0]
        self._watch.sql(f"DELETE FROM events WHERE {lost}")
        return int(str(found[0])), str(found[1] or "")

    def _make_products(self) -> None:
        self._watch.sql("""
            INSERT INTO products (id, title, title_zh, description, category, brand,
                currency, link, image, added, made, place)
            SELECT product, product, '', '', [], '', '', '', '', '', true,
                (SELECT coalesce(max(place), -1) FROM products)
                + row_number() OVER (ORDER BY product)
            FROM (SELECT DISTINCT product FROM events WHERE product IS NOT NULL)
            WHERE product NOT IN (SELECT id FROM products)
        """)

    def _drop_made(self) -> None:
        if self.count("products WHERE made") == 0:
            return
        known = self.count(
            "events WHERE product IN (SELECT id FROM products WHERE NOT made)"
        )
        if known == 0:
            raise InputProblem(
                "None of the products in the behaviour of this project is in the"
                " catalogue that was given.",
                "Look whether its product ids are the same; nothing was changed.",
            )
        self._watch.sql("DELETE FROM products WHERE made")

    def drop_repeats(self, table: str) -> tuple[int, int]:
        """Leave out new rows that are the same as another.

        Returns:
            How many were repeated among the new, and how many had come earlier.
        """
        names = ", ".join(columns(table))
        self._watch.sql(f"""
            CREATE OR REPLACE TABLE repeats AS
            SELECT gen, seq, first_gen FROM (
                SELECT gen, seq, min(gen) OVER same AS first_gen,
                    row_number() OVER (PARTITION BY {names} ORDER BY gen, seq) AS nth
                FROM {table} WINDOW same AS (PARTITION BY {names})
            ) WHERE nth > 1 AND gen > 0
        """)
        self._watch.sql(
            f"DELETE FROM {table} USING repeats"
            f" WHERE {table}.gen = repeats.gen AND {table}.seq = repeats.seq"
        )
        earlier = self.count("repeats WHERE first_gen = 0")
        return self.count("repeats") - earlier, earlier

    def write(self, table: str) -> TableFile:
        """Write a table to a new file, which nothing points to yet."""
        file = f"{table}-{uuid.uuid4().hex[:12]}.parquet"
        path = self._tables.folder / file
        names = ", ".join(columns(table))
        self._watch.sql(
            f"COPY (SELECT {names} FROM {table} ORDER BY {_ORDERS[table]})"
            f" TO {literal(address_of(path))} (FORMAT parquet, COMPRESSION zstd)"
        )
        return TableFile(table, file, self.count(table), _on_disk(path))


def _on_disk(path: Path) -> str:
    """Make sure that a file has reached the disk; its digest."""
    digest = hashlib.sha256()
    with open_to_read(path) as content:
        while chunk := content.read(1024**2):
            digest.update(chunk)
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    return digest.hexdigest()[:16]
