"""Dates as pages say them."""

from __future__ import annotations

from datetime import date, timedelta

from studio.domain.words import Language

NEWS_DAYS = 45
"""A product added within so many days is news."""
_DAYS = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday",
)  # fmt: skip
_DAYS_ZH = "一二三四五六日"
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August",
    "September", "October", "November", "December",
)  # fmt: skip


def day_text(day: date, language: Language) -> str:
    """A day such as Sunday 29 November, or 11月29日（周日）."""
    if language == "zh":
        return f"{day.month}月{day.day}日（周{_DAYS_ZH[day.weekday()]}）"
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def is_news(added: str, today: date) -> bool:
    """Whether a product's date (ISO 8601, the time of day ignored) is recent."""
    try:
        day = date.fromisoformat(added.strip()[:10])
    except ValueError:
        return False
    return timedelta(0) <= today - day <= timedelta(days=NEWS_DAYS)
