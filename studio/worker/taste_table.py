"""The table of a taste model: ours beside the baselines, with intervals, by group."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal

import msgspec
import numpy as np

from studio.domain.behaviour import Floats, Ints, places_among
from studio.domain.jobs import Comparison, Score
from studio.domain.persona import EVERYONE
from studio.domain.taste import Flags
from studio.pipeline.taste.baselines import (
    popularity,
    popularity_scores,
    second_baseline,
)
from studio.pipeline.taste.intervals import interval
from studio.pipeline.taste.learner import Learner, SequenceLearner, Task
from studio.pipeline.taste.metrics import Quality, Scores, hr_at_k, judge, ndcg_at_k
from studio.pipeline.taste.settings import ModelName
from studio.pipeline.taste.split import HeldOut, held_out
from studio.store.project import Project

TEST = "the last new product of each shopper"
"""What the final comparison is measured on; nobody has learned from it."""
TOO_FEW = "There are too few events to hold any out."


class Group(msgspec.Struct, frozen=True):
    """Some shoppers, by name; `members` (S,) says who of the model's shoppers."""

    name: str
    members: Flags


def names(model: ModelName) -> str:
    """What a model is called in a comparison."""
    return "Article's network" if model == "article" else "Taste model"


def groups_of(project: Project, shoppers: Sequence[str]) -> tuple[Group, ...]:
    """The shop's segments, then the personas that are not segments.

    None of fewer shoppers than the project's floor: nothing is said of so few.
    """
    segments, audience = project.segments(), project.audience()

    def group(name: str, places: Ints, chosen: Flags) -> Group:
        flags = np.zeros(len(shoppers), np.bool_)
        flags[places[chosen & (places >= 0)]] = True
        return Group(name, flags)

    places = places_among(segments.shopper, shoppers)
    found = [
        group(name, places, segments.segment == at)
        for at, name in enumerate(segments.names)
    ]
    if audience is not None:
        places = places_among(audience.shoppers, shoppers)
        found += [
            group(persona.name, places, audience.member == at)
            for at, persona in enumerate(audience.personas)
            if persona.id != EVERYONE and persona.source != "segment"
        ]
    return tuple(each for each in found if each.members.sum() >= project.floor)


def with_intervals(
    name: str,
    by_shopper: Mapping[str, Floats],
    of: Floats | None = None,
    *,
    ours: bool = False,
) -> Score:
    """A row of the means over shoppers, each with its bootstrap interval.

    With `of` (N,) it is the ratio of two sums: what was found of so many.
    """
    asked = len(next(iter(by_shopper.values()), np.zeros(0)))
    if not asked:
        return Score(name, {}, ours=ours)
    whole = asked if of is None else of.sum()
    return Score(
        name,
        {metric: float(values.sum() / whole) for metric, values in by_shopper.items()},
        ours=ours,
        between={metric: interval(values, of) for metric, values in by_shopper.items()},
        asked=asked,
    )


def beside(row: Score, whole: Mapping[str, float]) -> Score:
    """A group's row; `behind` where an interval lies wholly below the whole's value."""
    behind = any(high < whole[metric] for metric, (_, high) in row.between.items())
    return msgspec.structs.replace(row, behind=behind)


def by_group(
    groups: tuple[Group, ...],
    by_shopper: Mapping[str, Floats],
    shopper: Ints,
    floor: int,
) -> tuple[Score, ...]:
    """A row of each group of at least `floor` of the shoppers (N,) asked."""
    whole = {metric: float(values.mean()) for metric, values in by_shopper.items()}
    rows = []
    for group in groups:
        own = group.members[shopper]
        if own.sum() < floor:
            continue
        row = with_intervals(group.name, {m: v[own] for m, v in by_shopper.items()})
        rows.append(beside(row, whole))
    return tuple(rows)


def test_table(
    learner: Learner,
    task: Task,
    groups: tuple[tuple[Group, ...], int],
    tick: Callable[[], None],
) -> Comparison:
    """Ours and the baselines on the test, with intervals and a row for each group.

    Args:
        learner: The trained model.
        task: Its inputs and split; the test's steps were not learned from.
        groups: From `groups_of`, and the floor of shoppers.
        tick: Called now and then.
    """
    inputs = task.inputs
    asked = held_out(inputs.steps, task.split.test)
    if not len(asked):
        return Comparison("taste", (), note=TOO_FEW)
    quality = judge(learner.scores, inputs.steps, asked, inputs.sellable, tick)
    further = learner.further(asked)
    further.pop("loss/validation", None)
    ours = _row(names(task.settings.model), quality, ours=True)
    ours = msgspec.structs.replace(ours, values=ours.values | further)
    return Comparison(
        "taste",
        (ours, *_by_part(learner, task, tick), *baseline_rows(task, "test", tick)),
        f"{TEST}, {len(asked):,} shoppers",
        groups=by_group(groups[0], _by_shopper(quality), asked.shopper, groups[1]),
    )


def _by_part(
    learner: Learner, task: Task, tick: Callable[[], None]
) -> tuple[Score, ...]:
    """The net and the memory alone, where the model is both."""
    if not isinstance(learner, SequenceLearner) or learner.memory is None:
        return ()
    inputs, memory = task.inputs, learner.memory
    asked = held_out(inputs.steps, task.split.test)

    def recalled(part: HeldOut) -> Scores:
        nothing = np.zeros((len(part), len(inputs.products)), np.float32)
        return memory.add_to(nothing, inputs.steps, part)

    parts = (("Net alone", learner.net_scores), ("Memory alone", recalled))
    return tuple(
        _row(name, judge(score, inputs.steps, asked, inputs.sellable, tick))
        for name, score in parts
    )


def baseline_rows(
    task: Task, on: Literal["validation", "test"], tick: Callable[[], None]
) -> tuple[Score, ...]:
    """EASE (or nearest products) and popularity; nothing when nothing is held out."""
    inputs, split = task.inputs, task.split
    at = split.validation if on == "validation" else split.test
    limit = task.settings.training.judged if on == "validation" else None
    asked = held_out(inputs.steps, at, limit)
    if not len(asked):
        return ()
    products = len(inputs.products)
    tick()
    counts = popularity(inputs.steps, split.train_end, products)
    named = (
        second_baseline(inputs.steps, split.train_end, products),
        ("Popularity", popularity_scores(counts)),
    )
    return tuple(
        _row(name, judge(score, inputs.steps, asked, inputs.sellable, tick))
        for name, score in named
    )


def _by_shopper(quality: Quality) -> dict[str, Floats]:
    return {"ndcg@10": ndcg_at_k(quality.ranks), "hr@10": hr_at_k(quality.ranks)}


def _row(name: str, quality: Quality, *, ours: bool = False) -> Score:
    """Coverage has no interval: it is counted over all shoppers at once."""
    row = with_intervals(name, _by_shopper(quality), ours=ours)
    return msgspec.structs.replace(row, values=quality.values())
