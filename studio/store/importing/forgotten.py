"""Leaves shoppers out of imports who asked not to be kept any more."""
# ruff: noqa: S608 - the SQL is made of our own constants and file names

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module

from studio.domain.imports import Dropped
from studio.store.importing.merging import write_table
from studio.store.importing.schemas import OF_SHOPPERS
from studio.store.importing.watch import Watch
from studio.store.project import Project
from studio.store.suppression import digest_of, suppressed
from studio.store.tables import TableFile, source

REASON = "the shopper asked to be forgotten"


def leave_out_forgotten(
    project: Project, watch: Watch, files: Mapping[str, TableFile]
) -> tuple[dict[str, TableFile], tuple[Dropped, ...]]:
    """Write files anew that have rows of blocked shoppers; nothing points to them yet.

    Only digests of the blocked are kept, so each shopper of the files is turned into
    theirs: a second for a million of them, and nothing where nobody is blocked.

    Returns:
        The files, and how many rows were left out.
    """
    blocked, kept = suppressed(project), dict(files)
    if not blocked:
        return kept, ()
    key, dropped = project.key(), []
    for name in OF_SHOPPERS:
        if name not in files:
            continue
        rows = source(project.tables.folder / files[name].file)
        known = watch.sql(
            f"SELECT DISTINCT shopper FROM {rows} WHERE shopper IS NOT NULL"
        )
        gone = [n for row in known if digest_of(key, n := str(row[0])) in blocked]
        if not gone:
            continue
        arrow = import_module("pyarrow")
        table = arrow.table({"shopper": arrow.array(gone, arrow.string())})
        stays = "coalesce(shopper NOT IN (SELECT shopper FROM blocked_in), true)"
        with watch.lent("blocked_in", table):
            kept[name] = write_table(
                project.tables, watch, name, f"SELECT * FROM {rows} WHERE {stays}"
            )
        dropped.append(Dropped(REASON, files[name].rows - kept[name].rows))
    return kept, tuple(dropped)
