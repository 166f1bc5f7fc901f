"""What is wrong with events and products, counted; the words come later.

Each function yields findings whose title and text are empty: `services.quality` fills
them in from `numbers` in both languages.
"""
# ruff: noqa: S608 - the SQL is made of our own constants and file names

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from studio.domain.imports import Severity
from studio.domain.quality import LEAST_SHOPPERS, Action, QualityFinding
from studio.domain.words import Words
from studio.store.duck import Duck

EXAMPLES = 5
EXTREME_EVENTS = 200
"""A shopper with fewer events than this is never called extreme."""
FENCE = 3.0
DOUBLE_SECONDS = 1
MOST_SEARCHES = 500
BARE = "coalesce(made, false) AND coalesce(title, '') IN ('', id)"
"""SQL of a product that is known by its id alone."""
_TOLERATED = 0.02
"""Share of products or events up to which a lack is worth a note, not a warning."""


class Rows(msgspec.Struct, frozen=True):
    """SQL of the project's tables; empty where there is none.

    `events` are in our own columns; `products` as the store has them (`made` marks a
    product known by its id alone).
    """

    events: str = ""
    products: str = ""
    preferences: str = ""
    segments: str = ""


def fault(
    name: str,
    severity: Severity,
    where: tuple[str, str],
    count: tuple[int, int],
    *,
    examples: Sequence[str] = (),
    numbers: dict[str, float | str] | None = None,
    action: Action = "",
) -> QualityFinding:
    """A finding without words.

    Args:
        name: What it is.
        severity: How bad.
        where: Table and column.
        count: Rows concerned, of how many.
        examples: A few of them.
        numbers: What the words need beside the counts.
        action: What can be done.
    """
    return QualityFinding(
        name, severity, Words(), Words(), *where, *count,
        examples=tuple(e[:80] for e in examples),
        numbers=numbers or {}, action=action,
    )  # fmt: skip


def _row(connection: Duck, sql: str) -> tuple[Any, ...]:
    found: tuple[Any, ...] = connection.execute(sql).fetchone() or ()
    return found


def _texts(connection: Duck, sql: str) -> tuple[str, ...]:
    return tuple(str(row[0]) for row in connection.execute(sql).fetchall())


def _known(rows: Rows) -> str:
    """The products of which more than the id is known."""
    return f"(SELECT * FROM ({rows.products}) WHERE NOT ({BARE}))"


def of_events(connection: Duck, rows: Rows) -> Iterator[QualityFinding]:
    """Events that lack something, come twice, or all of one kind."""
    total, lost, unpriced, bought, seen, searched = _row(
        connection,
        "SELECT count(*),"
        " count(*) FILTER (product_id IS NULL AND event <> 'search'),"
        " count(*) FILTER (event = 'purchase' AND price IS NULL),"
        " count(*) FILTER (event = 'purchase'), count(*) FILTER (event = 'view'),"
        f" count(*) FILTER (event = 'search') FROM ({rows.events})",
    )
    if lost:
        yield fault(
            "events-without-product", "warning", ("events", "product_id"),
            (lost, total),
            action="map_columns",
        )  # fmt: skip
    if unpriced:
        yield fault(
            "purchases-without-price", "info", ("events", "price"), (unpriced, bought),
            action="map_columns",
        )  # fmt: skip
    for name, count, severity in (
        ("no-purchases", bought, "warning"),
        ("no-views", seen, "info"),
        ("no-searches", searched, "info"),
    ):
        if not count:
            what: Severity = "warning" if severity == "warning" else "info"
            yield fault(
                name, what, ("events", "event"), (0, total), action="import_events"
            )
    twice = _row(
        connection,
        "SELECT count(*) FILTER (user_id = was AND event = did AND product_id = it"
        f" AND abs(epoch(timestamp) - epoch(earlier)) <= {DOUBLE_SECONDS})"
        " FROM (SELECT *, lag(user_id) OVER () AS was, lag(event) OVER () AS did,"
        " lag(product_id) OVER () AS it, lag(timestamp) OVER () AS earlier"
        f" FROM ({rows.events}))",
    )[0]
    if twice > _TOLERATED * total:
        yield fault(
            "double-events", "info", ("events", ""), (twice, total), action="show_rows"
        )


