"""What there is to know about a file before it is imported."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from studio.domain import reading
from studio.domain.imports import ColumnPlan, FileFormat, Finding, implied_event
from studio.domain.personal import SENSITIVE
from studio.pipeline.ingest import casts
from studio.pipeline.ingest.clocks import unread_clocks
from studio.pipeline.ingest.content import (
    day_or_month_first,
    decimal_signs,
    filled,
)
from studio.pipeline.ingest.encoding import Decoded
from studio.pipeline.ingest.exports.export import Export
from studio.pipeline.ingest.privacy import PERSONAL, mask_inside, masked_name
from studio.pipeline.ingest.table import TextTable

EXAMPLES = 3
_SPECIAL = SENSITIVE[0].upper() + SENSITIVE[1:]
_EVENTS = reading.known_words(reading.EVENT_WORDS)


class Looked(msgspec.Struct, frozen=True):
    """A file as far as it was looked into."""

    kind: str
    decoded: Decoded
    table: TextTable
    columns: tuple[ColumnPlan, ...]
    format: FileFormat
    export: Export | None = None

    def values(self, target: str) -> tuple[str, ...]:
        """The filled values of the column that goes to a target."""
        for place, column in enumerate(self.columns):
            if column.target == target:
                return filled([row[place] for row in self.table.rows])
        return ()

    def read_as(self, target: str) -> str:
        """How that column is read."""
        return next((c.read_as for c in self.columns if c.target == target), "")


def findings(look: Looked) -> tuple[Finding, ...]:
    """Everything worth telling, what loses rows first."""
    found = [
        *_export(look),
        *_text(look),
        *_rows(look),
        *_times(look),
        *unread_clocks(look.columns, look.table),
        *_amounts(look),
        *_events(look),
        *_privacy(look),
    ]
    order = {"error": 0, "warning": 1, "info": 2}
    return tuple(sorted(found, key=lambda finding: order[finding.severity]))


def _export(look: Looked) -> Iterator[Finding]:
    if look.export is not None and look.kind != "unknown":
        yield Finding(
            "info",
            f"Recognised as {look.export.title}",
            "Its columns are placed and its rows are read as that export means them.",
        )
        for title, text in look.export.notes:
            yield Finding("info", title, text)
    currencies = Counter(v.upper() for v in look.values("currency"))
    if len(currencies) > 1:
        usual, *others = (name for name, _ in currencies.most_common())
        yield Finding(
            "warning",
            f"Prices in {len(currencies)} currencies",
            f"Most are in {usual}. Nothing is converted.",
            sum(currencies[name] for name in others),
            tuple(others[:EXAMPLES]),
        )


def _text(look: Looked) -> Iterator[Finding]:
    if look.decoded.unreadable:
        yield Finding(
            "warning",
            "Some characters cannot be read",
            "They are shown as � and imported so. Export the file again as UTF-8.",
            look.decoded.unreadable,
        )
    if look.decoded.nuls and not look.decoded.encoding.startswith("utf-16"):
        yield Finding(
            "warning",
            "The file holds NUL characters",
            "They are left out.",
            look.decoded.nuls,
        )
    for name in look.table.renamed:
        yield Finding(
            "warning",
            f"Two columns are called {name}",
            "The first one is used unless you choose the other.",
        )
    if not look.table.header_row and look.table.rows:
        yield Finding(
            "warning",
            "The file has no header",
            "Say below which column is which.",
        )


def _rows(look: Looked) -> Iterator[Finding]:
    if look.table.ragged:
        width = len(look.table.names)
        yield Finding(
            "error",
            f"{_rows_in_words(len(look.table.ragged))} of another width",
            f"They do not have {width} cells and are left out.",
            len(look.table.ragged),
            tuple(
                mask_inside(" | ".join(row))[:80]
                for row in look.table.ragged[:EXAMPLES]
            ),
        )
    makes = look.export.makes if look.export else frozenset()
    if look.kind in ("products", "behaviour") and "product_id" not in makes:
        yield from _without(look, "product_id", "no product")
    if look.kind not in ("products", "promotions"):
        yield from _without(look, "user_id", "no shopper")
    if look.kind == "products" and look.export is None:
        ids = Counter(look.values("product_id"))
        twice = [name for name, count in ids.items() if count > 1]
        if twice:
            yield Finding(
                "warning",
                "Some products come more than once",
                "The last row of each is used.",
                sum(ids[name] - 1 for name in twice),
                tuple(twice[:EXAMPLES]),
            )


def _without(look: Looked, target: str, words: str) -> Iterator[Finding]:
    places = {c.target: at for at, c in enumerate(look.columns) if c.target}
    if target not in places:
        return
    rows = [r for r in look.table.rows if not filled([r[places[target]]])]
    if target == "product_id" and "event" in places:  # a search has none
        rows = [
            r for r in rows if _EVENTS.get(reading.word(r[places["event"]])) != "search"
        ]
    elif target == "product_id" and "query" in places:
        rows = [r for r in rows if not filled([r[places["query"]]])]
    if rows:
        yield Finding(
            "error",
            f"{_rows_in_words(len(rows))} with {words}",
            "They are left out.",
            len(rows),
        )


def _times(look: Looked) -> Iterator[Finding]:
    values = look.values("timestamp")
    how = look.read_as("timestamp")
    bad = [v for v in values if casts.moment(v, how, look.format.time_zone) is None]
    if bad:
        yield Finding(
            "error",
            f"{_rows_in_words(len(bad))} whose time cannot be read",
            "They are left out.",
            len(bad),
            tuple(dict.fromkeys(bad))[:EXAMPLES],
        )
    if how in (reading.DAY_FIRST, reading.MONTH_FIRST):
        name, open_ = day_or_month_first(values)
        if open_ and how == name:
            yield Finding(
                "warning",
                "Day and month could be either way round",
                "No date has a number over 12 in it; they are read with the day first."
                " Choose the month first where the column is read otherwise.",
                examples=values[:EXAMPLES],
            )


def _amounts(look: Looked) -> Iterator[Finding]:
    for target in ("price", "sale_price", "quantity", "weight"):
        values = look.values(target)
        comma = look.format.decimal_comma
        bad = [v for v in values if casts.amount(v, decimal_comma=comma) is None]
        if bad:
            yield Finding(
                "warning",
                f"{_rows_in_words(len(bad))} whose {target.replace('_', ' ')}"
                " cannot be read",
                "It is left empty.",
                len(bad),
                tuple(dict.fromkeys(bad))[:EXAMPLES],
            )
        commas, points = decimal_signs(values)
        if commas and points:
            yield Finding(
                "warning",
                f"Two decimal signs in {target.replace('_', ' ')}",
                f"{commas} values are written as “24,90”, {points} as “24.90”."
                " Both are read.",
                min(commas, points),
            )


def _events(look: Looked) -> Iterator[Finding]:
    if look.kind != "behaviour":
        return
    targets = frozenset(c.target for c in look.columns if c.target)
    if "event" not in targets and look.export is None:
        name = implied_event(targets)
        yield Finding(
            "info",
            f"Every row is taken as a {name}",
            "The file has no column that says what the shopper did.",
        )
    unknown = Counter(v for v in look.values("event") if reading.word(v) not in _EVENTS)
    if unknown and look.kind == "behaviour":
        yield Finding(
            "warning",
            f"{_rows_in_words(unknown.total())} with another event",
            "Views, carts, purchases and searches are used; others are left out.",
            unknown.total(),
            tuple(name for name, _ in unknown.most_common(EXAMPLES)),
        )


def _privacy(look: Looked) -> Iterator[Finding]:
    gone = [c.name for c in look.columns if c.read_as in PERSONAL and not c.target]
    if gone:
        many = len(gone) > 1
        yield Finding(
            "info",
            f"{len(gone)} personal {'columns are' if many else 'column is'} dropped",
            f"{', '.join(gone[:8])}: never written to the project.",
            examples=tuple(gone[:EXAMPLES]),
        )

    special = [c.name for c in look.columns if c.read_as == _SPECIAL]
    if special:
        yield Finding(
            "warning",
            "The file holds data on health or belief",
            f"{', '.join(special[:8])}: GDPR Article 9 and PIPL Article 28 ask for more"
            " than consent to a shop's terms. Leave them out of the export.",
            examples=tuple(special[:EXAMPLES]),
        )
    named = [c.name for c in look.columns if masked_name(c.name) != c.name]
    if named:
        yield Finding(
            "warning",
            "A column's name holds personal data",
            "Such columns are dropped unless you use them; rename them in the export.",
            len(named),
            tuple(masked_name(name) for name in named[:EXAMPLES]),
        )


def _rows_in_words(rows: int) -> str:
    return "1 row" if rows == 1 else f"{rows:,} rows"


def in_sample(look: Looked, *, whole: bool) -> Sequence[Finding]:
    """The findings, saying that only the first rows were looked at where so."""
    found = findings(look)
    if whole:
        return found
    seen = len(look.table.rows) + len(look.table.ragged)
    note = f" (among the first {seen:,} rows)"
    return tuple(
        msgspec.structs.replace(f, text=f.text.rstrip(".") + note + ".")
        if f.rows
        else f
        for f in found
    )
