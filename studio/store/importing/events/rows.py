"""The events of one file as columns of numbers, each row kept or with a reason."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

import msgspec
import numpy as np
import numpy.typing as npt

from studio.domain.behaviour import EVENT_KINDS
from studio.store.importing.events.cells import Floats, Micros
from studio.store.numbered import NONE, Codes, Words, dictionary

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]
else:
    pa = Any

Kinds = npt.NDArray[np.int8]
Reasons = npt.NDArray[np.uint8]
KEPT = 0
"""The reason of a row that is kept."""


class Lists(msgspec.Struct):
    """The texts that the events of an import hold; rows have their numbers."""

    shopper: Words = msgspec.field(default_factory=Words)
    product: Words = msgspec.field(default_factory=Words)
    query: Words = msgspec.field(default_factory=Words)
    session: Words = msgspec.field(default_factory=Words)
    country: Words = msgspec.field(default_factory=Words)


class EventRows(msgspec.Struct):
    """N events in the order of their file; arrays have shape (N,).

    `kind` indexes EVENT_KINDS, the other texts their list in `Lists`; -1 is none.
    `time` is in microseconds since 1970 UTC, NO_TIME where there is none; `quantity`
    and `price` are NaN where unknown.
    """

    shopper: Codes
    kind: Kinds
    product: Codes
    query: Codes
    time: Micros
    session: Codes
    quantity: Floats
    price: Floats
    country: Codes | None = None

    def __len__(self) -> int:
        return len(self.shopper)

    def only(self, which: npt.NDArray[Any]) -> EventRows:
        """Some of the rows, by a mask or by their places."""
        columns: dict[str, Any] = msgspec.structs.asdict(self)
        some: dict[str, Any] = {
            n: None if c is None else c[which] for n, c in columns.items()
        }
        return EventRows(**some)


def stacked(parts: Sequence[EventRows]) -> EventRows:
    """The rows of several files, one after the other."""
    if len(parts) == 1:
        return parts[0]
    columns: dict[str, Any] = {}
    for name in EventRows.__struct_fields__:
        given = [getattr(part, name) for part in parts]
        if name == "country":
            if all(column is None for column in given):
                continue
            given = [
                np.full(len(part), NONE, np.int32) if column is None else column
                for column, part in zip(given, parts, strict=True)
            ]
        columns[name] = np.concatenate(given)
    return EventRows(**columns)


class FileRows(msgspec.Struct):
    """The rows of one file, and why some of them are not kept.

    `reason` is 0 for a row that is kept, else 1 + the place in `reasons`; `examples`
    has one for each of `reasons`. `told` has texts of products by column.
    """

    rows: EventRows
    reason: Reasons
    reasons: list[str]
    examples: list[str]
    told: dict[str, tuple[Codes, pa.Array]]

    def leave_out(
        self, which: npt.NDArray[np.bool_], why: str, example: str = ""
    ) -> None:
        """Give rows that are still kept a reason."""
        which = which & (self.reason == KEPT)
        if not which.any():
            return
        if why not in self.reasons:
            self.reasons.append(why)
            self.examples.append(example)
        self.reason[which] = self.reasons.index(why) + 1

    def dropped(self) -> list[tuple[str, int, str]]:
        """Reason, count and example of rows that are not kept, most first."""
        counts = np.bincount(self.reason, minlength=len(self.reasons) + 1)[1:]
        found = zip(self.reasons, map(int, counts), self.examples, strict=True)
        kept = [entry for entry in found if entry[1]]
        return sorted(kept, key=lambda entry: (-entry[1], entry[0]))

    def settle(self) -> None:
        """Let go of what is not kept."""
        kept = self.reason == KEPT
        if not kept.all():
            self.rows = self.rows.only(kept)
        self.told = {}
        self.reason = self.reason[:0]


def as_table(
    rows: EventRows, lists: Lists, columns: Iterable[str]
) -> dict[str, pa.Array]:
    """Columns of rows as Arrow has them, texts as dictionaries."""
    arrow = import_module("pyarrow")
    found: dict[str, pa.Array] = {}
    for name in columns:
        values = getattr(rows, name)
        if name == "kind":
            kinds = arrow.array(EVENT_KINDS)
            found[name] = dictionary(values.astype(np.int32), kinds)
        elif name == "time":
            found[name] = arrow.array(values.view("M8[us]"))
        elif name in Lists.__struct_fields__:
            texts = getattr(lists, name).texts
            if values is None:
                values = np.full(len(rows), NONE, np.int32)
            found[name] = dictionary(values, texts)
        else:
            found[name] = arrow.array(values, from_pandas=True)
    return found
