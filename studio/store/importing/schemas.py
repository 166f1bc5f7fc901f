"""The columns of each Parquet table, and which kind of file fills it."""

from __future__ import annotations

from pathlib import Path

from studio.store.importing.watch import Watch
from studio.store.tables import source

SCHEMAS: dict[str, str] = {
    "products": "id VARCHAR, title VARCHAR, title_zh VARCHAR, description VARCHAR,"
    " category VARCHAR[], brand VARCHAR, price DOUBLE, sale_price DOUBLE,"
    " currency VARCHAR, stock INTEGER, link VARCHAR, image VARCHAR, rating DOUBLE,"
    " rating_count INTEGER, added VARCHAR, made BOOLEAN, aliases VARCHAR[]",
    "events": "shopper VARCHAR, kind VARCHAR, product VARCHAR, query VARCHAR,"
    " time TIMESTAMP, session VARCHAR, quantity DOUBLE, price DOUBLE, country VARCHAR",
    "preferences": "shopper VARCHAR, kind VARCHAR, value VARCHAR, weight DOUBLE",
    "segments": "shopper VARCHAR, segment VARCHAR",
    "page_events": "shopper VARCHAR, page_id VARCHAR, block_index INTEGER,"
    " block_type VARCHAR, clicked BOOLEAN, time TIMESTAMP",
    "promotions": "product VARCHAR, store VARCHAR, display VARCHAR, mailer VARCHAR,"
    " week INTEGER",
}
"""Columns of each table; `made` marks products that events alone told of, `aliases`
are other names by which orders and events call a product."""
TABLE_OF: dict[str, str] = {
    "products": "products",
    "behaviour": "events",
    "preference": "preferences",
    "segments": "segments",
    "page_events": "page_events",
    "promotions": "promotions",
}
"""The table that each kind of file fills."""
OF_SHOPPERS = ("events", "page_events", "preferences", "segments")
"""The tables that have a column `shopper`."""
ORDERS = {
    "products": "place",
    "preferences": "shopper, gen, seq",
    "segments": "shopper, gen, seq",
    "page_events": "shopper, time, gen, seq",
    "promotions": "product, week, gen, seq",
}
"""How the rows of a table are sorted; events are by shopper, time and place."""


def columns(table: str) -> tuple[str, ...]:
    """Names of a table's columns."""
    return tuple(part.split()[0] for part in SCHEMAS[table].split(", "))


def stored(watch: Watch, table: str, path: Path) -> str:
    """SQL of a table's file with all of today's columns and `place`, its row number.

    A file that an earlier version wrote lacks some; they read as NULL.
    """
    rows = f"read_parquet({source(path)[len('read_parquet(') : -1]}"
    numbered = f"{rows}, file_row_number = true)"
    there = {
        str(row[0])
        for row in watch.sql(f"DESCRIBE SELECT * FROM {source(path)}")  # noqa: S608
    }
    types = dict(part.split(maxsplit=1) for part in SCHEMAS[table].split(", "))
    names = ", ".join(
        name if name in there else f"NULL::{kind} AS {name}"
        for name, kind in types.items()
    )
    return f"(SELECT {names}, file_row_number AS place FROM {numbered})"  # noqa: S608
