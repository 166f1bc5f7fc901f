"""Shoppers of an import, and the pseudonyms that their events are stored under.

A keyed hash of every row would take longer than all the rest, so each shop id is hashed
once. Ids as the files wrote them are in memory only. Rows carry the pseudonym as a
value of the type `shopper_name`, a number that sorts as the text does.
"""
# ruff: noqa: S608 - the SQL is made of our own constants

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module

from studio.store.importing.watch import Watch

Pseudonym = Callable[[str], str]


def name_shoppers(watch: Watch, new: str, old: str, pseudonym: Pseudonym) -> int:
    """Make the type `shopper_name` and the table `shoppers (raw, name)`.

    Args:
        watch: The import.
        new: SQL of rows whose `shopper` is an id as in a file.
        old: SQL of the stored events, or an empty text.
        pseudonym: Turns an id into what is stored.

    Returns:
        How many shoppers the new rows have.
    """
    found = watch.sql(f"SELECT DISTINCT shopper FROM {new} WHERE shopper IS NOT NULL")
    raw = [str(row[0]) for row in found]
    names = watch.run(lambda: _hashed(watch, raw, pseudonym), lambda: 0.0)
    known = set(names)
    if old:
        known.update(
            str(r[0]) for r in watch.sql(f"SELECT DISTINCT shopper FROM {old}")
        )
    _make_type(watch, sorted(known))
    arrow = import_module("pyarrow")
    text = arrow.string()
    pairs = {"raw": arrow.array(raw, text), "name": arrow.array(names, text)}
    watch.connection.register("pairs_in", arrow.table(pairs))
    watch.sql(
        "CREATE TABLE shoppers AS SELECT raw, name::shopper_name AS name FROM pairs_in"
    )
    watch.connection.unregister("pairs_in")
    return len(set(names))


def _make_type(watch: Watch, names: list[str]) -> None:
    arrow = import_module("pyarrow")
    table = arrow.table({"name": arrow.array(names or [""], arrow.string())})
    watch.connection.register("names_in", table)
    watch.sql("CREATE TYPE shopper_name AS ENUM (SELECT name FROM names_in)")
    watch.connection.unregister("names_in")


def _hashed(watch: Watch, raw: Iterable[str], pseudonym: Pseudonym) -> list[str]:
    names = []
    for shop_id in raw:
        if watch.cancelled.is_set():
            break
        names.append(pseudonym(shop_id))
    return names
