"""Training runs: a row and a folder each."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from studio.domain.errors import InputProblem
from studio.domain.jobs import Comparison, Metric
from studio.domain.runs import Run, RunState
from studio.store.database import Database, Row, decode
from studio.store.problems import storage_problems

Model = Literal["taste", "layout"]
_GONE = "The program ended while this run was under way; it can be resumed."


class RunStore:
    """The runs of one project."""

    def __init__(
        self, database: Database, folder: Path, clock: Callable[[], float] = time.time
    ) -> None:
        self._db = database
        self._folder = folder
        self._clock = clock

    def start(self, model: Model, settings: Mapping[str, str]) -> Run:
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
    ) -> Run:
        """Say how a run ended."""
        with self._db.transaction():
            self.note(run_id, metrics=metrics)
            self._db.run(
                "UPDATE runs SET state = ?1, ended = ?2, message = ?3,"
                " seconds = seconds + ?2 - resumed,"
                " comparison = coalesce(?4, comparison) WHERE id = ?5",
                state,
                self._clock(),
                message,
                None if comparison is None else msgspec.json.encode(comparison),
                run_id,
            )
        return self.run(run_id)

    def list(self, model: Model) -> tuple[Run, ...]:
        """The runs of a model, the latest first."""
        rows = self._db.all(
            "SELECT * FROM runs WHERE model = ? ORDER BY number DESC", model
        )
        return tuple(self._run(row) for row in rows)

    def run(self, run_id: str) -> Run:
        """One run; raises InputProblem for an unknown id."""
        row = self._db.one("SELECT * FROM runs WHERE id = ?", run_id)
        if row is None:
            raise InputProblem(
                f"There is no run {run_id} in this project.",
                "Choose one of the list of runs.",
            )
        return self._run(row)

    def use(self, run_id: str) -> None:
        """Make the weights of a run those that are used."""
        with self._db.transaction():
            run = self.run(run_id)
            self._db.run("UPDATE runs SET in_use = 0 WHERE model = ?", run.model)
            self._db.run("UPDATE runs SET in_use = 1 WHERE id = ?", run_id)

    def in_use(self, model: Model) -> Run | None:
        """The run whose weights are used, or None."""
        row = self._db.one("SELECT * FROM runs WHERE in_use AND model = ?", model)
        return None if row is None else self._run(row)

    def _run(self, row: Row) -> Run:
        points = self._db.all(
            "SELECT name, step, value FROM curves WHERE run_id = ? ORDER BY name, step",
            row["id"],
        )
        gone = row["state"] == "running" and not _alive(row["pid"])
        running = row["state"] == "running" and not gone
        raw = row["comparison"]
        return Run(
            id=row["id"],
            number=row["number"],
            model=row["model"],
            state="failed" if gone else row["state"],
            started=row["started"],
            ended=row["ended"],
            seconds=row["seconds"]
            + (self._clock() - row["resumed"] if running else 0.0),
            settings=decode(row["settings"], dict[str, str]),
            facts=decode(row["facts"], dict[str, str]),
            metrics=decode(row["metrics"], dict[str, float]),
            curves=tuple(Metric(*point) for point in points),
            comparison=None if raw is None else decode(raw, Comparison),
            message=_GONE if gone else row["message"],
            in_use=bool(row["in_use"]),
        )


def _alive(pid: int) -> bool:
    if sys.platform == "win32":  # signal 0 would end the process there
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
