"""Takes back whole imports: what they changed is kept beside what they made.

An import swaps Parquet files and changes rows of SQLite in one transaction. The files
that it replaced and the rows that it changed are kept, so that taking it back is one
transaction too: whatever kills it leaves the project before or after.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Mapping

import msgspec

from studio.domain.behaviour import DataSummary
from studio.domain.catalogue import Catalogue
from studio.domain.errors import NotYet, ProjectProblem
from studio.domain.imports import ImportRecord, ImportResult
from studio.domain.review import changed_products
from studio.store.database import decode
from studio.store.importing.alone import alone
from studio.store.importing.changes import why_changed
from studio.store.project import Project
from studio.store.reading import Picture
from studio.store.tables import TableFile

KEPT = 3
"""How many imports can be taken back, the latest first.

Each keeps the files that it replaced, at most one more copy of the history: three let
a wrong week, and the two before it, be taken back, and bound what lies on the disk.
"""
BUILT = "segments"
"""The table that the segment builder rewrites too, whenever segments change."""


class Before(msgspec.Struct, frozen=True):
    """What an import found. `tables` are those that it replaced, None for a new one.

    `built` is the table of segments; `after` are the files that it made, by table.
    `pictures` are those of the products that it gave one, None where there was none;
    `brought` are the files that it gave. `pages` have their head and their mark.
    """

    tables: dict[str, TableFile | None]
    built: TableFile | None
    after: dict[str, str]
    layouts: tuple[tuple[int, str, bytes], ...]
    pictures: dict[str, Picture | None]
    brought: tuple[str, ...]
    pages: dict[str, tuple[int, str]]
    summary: DataSummary


def found(
    project: Project, files: Mapping[str, TableFile], pictures: Mapping[str, Picture]
) -> Before:
    """What is there before an import makes files and pictures current."""
    current, known = project.tables.current(), project.pictures()
    rows = project.database.all("SELECT place, page_id, layout FROM layouts")
    pages = project.database.all("SELECT id, head, stale_why FROM pages")
    return Before(
        tables={name: current.get(name) for name in files},
        built=current.get(BUILT),
        after={name: entry.file for name, entry in files.items()},
        layouts=tuple((r["place"], r["page_id"], bytes(r["layout"])) for r in rows),
        pictures={product_id: known.get(product_id) for product_id in pictures},
        brought=tuple(sorted({picture.file for picture in pictures.values()})),
        pages={r["id"]: (r["head"], r["stale_why"]) for r in pages},
        summary=project.summary(),
    )


def keep(project: Project, before: Before) -> None:
    """Keep what the latest import found; part of its transaction."""
    database = project.database
    row = database.one("SELECT max(id) FROM imports")
    number = row[0] if row else None
    database.run("INSERT INTO undo VALUES (?, ?)", number, msgspec.json.encode(before))
    database.run_many(
        "INSERT INTO undo_files VALUES (?, ?)",
        [(number, file) for file in _files(before)],
    )
    database.run(
        "DELETE FROM undo WHERE import_id NOT IN"
        " (SELECT import_id FROM undo ORDER BY import_id DESC LIMIT ?)",
        KEPT,
    )


def _files(before: Before) -> set[str]:
    entries = (*before.tables.values(), before.built)
    return {entry.file for entry in entries if entry is not None}


def drop_kept(project: Project) -> None:
    """Give up all that could be taken back, files too: what was forgotten stays so."""
    with project.database.transaction():
        project.database.run("DELETE FROM undo")
    project.tables.sweep()


def undo_import(project: Project) -> ImportRecord:
    """Take back the latest import: tables, layouts, pictures, numbers and marks.

    Returns:
        The import that was taken back.

    Raises:
        NotYet: There is none that can be taken back.
        ProjectProblem: Another import is running, or the data has changed since.
        StorageProblem: The disk is full or closed; the project stays as it was.
    """
    with alone(project.path):
        with project.database.transaction():
            record, before = _latest(project)
            _restore(project, before)
            project.database.run(
                "UPDATE imports SET undone = ? WHERE id = ?", time.time(), record.id
            )
            project.database.run("DELETE FROM undo WHERE import_id = ?", record.id)
            project.record("undo import", ", ".join(record.result.files)[:500])
        project.tables.sweep()
        _forget_pictures(project, before)
    return record


def _latest(project: Project) -> tuple[ImportRecord, Before]:
    row = project.database.one(
        "SELECT i.id, i.at, i.result, u.before FROM imports i LEFT JOIN undo u"
        " ON u.import_id = i.id WHERE i.undone IS NULL ORDER BY i.id DESC LIMIT 1"
    )
    if row is None:
        raise NotYet("There is no import that could be undone.")
    if row["before"] is None:
        raise NotYet(
            "The latest import cannot be undone any more.",
            f"The last {KEPT} imports can, until their data is changed otherwise.",
        )
    before = decode(bytes(row["before"]), Before)
    current = project.tables.current()
    for name, file in before.after.items():
        entry = current.get(name)
        if name != BUILT and (entry is None or entry.file != file):
            raise ProjectProblem(
                f"The {name} have changed since that import, so it cannot be undone."
            )
    for file in _files(before):
        if not (project.tables.folder / file).exists():
            raise ProjectProblem(
                f"The data file {file} of before that import is missing.",
                "Import the data again.",
            )
    result = decode(bytes(row["result"]), ImportResult)
    return ImportRecord(row["id"], row["at"], result), before


def _restore(project: Project, before: Before) -> None:
    database = project.database
    now = project.summary()
    earlier = dict(before.tables)
    if "events" in earlier and earlier["events"] is None:
        earlier.setdefault(BUILT, before.built)  # none can be built any more
    project.tables.point_to({n: e for n, e in earlier.items() if e is not None})
    for name, entry in earlier.items():
        if entry is None:
            database.run("DELETE FROM tables WHERE name = ?", name)
    database.run("DELETE FROM layouts")
    database.run_many("INSERT INTO layouts VALUES (?, ?, ?)", before.layouts)
    for product_id, picture in before.pictures.items():
        database.run("DELETE FROM pictures WHERE product_id = ?", product_id)
        if picture is not None:
            database.run(
                "INSERT INTO pictures (product_id, file, alt, alt_zh)"
                " VALUES (?, ?, ?, ?)",
                product_id, picture.file, picture.alt, picture.alt_zh,
            )  # fmt: skip
    summary = before.summary
    if BUILT not in earlier:  # it may have been built anew meanwhile
        summary = msgspec.structs.replace(
            summary, segments=now.segments, segment_names=now.segment_names
        )
    database.set_fact("summary", summary)
    _mark_pages(project, before)


def _mark_pages(project: Project, before: Before) -> None:
    """Give pages their marks of before; newer ones are held against the catalogue."""
    catalogue: Catalogue | None = None
    for row in project.database.all("SELECT id, head, stale_why FROM pages"):
        head, why = before.pages.get(row["id"], (None, ""))
        if head != row["head"]:
            catalogue = catalogue or project.catalogue()
            page = project.pages.page(row["id"])
            changed = sorted(set(changed_products(page, catalogue)))
            why = why_changed(changed, catalogue) if changed else ""
        elif not row["stale_why"]:
            why = ""  # approved as it is since
        project.pages.mark_stale(row["id"], why)


def _forget_pictures(project: Project, before: Before) -> None:
    """Delete pictures that came with the import and that nothing points to now."""
    wanted = {picture.file for picture in project.pictures().values()}
    for row in project.database.all("SELECT before FROM undo"):
        kept = decode(bytes(row["before"]), Before).pictures.values()
        wanted |= {picture.file for picture in kept if picture is not None}
    for file in set(before.brought) - wanted:
        with contextlib.suppress(OSError):
            (project.path / "pictures" / file).unlink(missing_ok=True)
