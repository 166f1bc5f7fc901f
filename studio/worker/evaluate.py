"""Judge the models in use on held-out data."""

from __future__ import annotations

from pathlib import Path

from studio.domain.errors import NotYet
from studio.domain.jobs import Comparison, Evaluate, EvaluateResult, Report
from studio.pipeline.taste.learner import Task
from studio.pipeline.taste.settings import Settings, settings_for
from studio.pipeline.taste.split import leave_last_out
from studio.store.project import Project
from studio.worker.evaluate_ablation import ablation_comparisons
from studio.worker.evaluate_layout import layout_comparison
from studio.worker.evaluate_temporal import temporal_comparisons
from studio.worker.machine import use_threads
from studio.worker.page_recall import recall_comparison
from studio.worker.silent import ticker
from studio.worker.taste_data import Trained, device_for, trained
from studio.worker.taste_table import groups_of, test_table


def run(job: Evaluate, report: Report) -> EvaluateResult:
    """Recompute the comparisons of taste and personas, of the layout, or of all."""
    use_threads()
    found: list[Comparison] = []
    with Project.open(Path(job.project)) as project:
        if job.ablation:
            found += ablation_comparisons(project, job, _settings(project, job), report)
        elif job.split == "temporal":
            settings = _settings(project, job)
            found += temporal_comparisons(project, job, settings, report)
        elif job.model != "layout":
            found += _taste(project, job, report)
        by_model = job.split == "last" and not job.ablation
        if job.model != "taste" and by_model:
            report.progress(0, 0, "Judging layouts")
            found.append(layout_comparison(project, job.device))
    for comparison in found:
        report.send(comparison)
    return EvaluateResult(tuple(found))


def _taste(project: Project, job: Evaluate, report: Report) -> list[Comparison]:
    try:
        model = trained(project, job.device, judged=True)
    except NotYet:
        if job.model == "taste":
            raise
        return []
    return [
        taste_comparison(project, model, job.device, report),
        recall_comparison(project, model, job.device, report),
    ]


def taste_comparison(
    project: Project, model: Trained, device: str, report: Report
) -> Comparison:
    """The model in use and the baselines on the last new product of each shopper."""
    inputs = model.inputs
    split = leave_last_out(inputs.steps)
    task = Task(inputs, split, model.weights.settings, device_for(device))
    tick = ticker(report, "Measuring on the held-out products")
    groups = (groups_of(project, inputs.shoppers), project.floor)
    return test_table(model.learner, task, groups, tick)


def _settings(project: Project, job: Evaluate) -> Settings:
    """Those of the model in use; the usual ones before the first training."""
    try:
        return trained(project, job.device).weights.settings
    except NotYet:
        return settings_for("sasrec", "base", job.seed)
