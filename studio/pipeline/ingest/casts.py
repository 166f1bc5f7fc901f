"""A cell as it will be stored; the store does the same to every row in SQL."""

from __future__ import annotations

import math
import re
import unicodedata
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from studio.domain import reading
from studio.domain.plain_text import plain_text

_YEAR_FIRST = re.compile(reading.YEAR_FIRST_PATTERN)
_COMPACT = re.compile(reading.COMPACT_PATTERN)
_NUMBERS = re.compile(reading.NUMBERS_PATTERN)
_DAY_NAME = re.compile(reading.DAY_MONTH_NAME_PATTERN)
_NAME_DAY = re.compile(reading.MONTH_NAME_DAY_PATTERN)
_DOTTED = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)+")
"""Such as electronics.audio.headphone."""
_ZONE = re.compile(reading.ZONE_PATTERN)
_HALF_DAY = re.compile(
    r"^(\d{1,2})(:\d{2})?(:\d{2})?(\.\d+)?\s*([AaPp])\.?[Mm]\.?(.*)$"
)
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
    negative = text.startswith(("-", "−", "(")) or re.search(
        r"[-−]\s*\d|\d\s*[-−]$", text
    )
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


def moment(text: str, how: str, time_zone: str = "UTC") -> datetime | None:
    """A moment in UTC; None when it cannot be read or is no time of a shop.

    Args:
        text: The cell.
        how: Its reading, one of `reading.MOMENTS`.
        time_zone: Where a time without a zone was written, an IANA name.
    """
    text = text.strip()
    try:
        if how in reading.EPOCHS:
            found = _epoch(text, how)
        else:
            found = _date(text, how, _zone(time_zone))
    except (ValueError, OverflowError, OSError):
        return None
    return found if found is not None and _EARLIEST <= found < _LATEST else None


def _epoch(text: str, how: str) -> datetime | None:
    if not _EPOCH.match(text):
        return None
    return datetime.fromtimestamp(float(text) / reading.EPOCHS[how], UTC)


def _date(text: str, how: str, zone: tzinfo) -> datetime | None:
    if found := _YEAR_FIRST.match(text):
        year, month, day, clock = found[1], int(found[2]), found[3], found[5]
    elif found := _COMPACT.match(text):
        year, month, day = found[1], int(found[2]), found[3]
        clock = f"{found[4]}:{found[5]}:{found[6]}" if found[4] else ""
    elif found := _DAY_NAME.match(text):
        year, month, day, clock = found[3], _month(found[2]), found[1], found[5]
    elif found := _NAME_DAY.match(text):
        year, month, day, clock = found[3], _month(found[1]), found[2], found[5]
    elif found := _NUMBERS.match(text):
        first = how == reading.MONTH_FIRST
        one, other = (found[1], found[2]) if first else (found[2], found[1])
        month, day, clock = int(one), other, found[5]
        year = found[3] if len(found[3]) > 2 else f"20{found[3]}"  # noqa: PLR2004
    else:
        return None
    return _on(f"{year}-{month:02d}-{int(day):02d}", (clock or "").strip(), zone)


def _month(name: str) -> int:
    """Month of a name by its first letters; 0 when it is none."""
    plain = unicodedata.normalize("NFD", name.lower())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return reading.MONTHS.get(plain[:4], reading.MONTHS.get(plain[:3], 0))


def _on(day: str, clock: str, zone: tzinfo) -> datetime | None:
    if named := _ZONE.search(clock):
        offset = reading.ZONES.get(named[1])
        clock = _ZONE.sub(offset, clock) if offset else clock
    if half := _HALF_DAY.match(clock):
        hour = int(half[1]) % 12 + 12 * (half[5] in "Pp")
        minutes = half[2] or ":00"
        clock = f"{hour:02d}{minutes}{half[3] or ''}{half[6]}"
    if re.match(r"^\d:", clock):
        clock = f"0{clock}"
    clock = re.sub(r"\s+([+-])", r"\1", clock) or "00:00"
    clock, _, place = clock.partition(" ")
    found = datetime.fromisoformat(f"{day}T{clock}")
    if found.tzinfo is None:
        found = found.replace(tzinfo=_zone(place) if place else zone)
    return found.astimezone(UTC)


def _zone(name: str) -> tzinfo:
    if name in ("", "UTC"):
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise ValueError(name) from None


def category_path(text: str) -> tuple[str, ...]:
    """The steps of a category path, the widest first; of several paths the first."""
    text = re.split(r"\s*[;\n]\s*", plain_text(text.strip()))[0]
    if _DOTTED.fullmatch(text):
        return tuple(text.replace("_", " ").split("."))
    steps = r"\s*[>»\u203a]\s*" if re.search("[>»\u203a]", text) else r"\s*[/|]\s*"
    return tuple(part for part in re.split(steps, text) if part)
