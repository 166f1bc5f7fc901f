"""Judge a model of the shop's past on what its shoppers bought later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import msgspec
import numpy as np

from studio.domain.behaviour import Floats
from studio.domain.errors import InputProblem
from studio.domain.jobs import Comparison, Evaluate, Report, Score
from studio.domain.taste import TasteInputs
from studio.pipeline.features.fusion import ShopData, fuse, learn_text
from studio.pipeline.personas.recall import before
from studio.pipeline.taste.baselines import (
    EASE_LIMIT,
    ease,
    item_knn,
    popularity,
    popularity_scores,
)
from studio.pipeline.taste.later import later_chances, signals_of
from studio.pipeline.taste.later_fit import enough, fit_later
from studio.pipeline.taste.metrics import ScoreFunction
from studio.pipeline.taste.repeats import own_repeats
from studio.pipeline.taste.settings import Settings
from studio.pipeline.taste.split import no_split
from studio.pipeline.taste.temporal import (
    DAY_S,
    Later,
    bought_later,
    judge_later,
    only_new,
    recent_counts,
    time_of_cut,
)
from studio.store.project import Project
from studio.worker.early_shop import EPOCHS, LEAST
from studio.worker.later_purchases import by_habit
from studio.worker.silent import ticker
from studio.worker.small_training import learned
from studio.worker.taste_data import shop_data
from studio.worker.taste_table import Group, by_group, groups_of, with_intervals

WEEK_S = 7 * DAY_S


class Past(msgspec.Struct, frozen=True):
    """What was known before the cut, and what was asked later."""

    early: ShopData
    inputs: TasteInputs
    later: Later
    cut: int


class Ours(msgspec.Struct, frozen=True):
    """The model by itself, and with what else is known: of all, and of new products."""

    alone: ScoreFunction
    repeats: ScoreFunction
    new: ScoreFunction


def temporal_comparisons(
    project: Project, job: Evaluate, settings: Settings, report: Report
) -> list[Comparison]:
    """Two tables on the same later purchases: all of them, and only new products.

    In the first what a shopper had met before stays in every ranking, since shoppers
    come back for it; in the second it is left out of rankings and answers.
    """
    past = split_by_time(shop_data(project), job.cut)
    groups = groups_of(project, past.inputs.shoppers)
    ours = ours_of(past, settings, (job.device, report))
    return tables_of(past, ours, (groups, project.floor), report)


def split_by_time(data: ShopData, cut: int | None) -> Past:
    """The shop before a cut; raises InputProblem where either side tells too little."""
    events = data.events
    at = time_of_cut(events) if cut is None else cut
    early_events = before(events, at)
    if min(len(early_events), len(events) - len(early_events)) < LEAST:
        raise InputProblem(
            "There are too few events to split by time.",
            f"At least {LEAST} are needed before and after the cut.",
        )
    early = msgspec.structs.replace(data, events=early_events)
    inputs = fuse(early, learn_text(early))
    return Past(early, inputs, bought_later(events, at, inputs), at)


def train_on(
    inputs: TasteInputs, settings: Settings, how: tuple[str, Report]
) -> ScoreFunction:
    """A model trained as the one in use, on these inputs alone."""
    device, report = how
    said = "Training on what came before"
    return learned(inputs, settings, device, (report, said)).scores


def ours_of(past: Past, settings: Settings, how: tuple[str, Report]) -> Ours:
    """The model of the time before the cut, alone and with what else is known then.

    What the signals count is fitted at an earlier cut, on the last fifth of the time
    before this one, with a model that is trained for a few epochs on the rest.
    """
    inputs = past.inputs
    alone = train_on(inputs, settings, how)
    inner = _inner(past)
    if inner is None:
        return Ours(alone, by_habit(inputs, alone), alone)
    training = settings.training
    few = msgspec.structs.replace(training, epochs=min(EPOCHS, training.epochs))
    shorter = msgspec.structs.replace(settings, training=few)
    before_that = train_on(inner.inputs, shorter, how)
    known = signals_of(inner.inputs, before_that, inner.cut)
    now = signals_of(inputs, alone, past.cut)
    repeats, new = (
        later_chances(
            now,
            fit_later(known, later, inner.inputs.sellable, new_only=new_only),
            inputs.sellable,
        )
        for later, new_only in (
            (inner.later, False),
            (only_new(inner.later, inner.inputs), True),
        )
    )
    return Ours(alone, repeats, new)


def _inner(past: Past) -> Past | None:
    """The same question an earlier time, where enough was bought after it."""
    try:
        inner = split_by_time(past.early, None)
    except InputProblem:
        return None
    return inner if enough(only_new(inner.later, inner.inputs)) else None


def tables_of(
    past: Past,
    ours: Ours,
    groups: tuple[tuple[Group, ...], int],
    report: Report,
) -> list[Comparison]:
    """The two tables of a trained model."""
    tick = ticker(report, "Measuring on what came later")
    return [
        _table(past, ours, groups, hide=False, tick=tick),
        _table(past, ours, groups, hide=True, tick=tick),
    ]


def _table(
    past: Past,
    ours: Ours,
    groups: tuple[tuple[Group, ...], int],
    *,
    hide: bool,
    tick: Callable[[], None],
) -> Comparison:
    inputs = past.inputs
    later = only_new(past.later, inputs) if hide else past.later
    if not len(later.asked):
        return Comparison("taste", (), note="Nobody came back in that time.")
    rows: list[Score] = []
    first: dict[str, Floats] = {}
    for name, score in _contestants(past, ours, hide=hide):
        found = judge_later(score, later, inputs, hide=hide, tick=tick)
        row = with_intervals(name, found.by_shopper, ours=not rows)
        values = row.values | {"coverage": found.coverage}
        rows.append(msgspec.structs.replace(row, values=values))
        first = first or dict(found.by_shopper)
    return Comparison(
        "taste",
        tuple(rows),
        _on(past, later, hide=hide),
        groups=by_group(groups[0], first, later.asked.shopper, groups[1]),
    )


def _contestants(
    past: Past, ours: Ours, *, hide: bool
) -> list[tuple[str, ScoreFunction]]:
    """Ours first, then what it is made of and what shops already have."""
    inputs = past.inputs
    steps, products = inputs.steps, len(inputs.products)
    end = no_split(steps).train_end
    week = popularity_scores(
        recent_counts(past.early.events, past.cut - WEEK_S, inputs)
    )
    others: list[tuple[str, ScoreFunction]] = [
        ("Popularity of 7 days", week),
        ("Popularity", popularity_scores(popularity(steps, end, products))),
        ("Item kNN", item_knn(steps, end, products)),
    ]
    if products <= EASE_LIMIT:
        others.append(("EASE", ease(steps, end, products)))
    alone = ("Taste model alone", ours.alone)
    if hide:
        return [("Taste model", ours.new), alone, *others]
    return [
        ("Taste model", ours.repeats),
        alone,
        ("Own repeats", own_repeats(steps, products, week)),
        *others,
    ]


def _on(past: Past, later: Later, *, hide: bool) -> str:
    day = datetime.fromtimestamp(past.cut, UTC).date().isoformat()
    unknown = float(np.mean(later.product < 0)) if len(later.product) else 0.0
    what = (
        "new products alone, those met before left out"
        if hide
        else "repeats count, nothing left out"
    )
    return (
        f"what {len(later.asked):,} shoppers bought from {day} on: {what};"
        f" {unknown:.1%} of it was unknown before"
    )