def of_shoppers(connection: Duck, events: str) -> Iterator[QualityFinding]:
    """Shoppers with far more events than others, and those with a single one."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE per_shopper AS"
        f" SELECT user_id, count(*) AS n FROM ({events}) GROUP BY 1"
    )
    shoppers, total, once, quarter, three, usual = _row(
        connection,
        "SELECT count(*), sum(n), count(*) FILTER (n = 1),"
        " quantile_cont(ln(n), 0.25), quantile_cont(ln(n), 0.75), median(n)"
        " FROM per_shopper",
    )
    if not shoppers:
        return
    fence = max(EXTREME_EVENTS, math.exp(three + FENCE * max(three - quarter, 0.5)))
    many, events_of = _row(
        connection, f"SELECT count(*), sum(n) FROM per_shopper WHERE n > {fence!r}"
    )
    if many:
        yield fault(
            "extreme-shoppers", "warning", ("events", "user_id"), (many, shoppers),
            examples=_texts(
                connection,
                "SELECT user_id || ' (' || format('{:,}', n) || ')' FROM per_shopper"
                f" WHERE n > {fence!r} ORDER BY n DESC, user_id LIMIT {EXAMPLES}",
            ),
            numbers={
                "events": int(events_of), "share": float(events_of / total),
                "fence": int(fence), "usual": float(usual),
            },
            action="show_rows",
        )  # fmt: skip
    if once > 0.5 * shoppers:
        yield fault(
            "shoppers-seen-once", "info", ("events", "user_id"), (once, shoppers)
        )


def of_products(connection: Duck, rows: Rows) -> Iterator[QualityFinding]:
    """Products that lack something a page shows.

    A temporary table `pictured (id)` has the ids of products with a picture.
    """
    lacks = {
        "picture": "NOT EXISTS (SELECT 1 FROM pictured p WHERE p.id = c.id)",
        "price": "coalesce(price, 0) <= 0",
        "stock": "stock IS NULL",
        "description": "coalesce(description, '') = ''",
        "category": "coalesce(len(category), 0) = 0",
        "brand": "coalesce(brand, '') = ''",
    }
    counts = ", ".join(f"count(*) FILTER ({test})" for test in lacks.values())
    known = _known(rows)
    total, made, bare, out, *missing = _row(
        connection,
        "SELECT count(*), count(*) FILTER (made),"
        f" (SELECT count(*) FROM ({rows.products}) WHERE {BARE}),"
        f" count(*) FILTER (stock <= 0), {counts} FROM {known} c",
    )
    if bare:
        yield from _bare(connection, rows, (bare, total))
    if made:
        yield fault(
            "catalogue-of-events", "warning", ("products", ""), (made, total),
            action="import_products",
        )  # fmt: skip
    for (name, test), count in zip(lacks.items(), missing, strict=True):
        vital = name in ("picture", "price")
        if not count or (made == total and not vital):  # said of the whole already
            continue
        severe: Severity = "warning" if vital and count > _TOLERATED * total else "info"
        examples = _texts(
            connection, f"SELECT id FROM {known} c WHERE {test} LIMIT {EXAMPLES}"
        )
        action: Action = "import_pictures" if name == "picture" else "import_products"
        yield fault(
            f"products-without-{name}", severe,
            ("products", "image" if name == "picture" else name),
            (count, total), examples=examples, action=action,
        )  # fmt: skip
    if out:
        yield fault(
            "products-out-of-stock", "info", ("products", "stock"), (out, total)
        )
    yield from _alike(connection, known, total)


def _bare(
    connection: Duck, rows: Rows, count: tuple[int, int]
) -> Iterator[QualityFinding]:
    bare, known = count
    if not known:
        yield fault(
            "no-catalogue", "error", ("products", ""), (bare, bare),
            action="import_products",
        )  # fmt: skip
        return
    ids = f"(SELECT id FROM ({rows.products}) WHERE {BARE})"
    events, examples = 0, _texts(connection, f"SELECT id FROM {ids} LIMIT {EXAMPLES}")
    if rows.events:
        events = _row(
            connection,
            f"SELECT count(*) FROM ({rows.events}) WHERE product_id IN {ids}",
        )[0]
    yield fault(
        "products-without-row", "warning", ("products", ""), (bare, bare + known),
        examples=examples, numbers={"events": int(events)}, action="import_products",
    )  # fmt: skip


def _alike(connection: Duck, known: str, total: int) -> Iterator[QualityFinding]:
    same = connection.execute(
        f"SELECT title, count(*) FROM {known} WHERE title <> '' GROUP BY 1"
        " HAVING count(*) > 1 ORDER BY 2 DESC, 1"
    ).fetchall()
    rows = sum(count for _, count in same)
    if rows:
        yield fault(
            "products-of-same-title", "info", ("products", "title"), (rows, total),
            examples=[str(title) for title, _ in same[:EXAMPLES]],
            action="import_products",
        )  # fmt: skip
    currencies = _texts(
        connection,
        f"SELECT currency FROM {known} WHERE currency <> '' GROUP BY 1"
        " ORDER BY count(*) DESC",
    )
    if len(currencies) > 1:
        yield fault(
            "several-currencies", "warning", ("products", "currency"), (total, total),
            examples=currencies[:EXAMPLES], numbers={"currencies": len(currencies)},
            action="import_products",
        )  # fmt: skip


def of_interest(connection: Duck, rows: Rows) -> Iterator[QualityFinding]:
    """Products that nobody looked at, and searches that no product answers."""
    known = _known(rows)
    total, idle = _row(
        connection,
        "SELECT count(*), count(*) FILTER (id NOT IN (SELECT product_id FROM"
        f" ({rows.events}) WHERE product_id IS NOT NULL)) FROM {known}",
    )
    if total and idle > 0.1 * total:
        yield fault(
            "products-never-seen", "info", ("products", "product_id"), (idle, total)
        )
    yield from _unanswered(connection, rows, known)


def _unanswered(connection: Duck, rows: Rows, known: str) -> Iterator[QualityFinding]:
    searches = connection.execute(
        f"SELECT lower(query), count(*), count(DISTINCT user_id) FROM ({rows.events})"
        " WHERE event = 'search' AND query <> '' GROUP BY 1 ORDER BY 2 DESC, 1"
        f" LIMIT {MOST_SEARCHES}"
    ).fetchall()
    if not searches:
        return
    words = _row(
        connection,
        "SELECT lower(string_agg(concat_ws(' ', title, title_zh, description, brand,"
        f" array_to_string(category, ' ')), ' ')) FROM {known}",
    )[0]
    text = str(words or "")
    without = [
        (str(query), int(count), int(shoppers))
        for query, count, shoppers in searches
        if not any(word in text for word in _stems(str(query)))
    ]
    if without and text:
        yield fault(
            "searches-without-product", "info", ("events", "query"),
            (sum(n for _, n, _ in without), sum(n for _, n, _ in searches)),
            examples=[q for q, _, s in without if s >= LEAST_SHOPPERS][:EXAMPLES],
            numbers={"searches": len(without), "of_searches": len(searches)},
            action="import_products",
        )  # fmt: skip


def _stems(query: str) -> list[str]:
    """The words of a search, without the ending that a plural has."""
    return [word[:-1] if len(word) > 4 and word.endswith("s") else word  # noqa: PLR2004
            for word in query.split() if len(word) > 1]  # fmt: skip


def of_others(connection: Duck, rows: Rows) -> Iterator[QualityFinding]:
    """Segments and preferences of shoppers without any event."""
    for table, sql in (("segments", rows.segments), ("preferences", rows.preferences)):
        if not sql or not rows.events:
            continue
        total, unknown = _row(
            connection,
            "SELECT count(*), count(*) FILTER (user_id NOT IN"
            f" (SELECT DISTINCT user_id FROM ({rows.events})))"
            f" FROM (SELECT DISTINCT user_id FROM ({sql}))",
        )
        if unknown > 0.1 * total:
            yield fault(
                f"{table}-of-unknown-shoppers",
                "warning" if unknown > 0.5 * total else "info",
                (table, "user_id"), (unknown, total), action="import_events",
            )  # fmt: skip
