"""What the files of an import bring, from their rows to new Parquet files."""
# ruff: noqa: S608 - the SQL is made of our own constants and file names

from __future__ import annotations

from collections.abc import Sequence

from studio.domain.imports import Dropped, Finding, ImportPlan
from studio.store.importing.bots import finding
from studio.store.importing.events.blocks import Unreadable
from studio.store.importing.events.event_import import EventImport
from studio.store.importing.events.taking import Taking
from studio.store.importing.matching import TOLD, begin, match_products
from studio.store.importing.merging import Merge
from studio.store.importing.named import leave_out_names
from studio.store.importing.rows import (
    Rows,
    Source,
    as_raw,
    in_batches,
    in_blocks,
    is_plain,
    what_went_wrong,
)
from studio.store.importing.schemas import TABLE_OF
from studio.store.importing.shapes import shape_of
from studio.store.importing.staging import STAGES, shaped, stage
from studio.store.importing.summing import Arrived, arrived
from studio.store.importing.watch import Watch
from studio.store.project import Project
from studio.store.tables import TableFile, source

READING, MERGING, WRITING = 0.55, 0.65, 0.8
"""Share of the whole import at which each part ends."""


class Intake:
    """Reads files, joins them with what the project holds, and writes the tables.

    `dropped` and `findings` tell what was left out; `products` counts those that came.
    """

    def __init__(self, project: Project, files: Source, watch: Watch) -> None:
        self.dropped: list[Dropped] = []
        self.findings: list[Finding] = []
        self.products = 0
        self.came = Arrived()
        self._project = project
        self._files = files
        self._watch = watch
        self._merge = Merge(project.tables, watch)
        self._events = EventImport(project.tables, watch)
        self._names: dict[str, list[str]] = {}
        self._keep_bots = False
        self._share = 0.0
        begin(watch)

    def run(self, plans: Sequence[ImportPlan]) -> dict[str, TableFile]:
        """Read the files of plans; the new files of tables, nothing points to yet."""
        order = ["products", "behaviour", *STAGES]
        self._keep_bots = any(p.keep_bots for p in plans if p.kind == "behaviour")
        tables = [plan for plan in plans if plan.kind in order]
        tables.sort(key=lambda plan: order.index(plan.kind))
        total = sum(plan.size for plan in tables) or 1
        for gen, plan in enumerate(tables, start=1):
            self._names.setdefault(TABLE_OF[plan.kind], []).append(plan.name)
            self._read(plan, gen, READING * plan.size / total)
        self._watch.say(MERGING, "Joining what came in")
        files = self._settle_events()
        for table in ("page_events", "preferences", "segments"):
            if table in self._merge.changed:
                self._tell_repeats(table, self._merge.drop_repeats(table))
        self.came = self._arrived()
        self._watch.say(WRITING, "Writing")
        return files | {name: self._merge.write(name) for name in self._merge.changed}

    def _read(self, plan: ImportPlan, gen: int, part: float) -> None:
        start = self._share
        self._watch.say(start, plan.name)
        if plan.kind == "behaviour":
            rows, kept = self._read_events(plan, part)
        else:
            with as_raw(plan, self._watch, self._files) as rows:
                sql = f"CREATE OR REPLACE TABLE main.staged AS {stage(plan)}"
                self._stage(sql, rows, part)
            kept = self._take(plan, gen)
        for reason, count in rows.dropped().items():
            self._drop(reason, count, "", plan.name)
        if not kept:
            self.findings.append(
                Finding(
                    "error",
                    f"No row of {plan.name} could be used",
                    "Look at what was left out, and at where its columns go.",
                )
            )
        self._share = start + part

    def _stage(self, statement: str, rows: Rows, part: float) -> None:
        """Run a statement that reads `raw`."""
        connection = self._watch.connection
        start = self._share
        with what_went_wrong(rows):
            self._watch.run(
                lambda: connection.execute(statement).fetchall(),
                lambda: start + part * rows.done(),
            )

    def _read_events(self, plan: ImportPlan, part: float) -> tuple[Rows, int]:
        shape = shape_of(plan)
        events = self._events
        taking = events.taking(plan, clean=shape is not None)
        if shape is not None:
            with as_raw(plan, self._watch, self._files) as rows:
                sql = f"CREATE OR REPLACE TABLE shaped AS {shaped(plan)}"
                self._stage(sql, rows, part)
            for batch in self._watch.arrow(
                "SELECT * FROM shaped ORDER BY seq"
            ).to_batches():
                taking.add(batch)
            self._watch.sql("DROP TABLE shaped")
        else:
            rows, taking = self._read_cells(plan, taking, part)
        file = events.take(taking, self._titles())
        for reason, count, example in file.dropped():
            self._drop(reason, count, example[:80], plan.name)
        events.note_products(plan, file, TOLD)
        file.settle()
        return rows, len(file.rows)

    def _read_cells(
        self, plan: ImportPlan, taking: Taking, part: float
    ) -> tuple[Rows, Taking]:
        """Read a file whose rows each say all there is to say."""
        if is_plain(plan):
            wanted = tuple(sorted(set(taking.wanted.values())))
            try:
                with in_blocks(plan, self._watch, wanted) as rows:
                    self._take_batches(rows, taking, part, plan.name)
            except Unreadable:
                taking = self._events.taking(plan, clean=False)
            else:
                return rows, taking
        with in_batches(plan, self._watch, self._files) as rows:
            self._take_batches(rows, taking, part, plan.name)
        return rows, taking

    def _take_batches(self, rows: Rows, taking: Taking, part: float, name: str) -> None:
        with what_went_wrong(rows):
            for batch in rows.batches:
                taking.add(batch)
                self._watch.say(self._share + part * rows.done(), name)

    def _take(self, plan: ImportPlan, gen: int) -> int:
        """Take over what was staged; returns how many rows are kept."""
        leave_out_names(self._watch, plan.kind, self._titles())
        self._tell_dropped(plan)
        shape = shape_of(plan)
        given = {column.target for column in plan.columns if column.target}
        given |= set(shape.gives) | {"aliases"} if shape is not None else set()
        kept = self._merge.add(TABLE_OF[plan.kind], gen, tuple(sorted(given)))
        self._watch.sql("DROP TABLE main.staged")
        self.products += kept if plan.kind == "products" else 0
        return kept

    def _titles(self) -> str:
        """SQL of the catalogue, with what this import brought of it so far."""
        if "products" in self._merge.changed:
            return "SELECT title FROM products"
        path = self._project.tables.path("products")
        return "" if path is None else f"SELECT title FROM {source(path)}"

    def _tell_dropped(self, plan: ImportPlan) -> None:
        rows = self._watch.sql(
            "SELECT reason, count(*), arg_min(example, seq) FROM staged"
            " WHERE reason IS NOT NULL GROUP BY reason ORDER BY 2 DESC, 1"
        )
        for reason, count, example in rows:
            text = str(example or "")[:80]
            self._drop(str(reason), int(str(count)), text, plan.name)

    def _tell_repeats(self, table: str, repeats: tuple[int, int]) -> None:
        file = ", ".join(self._names.get(table, ()))
        self._drop("the same row again", repeats[0], file=file)
        self._drop("imported before", repeats[1], file=file)

    def _drop(self, reason: str, rows: int, example: str = "", file: str = "") -> None:
        if rows:
            self.dropped.append(Dropped(reason, rows, example, file))

    def _settle_events(self) -> dict[str, TableFile]:
        """Join the events with the catalogue and the history, and write them.

        A new catalogue changes the history only where products had been made of it.
        """
        events, merge = self._events, self._merge
        if not events.came and not (events.old and "products" in merge.changed):
            return {}
        before = self._project.tables.path("products") is not None
        made_before = merge.has_made()
        if not events.came and not made_before:
            return {}
        self._leave_out_bots()
        lost = match_products(self._watch, merge, events)
        file = ", ".join(self._names.get("events", ()))
        self._drop("the product is not in the catalogue", lost.rows, lost.example, file)
        if not before and not self.products:
            self.products = merge.count("products WHERE made")
        events.merge()
        self._tell_repeats("events", events.repeats())
        if events.changes_nothing:
            return {}
        self._watch.say(WRITING, "Writing")
        return {"events": events.write(WRITING)}

    def _leave_out_bots(self) -> None:
        if not self._events.came or self._keep_bots:
            return
        shoppers, rows = self._events.leave_out_machines()
        if rows:
            self.findings.append(finding(shoppers, rows))
            file = ", ".join(self._names.get("events", ()))
            self._drop("a shopper that behaves as a machine", rows, file=file)

    def _arrived(self) -> Arrived:
        if self._events.came:
            events, shoppers = self._events.arrived()
            if events:
                return Arrived(events, shoppers, self._events.period())
        return arrived(self._watch, self._merge.changed)
