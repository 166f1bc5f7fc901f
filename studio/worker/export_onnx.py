"""The taste model of a run as a file of ONNX."""

from __future__ import annotations

from pathlib import Path

import torch

from studio.domain.errors import InputProblem, NotYet
from studio.domain.jobs import FileResult, Report
from studio.domain.runs import Run
from studio.pipeline.features.fusion import fuse
from studio.pipeline.taste.learner import SequenceLearner
from studio.pipeline.taste.onnx import export, metadata_of
from studio.pipeline.taste.scoring import restore
from studio.store.problems import storage_problems
from studio.store.project import Project
from studio.store.whole import replace_whole
from studio.worker.taste_data import WEIGHTS, read_taste, shop_data, text_of


def write_onnx(project: Project, run: Run, out: Path, report: Report) -> FileResult:
    """Write the net of a taste run; `rows` counts its products."""
    del report
    if out.is_dir():
        raise InputProblem(f"{out} is a folder.", "Name a file in it.")
    path = project.runs.folder(run.id) / WEIGHTS
    if not path.is_file():
        raise NotYet(f"{run.id} has no weights yet.", "Choose a run that has trained.")
    weights = read_taste(path)
    inputs = fuse(shop_data(project), text_of(weights, path.name))
    learner = restore(weights, inputs, torch.device("cpu"), path.name)
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
