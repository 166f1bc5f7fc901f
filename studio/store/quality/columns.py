"""One table's columns: how full, how different, how far out."""
# ruff: noqa: S608 - the SQL is made of our own constants and file names

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

import msgspec

from studio.domain.quality import (
    LEAST_SHOPPERS,
    QUANTILES,
    Bar,
    ColumnQuality,
    ColumnType,
    Outliers,
    TableQuality,
)
from studio.store.duck import Duck

EXACT_ROWS = 400_000
"""Tables up to this many rows are counted exactly; of larger ones it is estimated."""
MOST_FREQUENT = 8
BUCKETS = 20
FENCE = 3.0
"""Interquartile ranges outside of the middle half from which a number is far out."""
FEW_VALUES = 5
_SHOWN_LENGTH = 80
_HIDDEN = frozenset({"user_id", "session_id"})
"""Columns of pseudonyms: no value of theirs says anything."""
_QUOTED_BY_FEW = frozenset({"query", "value"})
"""Texts that shoppers typed: quoted only when several shoppers did."""
_WITHOUT_LEAST = _HIDDEN | _QUOTED_BY_FEW | {"description", "link", "image"}
_TYPES: dict[str, ColumnType] = {
    "VARCHAR": "text", "TIMESTAMP": "moment", "DATE": "moment", "BOOLEAN": "truth",
    "TIMESTAMP WITH TIME ZONE": "moment",
}  # fmt: skip


def profiled(connection: Duck, table: str, rows: str) -> TableQuality:
    """Measure every column.

    Args:
        connection: Where to.
        table: The table's name.
        rows: SQL of the rows with columns of our own format.
    """
    described = connection.execute(f"DESCRIBE SELECT * FROM ({rows})").fetchall()
    types = {str(row[0]): _type(str(row[1])) for row in described}
    total = int(_row(connection, f"SELECT count(*) FROM ({rows})")[0])
    if not total:
        columns = tuple(ColumnQuality(n, t, 0.0, 0) for n, t in types.items())
        return TableQuality(table, 0, columns)
    source = _Source(connection, rows, total)
    return TableQuality(table, total, tuple(source.columns(types)))


def _type(name: str) -> ColumnType:
    if name.endswith("[]"):
        return "list"
    if name.startswith("ENUM"):
        return "text"
    return _TYPES.get(name, "number")


def _row(connection: Duck, sql: str) -> tuple[Any, ...]:
    found: tuple[Any, ...] = connection.execute(sql).fetchone() or ()
    return found


