"""What will be imported from a file, and what came of it."""

from __future__ import annotations

from collections.abc import Set
from typing import Literal

import msgspec

FileKind = Literal[
    "behaviour",
    "preference",
    "products",
    "segments",
    "page_events",
    "promotions",
    "layouts",
    "unknown",
]
Privacy = Literal["kept", "pseudonymised", "dropped"]
Severity = Literal["error", "warning", "info"]


class ColumnPlan(msgspec.Struct, frozen=True):
    """Where one column of the file goes.

    `target` is a column of our own format (such as `user_id`), empty when not used.
    `match` is how sure the studio is, 0 to 1; `read_as` names the type in words;
    `sample` shows a few values, masked where they are personal; `why` says in words
    what decided about a column that is personal, such as "95 of 100 values pass the
    check digit of a payment card". `role` says what a column that is not stored is
    read for, such as an order's `status`.
    """

    name: str
    sample: str
    read_as: str
    target: str = ""
    match: float = 0.0
    privacy: Privacy = "kept"
    why: str = ""
    role: str = ""


class Finding(msgspec.Struct, frozen=True):
    """Something to know about a file: a title, a sentence, how many rows, examples."""

    severity: Severity
    title: str
    text: str
    rows: int = 0
    examples: tuple[str, ...] = ()


Container = Literal["text", "excel", "parquet", "json", "json_cells"]
"""What holds the rows: delimited text, a workbook, Parquet, JSON lines, or delimited
text with JSON in its cells."""
DELIMITED: frozenset[Container] = frozenset({"text", "json_cells"})
"""Those that have an encoding, a delimiter and a header row."""


class FileFormat(msgspec.Struct, frozen=True):
    """How a file is to be read.

    Encoding, delimiter and quote are those of a text; `sheet` names one of a workbook.
    Lines that begin with `comment` come before the header and are passed over.
    `time_zone` (an IANA name) is that of times that are written without one.
    """

    encoding: str = "utf-8"
    delimiter: str = ","
    quote: str = '"'
    header_row: int = 1
    decimal_comma: bool = False
    container: Container = "text"
    sheet: str = ""
    comment: str = ""
    time_zone: str = "UTC"


class FormatByHand(msgspec.Struct, frozen=True):
    """What the user decided of how a file is read; None leaves it to the studio.

    `header_row` counts from 1; 0 says that there is none. All but `decimal_comma` hold
    for delimited text only.
    """

    encoding: str | None = None
    delimiter: str | None = None
    header_row: int | None = None
    decimal_comma: bool | None = None


class ImportPlan(msgspec.Struct, frozen=True):
    """One file: what it is, how it is read, where its columns go.

    `preview` has the first rows as the file writes them (masked where personal);
    `stored` the same rows as they will be stored, keyed by `stored_columns`.
    `problem` is set when the file cannot be imported as it is.
    `export` names the shop system's export that it was recognised as, such as
    `shopify-orders`; empty for any other file. `header` is a digest of the column
    names, by which a mapping is remembered; `remembered` says when the one that is
    used here was kept, in seconds since 1970 UTC, 0 for a proposal. `changed` says that
    a person decided something about this file.
    `keep_bots` keeps the events of shoppers that behave as machines do. `told_format`
    is what of `format` the user decided.
    """

    path: str
    name: str
    kind: FileKind
    rows: int = 0
    size: int = 0
    format: FileFormat = FileFormat()
    columns: tuple[ColumnPlan, ...] = ()
    preview: tuple[tuple[str, ...], ...] = ()
    stored_columns: tuple[str, ...] = ()
    stored: tuple[tuple[str, ...], ...] = ()
    findings: tuple[Finding, ...] = ()
    problem: str = ""
    hint: str = ""
    export: str = ""
    header: str = ""
    remembered: float = 0.0
    changed: bool = False
    keep_bots: bool = False
    told_format: FormatByHand = FormatByHand()

    @property
    def hidden(self) -> frozenset[str]:
        """The targets of which a pseudonym is stored."""
        return frozenset(
            column.target
            for column in self.columns
            if column.target and column.privacy == "pseudonymised"
        )


class Dropped(msgspec.Struct, frozen=True):
    """Rows that were left out, why, and one of them."""

    reason: str
    rows: int
    example: str = ""
    file: str = ""


class ImportResult(msgspec.Struct, frozen=True):
    """What came in; also the JSON of `vitrine import --json`."""

    files: tuple[str, ...] = ()
    products: int = 0
    events: int = 0
    shoppers: int = 0
    period: tuple[str, str] | None = None
    dropped: tuple[Dropped, ...] = ()
    pictures: int = 0
    without_picture: int = 0
    stale_pages: int = 0
    findings: tuple[Finding, ...] = ()


class ImportRecord(msgspec.Struct, frozen=True):
    """One import of the project's history; `at` in seconds since 1970 UTC.

    `can_undo` is true of the one that would be taken back next; `undone` says when one
    was, 0 for one that stands.
    """

    id: int
    at: float
    result: ImportResult
    can_undo: bool = False
    undone: float = 0.0


COLUMNS: dict[str, tuple[str, ...]] = {
    "behaviour": (
        "user_id", "event", "product_id", "query", "timestamp", "session_id",
        "quantity", "price",
    ),
    "preference": ("user_id", "kind", "value", "weight"),
    "segments": ("user_id", "segment"),
    "products": (
        "product_id", "title", "title_zh", "description", "category", "brand",
        "price", "sale_price", "currency", "stock", "link", "image",
    ),
    "page_events": (
        "user_id", "page_id", "block_index", "block_type", "event", "timestamp",
    ),
    "promotions": ("product_id", "store_id", "display", "mailer", "week"),
}  # fmt: skip
"""Columns of our own formats, by kind of file."""

NEEDED: dict[str, tuple[str, ...]] = {
    "behaviour": ("user_id", "product_id", "timestamp"),
    "preference": ("user_id", "kind", "value"),
    "segments": ("user_id", "segment"),
    "products": ("product_id", "title"),
    "page_events": ("user_id", "page_id", "block_index", "block_type", "event"),
    "promotions": ("product_id", "week"),
}
"""Columns without which a file cannot be imported, as `needed` says of some files."""


def needed(kind: str, targets: Set[str]) -> tuple[str, ...]:
    """Columns without which a file with these targets cannot be imported.

    A log of searches names no product: what was looked for stands in its place.
    """
    searched = kind == "behaviour" and "query" in targets
    return tuple(
        target
        for target in NEEDED.get(kind, ())
        if not (searched and target == "product_id")
    )


def implied_event(targets: Set[str]) -> str:
    """What a row of behaviour says that has no column for it.

    Lines with quantity and price are bought; words without a product were searched.
    """
    if "quantity" in targets and targets & {"price", "total"}:
        return "purchase"
    return "search" if "query" in targets and "product_id" not in targets else "view"
