"""A run as its row says, and what of the project it was made from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Final, TypeVar

from studio.domain.estimates import Estimate
from studio.domain.jobs import Comparison, Metric
from studio.domain.runs import ModelName, Origin, Run
from studio.store.database import Database, Row, decode
from studio.store.processes import is_alive

T = TypeVar("T")
_GONE = "The program ended while this run was under way; it can be resumed."

LEARNED: Final[dict[ModelName, tuple[str, ...]]] = {
    "taste": ("events", "products", "preferences", "segments"),
    "layout": ("page_events",),
}
"""The tables that each model learns from; the layout GAN from the pages as well."""


def fingerprint(database: Database, model: ModelName) -> tuple[str, dict[str, int]]:
    """Digest and rows of what a model learns from, as the project is now."""
    digest = hashlib.sha256()
    rows: dict[str, int] = {}
    for row in database.all("SELECT name, rows, digest FROM tables ORDER BY name"):
        if row["name"] in LEARNED[model]:
            digest.update(f"{row['name']}:{row['digest']};".encode())
            rows[row["name"]] = row["rows"]
    if model == "layout":
        pages = database.all("SELECT layout FROM layouts ORDER BY place")
        approved = database.all("SELECT digest FROM approvals ORDER BY page_id")
        for page in pages:
            digest.update(bytes(page["layout"]))
        for page in approved:
            digest.update(page["digest"].encode())
        rows |= {"layouts": len(pages), "approved": len(approved)}
    return digest.hexdigest()[:16], rows


def run_of(database: Database, row: Row, clock: Callable[[], float]) -> Run:
    """The run of a row, with its curves; one whose process is gone has failed."""
    points = database.all(
        "SELECT name, step, value FROM curves WHERE run_id = ? ORDER BY name, step",
        row["id"],
    )
    gone = row["state"] == "running" and not is_alive(row["pid"])
    running = row["state"] == "running" and not gone
    return Run(
        id=row["id"],
        number=row["number"],
        model=row["model"],
        state="failed" if gone else row["state"],
        started=row["started"],
        ended=row["ended"],
        seconds=row["seconds"] + (clock() - row["resumed"] if running else 0.0),
        settings=decode(row["settings"], dict[str, str]),
        facts=decode(row["facts"], dict[str, str]),
        metrics=decode(row["metrics"], dict[str, float]),
        curves=tuple(Metric(*point) for point in points),
        comparison=_maybe(row["comparison"], Comparison),
        message=_GONE if gone else row["message"],
        in_use=bool(row["in_use"]),
        name=row["name"],
        remark=row["remark"],
        origin=_maybe(row["origin"], Origin),
        estimate=_maybe(row["estimate"], Estimate),
        peak_memory=row["peak_memory"],
        processor=row["processor"],
    )


def _maybe(raw: bytes | None, type_: type[T]) -> T | None:
    return None if raw is None else decode(raw, type_)
