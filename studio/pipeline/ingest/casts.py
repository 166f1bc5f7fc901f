"""A cell as it will be stored; the store does the same to every row in SQL."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime

from studio.domain import reading

_YEAR_FIRST = re.compile(reading.YEAR_FIRST_PATTERN)
_COMPACT = re.compile(reading.COMPACT_PATTERN)
_NUMBERS = re.compile(reading.NUMBERS_PATTERN)
_AMOUNT = re.compile(reading.AMOUNT_PATTERN)
_PLAIN = re.compile(reading.PLAIN_NUMBER_PATTERN)
_EPOCH = re.compile(reading.EPOCH_PATTERN)
_GROUPED_COMMA = re.compile(r"\d{1,3}(,\d{3})+")
_GROUPED_POINT = re.compile(r"\d{1,3}(\.\d{3})+")
_EARLIEST = datetime.fromisoformat(reading.EARLIEST).replace(tzinfo=UTC)
_LATEST = datetime.fromisoformat(reading.LATEST).replace(tzinfo=UTC)


def amount(text: str, *, decimal_comma: bool) -> float | None:
    """An amount of money or another number; None when it cannot be read."""
    text = text.strip()
    if not decimal_comma and _PLAIN.match(text):
        return _finite(text)
    if not _AMOUNT.match(text):
        return None
    negative = text.startswith(("-", "−", "(")) or re.search(r"[-−]\s*\d", text)
    digits = re.sub(r"[^0-9.,]", "", text).strip(".,")
    value = _finite(_with_point(digits, decimal_comma=decimal_comma))
    return -value if negative and value is not None else value


def _with_point(digits: str, *, decimal_comma: bool) -> str:
    commas, points = digits.count(","), digits.count(".")
    if commas and points:
        if digits.rfind(",") > digits.rfind("."):
            return digits.replace(".", "").replace(",", ".")
        return digits.replace(",", "")
    grouped = bool((_GROUPED_COMMA if commas else _GROUPED_POINT).fullmatch(digits))
    is_decimal = decimal_comma if commas else not decimal_comma
    if grouped and (commas + points > 1 or not is_decimal):
        return digits.replace(",", "").replace(".", "")
    return digits.replace(",", ".")


def _finite(text: str) -> float | None:
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and abs(value) < 1e12 else None  # noqa: PLR2004


def moment(text: str, how: str) -> datetime | None:
    """A moment in UTC; None when it cannot be read or is no time of a shop."""
    text = text.strip()
    try:
        found = _epoch(text, how) if how in reading.EPOCHS else _date(text, how)
    except (ValueError, OverflowError, OSError):
        return None
    return found if found is not None and _EARLIEST <= found < _LATEST else None


def _epoch(text: str, how: str) -> datetime | None:
    if not _EPOCH.match(text):
        return None
    return datetime.fromtimestamp(float(text) / reading.EPOCHS[how], UTC)


def _date(text: str, how: str) -> datetime | None:
    if found := _YEAR_FIRST.match(text) or _COMPACT.match(text):
        year, month, day = found[1], found[2], found[3]
    elif found := _NUMBERS.match(text):
        first = how == reading.MONTH_FIRST
        month, day = (found[1], found[2]) if first else (found[2], found[1])
        year = found[3] if len(found[3]) > 2 else f"20{found[3]}"  # noqa: PLR2004
    else:
        return None
    clock = (found[5] or "").strip() if found.re is not _COMPACT else ""
    return _on(f"{year}-{int(month):02d}-{int(day):02d}", clock)


def _on(day: str, clock: str) -> datetime | None:
    clock = re.sub(r"\s*(UTC|GMT|Z)$", "+00:00", clock) or "00:00"
    if half := re.match(
        r"^(\d{1,2})(:\d{2}(:\d{2})?(\.\d+)?)\s*([AaPp])\.?[Mm]", clock
    ):
        hour = int(half[1]) % 12 + 12 * (half[5] in "Pp")
        clock = f"{hour:02d}{half[2]}"
    if re.match(r"^\d:", clock):
        clock = f"0{clock}"
    clock = re.sub(r"\s+([+-])", r"\1", clock)
    found = datetime.fromisoformat(f"{day}T{clock}")
    return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)


def category_path(text: str) -> tuple[str, ...]:
    """The steps of a category path, the widest first."""
    steps = r"\s*[>»]\s*" if re.search("[>»]", text) else r"\s*[/|]\s*"
    return tuple(part for part in re.split(steps, text.strip()) if part)
