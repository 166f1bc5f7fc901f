"""Numbers, sizes and times as the window writes them."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

from PySide6.QtCore import QLocale

from studio.ui.language import language, plural, tr

DASH = "\N{EN DASH}"
"""Stands for none."""

_MINUS = "\N{MINUS SIGN}"
_KILO = 1000
_SHORT_S = 90
_HOUR_MIN = 60


def count(n: int | None) -> str:
    """A whole number, thousands grouped by the locale; an en dash for None."""
    return DASH if n is None else QLocale().toString(n).replace("-", _MINUS)


def decimal(value: float | None, places: int = 3) -> str:
    """A number with fixed decimals and a true minus; an en dash for None."""
    return DASH if value is None else f"{value:,.{places}f}".replace("-", _MINUS)


def signed(value: float, places: int = 2) -> str:
    """A difference with its sign, such as +0.61."""
    return f"{value:+.{places}f}".replace("-", _MINUS)


def percent(share: float | None) -> str:
    """A share from 0 to 1 as whole per cent."""
    return DASH if share is None else f"{round(share * 100)}%"


def file_size(size: int) -> str:
    """Bytes in the unit that fits, such as 38.2 MB."""
    value = float(size)
    for unit in ("B", "kB", "MB"):
        if value < _KILO:
            return f"{value:.0f} {unit}" if unit == "B" else f"{value:.1f} {unit}"
        value /= _KILO
    return f"{value:.1f} GB"


def clock(seconds: float) -> str:
    """A length of time as 3:24 or 1:05:09."""
    whole = max(0, int(seconds))
    hours, rest = divmod(whole, 3600)
    minutes, secs = divmod(rest, 60)
    if hours:
        return f"{hours}:{minutes:02}:{secs:02}"
    return f"{minutes}:{secs:02}"


def estimate(seconds: float) -> str:
    """An estimated length in words: 40 s, 6 min, 1 h 06 min."""
    if seconds < _SHORT_S:
        return tr("{n} s", n=max(1, round(seconds)))
    minutes = round(seconds / 60)
    if minutes < _HOUR_MIN:
        return tr("{n} min", n=minutes)
    return tr("{h} h {m} min", h=minutes // 60, m=f"{minutes % 60:02}")


def day(at: float) -> str:
    """A day such as 14 Sep 2026 from seconds since 1970."""
    moment = datetime.fromtimestamp(at)  # noqa: DTZ006  shown in local time
    return _day(moment, with_year=True)


def moment(at: float, now: float | None = None) -> str:
    """A point in time: Today 14:31, 19 Nov, or with the year when it is another."""
    then = datetime.fromtimestamp(at)  # noqa: DTZ006  shown in local time
    today = datetime.fromtimestamp(time.time() if now is None else now)  # noqa: DTZ006
    if then.date() == today.date():
        return tr("Today {time}", time=f"{then:%H:%M}")
    if then.date() == today.date() - timedelta(days=1):
        return tr("Yesterday {time}", time=f"{then:%H:%M}")
    return _day(then, with_year=then.year != today.year)


def days(first: str, last: str) -> str:
    """A span such as 16 Nov 2025 – 15 Nov 2026, of two days written 2025-11-16."""
    return f"{written(first)} {DASH} {written(last)}"


def written(iso: str) -> str:
    """A day such as 16 Nov 2025, of one written 2025-11-16; else the text as it is."""
    try:
        return _day(datetime.fromisoformat(iso), with_year=True)
    except ValueError:
        return iso


def within(at: float) -> str:
    """A point in time inside a sentence: today 14:31, 19 Nov."""
    text = moment(at)
    return text[:1].lower() + text[1:]


def _day(moment: datetime, *, with_year: bool) -> str:
    if language() == "zh":
        text = f"{moment.month}月{moment.day}日"
        return f"{moment.year}年{text}" if with_year else text
    text = f"{moment.day} {_MONTHS[moment.month - 1]}"
    return f"{text} {moment.year}" if with_year else text


_MONTHS = (
    *("Jan", "Feb", "Mar", "Apr", "May", "Jun"),
    *("Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
)


def left(seconds: float | None) -> str:
    """Time left in words, or nothing while there is no estimate."""
    return "" if seconds is None else tr("about {time} left", time=estimate(seconds))


def rows(n: int) -> str:
    """A number of rows, with its word."""
    return plural(n, "{n} row", "{n} rows")
