"""What every real export has: bots, repeated rows and ids that match no product."""

from __future__ import annotations

import random
from datetime import timedelta

from sample_data.make.catalogue import Item
from sample_data.make.events import START, Row
from sample_data.make.shoppers import DAYS

BOTS = ("W999001", "W999002", "W999003")
BOT_VIEWS = 420
BOT_STEP = timedelta(seconds=2)
REPEATED_SHARE = 0.002
UNKNOWN_ROWS = 40
UNKNOWN_IDS = tuple(f"WR-9{number:03d}" for number in range(1, 9))


def bot_rows(items: list[Item], seed: int) -> list[Row]:
    """Views by machines that walk through the catalogue every two seconds."""
    chance = random.Random(f"{seed}/bots")
    rows: list[Row] = []
    for bot in BOTS:
        day = chance.randrange(DAYS)
        time = START + timedelta(days=day, hours=chance.randrange(1, 20))
        session = f"s{chance.getrandbits(32):08x}"
        for step in range(BOT_VIEWS):
            item = items[step % len(items)]
            stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ")
            rows.append((bot, "view", item.id, "", stamp, session, "", ""))
            time += BOT_STEP
    return rows


def with_slips(rows: list[Row], seed: int) -> list[Row]:
    """Rows in time order, some twice, and a few with an unknown product."""
    chance = random.Random(f"{seed}/slips")
    repeated = chance.sample(rows, k=int(len(rows) * REPEATED_SHARE))
    views = [row for row in rows if row[1] == "view"]
    lost = [
        (*row[:2], chance.choice(UNKNOWN_IDS), *row[3:])
        for row in chance.sample(views, k=min(UNKNOWN_ROWS, len(views)))
    ]
    return sorted([*rows, *repeated, *lost], key=lambda row: (row[4], row[0]))
