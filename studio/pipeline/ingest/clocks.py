"""Columns with times of day, which tills write beside the column of the day."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from studio.domain.imports import ColumnPlan, Finding
from studio.pipeline.ingest.content import ENOUGH, filled, share
from studio.pipeline.ingest.table import TextTable

_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?( ?[AaPp]\.?[Mm]\.?)?")
_HOUR = re.compile(r"\d[T ]\d{1,2}:\d\d")


def unread_clocks(columns: Sequence[ColumnPlan], table: TextTable) -> Iterator[Finding]:
    """What is lost where the day and the time of day stand in two columns."""
    day = next((n for n, c in enumerate(columns) if c.target == "timestamp"), None)
    if day is None or share(_values(table, day), _HOUR.search):
        return
    for place, column in enumerate(columns):
        if (
            not column.target
            and share(_values(table, place), _CLOCK.fullmatch) >= ENOUGH
        ):
            yield Finding(
                "warning",
                f"The times of day in {column.name} are not read",
                "Events of one day keep the order of their rows. Put day and time into"
                " one column of the export if the hours matter.",
            )
            return


def _values(table: TextTable, place: int) -> tuple[str, ...]:
    return filled([row[place] for row in table.rows])
