"""A model trained within another job, to be asked about and thrown away."""

from __future__ import annotations

from studio.domain.jobs import Report
from studio.domain.taste import TasteInputs
from studio.pipeline.taste.learner import Learner, SequenceLearner, Task
from studio.pipeline.taste.loop import Keep, Loop
from studio.pipeline.taste.remembering import remember
from studio.pipeline.taste.scoring import fresh_learner
from studio.pipeline.taste.settings import Settings
from studio.pipeline.taste.split import Split, leave_last_out
from studio.worker.silent import Silent
from studio.worker.taste_data import device_for


def learned(
    inputs: TasteInputs,
    settings: Settings,
    device: str,
    how: tuple[Report, str],
    split: Split | None = None,
) -> Learner:
    """Train on these inputs alone, and keep nothing on the disk.

    Args:
        inputs: What is learned from.
        settings: Sizes and epochs.
        device: As a job names it.
        how: The report of the job, and what it says meanwhile.
        split: What of the steps; all but each shopper's last two unless given.
    """
    split = split or leave_last_out(inputs.steps)
    task = Task(inputs, split, settings, device_for(device))
    learner = fresh_learner(task)
    Loop(learner, task, Silent(*how)).run(Keep(lambda _: None, lambda _: None))
    if isinstance(learner, SequenceLearner):
        remember(learner, task)
    return learner
