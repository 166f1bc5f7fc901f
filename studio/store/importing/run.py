"""One import from its plans to the project: all of it, or nothing."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

import msgspec

from studio.domain.behaviour import DataSummary
from studio.domain.catalogue import Catalogue
from studio.domain.imports import Dropped, Finding, ImportPlan, ImportResult
from studio.domain.jobs import Report
from studio.domain.layout import Layout
from studio.domain.names import masked
from studio.domain.nothing_came import all_left_out, nothing_came
from studio.store.duck import duck
from studio.store.importing.alone import alone
from studio.store.importing.casts import prepare
from studio.store.importing.changes import mark_changed_pages
from studio.store.importing.forgotten import leave_out_forgotten
from studio.store.importing.intake import WRITING, Intake
from studio.store.importing.pictures import OpenBytes, PictureImport
from studio.store.importing.reader import OpenRows, OpenText
from studio.store.importing.rows import Source
from studio.store.importing.same_names import GivenWay, give_way
from studio.store.importing.summing import completed, summarised
from studio.store.importing.undo import found, keep
from studio.store.importing.watch import Watch
from studio.store.project import Project
from studio.store.reading import PRODUCT_COLUMNS, Picture, catalogue_of
from studio.store.tables import TableFile

PICTURES = 0.97
"""Share of the whole at which the pictures are in."""


class ImportWork(msgspec.Struct, frozen=True):
    """What is to be imported.

    `open_rows` opens what is not delimited text. `layouts` are the shop's own pages,
    already read; `pictures` are paths, which may lie in a zip, that `open_bytes` opens.
    """

    plans: tuple[ImportPlan, ...]
    open_text: OpenText
    open_bytes: OpenBytes
    open_rows: OpenRows
    layouts: tuple[tuple[str, Layout], ...] = ()
    pictures: tuple[str, ...] = ()
    dropped: tuple[Dropped, ...] = ()


def run_import(project: Project, work: ImportWork, report: Report) -> ImportResult:
    """Import files into a project.

    Raises:
        InputProblem: A file cannot be used, or every row was left out; the project
            stays as it was.
        StorageProblem: The disk is full or closed; the project stays as it was.
        CancelledByUser: Raised by `report`; the project stays as it was.
    """
    with alone(project.path), duck(project.path) as connection:
        prepare(connection, project.key())
        job = _Import(project, work, Watch(connection, report))
        try:
            return job.run()
        except BaseException:
            job.forget_pictures()
            raise
        finally:  # of the files just replaced, or of those never pointed to
            project.tables.sweep()


class _Import:
    def __init__(self, project: Project, work: ImportWork, watch: Watch) -> None:
        self._project = project
        self._work = work
        self._watch = watch
        files = Source(work.open_text, work.open_rows)
        self._intake = Intake(project, files, watch)
        self._dropped: list[Dropped] = list(work.dropped)
        self._findings: list[Finding] = []
        self._given_way = GivenWay({})
        self._new_pictures = PictureImport(project.pictures_folder, work.open_bytes)

    def run(self) -> ImportResult:
        files = self._intake.run(self._work.plans)
        self._given_way = give_way(self._project, self._watch, files)
        files, forgotten = leave_out_forgotten(
            self._project, self._watch, self._given_way.files
        )
        self._dropped.extend(forgotten)
        catalogue = self._catalogue(files)
        pictures = self._pictures(catalogue)
        current = self._project.tables.current() | files
        numbers = summarised(self._project, self._watch, current)
        return self._keep(files, (catalogue, pictures, numbers))

    def forget_pictures(self) -> None:
        """Delete the pictures that came with an import that failed."""
        self._new_pictures.forget()

    def _catalogue(self, files: dict[str, TableFile]) -> Catalogue:
        if "products" not in files:
            return self._project.catalogue()
        table = self._watch.connection.sql(
            f"SELECT {PRODUCT_COLUMNS} FROM products ORDER BY place"  # noqa: S608
        ).to_arrow_table()
        return catalogue_of(table, self._project.pictures())

    def _keep(
        self,
        files: dict[str, TableFile],
        made: tuple[Catalogue, dict[str, Picture], DataSummary],
    ) -> ImportResult:
        """Point to the new files and write down what came, in one transaction."""
        catalogue, pictures, summary = made
        project = self._project
        intake, came = self._intake, self._intake.came
        with project.database.transaction():
            before = found(project, files, pictures)
            project.tables.point_to(files)
            self._given_way.keep(project)
            self._save_layouts()
            self._save_pictures(pictures)
            summary = completed(summary, project, catalogue)
            stale = mark_changed_pages(project, catalogue) if files else 0
            result = ImportResult(
                files=tuple(dict.fromkeys(plan.name for plan in self._work.plans)),
                products=intake.products,
                events=came.events,
                shoppers=came.shoppers,
                period=came.period,
                dropped=tuple(
                    _without_persons(d) for d in (*self._dropped, *intake.dropped)
                ),
                pictures=len(pictures),
                without_picture=max(0, summary.products - summary.pictures),
                stale_pages=stale,
                findings=tuple(
                    _without_names(f)
                    for f in (
                        *intake.findings,
                        *self._findings,
                        *self._given_way.findings,
                    )
                ),
            )
            if all_left_out(self._work.plans, result):
                raise nothing_came(result)
            self._record(result)
            keep(project, before)
            self._watch.say(1.0, "Done")
        return result

    def _save_layouts(self) -> None:
        for page_id, layout in self._work.layouts:
            self._project.database.run(
                "INSERT INTO layouts (page_id, layout) VALUES (?1, ?2)"
                " ON CONFLICT (page_id) DO UPDATE SET layout = ?2",
                page_id,
                msgspec.json.encode(layout),
            )

    def _pictures(self, catalogue: Catalogue) -> dict[str, Picture]:
        paths = self._work.pictures
        if not paths:
            return {}
        part = PICTURES - WRITING
        job = self._new_pictures
        found = job.match(
            catalogue,
            paths,
            lambda at: self._watch.say(
                WRITING + part * at / max(1, len(catalogue)), "Pictures"
            ),
        )
        self._dropped.extend(job.dropped)
        if not found and len(catalogue):
            self._findings.append(_no_match(paths))
        return found

    def _save_pictures(self, found: dict[str, Picture]) -> None:
        self._project.database.run_many(
            "INSERT OR REPLACE INTO pictures (product_id, file, alt, alt_zh)"
            " VALUES (?, ?, ?, ?)",
            [(i, p.file, p.alt, p.alt_zh) for i, p in found.items()],
        )

    def _record(self, result: ImportResult) -> None:
        self._project.database.run(
            "INSERT INTO imports (at, result) VALUES (?, ?)",
            time.time(),
            msgspec.json.encode(result),
        )
        self._project.record("import", ", ".join(result.files)[:500])


def _without_persons(dropped: Dropped) -> Dropped:
    """What is written down of rows that were left out tells nobody's name."""
    return msgspec.structs.replace(
        dropped, example=masked(dropped.example), file=masked(dropped.file)
    )


def _without_names(finding: Finding) -> Finding:
    examples = tuple(masked(example) for example in finding.examples)
    return msgspec.structs.replace(finding, examples=examples)


def _no_match(paths: Sequence[str]) -> Finding:
    return Finding(
        "warning",
        f"None of {len(paths):,} pictures belongs to a product",
        "Name them as the products' image column or ids do, such as FF-10482.jpg.",
        examples=tuple(Path(path).name for path in paths[:3]),
    )
