"""The events of an import: taken in file by file, then joined with those of before.

Events are columns of numbers in memory, a few bytes each; texts are held once. Ids as
the files write them are nowhere else.
"""
# ruff: noqa: S608 - the SQL is made of our own constants

from __future__ import annotations

import datetime as dt
from importlib import import_module
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np

from studio.domain.behaviour import SEARCH
from studio.domain.imports import ImportPlan
from studio.store.importing.events.cells import meant
from studio.store.importing.events.history import History
from studio.store.importing.events.joining import Joined, Places, in_order, repeated
from studio.store.importing.events.persons import (
    leave_out_machines,
    leave_out_names,
)
from studio.store.importing.events.rows import (
    EventRows,
    FileRows,
    Lists,
    as_table,
    stacked,
)
from studio.store.importing.events.taking import Taking
from studio.store.importing.events.uniting import (
    Renumbered,
    by_text,
    one_after_the_other,
    renumbered,
    sorted_together,
    together,
)
from studio.store.importing.events.writing import write_events
from studio.store.importing.merging import finished, new_file
from studio.store.importing.staging import made_products
from studio.store.importing.watch import Watch
from studio.store.numbered import (
    NONE,
    Codes,
    Words,
    dictionary,
)
from studio.store.tables import TableFile, Tables

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]
else:
    pa = Any

_SESSION = "to_base((x >> 4)::BIGINT, 36)"


class Lost(msgspec.Struct, frozen=True):
    """Events that were left out after staging: how many, and one example."""

    rows: int = 0
    example: str = ""


