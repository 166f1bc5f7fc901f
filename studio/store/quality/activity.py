"""Events over time: days, gaps, jumps, and hours that suggest another time zone."""
# ruff: noqa: S608 - the SQL is made of our own constants and file names

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import date, timedelta
from statistics import median

import msgspec

from studio.domain.quality import Day, Gap
from studio.store.duck import Duck

WEEKS = 6
"""Weeks before and after whose same weekday says what is usual."""
LEAST_USUAL = 5.0
"""With fewer events a day, a day without any is no gap (1 in 150 has none)."""
JUMP_USUAL = 30.0
JUMP_FACTOR = 4.0
"""A day is a jump from so many usual events on, and at so many times more or less."""
LEVEL_DAYS = 14
LEVEL_FACTOR = 2.5
NIGHT = (2, 3, 4, 5)
"""Hours of the day at which hardly anyone buys, in the shop's own time."""
SHARE_BY_NIGHT = 0.2
LEAST_FOR_HOURS = 200
QUIET_HOURS, QUIET_MIDDLE, SHARE_QUIET = 8, 3, 0.15
"""Length of the night, its middle, and the share of events that it has at most."""


class Activity(msgspec.Struct, frozen=True):
    """Counts by day, weekday (Monday first) and hour (UTC)."""

    days: tuple[Day, ...] = ()
    weekdays: tuple[int, ...] = ()
    hours: tuple[int, ...] = ()


def activity(connection: Duck, events: str) -> Activity:
    """Count events over time.

    Args:
        connection: Where to.
        events: SQL of the events with a column `timestamp`.
    """
    found = connection.execute(
        "SELECT CAST(timestamp AS DATE)::VARCHAR, hour(timestamp), count(*)"
        f" FROM ({events}) WHERE timestamp IS NOT NULL GROUP BY ALL"
    ).fetchall()
    by_day: dict[str, int] = {}
    weekdays, hours = [0] * 7, [0] * 24
    for day, hour, count in found:
        by_day[day] = by_day.get(day, 0) + count
        weekdays[date.fromisoformat(day).weekday()] += count
        hours[hour] += count
    return Activity(_with_usual(by_day), tuple(weekdays), tuple(hours))


def _with_usual(by_day: dict[str, int]) -> tuple[Day, ...]:
    if not by_day:
        return ()
    first, last = date.fromisoformat(min(by_day)), date.fromisoformat(max(by_day))
    span = [first + timedelta(n) for n in range((last - first).days + 1)]
    counts = [by_day.get(day.isoformat(), 0) for day in span]
    return tuple(
        Day(day.isoformat(), count, _usual(counts, at))
        for at, (day, count) in enumerate(zip(span, counts, strict=True))
    )


def _usual(counts: Sequence[int], at: int) -> float:
    """The median of the same weekday, weeks before and after; this day left out."""
    near = [
        counts[other]
        for week in range(-WEEKS, WEEKS + 1)
        if week and 0 <= (other := at + 7 * week) < len(counts)
    ]
    return float(median(near)) if near else 0.0


def gaps(days: Sequence[Day]) -> tuple[Gap, ...]:
    """Days in a row without events, longest first; quiet weekdays between are part."""
    found: list[list[Day]] = []
    empty: list[Day] = []
    for day in days:
        if day.events:
            empty = []
            continue
        empty.append(day)
        if day.usual < LEAST_USUAL:
            continue
        if found and found[-1][-1] in empty:
            found[-1].extend(d for d in empty if d not in found[-1])
        else:
            found.append([day])
    made = [
        Gap(
            run[0].day,
            run[-1].day,
            len(run),
            round(sum(d.usual for d in run) / len(run), 1),
        )
        for run in found
    ]
    return tuple(sorted(made, key=lambda gap: -gap.days))


def _within(gap: Gap) -> list[str]:
    first = date.fromisoformat(gap.first)
    return [(first + timedelta(n)).isoformat() for n in range(gap.days)]


def jumps(days: Sequence[Day]) -> tuple[Day, ...]:
    """Days with far more or fewer events than usual, the farthest first."""
    ratios = [
        (abs(math.log(day.events / day.usual)), day)
        for day in days
        if day.events and day.usual >= JUMP_USUAL
    ]
    if not ratios:
        return ()
    spread = median(ratio for ratio, _ in ratios)  # of the usual ups and downs
    least = max(math.log(JUMP_FACTOR), 6 * spread)
    far = sorted((r for r in ratios if r[0] >= least), key=lambda r: -r[0])
    return tuple(day for _, day in far)


def steps(days: Sequence[Day]) -> tuple[tuple[str, float, float], ...]:
    """Days from which on the level is another: day, median before, median after."""
    found: list[tuple[float, float, int, float, float]] = []
    missing = {day for gap in gaps(days) for day in _within(gap)}
    counts = [round(d.usual) if d.day in missing else d.events for d in days]
    for at in range(LEVEL_DAYS, len(days) - LEVEL_DAYS + 1):
        before = float(median(counts[at - LEVEL_DAYS : at]))
        after = float(median(counts[at : at + LEVEL_DAYS]))
        if min(before, after) < 1 or max(before, after) < JUMP_USUAL:
            continue
        ratio = abs(math.log(after / before))
        if ratio >= math.log(LEVEL_FACTOR):
            sharp = _level(counts[at : at + LEVEL_DAYS]) - _level(
                counts[at - LEVEL_DAYS : at]
            )  # medians are alike for days around the step
            found.append((ratio, abs(sharp), at, before, after))
    kept: list[tuple[float, float, int, float, float]] = []
    for step in sorted(found, reverse=True):
        if all(abs(step[2] - other[2]) >= LEVEL_DAYS for other in kept):
            kept.append(step)
    return tuple((days[at].day, before, after) for _, _, at, before, after in kept)


def _level(counts: Sequence[int]) -> float:
    """The mean of the logarithms, which one day cannot pull far."""
    return sum(math.log1p(count) for count in counts) / len(counts)


def hours_away(hours: Sequence[int]) -> tuple[float, int] | None:
    """Whether people seem to shop at night: the share, and the hours to add.

    The quietest eight hours in a row are taken as the night of the shop.
    """
    total = sum(hours)
    if total < LEAST_FOR_HOURS:
        return None
    by_night = sum(hours[hour] for hour in NIGHT) / total
    if by_night < SHARE_BY_NIGHT:
        return None
    starts = range(24)
    sums = [sum(hours[(at + n) % 24] for n in range(QUIET_HOURS)) for at in starts]
    if min(sums) > SHARE_QUIET * total:
        return None  # as many by day as by night: no rhythm of people
    first = sums.index(min(sums))
    ties = 1
    while ties < QUIET_HOURS and sums[(first + ties) % 24] == min(sums):
        ties += 1
    middle = first + (ties - 1) // 2 + QUIET_HOURS // 2
    return by_night, (QUIET_MIDDLE - middle + 12) % 24 - 12
