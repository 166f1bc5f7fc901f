"""Seasons and days in words."""

from __future__ import annotations

from datetime import date

from studio.domain.words import Words

_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_DAYS_ZH = "一二三四五六日"
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
)  # fmt: skip
_SEASONS = (
    Words("winter", "冬日"), Words("spring", "春日"), Words("summer", "夏日"),
    Words("autumn", "秋日"),
)  # fmt: skip


def season_of(day: date) -> Words:
    """The season of the northern half, by whole months."""
    return _SEASONS[day.month % 12 // 3]


def month_of(day: date) -> Words:
    """The month's name."""
    return Words(_MONTHS[day.month - 1], f"{day.month}月")


def day_words(day: date) -> Words:
    """Sunday 29 November, 11月29日周日."""
    return Words(
        f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}",
        f"{day.month}月{day.day}日周{_DAYS_ZH[day.weekday()]}",
    )


def short_day_words(day: date) -> Words:
    """29 November, 11月29日."""
    return Words(f"{day.day} {_MONTHS[day.month - 1]}", f"{day.month}月{day.day}日")
