"""Counts what an import brought, and what the project then holds."""
# ruff: noqa: S608 - the SQL is made of our own constants and file names

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from studio.domain.behaviour import DataSummary
from studio.domain.catalogue import Catalogue
from studio.store.importing.watch import Watch
from studio.store.project import Project
from studio.store.tables import TableFile, source


class Arrived(msgspec.Struct, frozen=True):
    """New events, their shoppers, and the days of the first and the last."""

    events: int = 0
    shoppers: int = 0
    period: tuple[str, str] | None = None


def arrived(watch: Watch, touched: tuple[str, ...]) -> Arrived:
    """Count the shoppers of new preferences, segments and page events."""
    others = [t for t in ("preferences", "segments", "page_events") if t in touched]
    if not others:
        return Arrived()
    parts = " UNION ALL ".join(f"SELECT shopper FROM {t} WHERE gen > 0" for t in others)
    row = watch.sql(f"SELECT count(DISTINCT shopper) FROM ({parts})")[0]
    return Arrived(shoppers=int(str(row[0])))


def summarised(
    project: Project, watch: Watch, files: Mapping[str, TableFile]
) -> DataSummary:
    """Count what files hold that are about to become current."""
    rows = {name: entry.rows for name, entry in files.items()}
    at = {name: project.tables.folder / entry.file for name, entry in files.items()}
    marks = sorted(f"{name}:{entry.digest}" for name, entry in files.items())
    summary = DataSummary(
        products=rows.get("products", 0),
        events=rows.get("events", 0),
        shoppers=_shoppers(watch, at),
        preferences=rows.get("preferences", 0),
        segments=rows.get("segments", 0),
        segment_names=_segment_names(watch, at),
        page_events=rows.get("page_events", 0),
        fingerprint=_digest(",".join(marks).encode()),
    )
    if not summary.events:
        return summary
    first, last = watch.sql(
        "SELECT epoch_us(min(time)) // 1000000, epoch_us(max(time)) // 1000000"
        f" FROM {source(at['events'])}"
    )[0]
    kinds = watch.sql(
        f"SELECT kind, count(*) FROM {source(at['events'])} GROUP BY 1 ORDER BY 1"
    )
    return msgspec.structs.replace(
        summary,
        first=int(str(first)),
        last=int(str(last)),
        by_kind={str(kind): int(str(count)) for kind, count in kinds},
    )


def completed(
    summary: DataSummary, project: Project, catalogue: Catalogue
) -> DataSummary:
    """Add what SQLite knows, layouts and pictures, and keep the numbers."""
    layouts = project.layouts()
    ids = {product.id for product in catalogue}
    mark = summary.fingerprint.encode() + msgspec.json.encode(layouts)
    summary = msgspec.structs.replace(
        summary,
        layouts=len(layouts),
        pictures=len(ids & set(project.pictures())),
        fingerprint=_digest(mark) if layouts else summary.fingerprint,
    )
    project.database.set_fact("summary", summary)
    return summary


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:16]


def _shoppers(watch: Watch, at: Mapping[str, Path]) -> int:
    names = ("events", "preferences", "segments")
    parts = [f"SELECT shopper FROM {source(at[t])}" for t in names if t in at]
    if not parts:
        return 0
    together = " UNION ALL ".join(parts)
    row = watch.sql(f"SELECT count(DISTINCT shopper) FROM ({together})")
    return int(str(row[0][0]))


def _segment_names(watch: Watch, at: Mapping[str, Path]) -> tuple[str, ...]:
    if "segments" not in at:
        return ()
    rows = watch.sql(
        f"SELECT DISTINCT segment FROM {source(at['segments'])} ORDER BY 1"
    )
    return tuple(str(row[0]) for row in rows)
