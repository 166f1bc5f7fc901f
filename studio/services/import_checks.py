"""What a person may decide of a file, told in sentences."""

from __future__ import annotations

from zoneinfo import available_timezones

from studio.domain.errors import InputProblem
from studio.domain.imports import DELIMITED, FormatByHand, ImportPlan
from studio.pipeline.ingest.encoding import WORDS
from studio.pipeline.ingest.table import DELIMITERS

ENCODINGS: tuple[str, ...] = tuple(WORDS)
"""Encodings that a text may be said to have."""
TOLD_DELIMITERS = (*DELIMITERS, ":", "^", "~", " ")
LAST_HEADER_ROW = 100


def check_format(plan: ImportPlan, told: FormatByHand) -> None:
    """Raise InputProblem for a way of reading that a file cannot have."""
    if plan.format.container not in DELIMITED and told != FormatByHand(
        decimal_comma=told.decimal_comma
    ):
        raise InputProblem(
            f"{plan.name} is not a delimited text.", "Only its decimal sign can be set."
        )
    if told.encoding is not None and told.encoding not in ENCODINGS:
        raise InputProblem(
            f"There is no encoding “{told.encoding}”.",
            f"Known: {', '.join(ENCODINGS)}.",
        )
    if told.delimiter is not None and told.delimiter not in TOLD_DELIMITERS:
        raise InputProblem(
            "A delimiter is one sign, and no letter, digit or quotation mark.",
            "Choose a comma, semicolon, tab or bar.",
        )
    if told.header_row is not None and not 0 <= told.header_row <= LAST_HEADER_ROW:
        raise InputProblem(
            f"The header is on one of the first {LAST_HEADER_ROW} rows.",
            "Choose 0 for a file without a header.",
        )


def check_column(plan: ImportPlan, column: str) -> str:
    """The target of a column; raises InputProblem where there is no such column."""
    for known in plan.columns:
        if known.name == column:
            return known.target
    raise InputProblem(
        f"{plan.name} has no column “{column}”.",
        f"It has {', '.join(c.name for c in plan.columns[:20])}.",
    )


def check_time_zone(time_zone: str) -> None:
    """Raise InputProblem for a place that no time zone is named after."""
    if time_zone not in available_timezones():
        raise InputProblem(
            f"There is no time zone “{time_zone}”.",
            "Name one as Europe/Berlin or Asia/Shanghai.",
        )
