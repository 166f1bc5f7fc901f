"""One import from its plans to the project: all of it, or nothing."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from filelock import FileLock, Timeout

from studio.domain.behaviour import DataSummary
from studio.domain.catalogue import Catalogue
from studio.domain.errors import ProjectProblem
from studio.domain.imports import Dropped, Finding, ImportPlan, ImportResult
from studio.domain.jobs import Report
from studio.domain.layout import Layout
from studio.domain.names import masked
from studio.store.duck import duck
from studio.store.importing.casts import prepare
from studio.store.importing.changes import mark_changed_pages
from studio.store.importing.merging import TABLE_OF, Merge
from studio.store.importing.named import leave_out_names
from studio.store.importing.pictures import OpenBytes, PictureImport
from studio.store.importing.reader import OpenRows, OpenText, RowReader, TextReader
from studio.store.importing.staging import STAGES, stage
from studio.store.importing.summing import arrived, completed, summarised
from studio.store.importing.watch import Watch
from studio.store.problems import storage_problems
from studio.store.project import Project
from studio.store.reading import PRODUCT_COLUMNS, Picture, catalogue_of
from studio.store.tables import TableFile, source

if TYPE_CHECKING:
    from collections.abc import Iterator

READING, MERGING, WRITING, PICTURES = 0.55, 0.65, 0.8, 0.97
"""Share of the whole at which each part of an import ends."""


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
        InputProblem: A file cannot be used; the project stays as it was.
        StorageProblem: The disk is full or closed; the project stays as it was.
        CancelledByUser: Raised by `report`; the project stays as it was.
    """
    with _alone(project.path), duck(project.path) as connection:
        prepare(connection, project.key())
        job = _Import(project, work, Watch(connection, report))
        try:
            return job.run()
        except BaseException:
            job.forget_pictures()
            raise
        finally:  # of the files just replaced, or of those never pointed to
            project.tables.sweep()


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    lock = FileLock(folder / ".import.lock", is_singleton=False, thread_local=False)
    with storage_problems(folder):
        try:
            lock.acquire(timeout=0)
        except Timeout as error:
            raise ProjectProblem(
                f"Another import into {folder.name} is running.",
                "Wait until it has finished.",
            ) from error
    try:
        yield
    finally:
        lock.release()


