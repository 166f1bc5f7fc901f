"""The events of an import: staged file by file, then merged with those of before.

Files are staged as narrow rows in memory. The history stays in its Parquet file; one
statement reads both, sorts them by shopper and time, and is written to the new file.
"""
# ruff: noqa: S608 - the SQL is made of our own constants and column numbers

from __future__ import annotations

from collections.abc import Callable

import msgspec

from studio.domain.behaviour import EVENT_KINDS
from studio.domain.imports import ImportPlan
from studio.store.duck import literal
from studio.store.importing.named import REASONS, find_names
from studio.store.importing.rows import Rows
from studio.store.importing.schemas import stored
from studio.store.importing.shoppers import (
    BUSY,
    busy,
    count_shoppers,
    make_type,
    name_shoppers,
)
from studio.store.importing.staging import SEARCH_IS_PERSONAL, stage
from studio.store.importing.watch import Watch
from studio.store.tables import Tables

_MARK = "chr(31)"
"""Opens a note that says why a row is not used; others hold the words of a search."""
_SAME = ("shopper", "kind", "product", "query", "time", "quantity", "price")
"""What makes two events the same. Sessions are told apart within one import alone."""
FEW_PRODUCTS = 30_000
"""So many are written as numbers, whose names each group of rows then repeats."""


_NUMBERED = (
    "kind::event_kind AS kind, product::product_name AS product,"
    " query::query_text AS query"
)
_SESSION = "to_base((session >> 4)::BIGINT, 36)"


class Lost(msgspec.Struct, frozen=True):
    """Events that were left out after staging: how many, and one example."""

    rows: int = 0
    example: str = ""


