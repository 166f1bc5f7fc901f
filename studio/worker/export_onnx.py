"""The taste model of a run as a file of ONNX."""

from __future__ import annotations

from pathlib import Path

from studio.domain.errors import InputProblem, NotYet
from studio.domain.jobs import FileResult
from studio.domain.runs import Run
from studio.pipeline.taste.learner import SequenceLearner
from studio.pipeline.taste.onnx import export, metadata_of
from studio.store.problems import storage_problems
from studio.store.project import Project
from studio.store.whole import replace_whole
from studio.worker.taste_data import WEIGHTS, trained_in


def write_onnx(project: Project, run: Run, out: Path) -> FileResult:
    """Write the net of a taste run; `rows` counts its products."""
    if out.is_dir():
        raise InputProblem(f"{out} is a folder.", "Name a file in it.")
    path = project.runs.folder(run.id) / WEIGHTS
    if not path.is_file():
        raise NotYet(f"{run.id} has no weights yet.", "Choose a run that has trained.")
    model = trained_in(project, run, path, "cpu")
    learner, inputs = model.learner, model.inputs
    if not isinstance(learner, SequenceLearner):
        raise InputProblem(
            "The article's network is not written as ONNX.",
            "Choose a run of the transformer.",
        )
    with storage_problems(out):
        out.parent.mkdir(parents=True, exist_ok=True)
    said = metadata_of(learner, inputs) | {"run": run.id}
    replace_whole(out, export(learner, inputs, said))
    notes = ("Its inputs and outputs are described in the file's metadata.",)
    return FileResult(str(out), len(inputs.products), notes)