class _Source:
    def __init__(self, connection: Duck, rows: str, total: int) -> None:
        self._connection = connection
        self._rows = rows
        self._total = total
        self._exact = total <= EXACT_ROWS

    def columns(self, types: dict[str, ColumnType]) -> Iterator[ColumnQuality]:
        measures = [
            m for name, kind in types.items() for m in self._measures(name, kind)
        ]
        values = iter(
            _row(self._connection, f"SELECT {', '.join(measures)} FROM ({self._rows})")
        )
        basic = [self._basic(name, kind, values) for name, kind in types.items()]
        for column in basic:
            yield self._further(column, frozenset(types))

    def _measures(self, name: str, kind: ColumnType) -> tuple[str, str, str, str, str]:
        column = f'"{name}"'
        full = f"{column} <> ''" if kind == "text" else f"{column} IS NOT NULL"
        distinct = (
            f"count(DISTINCT {column})"
            if self._exact
            else f"approx_count_distinct({column})"
        )
        ends = ("NULL", "NULL")
        if kind in ("number", "moment") or (
            kind == "text" and name not in _WITHOUT_LEAST
        ):
            found = f"nullif({column}, '')" if kind == "text" else column
            ends = (f"min({found})::VARCHAR", f"max({found})::VARCHAR")
        points = ", ".join(str(point) for point in QUANTILES)
        how = "quantile_cont" if self._exact else "approx_quantile"
        quantiles = f"{how}({column}, [{points}])" if kind == "number" else "NULL"
        return (f"count(*) FILTER ({full})", distinct, *ends, quantiles)

    def _basic(
        self, name: str, kind: ColumnType, values: Iterator[Any]
    ) -> ColumnQuality:
        filled, distinct, least, most, quantiles = (next(values) for _ in range(5))
        return ColumnQuality(
            name,
            kind,
            filled / self._total,
            int(distinct),
            distinct_about=not self._exact,
            least=str(least or "")[:_SHOWN_LENGTH],
            most=str(most or "")[:_SHOWN_LENGTH],
            quantiles=tuple(float(q) for q in quantiles or ()),
        )

    def _further(self, column: ColumnQuality, names: frozenset[str]) -> ColumnQuality:
        if column.type == "number" and column.quantiles:
            return self._numbers(column)
        if column.type in ("text", "truth", "list"):
            return msgspec.structs.replace(
                column, frequent=self._frequent(column, names)
            )
        return column

    def _frequent(
        self, column: ColumnQuality, names: frozenset[str]
    ) -> tuple[Bar, ...]:
        """The values that come most often; none of a column that is all different."""
        name = column.name
        alike = (
            column.distinct > 0.5 * column.filled * self._total
            and self._total > MOST_FREQUENT
        )
        if name in _HIDDEN or alike:
            return ()
        shoppers = ""
        if name in _QUOTED_BY_FEW and "user_id" in names:
            shoppers = f" HAVING count(DISTINCT user_id) >= {LEAST_SHOPPERS}"
        text = column.type == "text"
        where = f"\"{name}\" <> ''" if text else f'"{name}" IS NOT NULL'
        found = self._connection.execute(
            f'SELECT "{name}"::VARCHAR, count(*) FROM ({self._rows}) WHERE {where}'
            f" GROUP BY 1{shoppers} ORDER BY 2 DESC, 1 LIMIT {MOST_FREQUENT}"
        ).fetchall()
        return tuple(Bar(str(v)[:_SHOWN_LENGTH], int(count)) for v, count in found)

    def _numbers(self, column: ColumnQuality) -> ColumnQuality:
        on_log = float(column.least) > 0
        scale = _log if on_log else _same
        low, quarter, _, three, high = (scale(q) for q in column.quantiles)
        wide = three - quarter
        fences = (quarter - FENCE * wide, three + FENCE * wide)
        name = f'"{column.name}"'
        outliers = None
        if wide > 0 and column.distinct > FEW_VALUES:
            back = math.exp if on_log else _same
            outliers = self._outliers(
                name, (back(fences[0]), back(fences[1])), on_log=on_log
            )
        start, end = (low, high) if high > low else (low - 0.5, low + 0.5)
        histogram = self._histogram(name, (start, end), on_log=on_log)
        return msgspec.structs.replace(column, outliers=outliers, histogram=histogram)

    def _outliers(
        self, name: str, fences: tuple[float, float], *, on_log: bool
    ) -> Outliers | None:
        low, high = fences
        outside = f"{name} < {low!r} OR {name} > {high!r}"
        rows, least, most = _row(
            self._connection,
            f"SELECT count(*), min({name}, 3), max({name}, 3)"
            f" FROM ({self._rows}) WHERE {outside}",
        )
        if not rows:
            return None
        examples = [v for v in most or [] if v > high] + [
            v for v in least or [] if v < low
        ]
        shown = tuple(f"{v:.10g}" for v in dict.fromkeys(examples))[:4]
        return Outliers(low, high, int(rows), shown, on_log=on_log)

    def _histogram(
        self, name: str, ends: tuple[float, float], *, on_log: bool
    ) -> tuple[Bar, ...]:
        """Rows in spans of the same width between the outer quantiles."""
        start, end = ends
        value = f"ln(greatest({name}, 1e-300))" if on_log else name
        step = (end - start) / BUCKETS
        found = dict(
            self._connection.execute(
                f"SELECT least({BUCKETS - 1}, greatest(0,"
                f" floor(({value} - {start!r}) / {step!r})))::INTEGER, count(*)"
                f" FROM ({self._rows}) WHERE {name} IS NOT NULL GROUP BY 1"
            ).fetchall()
        )
        back = math.exp if on_log else _same
        return tuple(
            Bar(f"{back(start + at * step):.4g}", int(found.get(at, 0)))
            for at in range(BUCKETS)
        )


def _log(value: float) -> float:
    return math.log(value)


def _same(value: float) -> float:
    return value
