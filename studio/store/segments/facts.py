"""Facts on shoppers for counting segments: built once from events and products.

They lie in `data/cache/segments-<key>/`, the key being made of the digests of the
tables, as sorted Parquet with numbers in place of names:

    shoppers   one row a shopper: first and last days, totals, latest country
    days       a shopper's day, sorted by day: sessions, orders, views, ..., spent
    deeds      every view, cart and purchase, sorted by kind and product
    goods      products by category path, so that a category is a run of numbers
    searches   every search; `queries` has their words

A folder is used once its `facts.json` is there, which is written last.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

import msgspec
from filelock import FileLock

from studio.domain.errors import NotYet
from studio.store.config import write_whole
from studio.store.database import decode
from studio.store.duck import duck
from studio.store.problems import storage_problems
from studio.store.sealing.unlocked import read_bytes
from studio.store.segments.building import Building, Facts, Say
from studio.store.tables import Tables

VERSION = 2
"""Raised when the facts are made otherwise, so that old ones are made anew."""
CACHE = "cache"
MARK = "facts.json"


def key_of(tables: Tables) -> str:
    """What the facts of the current tables are called; empty without events."""
    current = tables.current()
    if "events" not in current:
        return ""
    marks = [current[name].digest for name in ("events", "products") if name in current]
    whole = ":".join([str(VERSION), *marks])
    return hashlib.sha256(whole.encode()).hexdigest()[:16]


def find_facts(tables: Tables) -> Facts | None:
    """The facts of the current tables, or None where they are not built yet."""
    key = key_of(tables)
    mark = _folder(tables, key) / MARK
    if not key or not mark.is_file():
        return None
    with storage_problems(mark):
        return decode(read_bytes(mark), Facts)


def build_facts(tables: Tables, say: Say = lambda _done, _all: None) -> Facts:
    """Build the facts of the current tables where they are missing.

    Raises:
        NotYet: There are no events.
        StorageProblem: The disk is full or closed; what was built before stays.
    """
    key = key_of(tables)
    if not key:
        raise NotYet(
            "There are no events in this project yet.", "Import behaviour first."
        )
    cache = tables.folder / CACHE
    with storage_problems(cache):
        cache.mkdir(parents=True, exist_ok=True)
        with FileLock(cache / ".segments.lock", is_singleton=False):
            found = find_facts(tables)
            if found is None:
                found = _built(tables, key, say)
            _sweep(cache, key)
    return found


def drop_facts(tables: Tables) -> None:
    """Delete all facts, which hold every shopper's pseudonym."""
    for folder in (tables.folder / CACHE).glob("segments-*"):
        shutil.rmtree(folder, ignore_errors=True)


def _folder(tables: Tables, key: str) -> Path:
    return tables.folder / CACHE / f"segments-{key}"


def _sweep(cache: Path, key: str) -> None:
    for folder in cache.glob("segments-*"):
        if folder.name != f"segments-{key}":
            shutil.rmtree(folder, ignore_errors=True)  # open files go later (Windows)


def _built(tables: Tables, key: str, say: Say) -> Facts:
    folder = _folder(tables, key)
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        with duck(tables.folder.parent) as connection:
            facts = Building(connection, tables, folder).run(say)
        write_whole(folder / MARK, msgspec.json.encode(facts))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    return facts
