"""Builds the facts of segments from events and products, chunk by chunk."""
# ruff: noqa: S608 - the SQL is made of our own constants and file names

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from studio.store.duck import Duck, literal
from studio.store.reading import SESSION_GAP_S
from studio.store.sealing.unlocked import address_of
from studio.store.tables import Tables, source

CHUNK_EVENTS = 1_000_000
"""So many events are worked on at a time: it bounds the memory."""
KINDS = {"view": 0, "add_to_cart": 1, "purchase": 2, "search": 3}
PARTS = ("shoppers", "days", "deeds", "goods", "searches", "queries")
Say = Callable[[int, int], None]
"""Told how many chunks of how many are done; it may raise to stop."""
_ROWS_A_GROUP = 61_440
_SINCE = "date_diff('day', DATE '1970-01-01', time::DATE)::USMALLINT"
_TABLES = {
    "deeds": "kind UTINYINT, product INTEGER, shopper INTEGER, day USMALLINT,"
    " price DOUBLE",
    "days": "day USMALLINT, shopper INTEGER, sessions UINTEGER, orders UINTEGER,"
    " priced UINTEGER, views UINTEGER, carts UINTEGER, searches UINTEGER,"
    " units DOUBLE, spent DOUBLE",
    "searches": "query INTEGER, shopper INTEGER, day USMALLINT",
    "totals": "place INTEGER, first_event USMALLINT, last_event USMALLINT,"
    " first_view USMALLINT, last_view USMALLINT,"
    " first_add_to_cart USMALLINT, last_add_to_cart USMALLINT,"
    " first_purchase USMALLINT, last_purchase USMALLINT,"
    " first_search USMALLINT, last_search USMALLINT,"
    " views UINTEGER, carts UINTEGER, searches UINTEGER, lines UINTEGER,"
    " bargains UINTEGER, units DOUBLE, spent DOUBLE, country VARCHAR,"
    " sessions UINTEGER, orders UINTEGER, priced UINTEGER",
}


class Facts(msgspec.Struct, frozen=True):
    """What the facts are of: numbers of shoppers and events; days since 1970 UTC.

    `deeds` counts events by kind; `currency` is that of most products.
    """

    folder: str
    shoppers: int
    events: int
    first_day: int
    last_day: int
    deeds: dict[str, int] = {}
    currency: str = ""


