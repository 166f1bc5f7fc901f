"""Sizes, days and segments in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from studio.domain.segments import Size
from studio.domain.words import Words
from studio.ui import formats
from studio.ui.language import language, tr

_FIRST = date(1970, 1, 1)


def said(words: Words) -> str:
    """Words in the window's language."""
    return words.in_(language())


def short_size(size: Size | None) -> str:
    """A size for a list: a number, or what may be said of it."""
    if size is None:
        return formats.DASH
    if size.small:
        return tr("fewer than {n}", n=size.floor)
    if size.shown is None:
        return tr("more than {n}", n=formats.count(size.of - size.floor))
    return formats.count(size.shown)


def share_line(size: Size) -> str:
    """What part of all shoppers it is."""
    of = formats.count(size.of)
    if size.share is None:
        return tr("of {n} shoppers", n=of)
    return tr("{share} of {n} shoppers", share=share_text(size.share), n=of)


def share_text(share: float) -> str:
    """A share with a decimal where it is small: 0.4%."""
    return f"{100 * share:.1f}%" if 0 < share < 0.1 else formats.percent(share)  # noqa: PLR2004  a tenth


def day(at: int) -> str:
    """A day such as 16 Nov 2025 from days since 1970."""
    local = _FIRST + timedelta(days=at)
    noon = datetime(local.year, local.month, local.day, 12, tzinfo=UTC)
    return formats.day(noon.timestamp())
