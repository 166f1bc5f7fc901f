"""Makes the events of a large shop as CSV: the same for the same seed.

A log as a shop's system writes it, in the order of time: visits of about five events,
shoppers and products of which some are met far more often than others.
"""

from __future__ import annotations

from importlib import import_module
from pathlib import Path

SHOPPERS = 500_000
PRODUCTS = 20_000
EVENTS_OF_A_VISIT = 5
SEED = 7
_START = "2026-01-01 00:00:00"
_SECONDS = 182 * 86_400
_AT_ONCE = 4_000
"""Visits that go on beside each other."""


def write_events(path: Path, events: int, *, first: int = 0, seed: int = SEED) -> None:
    """Write events `first` to `first + events` of the log to a CSV file.

    10 million take about 530 MB and 20 s. Shares of the log that overlap hold the same
    rows, as exports of overlapping weeks do.
    """
    block = _AT_ONCE * EVENTS_OF_A_VISIT
    connection = import_module("duckdb").connect()
    pick = f"hash({{}}::BIGINT * 16 + {{}} + {seed * 1_000_003}::BIGINT)"
    share = "({} % 1000003) / 1000003.0"
    visit = f"(i // {block}) * {_AT_ONCE} + {pick.format('i', 1)} % {_AT_ONCE}"
    shopper = f"pow({share.format(pick.format('visit', 2))}, 1.6) * {SHOPPERS}"
    product = f"pow({share.format(pick.format('i', 3))}, 2.5) * {PRODUCTS}"
    connection.execute(
        f"""
        COPY (
            SELECT 'u' || (100000 + shopper) AS user_id, event,
                CASE WHEN event <> 'search' THEN 'P' || (10000 + product) END
                    AS product_id,
                CASE WHEN event = 'search' THEN 'search ' || product % 3000 END
                    AS query,
                strftime(TIMESTAMP '{_START}' + to_seconds((i * 1.6)::BIGINT
                    % {_SECONDS}), '%Y-%m-%d %H:%M:%S') AS timestamp,
                's' || visit AS session_id,
                CASE WHEN event IN ('purchase', 'add_to_cart')
                    THEN 1 + {pick.format("i", 4)} % 3 END AS quantity,
                CASE WHEN event IN ('purchase', 'add_to_cart')
                    THEN printf('%.2f', 3 + product % 997 / 4.0) END AS price
            FROM (
                SELECT i, visit, ({shopper})::BIGINT AS shopper,
                    ({product})::BIGINT AS product,
                    CASE WHEN roll < 78 THEN 'view' WHEN roll < 87 THEN 'search'
                        WHEN roll < 95 THEN 'add_to_cart' ELSE 'purchase' END AS event
                FROM (
                    SELECT i, {visit} AS visit, {pick.format("i", 5)} % 100 AS roll
                    FROM range({first}, {first + events}) AS t(i)
                )
            )
        ) TO '{path.as_posix()}' (FORMAT csv, HEADER)
        """
    )
    connection.close()
