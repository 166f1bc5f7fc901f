"""Page recall: how much of what shoppers buy next their persona's page contains."""

from __future__ import annotations

import msgspec
import numpy as np

from studio.domain.behaviour import Events, Floats, Ints, purchases_or_all

PAGE = 24
"""Products on a page that recall is measured for."""
PERIOD_DAYS = 28
LONGEST_SHARE = 0.2
"""The period that is asked about is at most this share of the whole."""
DAY_S = 86400


class Bought(msgspec.Struct, frozen=True):
    """M purchases of the next period: shopper, list of the shopper, place of product.

    `product` is -1 for one that could not be on any page, which nobody finds.
    """

    shopper: Ints
    row: Ints
    product: Ints

    def on(self, row: Ints) -> Bought:
        """The same purchases, looked for on other lists; `row` by shopper."""
        return Bought(self.shopper, row[self.shopper], self.product)


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

    Purchases of shoppers and products that were not known before count too, and those
    of unknown products are found by nobody.

    Args:
        events: All events.
        cut: The time.
        row: List (page) of each of `events.shoppers`.
        place: Place of each of `events.products` among the ranked ones, -1 for none.
    """
    next_period = (events.time >= cut) & (events.product >= 0)
    chosen = purchases_or_all(events.kind, next_period)
    shopper = events.shopper[chosen]
    return Bought(shopper, row[shopper], place[events.product[chosen]])


def page_of(scores: Floats, size: int = PAGE) -> Ints:
    """The best products of each row of scores (P, I), best first (P, size)."""
    best: Ints = np.argsort(-scores, axis=1, kind="stable")[:, :size]
    return best


def found_on(pages: Ints, bought: Bought) -> dict[str, Floats]:
    """Which purchases (M,) are on the shopper's page: plain, and weighted by place.

    The weight of place n (from 1) is 1 / log2(1 + n), so that what stands first counts
    most; 1 would be a page on which every purchase stood first.
    """
    found = pages[bought.row] == bought.product[:, None]  # (M, size)
    found &= bought.product[:, None] >= 0
    size = pages.shape[1]
    weight = 1 / np.log2(2 + np.arange(size))
    return {
        f"recall@{PAGE}": found.any(axis=1).astype(np.float64),
        "weighted": (found * weight).sum(axis=1),
    }
