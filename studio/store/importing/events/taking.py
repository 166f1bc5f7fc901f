"""Takes the events of a file in, batch after batch, and judges every row."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from studio.domain.behaviour import EVENT_KINDS, SEARCH
from studio.domain.imports import ImportPlan, implied_event
from studio.store.importing.events.cells import (
    NO_TIME,
    Cells,
    Floats,
    Micros,
    Moments,
)
from studio.store.importing.events.rows import (
    EventRows,
    FileRows,
    Lists,
)
from studio.store.importing.shapes import shape_of
from studio.store.importing.staging import (
    NO_SHOPPER,
    SEARCH_IS_PERSONAL,
    kind_of_event,
    left_out_by_role,
    of_products,
)
from studio.store.importing.watch import Watch
from studio.store.numbered import (
    NONE,
    Codes,
    Words,
    codes_for,
    encoded,
    example_of,
    joined,
    looked_up,
)

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]
else:
    pa = Any

_JOINED_AT_ONCE = 2
"""Columns that are held twice for a moment."""
_UNKNOWN = -2
"""An event with a word that no table has."""
_WORDS = ("user_id", "event", "product_id", "query", "country")
_NUMBERS = ("quantity", "price", "total")
_LEFT_OUT = ("left_out", "left_out_example")
Marks = npt.NDArray[np.bool_]


class Taking:
    """One file of events, from its batches to numbered rows.

    Batches of cells have columns `c<n>`; those of a shape are named by targets, with
    numbers as `<target>_amount` and the moment as `timestamp_moment`.
    """

    def __init__(
        self, watch: Watch, plan: ImportPlan, lists: Lists, *, clean: bool = False
    ) -> None:
        self._plan = plan
        self._lists = lists
        self._clean = clean
        self._cells = Cells(watch, plan, clean=clean)
        self._told = of_products(plan)
        self._roles = left_out_by_role(plan)
        shape = shape_of(plan)
        self._given = shape.gives if shape is not None else frozenset[str]()
        self.wanted = self._places_wanted()
        self._texts: dict[str, list[pa.DictionaryArray]] = {}
        self._numbers: dict[str, list[Floats]] = {}
        self._times: list[Micros] = []
        self._unread: list[Marks] = []
        self._no_time_read = ""
        self._joined: dict[str, Future[tuple[Codes, pa.Array]]] = {}
        self._rows = 0

    def _places_wanted(self) -> dict[str, int]:
        """Places of the columns that are asked for, by target or role."""
        names = {*_WORDS, *_NUMBERS, "session_id", "timestamp", *self._told}
        roles = {f"role_{case.role}" for case in self._roles}
        found: dict[str, int] = {}
        for n, column in enumerate(self._plan.columns):
            if column.target in names:
                found[column.target] = n
            elif not column.target and f"role_{column.role}" in roles:
                found.setdefault(f"role_{column.role}", n)
        return found

    def add(self, batch: pa.RecordBatch) -> None:
        """Take a batch in."""
        if not len(batch):
            return
        self._rows += len(batch)
        for name, column in self._columns(batch).items():
            if name in _NUMBERS:
                self._numbers.setdefault(name, []).append(self._cells.numbers(column))
            elif name == "timestamp":
                self._add_times(self._cells.moments(column))
            elif name == "session_id":
                self._texts.setdefault(name, []).append(self._cells.sessions(column))
            else:
                self._texts.setdefault(name, []).append(encoded(column))

    def _columns(self, batch: pa.RecordBatch) -> dict[str, pa.Array]:
        if not self._clean:
            return {name: batch.column(f"c{n}") for name, n in self.wanted.items()}
        there = dict(zip(batch.schema.names, batch.columns, strict=True))
        asked = {*_WORDS, "session_id", *self._told} & self._given
        found = {name: there[name] for name in (*sorted(asked), *_LEFT_OUT)}
        found |= {name: there[f"{name}_amount"] for name in _NUMBERS}
        moments, texts = there["timestamp_moment"], there["timestamp"]
        self._add_times(self._cells.shaped_moments(moments, texts))
        return found

    def _add_times(self, moments: Moments) -> None:
        self._times.append(moments.at)
        self._unread.append(moments.unread)
        self._no_time_read = self._no_time_read or moments.example

    def finish(self) -> FileRows:
        """All rows of the file, those that cannot be used with the reason."""
        with ThreadPoolExecutor(_JOINED_AT_ONCE) as pool:
            # sessions are long to join, and nothing else waits for them
            for name in sorted(self._texts, key=lambda name: name == "session_id"):
                parts = self._texts.pop(name)
                self._joined[name] = pool.submit(joined, parts)
            return self._judged()

    def _judged(self) -> FileRows:
        """The rows, made of columns while others are still being joined."""
        time = _whole(self._times, NO_TIME, self._rows)
        quantity, price = self._amounts()
        told = "event" in self._joined
        kind, event = self._kinds()
        shopper, _ = self._numbered("user_id", self._lists.shopper)
        product = self._products()
        query, personal = self._queries()
        if not told:  # in a log of searches some rows say which product was opened
            kind[(product == NONE) & (query != NONE)] = SEARCH
        query[personal & (kind != SEARCH)] = NONE
        rows = EventRows(
            shopper=shopper, kind=np.maximum(kind, NONE), product=product, query=query,
            time=time, session=self._sessions(), quantity=quantity, price=price,
            country=self._countries(),
        )  # fmt: skip
        file = FileRows(rows, np.zeros(self._rows, np.uint8), [], [], {})
        self._leave_out_by_rule(file)
        file.leave_out(shopper == NONE, NO_SHOPPER)
        file.leave_out(kind == NONE, "no word for what the shopper did")
        file.leave_out(kind == _UNKNOWN, "an event of another kind", event)
        unread = _whole(self._unread, fill=False, rows=self._rows)
        file.leave_out((time == NO_TIME) & ~unread, "no time")
        file.leave_out(unread, "the time cannot be read", self._no_time_read)
        searched = kind == SEARCH
        file.leave_out(searched & (query == NONE), "a search without words")
        file.leave_out(searched & personal, SEARCH_IS_PERSONAL)
        file.leave_out(~searched & (product == NONE), "no product")
        none = quantity <= 0
        example = example_of(product, self._lists.product.texts, none)
        file.leave_out(none, "a return, or a quantity of zero", example)
        file.told = {name: self._of_products(name) for name in self._told}
        return file

    def _kinds(self) -> tuple[npt.NDArray[np.int8], str]:
        """What each row says was done, and a word that says nothing to us."""
        if "event" not in self._joined:
            targets = {column.target for column in self._plan.columns}
            implied = EVENT_KINDS.index(implied_event(targets))
            return np.full(self._rows, implied, np.int8), ""
        codes, texts = self._column("event")
        said = self._cells.words(texts, "event")
        known = self._cells.meant(said, kind_of_event("x"))
        each = np.full(len(texts), _UNKNOWN, np.int8)
        for at, (word, name) in enumerate(
            zip(said.to_pylist(), known.to_pylist(), strict=True)
        ):
            if name is not None:
                each[at] = EVENT_KINDS.index(name)
            elif word is None:
                each[at] = NONE
        kinds = looked_up(codes, each, NONE)
        return kinds, example_of(codes, said, kinds == _UNKNOWN)

    def _column(self, name: str) -> tuple[Codes, pa.Array]:
        """A joined column, which nothing else asks for; waits until it is ready."""
        return self._joined.pop(name).result()

    def _numbered(self, name: str, words: Any) -> tuple[Codes, Codes]:  # noqa: ANN401
        """Rows of a column by the import's own list of texts."""
        if name not in self._joined:
            none = np.full(self._rows, NONE, np.int32)
            return none, none[:0]
        codes, texts = self._column(name)
        table = words.numbered(self._cells.words(texts, name))
        return codes_for(table, codes), table

    def _products(self) -> Codes:
        if "product_id" not in self._joined:
            return np.full(self._rows, NONE, np.int32)
        codes, texts = self._column("product_id")
        clean = self._cells.words(texts, "product_id")
        usable = self._cells.meant(
            clean,
            "CASE WHEN NOT contains(x, '@') OR NOT holds_personal(x)"
            " THEN normal_id(x) END",
        )
        return codes_for(self._lists.product.numbered(usable), codes)

    def _queries(self) -> tuple[Codes, Marks]:
        """Words of each row, and which of them hold personal data."""
        query, table = self._numbered("query", self._lists.query)
        if not len(table):
            return query, np.zeros(self._rows, np.bool_)
        said = self._cells.which(self._lists.query.texts, "holds_personal(x)")
        return query, looked_up(query, said, missing=False)

    def _sessions(self) -> Codes:
        if "session_id" not in self._joined:
            return np.full(self._rows, NONE, np.int32)
        codes, marks = self._column("session_id")
        return codes_for(self._lists.session.numbered(marks), codes)

    def _countries(self) -> Codes | None:
        if "country" not in self._joined:
            return None
        return self._numbered("country", self._lists.country)[0]

    def _amounts(self) -> tuple[Floats, Floats]:
        """Quantity and price a unit; a price under zero is none."""
        given = {
            name: _whole(self._numbers.pop(name, []), np.nan, self._rows)
            for name in ("quantity", "price")
        }
        quantity, price = given["quantity"], given["price"]
        if "total" in self._numbers:
            total = _whole(self._numbers.pop("total"), np.nan, self._rows)
            with np.errstate(divide="ignore", invalid="ignore"):
                each = np.where(quantity != 0, total / quantity, np.nan)
            price = np.where(np.isnan(price), each, price)
        if (price < 0).any():
            price = np.where(price >= 0, price, np.nan)
        return quantity, price

    def _of_products(self, name: str) -> tuple[Codes, pa.Array]:
        if name not in self._joined:  # no row came
            return np.zeros(0, np.int32), Words().texts
        codes, texts = self._column(name)
        return codes, self._cells.words(texts, name)

    def _leave_out_by_rule(self, file: FileRows) -> None:
        """What a shape left out, or what the roles of columns say does not count."""
        if "left_out" in self._joined:
            codes, reasons = self._column("left_out")
            examples = self._column("left_out_example")
            for n, why in enumerate(reasons.to_pylist()):
                where = codes == n
                file.leave_out(where, str(why), example_of(*examples, where))
        seen: dict[str, tuple[Codes, pa.Array]] = {}
        for case in self._roles:
            name = f"role_{case.role}"
            if name not in seen and name in self._joined:
                codes, texts = self._column(name)
                seen[name] = codes, self._cells.words(texts, name)
            if name not in seen:  # no row came
                continue
            codes, texts = seen[name]
            found = looked_up(codes, self._cells.which(texts, case.test), missing=False)
            shown = next(iter(seen.values()))  # the first role is the example
            file.leave_out(found, case.reason, example_of(*shown, found))


def _whole(parts: list[Any], fill: Any, rows: int) -> Any:  # noqa: ANN401
    """Arrays of batches as one; without any, one of a value. Empties the list."""
    if not parts:
        return np.full(rows, fill)
    whole = np.concatenate(parts)
    parts.clear()
    return whole
