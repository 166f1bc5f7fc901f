"""Shoppers that behave as machines do.

Two signs count, over the new events of an import:

- on one day more looks (views and searches) than a person has time for, by a shopper
  who puts nothing into a cart and buys nothing in any of the files;
- looks faster than a person can click, for a whole minute: items of a list that was
  shown at once share a moment, so different moments are asked for as well.

A user agent that names a programme is told row by row, while the file is staged.
"""
# ruff: noqa: S608 - the SQL is made of our own constants

from __future__ import annotations

from studio.domain.imports import Finding

LOOKS_A_DAY = 500
LOOKS_A_MINUTE = 120
MOMENTS_A_MINUTE = 30


def bots(events: str) -> str:
    """SQL of the shoppers among events (shopper, kind, time) that are machines.

    One count tells that most shoppers are none; only the others are looked at closer.
    """
    look = "kind IN ('view', 'search')"
    return f"""
    WITH busy AS (
        SELECT shopper FROM {events} WHERE {look}
        GROUP BY shopper HAVING count(*) >= {LOOKS_A_MINUTE}
    ), closer AS (
        SELECT shopper, kind, time FROM {events} WHERE shopper IN (FROM busy)
    ), idle AS (
        SELECT shopper FROM closer GROUP BY shopper HAVING bool_and({look})
    )
    SELECT shopper FROM closer WHERE shopper IN (FROM idle)
    GROUP BY shopper, time::DATE HAVING count(*) >= {LOOKS_A_DAY}
    UNION
    SELECT shopper FROM closer WHERE {look} GROUP BY shopper, date_trunc('minute', time)
    HAVING count(*) >= {LOOKS_A_MINUTE}
        AND count(DISTINCT time) >= {MOMENTS_A_MINUTE}"""


def finding(shoppers: int, events: int) -> Finding:
    """What to say of bots whose events were left out."""
    who = "1 shopper behaves" if shoppers == 1 else f"{shoppers:,} shoppers behave"
    return Finding(
        "warning",
        f"{who} as a machine does",
        f"More than {LOOKS_A_DAY} looks on a day without a cart or purchase, or more"
        f" than {LOOKS_A_MINUTE} within a minute. Their events are left out; they can"
        " be kept where the file is imported.",
        events,
    )
