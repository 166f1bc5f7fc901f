"""What the facts tell besides members: names, quantiles, and what sets apart."""
# ruff: noqa: S608 - the SQL is made of our own constants and whole numbers

from __future__ import annotations

from studio.domain.segment_views import (
    Apart,
    Averages,
    Lift,
    Member,
    Named,
    Quantiles,
    SegmentNames,
)
from studio.domain.segments import Size
from studio.store.segments.counting import Counting, Flags

MOST_NAMES = 2000
"""More brands or categories than this are not offered; they may be written."""
_SHARES = (25, 50, 75, 80, 90)
_MORE, _LESS = 4, 2
"""So many groups are told of that a segment turns to more, and less, than the shop."""
_LEAST_SHARE = 0.01
"""A group of less of the actions is not worth telling."""
_UNLIKE = 1.1
_GROUPS = {
    "categories": "category[-1]",
    "brands": "brand",
}
Rows = list[tuple[object, ...]]


def names(counting: Counting) -> SegmentNames:
    """What conditions may name."""
    return SegmentNames(
        categories=_named(
            counting,
            "SELECT step, count(*) FROM (SELECT unnest(list_distinct(category)) AS step"
            " FROM goods) WHERE step <> ''",
        ),
        brands=_named(counting, "SELECT brand, count(*) FROM goods WHERE brand <> ''"),
        countries=_named(
            counting, "SELECT country, count(*) FROM shoppers WHERE country <> ''"
        ),
        segments=_named(counting, "SELECT segment, count(*) FROM members"),
    )


def _named(counting: Counting, query: str) -> tuple[Named, ...]:
    rows = counting.rows(f"{query} GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {MOST_NAMES}")
    return tuple(Named(str(name), int(str(n))) for name, n in rows)


def quantiles(counting: Counting) -> Quantiles:
    """The shop's own quantiles."""
    last = counting.facts.last_day
    buyers, carts, bargains = counting.rows(
        "SELECT count(*) FILTER (orders > 0), coalesce(sum(carts), 0),"
        " coalesce(sum(bargains), 0) FROM shoppers"
    )[0]
    return Quantiles(
        recency=_spread(counting, f"{last} - last_purchase + 1", "orders > 0"),
        orders=_spread(counting, "orders", "orders > 0"),
        spent=_spread(counting, "spent", "orders > 0 AND spent > 0"),
        unseen=_spread(counting, f"{last} - last_event", "true"),
        age=_spread(counting, f"{last} - first_event + 1", "true"),
        views=_spread(counting, "views", "orders = 0 AND views > 0"),
        saving=_spread(counting, "bargains / lines", "units >= 2 AND lines > 0"),
        shoppers=counting.shoppers,
        buyers=int(str(buyers)),
        carts=int(str(carts)),
        bargains=int(str(bargains)),
        days=last - counting.facts.first_day + 1,
    )


def _spread(counting: Counting, value: str, where: str) -> dict[int, float]:
    shares = ", ".join(str(share / 100) for share in _SHARES)
    found = counting.rows(
        f"SELECT quantile_disc({value}, [{shares}]) FROM shoppers WHERE {where}"
    )[0][0]
    if not isinstance(found, list):
        return {}
    return {share: float(at) for share, at in zip(_SHARES, found, strict=True)}


def apart(counting: Counting, flags: Flags, size: Size, members: int) -> Apart:
    """What sets the shoppers of flags apart, and some of them."""
    counting.choose(flags)
    counting.rows(
        "CREATE OR REPLACE TEMP TABLE counted AS SELECT product, count(*) AS shop,"
        " count(c.place) AS own FROM deeds LEFT JOIN chosen c ON c.place = shopper"
        " GROUP BY product"
    )
    inside = "(SELECT * FROM shoppers SEMI JOIN chosen USING (place))"
    return Apart(
        size=size,
        segment=_averages(counting, inside, size.n),
        shop=_averages(counting, "shoppers", size.of),
        categories=_lifts(counting, _GROUPS["categories"]),
        brands=_lifts(counting, _GROUPS["brands"]),
        members=_members(counting, members),
    )


def _averages(counting: Counting, rows: str, of: int) -> Averages:
    row = counting.rows(
        "SELECT sum(orders), sum(sessions), sum(views), sum(spent),"
        " sum(spent) / nullif(sum(priced), 0), count(*) FILTER (orders > 0),"
        f" median({counting.facts.last_day} - last_event) FROM {rows}"
    )[0]
    orders, sessions, views, spent, order, buyers, unseen = (
        None if value is None else float(str(value)) for value in row
    )
    return Averages(
        orders=(orders or 0) / max(1, of),
        sessions=(sessions or 0) / max(1, of),
        views=(views or 0) / max(1, of),
        spent=(spent or 0) / max(1, of),
        order=order,
        buyers=(buyers or 0) / max(1, of),
        unseen=unseen or 0,
    )


def _lifts(counting: Counting, group: str) -> tuple[Lift, ...]:
    """Groups of products that a segment turns to more, or less, than the shop does."""
    rows = counting.rows(f"""
        WITH named AS (
            SELECT {group} AS name, sum(shop) AS shop, sum(own) AS own
            FROM counted JOIN goods ON code = product GROUP BY 1
        ), shares AS (
            SELECT name, own / nullif(sum(own) OVER (), 0) AS own,
                shop / sum(shop) OVER () AS shop FROM named
        )
        SELECT name, own / shop, own FROM shares
        WHERE name <> '' AND greatest(own, shop) >= {_LEAST_SHARE}
        ORDER BY 2 DESC, 1
    """)
    found = [
        Lift(str(name), float(str(lift)), float(str(share or 0)))
        for name, lift, share in rows
        if lift is not None
    ]
    more = [each for each in found if each.lift >= _UNLIKE]
    less = [each for each in found if each.lift <= 1 / _UNLIKE]
    return (*more[:_MORE], *less[-_LESS:])


def _members(counting: Counting, most: int) -> tuple[Member, ...]:
    rows = counting.rows(
        "SELECT n.shopper, s.last_event, coalesce(s.orders, 0), coalesce(s.spent, 0)"
        " FROM chosen JOIN names n USING (place) LEFT JOIN shoppers s USING (place)"
        f" ORDER BY hash(n.shopper) LIMIT {int(most)}"
    )
    return tuple(
        Member(
            str(name),
            None if day is None else int(str(day)),
            int(str(orders)),
            float(str(spent)),
        )
        for name, day, orders, spent in rows
    )