class EventImport:
    """The events of one import."""

    def __init__(self, tables: Tables, watch: Watch) -> None:
        self._watch = watch
        path = tables.path("events")
        self.old = "" if path is None else stored(watch, "events", path)
        self._gens: list[int] = []
        self._as_given = True
        self._shoppers = self._products = 0
        self._again = 0
        self._counted = False
        self._has_country = bool(self.old)
        kinds = ", ".join(literal(kind) for kind in EVENT_KINDS)
        watch.sql(f"CREATE TYPE event_kind AS ENUM ({kinds})")

    @property
    def came(self) -> bool:
        """Whether a file with events came."""
        return bool(self._gens)

    @property
    def new(self) -> str:
        """SQL of the new events that are kept, ids as in the files."""
        return f"({' UNION ALL '.join(f'SELECT * FROM kept_{n}' for n in self._gens)})"

    def staging(self, plan: ImportPlan, gen: int, rows: Rows) -> str:
        """The statement that stages `raw` as `events_<gen>`."""
        sql = stage(plan)
        # searches that differ are far fewer than searches: `staged` looks at those
        self._watch.sql("CREATE OR REPLACE MACRO search_is_personal(x) AS false")
        there = [str(r[0]) for r in self._watch.sql(f"DESCRIBE SELECT * FROM ({sql})")]
        extra = [name for name in there if name.startswith("product_")]
        if plan.export or any(c.target == "country" for c in plan.columns):
            extra.append("country")
        seq = "seq, " if rows.numbered else ""
        more = "".join(f", {name}" for name in extra)
        return f"""
        CREATE OR REPLACE TABLE events_{gen} AS
        SELECT {seq}shopper, kind::event_kind AS kind, product, time,
            session::UBIGINT AS session, quantity, price{more},
            CASE WHEN reason IS NULL THEN query
                ELSE {_MARK} || reason || {_MARK} || coalesce(example, '') END AS note
        FROM ({sql})"""

    def staged(self, gen: int) -> None:
        """Make the views `staged`, all rows with reasons, and `kept_<gen>`."""
        self._gens.append(gen)
        self._leave_out_personal(gen)
        have = [str(row[0]) for row in self._watch.sql(f"DESCRIBE events_{gen}")]
        seq = "seq" if "seq" in have else "rowid AS seq"
        country = "country" if "country" in have else "NULL::VARCHAR AS country"
        self._has_country |= "country" in have
        products = "".join(f", {name}" for name in have if name.startswith("product_"))
        bad = f"starts_with(note, {_MARK})"
        rows = (
            f"{seq}, shopper, kind, product, time, session, quantity, price, {country}"
        )
        self._watch.sql(f"""
            CREATE OR REPLACE TEMP VIEW staged AS SELECT {rows}{products},
                CASE WHEN {bad} THEN NULL ELSE note END AS query,
                CASE WHEN {bad} THEN string_split(note, {_MARK})[2] END AS reason,
                CASE WHEN {bad} THEN string_split(note, {_MARK})[3] END AS example
            FROM events_{gen}""")
        self._watch.sql(f"""
            CREATE OR REPLACE TEMP VIEW kept_{gen} AS
            SELECT {rows}, note AS query, {gen} AS gen FROM events_{gen}
            WHERE note IS NULL OR NOT {bad}""")

    def _leave_out_personal(self, gen: int) -> None:
        """Leave out searches with a number or an address of a person."""
        self._watch.sql(
            "CREATE OR REPLACE TEMP TABLE personal AS WITH said AS MATERIALIZED ("
            f"SELECT DISTINCT note FROM events_{gen} WHERE kind = 'search' AND NOT"
            f" starts_with(note, {_MARK})) SELECT note FROM said WHERE"
            " holds_personal(note)"
        )
        if self._one("SELECT count(*) FROM personal"):
            why = literal(SEARCH_IS_PERSONAL)
            self._watch.sql(
                f"UPDATE events_{gen} SET note = {_MARK} || {why} || {_MARK} WHERE"
                " kind = 'search' AND note IN (SELECT note FROM personal)"
            )

    def kept(self, gen: int) -> int:
        """How many rows of a file are kept."""
        return self._one(f"SELECT count(*) FROM kept_{gen}")

    def leave_out_names(self, gen: int, titles: str) -> None:
        """Leave out searches of the file just staged that name a person.

        Args:
            gen: Number of the file.
            titles: SQL of the catalogue with a column `title`; "" where there is none.
        """
        if find_names(self._watch, "behaviour", titles):
            self._watch.sql(
                f"UPDATE events_{gen} SET note = CASE WHEN kind = 'search' THEN"
                f" {_MARK} || {literal(REASONS['behaviour'])} || {_MARK} END"
                " WHERE note IN (SELECT said FROM named)"
            )

    def named(self) -> str:
        """SQL of the products that events name: `given`, and whether a new one does."""
        parts = []
        if self.came:
            parts.append(f"SELECT DISTINCT product, true AS is_new FROM {self.new}")
        if self.old:
            parts.append(f"SELECT DISTINCT product, false AS is_new FROM {self.old}")
        return (
            "SELECT product AS given, bool_or(is_new) AS is_new"
            f" FROM ({' UNION ALL '.join(parts)}) WHERE product IS NOT NULL GROUP BY 1"
        )

    def leave_out(self, machines: Callable[[str], str]) -> tuple[int, int]:
        """Leave out all new events of the shoppers that are machines.

        Args:
            machines: Gives SQL of those shoppers, for SQL of events.

        Returns:
            How many shoppers that are, and how many events they had.
        """
        count_shoppers(self._watch, self.new)
        self._counted = True
        if not busy(self._watch):
            return 0, 0
        self._watch.sql(
            "CREATE OR REPLACE TABLE closer_look AS SELECT shopper, kind, time"
            f" FROM {self.new} WHERE shopper IN ({BUSY})"
        )
        self._watch.sql(f"CREATE TABLE left_out AS {machines('closer_look')}")
        self._watch.sql("DROP TABLE closer_look")
        among = "shopper IN (SELECT shopper FROM left_out)"
        rows = self._one(f"SELECT count(*) FROM {self.new} WHERE {among}")
        for gen in self._gens if rows else ():
            self._watch.sql(f"DELETE FROM events_{gen} WHERE {among}")
        self._watch.sql("DELETE FROM seen WHERE raw IN (SELECT shopper FROM left_out)")
        return self._one("SELECT count(*) FROM left_out"), rows

    def lost(self) -> Lost:
        """The events whose product `product_map` does not know."""
        renamed = "product_map WHERE id IS DISTINCT FROM given"
        self._as_given = not self._one(f"SELECT count(*) FROM {renamed}")
        unknown = "SELECT given FROM product_map WHERE id IS NULL"
        rows, example = 0, ""
        for part in (self.new if self.came else "", self.old):
            if part and not self._as_given:
                row = self._watch.sql(
                    f"SELECT count(*), min(product) FROM {part}"
                    f" WHERE kind <> 'search' AND product IN ({unknown})"
                )[0]
                rows += int(str(row[0]))
                example = example or str(row[1] or "")
        return Lost(rows, example)

    def merge(self) -> None:
        """Make the view `merged`: new and old events under pseudonyms, unsorted.

        The new ones become narrow rows of numbers that sort as their texts do; the ids
        of the files are gone from here on.
        """
        if not self._counted:
            none = "(SELECT NULL AS shopper, NULL AS kind)"
            count_shoppers(self._watch, self.new if self.came else none)
        self._shoppers = name_shoppers(self._watch, self.old)
        self._make_types()
        names = [*_SAME, "session", "gen", "seq"]
        if self._has_country:
            names.append("country")
        parts = []
        if self.came:
            self._make_narrow(names)
            as_text = f" REPLACE ({_SESSION} AS session)" if self.old else ""
            parts.append(f"SELECT *{as_text} FROM narrow")
        if self.old:
            old = self._matched(f"SELECT *, 0 AS gen, place AS seq FROM {self.old}")
            parts.append(
                f"SELECT {', '.join(names)} FROM (SELECT * REPLACE ({_NUMBERED},"
                f" shopper::shopper_name AS shopper) FROM ({old}))"
            )
        self._watch.sql(
            f"CREATE OR REPLACE TEMP VIEW merged AS {' UNION ALL '.join(parts)}"
        )

    def _make_types(self) -> None:
        """Make the types of all products and searches."""
        queries = [f"SELECT query FROM {part}" for part in (self.new, self.old) if part]
        if not self.came:
            queries = queries[1:]
        products = "SELECT id FROM product_map"
        self._products = make_type(self._watch, "product_name", products)
        make_type(self._watch, "query_text", " UNION ALL ".join(queries))

    def _make_narrow(self, names: list[str]) -> None:
        """Make the table `narrow` of the new events, file by file."""
        self._watch.sql("DROP TABLE IF EXISTS narrow")
        for gen in self._gens:
            sql = self._matched(
                f"SELECT e.* REPLACE (s.name AS shopper)"
                f" FROM kept_{gen} e JOIN shoppers s ON e.shopper = s.raw"
            )
            into = "INSERT INTO narrow" if gen != self._gens[0] else (
                "CREATE TABLE narrow AS"
            )  # fmt: skip
            self._watch.sql(
                f"{into} SELECT {', '.join(names)}"
                f" FROM (SELECT * REPLACE ({_NUMBERED}) FROM ({sql}))"
            )
            for view in ("temp.staged", f"kept_{gen}"):
                self._watch.sql(f"DROP VIEW IF EXISTS {view}")
            self._watch.sql(f"DROP TABLE events_{gen}")
        self._watch.sql("DROP TABLE shoppers")

    def _matched(self, sql: str) -> str:
        """The events with products as the catalogue calls them; unknown ones go."""
        if self._as_given:
            return sql
        return (
            f"SELECT m.* REPLACE (p.id AS product) FROM ({sql}) m"
            " LEFT JOIN product_map p ON m.product = p.given"
            " WHERE m.product IS NULL OR p.id IS NOT NULL OR m.kind = 'search'"
        )

    def repeats(self) -> tuple[int, int]:
        """Find new rows that came before; the table `repeats` has their places.

        Only events of one shopper at one time can be the same, and those are few.

        Returns:
            How many were repeated among the new, and how many had come earlier.
        """
        self._watch.sql(
            "CREATE TABLE repeats (gen INTEGER, seq BIGINT, earlier BOOLEAN)"
        )
        if not self.came:
            return 0, 0
        since = ""
        if self.old:
            since = (
                " WHERE gen > 0 OR time BETWEEN (SELECT min(time) FROM merged WHERE"
                " gen > 0) AND (SELECT max(time) FROM merged WHERE gen > 0)"
            )
        self._watch.sql(
            f"CREATE TABLE tied AS SELECT shopper, time FROM merged{since}"
            " GROUP BY ALL HAVING count(*) > 1"
        )
        if self._one("SELECT count(*) FROM tied"):
            self._watch.sql(
                f"INSERT INTO repeats {_repeated(with_country=self._has_country)}"
            )
        self._watch.sql("DROP TABLE tied")
        row = self._watch.sql(
            "SELECT count(*) FILTER (NOT earlier), count(*) FILTER (earlier)"
            " FROM repeats"
        )[0]
        again, earlier = int(str(row[0])), int(str(row[1]))
        self._again = again + earlier
        return again, earlier

    @property
    def changes_nothing(self) -> bool:
        """Whether the file of earlier imports holds all that is to be written."""
        if not (self.old and self.came and self._as_given):
            return False
        return self._one("SELECT count(*) FROM narrow") == self._again

    def written(self) -> str:
        """SQL of all events as they are written, sorted."""
        without = ""
        if self._again:
            without = " ANTI JOIN repeats USING (gen, seq)"
        product = "product" if self._products <= FEW_PRODUCTS else "product::VARCHAR"
        session = "session" if self.old else f"{_SESSION} AS session"
        country = "country" if self._has_country else "NULL::VARCHAR AS country"
        order = "gen, seq" if self.old or len(self._gens) > 1 else "seq"
        return f"""
        SELECT shopper::VARCHAR AS shopper, kind, {product} AS product,
            query::VARCHAR AS query, time, {session}, quantity, price, {country}
        FROM (SELECT * FROM merged{without} ORDER BY shopper, time, {order})"""

    def period(self) -> tuple[str, str] | None:
        """Days of the first and the last new event."""
        if not self.came:
            return None
        row = self._watch.sql(
            "SELECT min(time)::DATE::VARCHAR, max(time)::DATE::VARCHAR FROM narrow"
        )[0]
        return None if row[0] is None else (str(row[0]), str(row[1]))

    def arrived(self) -> tuple[int, int]:
        """How many events are new, and of how many shoppers."""
        if not self.came:
            return 0, 0
        if not self._again:
            return self._one("SELECT count(*) FROM narrow"), self._one(
                "SELECT count(DISTINCT shopper) FROM narrow"
            )
        left = "narrow ANTI JOIN repeats USING (gen, seq)"
        return self._one(f"SELECT count(*) FROM {left}"), self._one(
            f"SELECT count(DISTINCT shopper) FROM {left}"
        )

    def _one(self, statement: str) -> int:
        return int(str(self._watch.sql(statement)[0][0]))


def _repeated(*, with_country: bool) -> str:
    """SQL of the new rows that are the same as another, from `merged` and `tied`.

    A row that came as often in earlier imports as among the new ones is not new.
    """
    same = ", ".join(_SAME)
    country = ", country" if with_country else ""
    joined = " AND ".join(f"n.{name} IS NOT DISTINCT FROM c.{name}" for name in _SAME)
    return f"""
    WITH candidates AS MATERIALIZED (
        SELECT * FROM merged SEMI JOIN tied USING (shopper, time)
    ), among AS (
        SELECT *, row_number() OVER (
            PARTITION BY {same}, session{country} ORDER BY gen, seq) AS nth
        FROM candidates WHERE gen > 0
    ), counted AS (
        SELECT {same}, count(*) AS times FROM candidates WHERE gen = 0 GROUP BY ALL
    ), numbered AS (
        SELECT *, row_number() OVER (PARTITION BY {same} ORDER BY gen, seq) AS place
        FROM among WHERE nth = 1
    )
    SELECT gen, seq, false FROM among WHERE nth > 1
    UNION ALL
    SELECT n.gen, n.seq, true FROM numbered n JOIN counted c ON {joined}
    WHERE n.place <= c.times"""
