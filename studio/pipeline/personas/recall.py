"""Page recall: how much of what shoppers buy next their persona's page contains."""

from __future__ import annotations

import msgspec
import numpy as np

from studio.domain.behaviour import PURCHASE, Events, Floats, Ints

PAGE = 24
"""Products on a page that recall is measured for."""
PERIOD_DAYS = 28
LONGEST_SHARE = 0.2
"""The period that is asked about is at most this share of the whole."""
DAY_S = 86400


class Bought(msgspec.Struct, frozen=True):
    """M purchases of the next period: list of the shopper, place of the product."""

    row: Ints
    product: Ints


def cut_time(events: Events) -> int:
    """When the last period begins, in seconds since 1970."""
    first, last = int(events.time.min()), int(events.time.max())
    return last - int(min(PERIOD_DAYS * DAY_S, LONGEST_SHARE * (last - first)))


def before(events: Events, cut: int) -> Events:
    """The events before a time; the lists of names stay."""
    kept = events.time < cut
    columns = {
        name: getattr(events, name)[kept]
        for name in (
            "shopper", "product", "kind", "time", "session", "query", "quantity",
            "price",
        )
    }  # fmt: skip
    return msgspec.structs.replace(events, **columns)


def bought_after(events: Events, cut: int, row: Ints, place: Ints) -> Bought:
    """Purchases from a time on; all views where the shop tells of no purchase.

    Args:
        events: All events.
        cut: The time.
        row: List (page) of each of `events.shoppers`.
        place: Place of each of `events.products` among the ranked ones, -1 for none.
    """
    next_period = (events.time >= cut) & (events.product >= 0)
    purchases = next_period & (events.kind == PURCHASE)
    chosen = purchases if purchases.any() else next_period
    product = place[events.product[chosen]]
    known = product >= 0
    return Bought(row[events.shopper[chosen]][known], product[known])


def page_of(scores: Floats, size: int = PAGE) -> Ints:
    """The best products of each row of scores (P, I), best first (P, size)."""
    best: Ints = np.argsort(-scores, axis=1, kind="stable")[:, :size]
    return best


def recall_of(pages: Ints, bought: Bought) -> dict[str, float]:
    """Share of the purchases on the shopper's page, plain and weighted by place.

    The weight of place n (from 1) is 1 / log2(1 + n), so that what stands first counts
    most; 1 would be a page on which every purchase stood first.
    """
    if not len(bought.row):
        return {}
    found = pages[bought.row] == bought.product[:, None]  # (M, size)
    weight = 1 / np.log2(2 + np.arange(pages.shape[1]))
    size = pages.shape[1]
    return {
        f"recall@{size}": float(found.any(axis=1).mean()),
        "weighted": float((found * weight).sum(axis=1).mean()),
    }
