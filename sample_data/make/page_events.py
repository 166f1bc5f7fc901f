"""Who saw which block of which page, and who clicked."""

from __future__ import annotations

import random
from datetime import timedelta

from sample_data.make.events import START
from sample_data.make.groups import GROUPS, click_rate
from sample_data.make.layouts import Page
from sample_data.make.shoppers import Shopper

VISITS_PER_SHOPPER = 1.82
SCROLL_ON = 0.93
CAMPAIGN_MONTHS = frozenset({11, 12, 1, 7})

Row = tuple[str, str, str, str, str, str]
"""user_id, page_id, block_index, block_type, event, timestamp."""


def page_event_rows(people: list[Shopper], pages: list[Page], seed: int) -> list[Row]:
    """Impressions and clicks in time order.

    A click is drawn with the true rate of the shopper's group for the block's type,
    times how eager the shopper is (1 on average); how far a shopper scrolls decides
    which blocks are seen.
    """
    chance = random.Random(f"{seed}/pages")
    rows: list[Row] = []
    for _ in range(int(len(people) * VISITS_PER_SHOPPER)):
        person = chance.choice(people)
        day = chance.randint(person.first_day, person.last_day)
        time = START + timedelta(days=day, seconds=chance.randint(6, 23) * 3600)
        time += timedelta(seconds=chance.randrange(3000))
        page = chance.choice(pages)
        if page.campaign and time.month not in CAMPAIGN_MONTHS:
            page = chance.choice([other for other in pages if not other.campaign])
        rows.extend(_visit(person, page, time.timestamp(), chance))
    return sorted(
        rows, key=lambda row: (row[5], row[0], int(row[2]), row[4] == "click")
    )


def _visit(
    person: Shopper, page: Page, start: float, chance: random.Random
) -> list[Row]:
    rows: list[Row] = []
    seconds = start
    for index, block in enumerate(page.blocks):
        if index and chance.random() > SCROLL_ON:
            break
        kind = str(block["type"])
        common = (person.id, page.id, str(index), kind)
        rows.append((*common, "impression", _stamp(seconds)))
        rate = click_rate(person.group, kind) * person.eager
        if chance.random() < rate:
            rows.append((*common, "click", _stamp(seconds + chance.randint(1, 3))))
        seconds += chance.randint(4, 12)
    return rows


def _stamp(seconds: float) -> str:
    time = START + timedelta(seconds=int(seconds - START.timestamp()))
    return time.strftime("%Y-%m-%dT%H:%M:%SZ")


def true_click_rates(pages: list[Page]) -> dict[str, dict[str, float]]:
    """Click rate by group and block type, for judging what a model has learned."""
    kinds = sorted({str(block["type"]) for page in pages for block in page.blocks})
    return {
        group.name: {kind: click_rate(group, kind) for kind in kinds}
        for group in GROUPS
    }
