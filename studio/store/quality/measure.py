"""The whole report, without its words."""
# ruff: noqa: S608 - the SQL is made of our own constants and file names

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from studio.domain.imports import ImportRecord
from studio.domain.quality import (
    Bar,
    ImportQuality,
    QualityFinding,
    QualityReport,
    TableQuality,
)
from studio.store.duck import Duck, duck
from studio.store.project import Project
from studio.store.quality import faults
from studio.store.quality.activity import (
    Activity,
    activity,
    gaps,
    hours_away,
    jumps,
    steps,
)
from studio.store.quality.columns import profiled
from studio.store.quality.faults import Rows, fault
from studio.store.tables import SHOWN, source
from studio.store.tables import shown as shown_in

DROPPED_SHARE = 0.05
STALE_DAYS = 60
_ORDER = {"error": 0, "warning": 1, "info": 2}
_OUTLIERS_SAID = frozenset({"price", "sale_price", "quantity", "weight", "stock"})


def measured(project: Project, now: float) -> QualityReport:
    """Measure all tables of a project; findings have no words yet.

    Args:
        project: Whose data.
        now: Seconds since 1970, for what lies in the future or long ago.

    Raises:
        ProjectProblem: A data file is missing or damaged.
    """
    shown = {name: _shown(project, name) for name in SHOWN}
    shown = {name: sql for name, sql in shown.items() if sql}
    imports = _imports(project.imports())
    with duck(project.path) as connection:
        tables = tuple(profiled(connection, name, sql) for name, sql in shown.items())
        events = shown.get("events", "")
        over_time = activity(connection, events) if events else Activity()
        found = [
            *_faults(connection, project, shown),
            *_over_time(over_time, now),
            *_outliers(tables),
            *_left_out(imports),
        ]
        kinds = _kinds(connection, events) if events else ()
        shoppers = _shoppers(tables)
    days = over_time.days
    return QualityReport(
        project=project.name,
        at=now,
        period=(days[0].day, days[-1].day) if days else None,
        shoppers=shoppers,
        findings=tuple(sorted(found, key=lambda f: _ORDER[f.severity])),
        tables=tables,
        kinds=kinds,
        days=days,
        weekdays=over_time.weekdays,
        hours=over_time.hours,
        gaps=gaps(days),
        imports=imports,
    )


def _shown(project: Project, table: str) -> str:
    path = project.tables.path(table)
    return "" if path is None else shown_in(table, path)


def _faults(
    connection: Duck, project: Project, shown: dict[str, str]
) -> Iterator[QualityFinding]:
    path = project.tables.path("products")
    rows = Rows(
        shown.get("events", ""),
        "" if path is None else f"SELECT * FROM {source(path)}",
        shown.get("preferences", ""),
        shown.get("segments", ""),
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE pictured AS SELECT unnest(?::VARCHAR[]) AS id",
        [list(project.pictures())],
    )
    if rows.events:
        yield from faults.of_events(connection, rows)
        yield from faults.of_shoppers(connection, rows.events)
    if rows.products:
        yield from faults.of_products(connection, rows)
    if rows.events and rows.products:
        yield from faults.of_interest(connection, rows)
    yield from faults.of_others(connection, rows)


def _kinds(connection: Duck, events: str) -> tuple[Bar, ...]:
    found = connection.execute(
        f"SELECT event, count(*) FROM ({events}) GROUP BY 1 ORDER BY 2 DESC, 1"
    ).fetchall()
    return tuple(Bar(str(kind), int(count)) for kind, count in found)


def _shoppers(tables: Sequence[TableQuality]) -> int:
    counts = [
        column.distinct
        for table in tables
        for column in table.columns
        if column.name == "user_id"
    ]
    return max(counts, default=0)


def _over_time(found: Activity, now: float) -> Iterator[QualityFinding]:
    days = found.days
    if not days:
        return
    total = sum(day.events for day in days)
    where = ("events", "timestamp")
    for gap in gaps(days)[:3]:
        yield fault(
            "gap" if gap.days > 1 else "gap-day",
            "warning" if gap.days > 1 else "info", where,
            (round(gap.usual * gap.days), total),
            numbers={
                "first": gap.first, "last": gap.last, "days": gap.days,
                "usual": gap.usual,
            },
            action="import_events",
        )  # fmt: skip
    for day in jumps(days)[:3]:
        yield fault(
            "jump" if day.events > day.usual else "drop", "info", where,
            (day.events, total),
            numbers={
                "day": day.day, "usual": day.usual, "times": day.events / day.usual,
            },
            action="show_rows",
        )  # fmt: skip
    for first, before, after in steps(days)[:2]:
        yield fault(
            "level", "info", where, (0, total),
            numbers={"day": first, "before": before, "after": after},
        )  # fmt: skip
    yield from _clock(found, now)


def _clock(found: Activity, now: float) -> Iterator[QualityFinding]:
    total = sum(found.hours)
    where = ("events", "timestamp")
    away = hours_away(found.hours)
    if away is not None and away[1]:
        share, hours = away
        yield fault(
            "night", "warning", where, (round(share * total), total),
            numbers={"share": share, "hours": hours}, action="set_time_zone",
        )  # fmt: skip
    today = datetime.fromtimestamp(now, UTC).date()
    last = date.fromisoformat(found.days[-1].day)
    ahead = sum(
        day.events
        for day in found.days
        if (date.fromisoformat(day.day) - today).days > 1
    )
    if ahead:
        yield fault(
            "future", "error", where, (ahead, total),
            numbers={"last": last.isoformat()}, action="map_columns",
        )  # fmt: skip
    elif (today - last).days > STALE_DAYS:
        yield fault(
            "stale", "info", where, (0, total),
            numbers={"last": last.isoformat(), "days": (today - last).days},
            action="import_events",
        )  # fmt: skip


def _outliers(tables: Sequence[TableQuality]) -> Iterator[QualityFinding]:
    for table in tables:
        for column in table.columns:
            far = column.outliers
            if far is None or column.name not in _OUTLIERS_SAID:
                continue
            yield fault(
                "outliers", "info", (table.table, column.name), (far.rows, table.rows),
                examples=far.examples,
                numbers={
                    "low": max(far.low, float(column.least)),
                    "high": min(far.high, float(column.most)),
                },
                action="show_rows",
            )  # fmt: skip


def _imports(records: Sequence[ImportRecord]) -> tuple[ImportQuality, ...]:
    return tuple(
        ImportQuality(
            record.id,
            record.at,
            record.result.files,
            record.result.events + record.result.products,
            tuple(sorted(record.result.dropped, key=lambda d: -d.rows)),
        )
        for record in records
    )


def _left_out(imports: Sequence[ImportQuality]) -> Iterator[QualityFinding]:
    for record in sorted(imports, key=lambda r: -r.id)[:1]:
        dropped = sum(d.rows for d in record.dropped)
        total = dropped + record.rows
        if dropped > DROPPED_SHARE * total:
            most = record.dropped[0]
            yield fault(
                "left-out", "warning", ("", ""), (dropped, total),
                examples=[d.example for d in record.dropped if d.example][:3],
                numbers={"reason": most.reason, "most": most.rows},
                action="undo_import",
            )  # fmt: skip
