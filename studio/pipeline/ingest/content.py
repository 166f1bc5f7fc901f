"""What the values of a column look like."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Sequence

from studio.domain import reading

_WEB = re.compile(r"(https?://|//|www\.)\S+", re.IGNORECASE)
_WHOLE = re.compile(r"[+-]?\d{1,18}")
_PLAIN = re.compile(reading.PLAIN_NUMBER_PATTERN)
_AMOUNT = re.compile(reading.AMOUNT_PATTERN)
_EPOCH = re.compile(reading.EPOCH_PATTERN)
_YEAR_FIRST = re.compile(reading.YEAR_FIRST_PATTERN)
_COMPACT = re.compile(
    r"(19|20)\d{2}(0[1-9]|1[0-2])([0-2]\d|3[01])([01]\d[0-5]\d[0-5]\d|2[0-3]\d{4})?"
)
_DAY_NAME = re.compile(reading.DAY_MONTH_NAME_PATTERN)
_NAME_DAY = re.compile(reading.MONTH_NAME_DAY_PATTERN)
_NUMBERS = re.compile(reading.NUMBERS_PATTERN)
_COMMA = re.compile(r"\d,\d{1,2}\D*$")
_POINT = re.compile(r"\d\.\d{1,2}\D*$")
_FIRST_SECOND, _LAST_SECOND = (
    dt.datetime.fromisoformat(f"{day}T00:00:00+00:00").timestamp()
    for day in (reading.EARLIEST, reading.LATEST)
)
ENOUGH = 0.8
"""A column is of a type when at least this share of its values is."""


def share(values: Sequence[str], test: Callable[[str], object]) -> float:
    """Share of the values that pass a test, 0 to 1; 0 for none."""
    return sum(bool(test(v)) for v in values) / len(values) if values else 0.0


def filled(values: Sequence[str]) -> tuple[str, ...]:
    """The values that hold something."""
    return tuple(v for v in values if v.strip().lower() not in reading.MISSING)


def reading_of(values: Sequence[str]) -> str:
    """The reading that fits a column's values (filled ones)."""
    if not values:
        return reading.NOTHING
    if (moment := _moment(values)) is not None:
        return moment
    for test, name in (
        (_WHOLE.fullmatch, reading.WHOLE),
        (_PLAIN.fullmatch, reading.NUMBER),
        (_AMOUNT.fullmatch, reading.AMOUNT),
        (_WEB.match, reading.ADDRESS),
    ):
        if share(values, test) >= ENOUGH:
            return name
    return reading.TEXT


def shown(name: str, values: Sequence[str]) -> str:
    """A reading in words; a few texts that come again and again are counted."""
    distinct = len(set(values))
    few = distinct <= 12 and len(values) >= 3 * distinct  # noqa: PLR2004
    if name != reading.TEXT or not few:
        return name
    return "1 value" if distinct == 1 else f"{distinct} values"


def _moment(values: Sequence[str]) -> str | None:
    if share(values, _EPOCH.fullmatch) >= ENOUGH:
        return _epoch(values)
    if share(values, _is_date) >= ENOUGH:
        return reading.DATE
    if share(values, _NUMBERS.fullmatch) >= ENOUGH:
        return day_or_month_first(values)[0]
    return None


def _is_date(value: str) -> bool:
    """Whether a date has one meaning: its year first, or its month by name."""
    return bool(
        _YEAR_FIRST.fullmatch(value)
        or _DAY_NAME.fullmatch(value)
        or _NAME_DAY.fullmatch(value)
    )


def _epoch(values: Sequence[str]) -> str | None:
    if share(values, _COMPACT.fullmatch) >= ENOUGH:
        return reading.DATE
    unit, hits = _epoch_unit(values)
    return unit if hits >= len(values) / 2 else None


def likeliest_moment(values: Sequence[str]) -> str:
    """How a column of times is read of which most make no sense."""
    unit, hits = _epoch_unit(values)
    return unit if hits > sum(map(_is_date, values)) else reading.DATE


def _epoch_unit(values: Sequence[str]) -> tuple[str, int]:
    """The unit in which the most values count from 1970 to a time of a shop's.

    Returns:
        The reading of that unit and how many values it fits; ("", 0) where none does.
    """
    numbers = [float(v) for v in values if _EPOCH.fullmatch(v)]
    hits = {
        name: sum(_FIRST_SECOND <= n / unit < _LAST_SECOND for n in numbers)
        for name, unit in reading.EPOCHS.items()
    }
    best = max(hits, key=lambda name: hits[name])
    return (best, hits[best]) if hits[best] else ("", 0)


def day_or_month_first(values: Sequence[str]) -> tuple[str, bool]:
    """Which comes first in dates of numbers, and whether the data leave it open."""
    found = [m for v in values if (m := _NUMBERS.fullmatch(v))]
    first = sum(int(m[1]) > 12 for m in found)  # noqa: PLR2004 - months of a year
    second = sum(int(m[2]) > 12 for m in found)  # noqa: PLR2004
    if first != second:
        return (
            (reading.DAY_FIRST if first > second else reading.MONTH_FIRST),
            False,
        )
    dotted = share(values, lambda v: "." in v[:6]) >= ENOUGH  # 24.11.2026 is European
    return reading.DAY_FIRST, not dotted


def decimal_signs(values: Sequence[str]) -> tuple[int, int]:
    """How many values end in a decimal comma, and how many in a decimal point."""
    return sum(bool(_COMMA.search(v)) for v in values), sum(
        bool(_POINT.search(v)) for v in values
    )
