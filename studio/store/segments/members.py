"""Writes the members of built segments into the table of segments."""
# ruff: noqa: S608 - the SQL is made of our own constants and texts by `literal`

from __future__ import annotations

import hashlib
import os
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
import numpy as np
from filelock import FileLock, Timeout

from studio.domain.behaviour import DataSummary
from studio.domain.errors import ProjectProblem
from studio.store.duck import literal
from studio.store.problems import storage_problems
from studio.store.sealing.unlocked import address_of, open_to_read
from studio.store.segments.counting import Counting, Flags
from studio.store.tables import TableFile, source

if TYPE_CHECKING:
    from studio.store.project import Project

TABLE = "segments"
WAIT_S = 20
"""How long to wait for an import that is running."""
_CHUNK = 1024**2


def set_members(
    project: Project, counting: Counting, members: Mapping[str, Flags | None]
) -> bool:
    """Make flags the members of the segments of some names; None takes one away.

    Other segments stay as they are.

    Returns:
        Whether anything was different before.

    Raises:
        ProjectProblem: An import is running; the table stays as it was.
        StorageProblem: The disk is full or closed; the table stays as it was.
    """
    with _alone(project.path):
        _choose(counting, {n: f for n, f in members.items() if f is not None})
        if not _differs(project, counting, tuple(members)):
            return False
        entry = _write(project, counting, tuple(members))
        rows = counting.rows(
            "SELECT DISTINCT segment FROM"
            f" {source(project.tables.folder / entry.file)} ORDER BY 1"
        )
        names = tuple(str(row[0]) for row in rows)
        with project.database.transaction():
            project.tables.point_to({TABLE: entry})
            summary = msgspec.structs.replace(
                project.summary(), segments=entry.rows, segment_names=names
            )
            project.database.set_fact("summary", summary)
        project.tables.sweep()
    counting.refresh()
    return True


def loaded_names(project: Project) -> tuple[str, ...]:
    """All names that the table of segments holds, as the last change counted them."""
    summary: DataSummary = project.summary()
    return summary.segment_names


def _choose(counting: Counting, members: Mapping[str, Flags]) -> None:
    pa = import_module("pyarrow")
    places = [np.flatnonzero(flags).astype(np.int32) for flags in members.values()]
    segment = np.repeat(np.arange(len(places), dtype=np.int32), list(map(len, places)))
    whole = np.concatenate([*places, np.zeros(0, np.int32)])
    counting.load("applied", pa.table({"place": whole, "segment": segment}))
    listed = ", ".join(literal(name) for name in members)
    counting.rows(
        "CREATE OR REPLACE TEMP TABLE joining AS SELECT n.shopper,"
        f" [{listed}][segment + 1]::VARCHAR AS segment"
        " FROM applied JOIN names n USING (place)"
    )


def _differs(project: Project, counting: Counting, names: tuple[str, ...]) -> bool:
    mark = "SELECT segment, count(*), bit_xor(hash(shopper)) FROM"
    new = counting.rows(f"{mark} joining GROUP BY 1 ORDER BY 1")
    path = project.tables.path(TABLE)
    if path is None:
        return bool(new)
    old = counting.rows(
        f"{mark} {source(path)} WHERE segment IN ({_listed(names)})"
        " GROUP BY 1 ORDER BY 1"
    )
    return old != new


def _write(project: Project, counting: Counting, names: tuple[str, ...]) -> TableFile:
    path = project.tables.path(TABLE)
    kept = "" if path is None else (
        f"SELECT shopper, segment FROM {source(path)}"
        f" WHERE segment NOT IN ({_listed(names)}) UNION ALL "
    )  # fmt: skip
    file = f"{TABLE}-{uuid.uuid4().hex[:12]}.parquet"
    fresh = project.tables.folder / file
    counting.rows(
        f"COPY ({kept}SELECT shopper, segment FROM joining ORDER BY shopper, segment)"
        f" TO {literal(address_of(fresh))} (FORMAT parquet, COMPRESSION zstd)"
    )
    rows = counting.rows(f"SELECT count(*) FROM {source(fresh)}")[0][0]
    return TableFile(TABLE, file, int(str(rows)), _on_disk(fresh))


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(literal(name) for name in names) or "NULL"


def _on_disk(path: Path) -> str:
    digest = hashlib.sha256()
    with open_to_read(path) as content:
        while chunk := content.read(_CHUNK):
            digest.update(chunk)
    with path.open("rb+") as file:
        os.fsync(file.fileno())
    return digest.hexdigest()[:16]


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Keep imports out: they write the same table."""
    lock = FileLock(folder / ".import.lock", is_singleton=False, thread_local=False)
    with storage_problems(folder):
        try:
            lock.acquire(timeout=WAIT_S)
        except Timeout as error:
            raise ProjectProblem(
                f"An import into {folder.name} is running.",
                "Wait until it has finished.",
            ) from error
    try:
        yield
    finally:
        lock.release()
