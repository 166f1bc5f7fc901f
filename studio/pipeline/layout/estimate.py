"""What a training of the layout GAN will take, from a few steps of each phase."""

from __future__ import annotations

import copy
import time
from collections.abc import Callable

import msgspec

from studio.domain.jobs import Report
from studio.pipeline.layout.model import LayoutModel
from studio.pipeline.layout.settings import TrainSettings
from studio.pipeline.layout.training import LayoutLoop, Material

TIMED = 1
"""Steps of a phase that are timed, after one that is not."""


class Pace(msgspec.Struct, frozen=True):
    """Seconds: all steps with their looks and savings, and what comes after them."""

    steps: float
    after: float


def pace(
    model: LayoutModel,
    material: Material,
    settings: TrainSettings,
    report: Report,
    save: Callable[[LayoutLoop], None],
) -> Pace:
    """Make a few steps of each phase with a copy of the model.

    Args:
        model: To begin with; it stays as it is.
        material: What would be learned from.
        settings: How.
        report: Asked between the steps; may raise CancelledByUser.
        save: Writes a checkpoint somewhere, so that it can be timed.
    """
    loop = LayoutLoop(copy.deepcopy(model), material, settings, report)
    likelihood, warm_up = settings.likelihood, settings.warm_up
    phases = (
        (0, likelihood),
        (likelihood, warm_up if settings.adversarial else 0),
        (likelihood + warm_up, settings.adversarial),
    )
    seconds = 0.0
    for first, steps in phases:
        if not steps:
            continue
        loop.step = first
        _once(loop)
        began = time.perf_counter()
        for _ in range(TIMED):
            _once(loop)
        seconds += (time.perf_counter() - began) / TIMED * steps
    seconds += settings.steps // settings.judge_every * _time(loop.judged_enough)
    seconds += settings.steps // settings.save_every * _time(lambda: save(loop))
    return Pace(seconds, _time(loop.finish))


def _once(loop: LayoutLoop) -> None:
    loop.report.progress(0, 0, "Measuring a few steps")
    loop.chance()
    loop.once()
    loop.step += 1


def _time(what: Callable[[], object]) -> float:
    began = time.perf_counter()
    what()
    return time.perf_counter() - began
