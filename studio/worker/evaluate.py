"""Judge the models in use on held-out data."""

from __future__ import annotations

from pathlib import Path

from studio.domain.errors import NotYet
from studio.domain.jobs import Comparison, Evaluate, EvaluateResult, Report, Score
from studio.pipeline.taste.learner import Task
from studio.pipeline.taste.metrics import judge
from studio.pipeline.taste.split import held_out, leave_last_out
from studio.store.project import Project
from studio.worker.evaluate_layout import layout_comparison
from studio.worker.machine import use_threads
from studio.worker.page_recall import recall_comparison
from studio.worker.taste_data import Trained, device_for, trained
from studio.worker.taste_table import TEST, baseline_rows, names


def run(job: Evaluate, report: Report) -> EvaluateResult:
    """Recompute the comparisons of taste and personas, of the layout, or of all."""
    use_threads()
    found: list[Comparison] = []
    with Project.open(Path(job.project)) as project:
        if job.model != "layout":
            found += _taste(project, job, report)
        if job.model != "taste":
            report.progress(0, 0, "Judging layouts")
            found.append(layout_comparison(project, job.device))
    for comparison in found:
        report.send(comparison)
    return EvaluateResult(tuple(found))


def _taste(project: Project, job: Evaluate, report: Report) -> list[Comparison]:
    try:
        model = trained(project, job.device)
    except NotYet:
        if job.model == "taste":
            raise
        return []
    return [
        taste_comparison(model, job.device, report),
        recall_comparison(project, model, job.device, report),
    ]


def taste_comparison(model: Trained, device: str, report: Report) -> Comparison:
    """The model in use and the baselines on the last new product of each shopper."""
    inputs = model.inputs
    split = leave_last_out(inputs.steps)
    asked = held_out(inputs.steps, split.test)
    if not len(asked):
        return Comparison("taste", (), note="There are too few events to hold any out.")
    task = Task(inputs, split, model.weights.settings, device_for(device))

    def tick() -> None:
        report.progress(0, 0, "Measuring on the held-out products")

    quality = judge(model.learner.scores, inputs.steps, asked, inputs.sellable, tick)
    ours = Score(names(model.weights.settings.model), quality.values(), ours=True)
    rows = (ours, *baseline_rows(task, "test", tick))
    return Comparison("taste", rows, f"{TEST}, {len(asked):,} shoppers")
