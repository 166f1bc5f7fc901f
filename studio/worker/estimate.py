"""Say how long a training will take and how much memory it needs."""

from __future__ import annotations

from pathlib import Path

from studio.domain.errors import InputProblem
from studio.domain.estimates import Estimate
from studio.domain.jobs import EstimateTraining, Report, TrainTaste
from studio.store.project import Project
from studio.worker import train_layout, train_taste
from studio.worker.estimate_layout import estimate_layout
from studio.worker.estimate_taste import estimate
from studio.worker.machine import use_threads
from studio.worker.silent import ticker
from studio.worker.taste_data import device_for


def run(job: EstimateTraining, report: Report) -> Estimate:
    """Measure a few steps of the training, or read what was measured before."""
    use_threads()
    training = job.training
    tick = ticker(report, "Measuring a few steps")
    with Project.open(Path(job.project)) as project:
        tick()
        if not isinstance(training, TrainTaste):
            asked = (training.preset, training.steps, training.seed)
            ready = train_layout.prepare(training, project, asked)
            return estimate_layout(project, ready, tick)
        if training.resume:
            raise InputProblem("A resumed training is not estimated.")
        prepared = train_taste.prepare(training, project)
        device = device_for(training.device)
        how = (device, train_taste.loop_for, tick)
        refit = training.protocol == "refit"
        return estimate(project, prepared.inputs, prepared.settings, how, refit=refit)
