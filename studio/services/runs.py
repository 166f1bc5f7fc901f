"""Training runs beside each other: what differs in their settings, which is better."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from studio.domain.errors import InputProblem
from studio.domain.jobs import ExportRun
from studio.domain.runs import Run
from studio.store.project import Project

HIGHER = ("ndcg@10", "hr@10", "coverage", "accuracy", "novel", "distinct")
"""Metrics of which more is better."""
LOWER = ("loss", "nats", "bigrams", "auc", "seconds", "processor", "peak_memory")
"""Metrics of which less is better, by their first part."""
LEAST, MOST = 2, 6
"""Runs that can be compared at once."""


class Differing(msgspec.Struct, frozen=True):
    """A setting of several runs; a value is empty where a run does not say."""

    name: str
    values: tuple[str, ...]
    differs: bool


class Measure(msgspec.Struct, frozen=True):
    """A metric of several runs, and the place of the best; None where none is."""

    name: str
    values: tuple[float | None, ...]
    best: int | None = None


class Compared(msgspec.Struct, frozen=True):
    """Runs side by side."""

    runs: tuple[str, ...]
    settings: tuple[Differing, ...]
    metrics: tuple[Measure, ...]
    same_data: bool


class RunService:
    """The runs of one project."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def all(self) -> tuple[Run, ...]:
        """Every run, those of the taste model first, the latest first."""
        runs = self._project.runs
        return (*runs.list("taste"), *runs.list("layout"))

    def compare(self, ids: Sequence[str]) -> Compared:
        """Runs beside each other; raises InputProblem for what cannot be compared."""
        runs = [self._project.runs.run(each) for each in dict.fromkeys(ids)]
        return side_by_side(runs)

    def export(self, run_id: str, form: str, out: Path) -> ExportRun:
        """The job that writes a run for another program."""
        run = self._project.runs.run(run_id)
        if form == "onnx" and run.model != "taste":
            raise InputProblem(
                "Only the taste model is written as ONNX.", "Choose a taste run."
            )
        place = str(out.expanduser().absolute())
        return ExportRun(str(self._project.path), run.id, form, place)  # type: ignore[arg-type]


def side_by_side(runs: Sequence[Run]) -> Compared:
    """Settings and metrics of runs of one model; raises InputProblem."""
    if not LEAST <= len(runs) <= MOST:
        raise InputProblem(
            f"{len(runs)} runs cannot be compared.", f"Choose {LEAST} to {MOST} runs."
        )
    if len({run.model for run in runs}) > 1:
        raise InputProblem(
            "Runs of the taste model and of the layout GAN have nothing in common.",
            "Choose runs of one model.",
        )
    said = [settings_of(run) for run in runs]
    settings = tuple(
        Differing(name, values, len(set(values)) > 1)
        for name in _names(said)
        for values in [tuple(each.get(name, "") for each in said)]
    )
    told = [metrics_of(run) for run in runs]
    metrics = tuple(
        Measure(name, values, best_of(name, values))
        for name in _names(told)
        for values in [tuple(each.get(name) for each in told)]
    )
    digests = {run.origin.data if run.origin else run.id for run in runs}
    return Compared(
        tuple(run.id for run in runs), settings, metrics, same_data=len(digests) == 1
    )


def settings_of(run: Run) -> dict[str, str]:
    """All that a run was made with, by name."""
    found = dict(run.settings)
    origin = run.origin
    if origin is None:
        return found
    plan = {name: value for name, value in origin.plan.items() if name != "seed"}
    # what was asked for is in the plan too, under the name of its part
    known = {name.rpartition(".")[2] for name in plan}
    found = {name: v for name, v in found.items() if name not in known} | plan
    found |= {"device": origin.device, "data": origin.data}
    found |= {f"rows.{name}": f"{rows:,}" for name, rows in origin.rows.items()}
    return found | {f"version.{name}": text for name, text in origin.versions.items()}


def metrics_of(run: Run) -> dict[str, float]:
    """All that was measured of a run, by name; of a curve its best point."""
    found: dict[str, float] = {}
    for point in run.curves:
        if (choose := _choice(point.name)) is not None:
            best = found.get(point.name, point.value)
            found[point.name] = choose(best, point.value)
    found |= run.metrics
    found["seconds"] = run.seconds
    if run.processor:
        found["processor"] = run.processor
    if run.peak_memory:
        found["peak_memory"] = float(run.peak_memory)
    return found


def best_of(name: str, values: Sequence[float | None]) -> int | None:
    """The place of the best value; None without one, or where all are alike."""
    known = [value for value in values if value is not None]
    choose = _choice(name)
    if choose is None or len(set(known)) < LEAST:
        return None
    best = known[0]
    for value in known[1:]:
        best = choose(best, value)
    return list(values).index(best)


def _choice(name: str) -> Callable[[float, float], float] | None:
    if name in HIGHER or name.startswith("accuracy"):
        return max
    return min if name.partition("/")[0] in LOWER else None


def _names(rows: Iterable[Mapping[str, object]]) -> list[str]:
    """Every name, in the order of its first appearance."""
    return list(dict.fromkeys(name for row in rows for name in row))
