"""A run as TensorBoard reads it: scalars of its curves, its settings, its metrics."""

from __future__ import annotations

import time
from pathlib import Path

from tensorboardX import SummaryWriter
from tensorboardX.summary import hparams

from studio.domain.runs import Run
from studio.services.runs import metrics_of, settings_of

FINAL = "final/"
"""Before the names of metrics that have no curve."""


def write_events(run: Run, folder: Path) -> int:
    """Write the event file of a run; returns how many scalars it holds.

    A folder of the run's own is made within `folder`, as TensorBoard tells runs apart
    by their folders. An earlier export of the run there is replaced.
    """
    place = folder / run.id
    for old in place.glob("events.out.tfevents.*"):
        old.unlink()
    metrics = {f"{FINAL}{name}": value for name, value in metrics_of(run).items()}
    with SummaryWriter(logdir=str(place), write_to_disk=True) as writer:
        for at, point in enumerate(run.curves):
            when = run.started + at / max(len(run.curves), 1) * run.seconds
            writer.add_scalar(point.name, point.value, int(point.step), walltime=when)
        ended = run.ended or time.time()
        for name, value in metrics.items():
            writer.add_scalar(name, value, 0, walltime=ended)
        about = "\n\n".join(f"{k}: {v}" for k, v in settings_of(run).items())
        writer.add_text("settings", about, 0, walltime=ended)
        for summary in hparams(dict(settings_of(run)), metrics):
            writer.file_writer.add_summary(summary)
    return len(run.curves) + len(metrics)