class Building:
    """One building of the facts, in DuckDB's memory until each part is written."""

    def __init__(self, connection: Duck, tables: Tables, folder: Path) -> None:
        self._connection = connection
        self._folder = folder
        path = tables.path("events")
        self._events = source(path) if path is not None else ""
        products = tables.path("products")
        self._products = "" if products is None else source(products)

    def run(self, say: Say) -> Facts:
        """Build all parts and write them; `say` is told of each chunk."""
        self._sql("SET preserve_insertion_order = false")
        self._make_goods()
        self._sql(
            "CREATE TABLE people AS SELECT (row_number() OVER (ORDER BY shopper) - 1)"
            "::INTEGER AS place, shopper, n FROM (SELECT shopper, count(*) AS n"
            f" FROM {self._events} GROUP BY shopper)"
        )
        self._sql(
            "CREATE TABLE words AS SELECT (row_number() OVER (ORDER BY query) - 1)"
            "::INTEGER AS code, query FROM (SELECT DISTINCT query FROM"
            f" {self._events} WHERE kind = 'search' AND query IS NOT NULL)"
        )
        self._create()
        chunks = list(self._chunks())
        has_pauses = bool(self._one(f"{self._events} WHERE session IS NULL"))
        for number, (low, high) in enumerate(chunks):
            say(number, len(chunks) + 1)
            self._take(low, high, has_pauses=has_pauses)
        say(len(chunks), len(chunks) + 1)
        self._write()
        return self._facts()

    def _sql(self, statement: str) -> list[tuple[object, ...]]:
        return self._connection.execute(statement).fetchall()

    def _one(self, what: str) -> int:
        return int(str(self._sql(f"SELECT count(*) FROM {what}")[0][0]))

    def _make_goods(self) -> None:
        columns = "id, category, brand, price, sale_price"
        rows = (
            f"SELECT {columns} FROM {self._products}"
            if self._products
            else "SELECT NULL::VARCHAR AS id, NULL::VARCHAR[] AS category,"
            " NULL::VARCHAR AS brand, NULL::DOUBLE AS price,"
            " NULL::DOUBLE AS sale_price WHERE false"
        )
        self._sql(
            "CREATE TABLE goods AS SELECT (row_number() OVER (ORDER BY category, id)"
            f" - 1)::INTEGER AS code, * FROM ({rows})"
        )

    def _create(self) -> None:
        for table, columns in _TABLES.items():
            self._sql(f"CREATE TABLE {table} ({columns})")

    def _chunks(self) -> Iterator[tuple[str, str]]:
        """First and last shopper of each chunk."""
        rows = self._sql(
            "SELECT min(shopper), max(shopper) FROM (SELECT shopper, (sum(n) OVER"
            f" (ORDER BY place) - 1) // {CHUNK_EVENTS} AS part FROM people)"
            " GROUP BY part ORDER BY part"
        )
        for low, high in rows:
            yield str(low), str(high)

    def _take(self, low: str, high: str, *, has_pauses: bool) -> None:
        known = "country" in self._columns(self._events)
        country = "e.country" if known else "NULL::VARCHAR"
        kinds = " ".join(f"WHEN '{name}' THEN {n}" for name, n in KINDS.items())
        self._sql(f"""
            CREATE OR REPLACE TEMP TABLE part AS
            SELECT p.place AS shopper, coalesce(g.code, -1) AS product,
                (CASE e.kind {kinds} END)::UTINYINT AS kind, {_SINCE} AS day,
                e.time,
                CASE WHEN e.session IS NOT NULL THEN hash(e.session) END AS session,
                w.code AS query, {country} AS country,
                coalesce(e.price, g.sale_price, g.price) AS price,
                coalesce(e.quantity, 1) AS units,
                coalesce(e.price < 0.995 * g.price,
                    e.price IS NULL AND g.sale_price < g.price, false) AS bargain
            FROM {self._events} e JOIN people p ON p.shopper = e.shopper
            LEFT JOIN goods g ON g.id = e.product
            LEFT JOIN words w ON w.query = e.query AND e.kind = 'search'
            WHERE e.shopper BETWEEN {literal(low)} AND {literal(high)}
        """)
        visit, rows = "session", "part"
        if has_pauses:
            visit, rows = "session, pause", _with_pauses()
        self._sql(f"""
            CREATE OR REPLACE TEMP TABLE visits AS
            SELECT shopper, min(day) AS day,
                min(day) FILTER (kind = 2) AS bought,
                sum(price * units) FILTER (kind = 2) AS value
            FROM {rows} GROUP BY shopper, {visit}
        """)
        for statement in _INSERTS:
            self._sql(statement)

    def _write(self) -> None:
        ordered = {
            "shoppers": "SELECT t.*, p.shopper FROM totals t"
            " JOIN people p USING (place) ORDER BY place",
            "days": "SELECT * FROM days ORDER BY day, shopper",
            "deeds": "SELECT * FROM deeds ORDER BY kind, product, shopper",
            "goods": "SELECT * FROM goods ORDER BY code",
            "searches": "SELECT * FROM searches ORDER BY query, shopper",
            "queries": "SELECT * FROM words ORDER BY code",
        }
        self._sql("SET preserve_insertion_order = true")
        for part, statement in ordered.items():
            path = literal(address_of(self._folder / f"{part}.parquet"))
            self._sql(
                f"COPY ({statement}) TO {path} (FORMAT parquet, COMPRESSION zstd,"
                f" ROW_GROUP_SIZE {_ROWS_A_GROUP})"
            )

    def _facts(self) -> Facts:
        shoppers, first, last = self._sql(
            "SELECT count(*), min(first_event), max(last_event) FROM totals"
        )[0]
        kinds = self._sql(f"SELECT kind, count(*) FROM {self._events} GROUP BY kind")
        deeds = {str(kind): int(str(n)) for kind, n in kinds}
        return Facts(
            folder=self._folder.name,
            shoppers=int(str(shoppers)),
            events=sum(deeds.values()),
            first_day=int(str(first or 0)),
            last_day=int(str(last or 0)),
            deeds=deeds,
            currency=self._currency(),
        )

    def _currency(self) -> str:
        if not self._products or "currency" not in self._columns(self._products):
            return ""
        row = self._sql(
            f"SELECT mode(currency) FROM {self._products} WHERE currency <> ''"
        )[0]
        return str(row[0] or "")

    def _columns(self, table: str) -> set[object]:
        return {row[0] for row in self._sql(f"DESCRIBE SELECT * FROM {table}")}


