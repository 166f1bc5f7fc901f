"""Writes a project's tables without some shoppers, and deletes what held them."""
# ruff: noqa: S608 - the SQL is made of our own constants and file names

from __future__ import annotations

import shutil
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path

from studio.domain.behaviour import DataSummary
from studio.domain.likely import LIKELY
from studio.store import weights
from studio.store.audience_file import Removed
from studio.store.importing.merging import write_table
from studio.store.importing.schemas import OF_SHOPPERS
from studio.store.importing.summing import completed
from studio.store.importing.watch import Watch
from studio.store.project import Project
from studio.store.tables import TableFile, source

TASTES = "tastes.safetensors"
ROWS_OF_SHOPPERS = frozenset({"tastes", *LIKELY})
"""The arrays of that file with a row for each shopper."""


class Erasing:
    """Writes tables and audience without some shoppers, and cleans up behind it.

    Args:
        project: Where.
        watch: DuckDB, and whom to tell.
        gone: Pseudonyms of those who go.
        before: Events before this moment go too; None for none.
    """

    def __init__(
        self,
        project: Project,
        watch: Watch,
        gone: Iterable[str],
        before: float | None = None,
    ) -> None:
        self._project = project
        self._watch = watch
        self._gone = frozenset(gone)
        self._before = before
        self._removed: Removed | None = None
        arrow = import_module("pyarrow")
        names = arrow.array(sorted(self._gone), arrow.string())
        watch.connection.register("gone_in", arrow.table({"shopper": names}))
        watch.sql("CREATE OR REPLACE TEMP TABLE gone AS FROM gone_in")
        watch.connection.unregister("gone_in")

    def tables(self) -> tuple[dict[str, TableFile], dict[str, int]]:
        """New files of the tables that had anything, and how many rows went."""
        files: dict[str, TableFile] = {}
        rows: dict[str, int] = {}
        paths = {name: self._project.tables.path(name) for name in OF_SHOPPERS}
        for at, (name, path) in enumerate(paths.items()):
            self._watch.say(0.1 + 0.7 * at / len(paths), f"Looking through {name}")
            if path is None:
                continue
            goes = self._goes(name)
            went = count(self._watch, path, goes)
            if went:
                kept = f"SELECT * FROM {source(path)} WHERE NOT ({goes})"
                files[name] = write_table(self._project.tables, self._watch, name, kept)
                rows[name] = went
        self._watch.say(0.9, "Counting what is left")
        return files, rows

    def members(self) -> tuple[int, frozenset[str]]:
        """How many of those who go are in the audience; who of them is held at all."""
        audience = self._project.audience()
        inside = self._gone & set(audience.shoppers if audience else ())
        found = set(inside)
        for name in OF_SHOPPERS:
            path = self._project.tables.path(name)
            if path is not None:
                found |= {
                    str(row[0])
                    for row in self._watch.sql(
                        f"SELECT DISTINCT shopper FROM {source(path)}"
                        " WHERE shopper IN (SELECT shopper FROM gone)"
                    )
                }
        return len(inside), frozenset(found)

    def commit(self, files: Mapping[str, TableFile], summary: DataSummary) -> None:
        """Point to the new files; part of the caller's transaction."""
        project = self._project
        project.tables.point_to(files)
        project.database.run("DELETE FROM undo")
        project.database.run("DELETE FROM facts WHERE name = 'page_evidence'")
        completed(summary, project, project.catalogue())
        self._removed = project.remove_from_audience(self._gone)

    def clean_up(self) -> tuple[str, ...]:
        """Delete what still holds a trace; sentences on what could not be."""
        project = self._project
        folder = project.tables.folder
        project.tables.sweep()
        current = project.audience_file
        for path in folder.glob("audience-*.safetensors"):
            if path.name != current:
                path.unlink(missing_ok=True)
        for cache in (folder / "cache").glob("*"):
            if cache.is_dir():
                shutil.rmtree(cache, ignore_errors=True)
            elif not cache.name.endswith(".lock"):
                cache.unlink(missing_ok=True)
        self._forget_tastes()
        notes = []
        if not project.database.scrub():
            notes.append(
                "Another process has the project open, so remains may lie in the"
                " database's log until it is closed."
            )
        return tuple(notes)

    def _goes(self, table: str) -> str:
        one = "coalesce(shopper IN (SELECT shopper FROM gone), false)"
        if self._before is None or table not in ("events", "page_events"):
            return one
        return f"{one} OR coalesce(time < {moment(self._before)}, false)"

    def _forget_tastes(self) -> None:
        """Take the rows of those who went out of the tastes that the audience is of.

        Other runs' tastes are of audiences that are no more: nothing reads them.
        """
        audience, removed = self._project.audience(), self._removed
        for path in (self._project.path / "runs").glob(f"*/{TASTES}"):
            own = audience is not None and path.parent.name == audience.run_id
            arrays, meta = weights.load(path, "tastes")
            tastes = arrays["tastes"]
            if own and removed is not None and len(tastes) == len(removed.stays):
                for name in ROWS_OF_SHOPPERS.intersection(arrays):
                    arrays[name] = arrays[name][removed.stays]
                weights.save(path, arrays, meta)
            elif not (own and audience and len(tastes) == len(audience.shoppers)):
                path.unlink()


def count(watch: Watch, path: Path, condition: str) -> int:
    """How many rows of a table's file meet a condition."""
    rows = watch.sql(f"SELECT count(*) FROM {source(path)} WHERE {condition}")
    return int(str(rows[0][0]))


def moment(at: float) -> str:
    """A time in seconds since 1970 UTC as it is written in SQL."""
    return f"TIMESTAMP '{datetime.fromtimestamp(at, UTC):%Y-%m-%d %H:%M:%S}'"


def day(at: float) -> str:
    """A time in seconds since 1970 as its day in UTC."""
    return f"{datetime.fromtimestamp(at, UTC):%Y-%m-%d}"
