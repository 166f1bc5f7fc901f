"""Write a run for another program: TensorBoard, ONNX, or as JSON."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec

from studio.domain.errors import InputProblem, NotYet
from studio.domain.jobs import ExportRun, FileResult, Report
from studio.domain.runs import Run
from studio.store.problems import storage_problems
from studio.store.project import Project
from studio.store.whole import replace_whole
from studio.worker.export_onnx import write_onnx
from studio.worker.export_tensorboard import write_events


def run(job: ExportRun, report: Report) -> FileResult:
    """Write the run and say where; `rows` counts points, products or runs."""
    writers: dict[str, Callable[[Project, Run, Path], FileResult]] = {
        "tensorboard": _tensorboard,
        "onnx": write_onnx,
        "json": _json,
    }
    with Project.open(Path(job.project)) as project:
        wanted = project.runs.run(job.run)
        report.progress(0, 0, "Writing the run")
        return writers[job.form](project, wanted, Path(job.out))


def _tensorboard(_: Project, run: Run, out: Path) -> FileResult:
    if not run.curves and not run.metrics:
        raise NotYet(f"{run.id} has no curves yet.", "Choose a run that has trained.")
    if out.exists() and not out.is_dir():
        raise InputProblem(f"{out} is a file.", "Name a folder.")
    with storage_problems(out):
        out.mkdir(parents=True, exist_ok=True)
        points = write_events(run, out)
    note = f"Look at it with: tensorboard --logdir {out}"
    return FileResult(str(out), points, (note,))


def _json(_: Project, run: Run, out: Path) -> FileResult:
    text = msgspec.json.format(msgspec.json.encode(run), indent=2)
    if out.is_dir():
        raise InputProblem(f"{out} is a folder.", "Name a file in it.")
    with storage_problems(out):
        out.parent.mkdir(parents=True, exist_ok=True)
    replace_whole(out, text)
    return FileResult(str(out), 1)
