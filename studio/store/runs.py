"""Training runs: a row and a folder each."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import msgspec

from studio.domain.errors import InputProblem
from studio.domain.estimates import Estimate
from studio.domain.jobs import Comparison, Metric
from studio.domain.runs import (
    LONGEST_NAME,
    LONGEST_REMARK,
    ModelName,
    Origin,
    Run,
    RunState,
)
from studio.store.database import Database
from studio.store.probes import ProbeStore
from studio.store.problems import storage_problems
from studio.store.run_rows import fingerprint, run_of


class RunStore:
    """The runs of one project."""

    def __init__(
        self, database: Database, folder: Path, clock: Callable[[], float] = time.time
    ) -> None:
        self._db = database
        self._folder = folder
        self._clock = clock
        self.probes = ProbeStore(database, clock)

    def start(self, model: ModelName, settings: Mapping[str, str]) -> Run:
        """Begin a run with its number and folder; this process does the work."""
        with self._db.transaction():
            row = self._db.one("SELECT max(number) FROM runs WHERE model = ?", model)
            number = 1 + ((row[0] if row else 0) or 0)
            run_id = f"{model}-{number:03d}"
            now = self._clock()
            self._db.run(
                "INSERT INTO runs (id, number, model, state, pid, started, resumed,"
                " settings, facts, metrics)"
                " VALUES (?1, ?2, ?3, 'running', ?4, ?5, ?5, ?6, '{}', '{}')",
                run_id,
                number,
                model,
                os.getpid(),
                now,
                msgspec.json.encode(dict(settings)),
            )
            self.folder(run_id)
        return self.run(run_id)

    def folder(self, run_id: str) -> Path:
        """The folder of a run, made when missing."""
        path = self._folder / run_id
        with storage_problems(path):
            path.mkdir(parents=True, exist_ok=True)
        return path

    def resume(self, run_id: str) -> Run:
        """Go on with a run that had ended; its seconds go on counting."""
        with self._db.transaction():
            self.run(run_id)
            self._db.run(
                "UPDATE runs SET state = 'running', pid = ?, resumed = ?, ended = NULL,"
                " message = '' WHERE id = ?",
                os.getpid(),
                self._clock(),
                run_id,
            )
        return self.run(run_id)

    def note(
        self,
        run_id: str,
        *,
        metrics: Mapping[str, float] | None = None,
        curves: Sequence[Metric] = (),
        facts: Mapping[str, str] | None = None,
    ) -> None:
        """Add to a run; a curve's point of the same step is replaced."""
        with self._db.transaction():
            run = self.run(run_id)
            self._db.run(
                "UPDATE runs SET metrics = ?, facts = ? WHERE id = ?",
                msgspec.json.encode(run.metrics | dict(metrics or {})),
                msgspec.json.encode(run.facts | dict(facts or {})),
                run_id,
            )
            self._db.run_many(
                "INSERT OR REPLACE INTO curves VALUES (?, ?, ?, ?)",
                [(run_id, point.name, point.step, point.value) for point in curves],
            )

    def end(
        self,
        run_id: str,
        state: RunState,
        *,
        metrics: Mapping[str, float] | None = None,
        comparison: Comparison | None = None,
        message: str = "",
        processor: float = 0.0,
        peak_memory: int = 0,
    ) -> Run:
        """Say how a run ended, and what it took (seconds, bytes)."""
        with self._db.transaction():
            self.note(run_id, metrics=metrics)
            self._db.run(
                "UPDATE runs SET state = ?1, ended = ?2, message = ?3,"
                " seconds = seconds + ?2 - resumed,"
                " comparison = coalesce(?4, comparison),"
                " processor = processor + ?6, peak_memory = max(peak_memory, ?7)"
                " WHERE id = ?5",
                state,
                self._clock(),
                message,
                None if comparison is None else msgspec.json.encode(comparison),
                run_id,
                processor,
                peak_memory,
            )
        return self.run(run_id)

    def compare(self, run_id: str, comparison: Comparison) -> None:
        """Keep another comparison with a run."""
        self._change(run_id, "comparison", msgspec.json.encode(comparison))

    def list(self, model: ModelName) -> tuple[Run, ...]:
        """The runs of a model, the latest first."""
        rows = self._db.all(
            "SELECT * FROM runs WHERE model = ? AND deleted IS NULL"
            " ORDER BY number DESC",
            model,
        )
        return tuple(run_of(self._db, row, self._clock) for row in rows)

    def run(self, run_id: str) -> Run:
        """One run; raises InputProblem for an unknown id."""
        row = self._db.one(
            "SELECT * FROM runs WHERE id = ? AND deleted IS NULL", run_id
        )
        if row is None:
            raise InputProblem(
                f"There is no run {run_id} in this project.",
                "Choose one of the list of runs.",
            )
        return run_of(self._db, row, self._clock)

    def use(self, run_id: str) -> None:
        """Make the weights of a run those that are used."""
        with self._db.transaction():
            run = self.run(run_id)
            self._db.run("UPDATE runs SET in_use = 0 WHERE model = ?", run.model)
            self._db.run("UPDATE runs SET in_use = 1 WHERE id = ?", run_id)

    def in_use(self, model: ModelName) -> Run | None:
        """The run whose weights are used, or None."""
        row = self._db.one("SELECT * FROM runs WHERE in_use AND model = ?", model)
        return None if row is None else run_of(self._db, row, self._clock)

    # What a run was made of ---------------------------------------------------

    def fingerprint(self, model: ModelName) -> tuple[str, dict[str, int]]:
        """Digest and rows of what a model would learn from now."""
        return fingerprint(self._db, model)

    def came_from(self, run_id: str, origin: Origin) -> None:
        """Keep what a run was made of."""
        self._set(run_id, "origin", msgspec.json.encode(origin))

    def expect(self, run_id: str, estimate: Estimate) -> None:
        """Keep how a run was expected to be."""
        self._set(run_id, "estimate", msgspec.json.encode(estimate))

    # What a person does with it -----------------------------------------------

    def rename(self, run_id: str, name: str) -> Run:
        """Call a run something; an empty name takes it away."""
        name = " ".join(name.split())
        if len(name) > LONGEST_NAME:
            raise InputProblem(
                "The name of a run is too long.",
                f"Use at most {LONGEST_NAME} characters.",
            )
        return self._change(run_id, "name", name)

    def remark(self, run_id: str, text: str) -> Run:
        """Write something beside a run; an empty text takes it away."""
        text = text.strip()
        if len(text) > LONGEST_REMARK:
            raise InputProblem(
                "The note of a run is too long.",
                f"Use at most {LONGEST_REMARK} characters.",
            )
        return self._change(run_id, "remark", text)

    def delete(self, run_id: str) -> None:
        """Take a run off the lists; `restore` brings it back until `purge`.

        Raises:
            InputProblem: It is in use or under way.
        """
        run = self.run(run_id)
        if run.in_use:
            raise InputProblem(
                f"{run_id} is the model in use.", "Use another run first."
            )
        if run.state == "running":
            raise InputProblem(f"{run_id} is under way.", "Stop it first.")
        now = self._clock()
        self._db.run("UPDATE runs SET deleted = ? WHERE id = ?", now, run_id)

    def restore(self, run_id: str) -> Run:
        """Bring a deleted run back; raises InputProblem when it is gone."""
        self._db.run("UPDATE runs SET deleted = NULL WHERE id = ?", run_id)
        return self.run(run_id)

    def purge(self) -> int:
        """Erase deleted runs with their folders; returns how many."""
        gone = self._db.all("SELECT id FROM runs WHERE deleted IS NOT NULL")
        for row in gone:
            path = self._folder / row["id"]
            with storage_problems(path):
                if path.exists():
                    shutil.rmtree(path)
            self._db.run("DELETE FROM runs WHERE id = ?", row["id"])
        return len(gone)

    def _change(self, run_id: str, column: str, value: str | bytes) -> Run:
        """Set a column of a run; raises InputProblem for an unknown id."""
        with self._db.transaction():
            self.run(run_id)
            self._set(run_id, column, value)
            return self.run(run_id)

    def _set(self, run_id: str, column: str, value: str | bytes) -> None:
        query = f"UPDATE runs SET {column} = ? WHERE id = ?"  # noqa: S608 - our names
        self._db.run(query, value, run_id)