class EventImport:
    """The events of one import."""

    def __init__(self, tables: Tables, watch: Watch) -> None:
        self._watch = watch
        self._tables = tables
        path = tables.path("events")
        self._history = None if path is None else History(path)
        self._lists = Lists()
        self._files: list[FileRows] = []
        self._as_given = True
        self._joined: Joined | None = None
        self._order: Places = np.zeros(0, np.int64)
        self._again: Places = np.zeros(0, np.int64)

    @property
    def came(self) -> bool:
        """Whether a file with events came."""
        return bool(self._files)

    @property
    def old(self) -> bool:
        """Whether the project holds events."""
        return self._history is not None

    def taking(self, plan: ImportPlan, *, clean: bool) -> Taking:
        """What takes the batches of a file in."""
        return Taking(self._watch, plan, self._lists, clean=clean)

    def take(self, taking: Taking, titles: str) -> FileRows:
        """Keep the rows of a file that was read, but for searches that name a person.

        Args:
            taking: What took its batches in.
            titles: SQL of the catalogue with a column `title`; "" where there is none.
        """
        file = taking.finish()
        leave_out_names(self._watch, file, self._lists, titles)
        self._files.append(file)
        return file

    def note_products(self, plan: ImportPlan, file: FileRows, told: str) -> None:
        """Keep what the rows of a file say of their products, in the table `told`."""
        sql = made_products(plan)
        if not sql:
            return
        arrow = import_module("pyarrow")
        table = as_table(file.rows, self._lists, ("product", "price", "time"))
        reasons = arrow.array(file.reasons, arrow.string())
        table["reason"] = dictionary(file.reason.astype(np.int32) - 1, reasons)
        for name, (codes, texts) in file.told.items():
            table[f"product_{name}"] = dictionary(codes, texts)
        with self._watch.lent("staged", arrow.table(table)):
            self._watch.sql(
                f"INSERT INTO {told} SELECT id, title, description, category, brand,"
                f" price, currency, image FROM ({sql}) m WHERE id IS NOT NULL"
                f" AND NOT EXISTS (SELECT 1 FROM {told} t WHERE t.id = m.id)"
            )

    def named(self) -> pa.Table:
        """The products that events name: `given`, and whether a new one does."""
        arrow = import_module("pyarrow")
        compute = import_module("pyarrow.compute")
        count = len(self._lists.product)
        seen = np.zeros(count + 1, np.bool_)
        for file in self._files:
            seen[file.rows.product] = True
        new = self._lists.product.texts.filter(arrow.array(seen[:count]))
        parts, is_new = [new.cast("string")], [np.ones(len(new), np.bool_)]
        if self._history is not None:
            old = self._history.products()
            old = old.filter(compute.invert(compute.is_in(old, value_set=parts[0])))
            parts.append(old)
            is_new.append(np.zeros(len(old), np.bool_))
        return arrow.table({
            "given": arrow.concat_arrays(parts), "is_new": np.concatenate(is_new),
        })  # fmt: skip

    def leave_out_machines(self) -> tuple[int, int]:
        """Leave out all new events of the shoppers that are machines.

        Returns:
            How many shoppers that are, and how many events they had.
        """
        return leave_out_machines(self._watch, self._files, self._lists)

    def lost(self) -> Lost:
        """The events whose product `product_map` does not know."""
        renamed = "product_map WHERE id IS DISTINCT FROM given"
        self._as_given = not self._watch.sql(f"SELECT count(*) FROM {renamed}")[0][0]
        if self._as_given:
            return Lost()
        found = self._watch.sql("SELECT given FROM product_map WHERE id IS NULL")
        unknown = frozenset(str(row[0]) for row in found)
        names = self._lists.product.texts.to_pylist()
        among = np.array([*(name in unknown for name in names), False], np.bool_)
        rows, left = 0, set[int]()
        for file in self._files:
            product = file.rows.product
            gone = among[product] & (file.rows.kind != SEARCH)
            rows += int(gone.sum())
            left.update(map(int, np.unique(product[gone])))
        example = min((names[code] for code in left), default="")
        if self._history is not None:
            earlier, other = self._history.lost(unknown)
            rows, example = rows + earlier, example or other
        return Lost(rows, example)

    def merge(self) -> None:
        """Join new and stored events under pseudonyms, and find what came before.

        The ids of the files are gone from here on.
        """
        new = self._lists
        parts, of, lists = [f.rows for f in self._files], [0] * len(self._files), [new]
        if self._history is not None:
            parts.insert(0, self._history.rows())
            lists, of = [self._history.lists, new], [0, *(1 for _ in of)]
        new.shopper = Words(meant(self._watch, new.shopper.texts, "pseudonym(x)"))
        new.session = Words(self._as_stored(new.session.texts))
        product = self._final_products([each.product.texts for each in lists])
        shopper, names = sorted_together([each.shopper.texts for each in lists])
        query, queries = together([each.query.texts for each in lists])
        session, sessions = one_after_the_other([each.session.texts for each in lists])
        country, countries = together([each.country.texts for each in lists])
        for at, (part, which) in enumerate(zip(parts, of, strict=True)):
            part.shopper = renumbered(shopper[which], part.shopper)
            part.query = renumbered(query[which], part.query)
            part.session = renumbered(session[which], part.session)
            if part.country is not None:
                part.country = renumbered(country[which], part.country)
            parts[at] = self._matched(part, product[0][which])
        stored = 0 if self._history is None else len(parts[0])
        self._files = [_let_go(file) for file in self._files]
        self._joined = Joined(
            stacked(parts), stored, names, product[1], queries, sessions, countries
        )
        rows = self._joined.rows
        self._order = in_order(rows.shopper, rows.time, stored)

    def _final_products(self, lists: list[pa.Array]) -> tuple[Renumbered, pa.Array]:
        """The catalogue's ids for the products of each list, NONE for unknown ones."""
        if self._as_given:
            return together(lists)
        compute = import_module("pyarrow.compute")
        known = self._watch.arrow("SELECT given, id FROM product_map")
        given, ids = (known.column(n).combine_chunks() for n in ("given", "id"))
        return by_text(
            [ids.take(compute.index_in(texts, value_set=given)) for texts in lists]
        )

    def _matched(self, part: EventRows, table: Codes | None) -> EventRows:
        """Events with products as the catalogue calls them; unknown ones go."""
        given = part.product
        part.product = renumbered(table, given)
        if self._as_given:
            return part
        had = given != NONE
        gone = had & (part.product == NONE) & (part.kind != SEARCH)
        return part.only(~gone) if gone.any() else part

    def repeats(self) -> tuple[int, int]:
        """Find new events that came before.

        Returns:
            How many were repeated among the new, and how many had come earlier.
        """
        joined = self._whole()
        if not self.came:
            return 0, 0
        self._again, again, earlier = repeated(self._watch, joined, self._order)
        return again, earlier

    @property
    def changes_nothing(self) -> bool:
        """Whether the file of earlier imports holds all that is to be written."""
        if not (self.old and self.came and self._as_given):
            return False
        joined = self._whole()
        return len(joined.rows) - joined.stored == len(self._again)

    def write(self, share: float) -> TableFile:
        """Write all events, sorted, to a new file, which nothing points to yet.

        Args:
            share: Share of the whole import at which this begins.
        """
        joined, order = self._whole(), self._order
        if len(self._again):
            gone = np.zeros(len(joined.rows), np.bool_)
            gone[self._again] = True
            order = order[~gone[order]]
        path = new_file(self._tables, "events")
        write_events(path, joined, order, self._watch, share=share)
        return finished("events", path, len(order))

    def period(self) -> tuple[str, str] | None:
        """Days of the first and the last new event."""
        joined = self._whole()
        new = joined.rows.time[joined.stored :]
        if not self.came or not len(new):
            return None
        return _day(int(new.min())), _day(int(new.max()))

    def arrived(self) -> tuple[int, int]:
        """How many events are new, and of how many shoppers."""
        if not self.came or self._joined is None:
            return 0, 0
        joined = self._joined
        new = np.ones(len(joined.rows), np.bool_)
        new[: joined.stored] = False
        new[self._again] = False
        seen = np.zeros(len(joined.shopper), np.bool_)
        seen[joined.rows.shopper[new]] = True
        return int(new.sum()), int(seen.sum())

    def _as_stored(self, marks: pa.Array) -> pa.Array:
        """Sessions as they are stored."""
        return meant(self._watch, marks, _SESSION) if len(marks) else marks

    def _whole(self) -> Joined:
        if self._joined is None:
            raise RuntimeError("the events were not joined")
        return self._joined


def _let_go(file: FileRows) -> FileRows:
    """A file whose rows are held by others."""
    return FileRows(file.rows.only(np.zeros(0, np.int64)), file.reason, [], [], {})


def _day(micros: int) -> str:
    moment = dt.datetime.fromtimestamp(micros / 1_000_000, dt.UTC)
    return moment.date().isoformat()
