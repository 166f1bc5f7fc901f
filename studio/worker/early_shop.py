"""The shop before its last weeks, as it is asked about what was bought in them."""

from __future__ import annotations

import msgspec

from studio.domain.jobs import Report
from studio.domain.taste import TasteInputs
from studio.pipeline.features.fusion import fuse
from studio.pipeline.personas.audience import Material
from studio.pipeline.personas.recall import before, cut_time
from studio.pipeline.taste.later import Weights, signals_of
from studio.pipeline.taste.later_fit import crossed_chances, enough, fit_later
from studio.pipeline.taste.learner import Learner
from studio.pipeline.taste.metrics import ScoreFunction
from studio.pipeline.taste.settings import settings_for
from studio.pipeline.taste.temporal import Later, bought_later
from studio.store.project import Project
from studio.worker.build_audience import material_of
from studio.worker.later_purchases import by_habit, likely_of
from studio.worker.silent import ticker
from studio.worker.small_training import learned
from studio.worker.taste_data import Trained, text_of

DOING = "Personas on the next period"
EPOCHS = 6
"""Enough for a small model that has not seen the period it is asked about."""
LEAST = 100
"""Fewer events before or after the cut tell nothing."""


class Early(msgspec.Struct, frozen=True):
    """The shop before a cut in time, and a model that knows no more than that.

    `chances` are of what its shoppers buy from then on, of none by what they bought;
    `weights` are fitted on all that was bought, for the time to come. They are None
    where too little was, or where training was private: the signals that they weigh
    are counts of what shoppers did.
    """

    inputs: TasteInputs
    learner: Learner
    material: Material
    cut: int
    chances: ScoreFunction
    weights: Weights | None = None


def early_shop(
    project: Project, model: Trained, how: tuple[str, Report]
) -> Early | None:
    """The shop before its last weeks; None where there are too few events."""
    device, report = how
    events = model.data.events
    cut = cut_time(events)
    past = before(events, cut)
    if min(len(past), len(events) - len(past)) < LEAST:
        return None
    data = msgspec.structs.replace(model.data, events=past)
    inputs = fuse(data, text_of(model.weights, model.run.id))
    settings = settings_for("sasrec", "quick", model.weights.settings.seed, EPOCHS)
    learner = learned(inputs, settings, device, (report, DOING))
    later = bought_later(events, cut, inputs)
    early = Early(
        inputs,
        learner,
        material_of(project, data, (inputs, learner)),
        cut,
        by_habit(inputs, learner.scores),
    )
    if model.weights.settings.private is not None or not enough(later):
        return early
    return _weighed(early, later, report)


def _weighed(early: Early, later: Later, report: Report) -> Early:
    """With what is known beside the model, weighed by what was bought later."""
    inputs = early.inputs
    tick = ticker(report, DOING)
    tick()
    signals = signals_of(inputs, early.learner.scores, early.cut)
    chances = crossed_chances(signals, later, inputs.sellable)
    tick()
    likely = likely_of(inputs, chances, tick)
    return msgspec.structs.replace(
        early,
        material=msgspec.structs.replace(early.material, likely=likely),
        chances=chances,
        weights=fit_later(signals, later, inputs.sellable, new_only=False),
    )