def _with_pauses() -> str:
    """The rows with `pause`: without a session, the number of pauses before it."""
    return (
        "(SELECT *, CASE WHEN session IS NULL"
        " THEN sum(CASE WHEN still THEN 0 ELSE 1 END) OVER"
        " (PARTITION BY shopper ORDER BY time ROWS UNBOUNDED PRECEDING) END AS pause"
        " FROM (SELECT *, epoch_us(time) // 1000000 - lag(epoch_us(time) // 1000000)"
        f" OVER (PARTITION BY shopper ORDER BY time) <= {SESSION_GAP_S} AS still"
        " FROM part))"
    )


_EDGES = ", ".join(
    f"min(day) FILTER (kind = {n}), max(day) FILTER (kind = {n})"
    for n in KINDS.values()
)
_INSERTS = (
    """
    INSERT INTO deeds SELECT kind, product, shopper, day,
        CASE WHEN kind = 2 THEN price END
    FROM part WHERE kind < 3
    """,
    """
    INSERT INTO searches SELECT query, shopper, day
    FROM part WHERE kind = 3 AND query IS NOT NULL
    """,
    """
    INSERT INTO days SELECT day, shopper, sum(sessions), sum(orders), sum(priced),
        sum(views), sum(carts), sum(searches), sum(units), sum(spent)
    FROM (
        SELECT day, shopper, 1 AS sessions, 0 AS orders, 0 AS priced, 0 AS views,
            0 AS carts, 0 AS searches, 0.0::DOUBLE AS units, 0.0::DOUBLE AS spent
        FROM visits
        UNION ALL
        SELECT bought, shopper, 0, 1, (value IS NOT NULL)::INTEGER, 0, 0, 0, 0, 0
        FROM visits WHERE bought IS NOT NULL
        UNION ALL
        SELECT day, shopper, 0, 0, 0, count(*) FILTER (kind = 0),
            count(*) FILTER (kind = 1), count(*) FILTER (kind = 3),
            coalesce(sum(units) FILTER (kind = 2), 0),
            coalesce(sum(price * units) FILTER (kind = 2), 0)
        FROM part GROUP BY day, shopper
    ) GROUP BY day, shopper
    """,
    f"""
    INSERT INTO totals SELECT d.*, v.sessions, v.orders, v.priced
    FROM (
        SELECT shopper, min(day), max(day), {_EDGES},
            count(*) FILTER (kind = 0), count(*) FILTER (kind = 1),
            count(*) FILTER (kind = 3), count(*) FILTER (kind = 2),
            count(*) FILTER (kind = 2 AND bargain),
            coalesce(sum(units) FILTER (kind = 2), 0),
            coalesce(sum(price * units) FILTER (kind = 2), 0),
            arg_max(country, time) FILTER (country IS NOT NULL AND country <> '')
        FROM part GROUP BY shopper
    ) d JOIN (
        SELECT shopper, count(*) AS sessions, count(bought) AS orders,
            count(value) AS priced FROM visits GROUP BY shopper
    ) v USING (shopper)
    """,
)
