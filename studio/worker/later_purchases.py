"""What each shopper buys in the weeks to come, by the model in use."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from studio.domain.behaviour import Floats, purchases_or_all
from studio.domain.likely import Likely
from studio.domain.taste import Steps, TasteInputs
from studio.pipeline.taste.later import (
    SIGNALS,
    Weights,
    later_chances,
    signals_of,
)
from studio.pipeline.taste.metrics import ScoreFunction, at_once, top_k
from studio.pipeline.taste.repeats import repeat_habit, with_repeats
from studio.pipeline.taste.scoring import today
from studio.pipeline.taste.split import no_split
from studio.store import weights as files
from studio.store.project import Project
from studio.worker.taste_data import Trained

LATER = "later.safetensors"
"""Beside the weights of a run: what each signal counts for later purchases."""
KIND = "taste-later"
LIKELIEST = 64
"""Products kept of each shopper: a page shows 24."""
MOST_CELLS = 30_000_000
"""Pairs of a shopper and a product that are looked at, at most."""
LEAST_ASKED = 1000
RATE_HALF_LIFE_S = 30 * 86400.0
SELDOM = 0.1
"""Purchases that a shopper without any is taken to make."""
_WEIGHTS = "weights"
_SIGNALS = "signals"


def keep_later(project: Project, run_id: str, weights: Weights) -> None:
    """Keep fitted weights in the folder of a run."""
    meta = {files.KIND: KIND, _SIGNALS: " ".join(SIGNALS)}
    files.save(project.runs.folder(run_id) / LATER, {_WEIGHTS: weights}, meta)


def kept_later(project: Project, run_id: str) -> Weights | None:
    """The weights of a run; None for one without, or of other signals."""
    path = project.runs.folder(run_id) / LATER
    if not path.is_file():
        return None
    tensors, meta = files.load(path, KIND)
    found = tensors.get(_WEIGHTS)
    if found is None or meta.get(_SIGNALS) != " ".join(SIGNALS):
        return None
    return np.asarray(found, np.float32)


def with_own_again(project: Project, model: Trained) -> ScoreFunction:
    """Chances (N, I) of what shoppers buy next, what they know among it.

    By the weights that were fitted after training; where there are none (too few
    purchases, training with differential privacy) by each shopper's share of repeats.
    """
    weights = kept_later(project, model.run.id)
    if weights is None:
        return by_habit(model.inputs, model.learner.scores)
    return _by_weights(model, weights)


def by_habit(inputs: TasteInputs, scores: ScoreFunction) -> ScoreFunction:
    """Chances (N, I) by each shopper's share of repeats alone."""
    habit = repeat_habit(inputs.steps, no_split(inputs.steps).train_end)
    return with_repeats(inputs.steps, len(inputs.products), scores, habit)


def likely_by(
    project: Project, model: Trained, tick: Callable[[], None]
) -> Likely | None:
    """What shoppers will likely buy; None where no weights were fitted."""
    weights = kept_later(project, model.run.id)
    if weights is None:
        return None
    return likely_of(model.inputs, _by_weights(model, weights), tick)


def likely_of(
    inputs: TasteInputs, chances: ScoreFunction, tick: Callable[[], None]
) -> Likely:
    """The likeliest products of shoppers, by places among the sellable ones.

    In a large shop only some are asked about, evenly taken.
    """
    steps = inputs.steps
    sellable = np.flatnonzero(inputs.sellable)
    kept = min(LIKELIEST, len(sellable))
    shoppers = len(inputs.shoppers)
    product = np.full((shoppers, kept), -1, np.int64)
    worth = np.zeros((shoppers, kept))
    active = np.flatnonzero(np.diff(steps.start))
    most = max(LEAST_ASKED, MOST_CELLS // max(len(inputs.products), 1))
    if len(active) > most:
        active = active[np.linspace(0, len(active) - 1, most).astype(np.int64)]
    rate = _rate(steps)
    for part in today(inputs, active).parts(at_once(len(inputs.products))):
        tick()
        found = chances(part)[:, sellable]
        best = top_k(found, kept)
        product[part.shopper] = best
        share = np.take_along_axis(found, best, 1)
        worth[part.shopper] = share * rate[part.shopper, None]
    return Likely(product, worth)


def _by_weights(model: Trained, weights: Weights) -> ScoreFunction:
    inputs = model.inputs
    now = int(inputs.steps.time.max(initial=0)) + 1
    signals = signals_of(inputs, model.learner.scores, now)
    return later_chances(signals, weights, inputs.sellable)


def _rate(steps: Steps) -> Floats:
    """How much shoppers (S,) buy of late: purchases, a month ago counting half."""
    bought = purchases_or_all(steps.kind, steps.product >= 0)
    age = int(steps.time.max(initial=0)) - steps.time[bought]
    late = 0.5 ** (age / RATE_HALF_LIFE_S)
    count = np.bincount(steps.shopper()[bought], late, minlength=len(steps.start) - 1)
    return np.asarray(count + SELDOM, np.float64)
