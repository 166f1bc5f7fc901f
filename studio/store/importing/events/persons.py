"""Leaves out what is no shopper, and words that name a person."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

import numpy as np
import numpy.typing as npt

from studio.domain.behaviour import SEARCH, VIEW
from studio.store.importing.bots import LOOKS_A_MINUTE, bots
from studio.store.importing.events.rows import (
    KEPT,
    FileRows,
    Lists,
    as_table,
    stacked,
)
from studio.store.importing.named import REASONS, find_names
from studio.store.importing.watch import Watch
from studio.store.numbered import NONE


def leave_out_names(watch: Watch, file: FileRows, lists: Lists, titles: str) -> None:
    """Leave out searches for a person by name; the words go from other events.

    Args:
        watch: The import.
        file: The rows, which are changed.
        lists: The texts of the rows.
        titles: SQL of the catalogue with a column `title`; "" where there is none.
    """
    with_words = np.flatnonzero((file.rows.query != NONE) & (file.reason == KEPT))
    if not len(with_words):
        return
    arrow = import_module("pyarrow")
    table = as_table(file.rows.only(with_words), lists, ("shopper", "query"))
    table["reason"] = arrow.nulls(len(with_words), arrow.string())
    with watch.lent("staged", arrow.table(table)):
        if not find_names(watch, "behaviour", titles):
            return
        said = {str(row[0]) for row in watch.sql("SELECT said FROM named")}
    texts = lists.query.texts.to_pylist()
    named = np.array([text in said for text in texts], np.bool_)
    query = file.rows.query
    names = (query != NONE) & named[query]
    file.leave_out(names & (file.rows.kind == SEARCH), REASONS["behaviour"])
    query[names] = NONE


def leave_out_machines(
    watch: Watch, files: Sequence[FileRows], lists: Lists
) -> tuple[int, int]:
    """Leave out all events of the shoppers that are machines.

    Args:
        watch: The import.
        files: Their rows, which are changed.
        lists: The texts of the rows.

    Returns:
        How many shoppers that are, and how many events they had.
    """
    busy = _busy(files, len(lists.shopper))
    if not busy.any():
        return 0, 0
    closer = stacked([f.rows.only(busy[f.rows.shopper]) for f in files])
    arrow = import_module("pyarrow")
    table = as_table(closer, lists, ("kind", "time"))
    table["shopper"] = arrow.array(closer.shopper)
    with watch.lent("closer_look", arrow.table(table)):
        found = watch.sql(bots("closer_look"))
    out = np.zeros(len(busy), np.bool_)
    out[[int(str(row[0])) for row in found]] = True
    rows = 0
    for file in files:
        gone = out[file.rows.shopper]
        rows += int(gone.sum())
        if gone.any():
            file.rows = file.rows.only(~gone)
    return len(found), rows


def _busy(files: Sequence[FileRows], count: int) -> npt.NDArray[np.bool_]:
    """Which of the shoppers looked so often that they may be machines."""
    events = np.zeros(count, np.int64)
    for file in files:
        events += np.bincount(file.rows.shopper, minlength=count)
    often = events >= LOOKS_A_MINUTE  # of whom alone the looks are counted
    looks = np.zeros(count, np.int64)
    for file in files if often.any() else ():
        shopper, kind = file.rows.shopper, file.rows.kind
        among = np.flatnonzero(often[shopper])
        shopper, kind = shopper[among], kind[among]
        looked = (kind == VIEW) | (kind == SEARCH)
        looks += np.bincount(shopper[looked], minlength=count)
    return looks >= LOOKS_A_MINUTE
