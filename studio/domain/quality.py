"""How good a project's data are: figures by column, findings, and what to do."""

from __future__ import annotations

from typing import Literal

import msgspec

from studio.domain.imports import Dropped, Severity
from studio.domain.words import Words

ColumnType = Literal["text", "number", "moment", "truth", "list"]
Action = Literal[
    "",
    "import_events",
    "import_products",
    "import_pictures",
    "map_columns",
    "set_time_zone",
    "undo_import",
    "show_rows",
]
"""What the window can offer beside a finding; empty where there is nothing to do."""

QUANTILES: tuple[float, ...] = (0.05, 0.25, 0.5, 0.75, 0.95)
"""Shares at which `ColumnQuality.quantiles` are given."""
LEAST_SHOPPERS = 5
"""A search is quoted in a report only when at least this many shoppers typed it."""


class Bar(msgspec.Struct, frozen=True):
    """A value, or a span of values, and how many rows have it."""

    label: str
    rows: int


class Outliers(msgspec.Struct, frozen=True):
    """Numbers far from the others; outside of `low` to `high`.

    The fences lie three interquartile ranges outside of the middle half, on the
    logarithm where every number is positive (`on_log`).
    """

    low: float
    high: float
    rows: int
    examples: tuple[str, ...] = ()
    on_log: bool = False


class ColumnQuality(msgspec.Struct, frozen=True):
    """One column of a table.

    `filled` is a share, 0 to 1. `distinct` is an estimate (HyperLogLog, some percent
    off) where `distinct_about`. `least` and `most` are texts; moments are UTC.
    `quantiles` are of numbers, at QUANTILES, and estimates where `distinct_about`.
    """

    name: str
    type: ColumnType
    filled: float
    distinct: int
    distinct_about: bool = False
    least: str = ""
    most: str = ""
    quantiles: tuple[float, ...] = ()
    frequent: tuple[Bar, ...] = ()
    histogram: tuple[Bar, ...] = ()
    outliers: Outliers | None = None


class TableQuality(msgspec.Struct, frozen=True):
    """One table of the project, by the names of our own format."""

    table: str
    rows: int
    columns: tuple[ColumnQuality, ...] = ()


class Day(msgspec.Struct, frozen=True):
    """A day (UTC, as 2026-11-24), its events, and what the same weekday usually has."""

    day: str
    events: int
    usual: float = 0.0


class Gap(msgspec.Struct, frozen=True):
    """Days in a row without events where there usually are some; both ends within."""

    first: str
    last: str
    days: int
    usual: float


class ImportQuality(msgspec.Struct, frozen=True):
    """What one import left out; `at` in seconds since 1970 UTC."""

    id: int
    at: float
    files: tuple[str, ...]
    rows: int
    dropped: tuple[Dropped, ...] = ()


class QualityFinding(msgspec.Struct, frozen=True):
    """Something about the data that one can act on.

    `id` names the kind of finding (such as `events-without-product`); `rows` of
    `of_rows` rows are concerned; `numbers` has what the sentences were made of.
    """

    id: str
    severity: Severity
    title: Words
    text: Words
    table: str = ""
    column: str = ""
    rows: int = 0
    of_rows: int = 0
    examples: tuple[str, ...] = ()
    numbers: dict[str, float | str] = {}
    action: Action = ""


class QualityReport(msgspec.Struct, frozen=True):
    """The quality of all data of a project; `at` in seconds since 1970 UTC.

    `kinds` are events by kind; `weekdays` begin on Monday, `hours` at 0 (UTC).
    `findings` come worst first.
    """

    project: str
    at: float
    period: tuple[str, str] | None = None
    shoppers: int = 0
    findings: tuple[QualityFinding, ...] = ()
    tables: tuple[TableQuality, ...] = ()
    kinds: tuple[Bar, ...] = ()
    days: tuple[Day, ...] = ()
    weekdays: tuple[int, ...] = ()
    hours: tuple[int, ...] = ()
    gaps: tuple[Gap, ...] = ()
    imports: tuple[ImportQuality, ...] = ()