class _Import:
    def __init__(self, project: Project, work: ImportWork, watch: Watch) -> None:
        self._project = project
        self._work = work
        self._watch = watch
        self._merge = Merge(project.tables, watch)
        self._dropped: list[Dropped] = list(work.dropped)
        self._findings: list[Finding] = []
        self._products = 0
        self._share = 0.0
        self._new_pictures = PictureImport(project.pictures_folder, work.open_bytes)

    def run(self) -> ImportResult:
        order = list(STAGES)
        tables = [p for p in self._work.plans if p.kind in STAGES]
        tables.sort(key=lambda plan: order.index(plan.kind))
        total = sum(plan.size for plan in tables) or 1
        for gen, plan in enumerate(tables, start=1):
            self._read(plan, gen, READING * plan.size / total)
        self._settle()
        files = self._write()
        catalogue = self._catalogue()
        pictures = self._pictures(catalogue)
        current = self._project.tables.current() | files
        numbers = summarised(self._project, self._watch, current)
        return self._keep(files, (catalogue, pictures, numbers))

    def forget_pictures(self) -> None:
        """Delete the pictures that came with an import that failed."""
        self._new_pictures.forget()

    def _read(self, plan: ImportPlan, gen: int, part: float) -> None:
        start = self._share
        self._watch.say(start, plan.name)
        with self._reader(plan) as reader:
            connection = self._watch.connection
            connection.register("raw", reader.arrow())
            statement = stage(plan)
            size = max(plan.size, 1)
            try:
                self._watch.run(
                    lambda: connection.execute(
                        f"CREATE OR REPLACE TABLE staged AS {statement}"
                    ).fetchall(),
                    lambda: start + part * min(1.0, reader.bytes_read / size),
                )
            except Exception:
                if reader.error is not None:
                    raise reader.error from None
                raise
            finally:
                connection.unregister("raw")
        leave_out_names(self._watch, plan.kind, self._titles())
        self._tell_dropped(plan, reader.ragged)
        for reason, rows in reader.left.items():
            self._drop(reason, rows, "", plan.name)
        given = tuple(column.target for column in plan.columns if column.target)
        kept = self._merge.add(TABLE_OF[plan.kind], gen, given)
        self._products += kept if plan.kind == "products" else 0
        if not kept:
            self._findings.append(
                Finding(
                    "error",
                    f"No row of {plan.name} could be used",
                    "Look at what was left out, and at where its columns go.",
                )
            )
        self._share = start + part

    @contextmanager
    def _reader(self, plan: ImportPlan) -> Iterator[TextReader | RowReader]:
        cancelled = self._watch.cancelled
        if plan.format.container != "text":
            yield RowReader(plan, self._work.open_rows, cancelled)
        else:
            with self._work.open_text(plan) as stream:
                yield TextReader(plan, stream, cancelled)

    def _titles(self) -> str:
        """SQL of the catalogue, with what this import brought of it so far."""
        if "products" in self._merge.touched:
            return "SELECT title FROM products"
        path = self._project.tables.path("products")
        return "" if path is None else f"SELECT title FROM {source(path)}"  # noqa: S608

    def _tell_dropped(self, plan: ImportPlan, ragged: int) -> None:
        rows = self._watch.sql(
            "SELECT reason, count(*), arg_min(example, seq) FROM staged"
            " WHERE reason IS NOT NULL GROUP BY reason ORDER BY 2 DESC, 1"
        )
        for reason, count, example in rows:
            text = str(example or "")[:80]
            self._drop(str(reason), int(str(count)), text, plan.name)
        if ragged:
            self._drop(
                f"not {len(plan.columns)} cells in the row", ragged, "", plan.name
            )

    def _drop(self, reason: str, rows: int, example: str = "", file: str = "") -> None:
        if rows:
            self._dropped.append(Dropped(reason, rows, example, file))

    def _settle(self) -> None:
        self._watch.say(MERGING, "Joining what came in")
        if {"products", "events"} & set(self._merge.touched):
            before = self._merge.count("products") if self._products else 0
            lost, example = self._merge.match_products()
            file = self._files_of("events")
            self._drop("the product is not in the catalogue", lost, example, file)
            if not before:
                self._products = self._products or self._made()
        for table in ("events", "page_events", "preferences", "segments"):
            if table in self._merge.touched:
                again, earlier = self._merge.drop_repeats(table)
                file = self._files_of(table)
                self._drop("the same row again", again, file=file)
                self._drop("imported before", earlier, file=file)

    def _files_of(self, table: str) -> str:
        plans = self._work.plans
        return ", ".join(p.name for p in plans if TABLE_OF.get(p.kind) == table)

    def _made(self) -> int:
        return self._merge.count("products WHERE made")

    def _write(self) -> dict[str, TableFile]:
        files = {}
        for table in self._merge.touched:
            self._watch.say(WRITING, "Writing")
            files[table] = self._merge.write(table)
        return files

    def _catalogue(self) -> Catalogue:
        if "products" not in self._merge.touched:
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
        came = arrived(self._watch, self._merge.touched)
        with project.database.transaction():
            project.tables.point_to(files)
            self._save_layouts()
            self._save_pictures(pictures)
            summary = completed(summary, project, catalogue)
            stale = mark_changed_pages(project, catalogue) if files else 0
            result = ImportResult(
                files=tuple(dict.fromkeys(plan.name for plan in self._work.plans)),
                products=self._products,
                events=came.events,
                shoppers=came.shoppers,
                period=came.period,
                dropped=tuple(_without_persons(d) for d in self._dropped),
                pictures=len(pictures),
                without_picture=max(0, summary.products - summary.pictures),
                stale_pages=stale,
                findings=tuple(_without_names(f) for f in self._findings),
            )
            self._record(result)
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
