"""Shoppers of an import, and the pseudonyms that their events are stored under.

A keyed hash of every row would take longer than all the rest, so each shop id is hashed
once. Ids as the files wrote them are in memory only. Rows carry the pseudonym as a
value of the type `shopper_name`, a number that sorts as the text does.
"""
# ruff: noqa: S608 - the SQL is made of our own constants

from __future__ import annotations

from studio.store.importing.bots import LOOKS_A_MINUTE
from studio.store.importing.watch import Watch

BUSY = f"SELECT raw FROM seen WHERE looks >= {LOOKS_A_MINUTE}"
"""SQL of the ids that may be those of machines, as in the files."""


def count_shoppers(watch: Watch, new: str) -> None:
    """Make the table `seen (raw, looks)`: ids as in the files, and how many looks.

    Args:
        watch: The import.
        new: SQL of rows whose `shopper` is an id as in a file.
    """
    watch.sql(
        "CREATE OR REPLACE TABLE seen AS SELECT shopper AS raw,"
        f" count(*) FILTER (kind IN ('view', 'search')) AS looks FROM {new}"
        " WHERE shopper IS NOT NULL GROUP BY 1"
    )


def busy(watch: Watch) -> bool:
    """Whether any shopper looked so often that it may be a machine."""
    row = watch.sql(f"SELECT count(*) FROM ({BUSY})")[0]
    return row[0] != 0


def name_shoppers(watch: Watch, old: str) -> int:
    """Make the type `shopper_name` and the table `shoppers (raw, name)` of `seen`.

    Args:
        watch: The import.
        old: SQL of the stored events, or an empty text.

    Returns:
        How many shoppers the new rows have.
    """
    watch.sql("CREATE TABLE hashed AS SELECT raw, pseudonym(raw) AS name FROM seen")
    history = f" UNION SELECT shopper FROM {old}" if old else ""
    make_type(watch, "shopper_name", f"SELECT name FROM hashed{history}")
    watch.sql(
        "CREATE TABLE shoppers AS SELECT raw, name::shopper_name AS name FROM hashed"
    )
    watch.sql("DROP TABLE hashed")
    watch.sql("DROP TABLE seen")
    row = watch.sql("SELECT count(DISTINCT name) FROM shoppers")[0]
    return int(str(row[0]))


def make_type(watch: Watch, name: str, texts: str) -> int:
    """Make a type of the texts of a query, a number for each; returns how many."""
    watch.sql(
        f"CREATE OR REPLACE TABLE names_in AS SELECT DISTINCT x FROM ({texts}) t(x)"
        " WHERE x IS NOT NULL ORDER BY x"
    )
    count = int(str(watch.sql("SELECT count(*) FROM names_in")[0][0]))
    values = "SELECT x FROM names_in" if count else "SELECT ''"
    watch.sql(f"CREATE TYPE {name} AS ENUM ({values})")
    watch.sql("DROP TABLE names_in")
    return count
