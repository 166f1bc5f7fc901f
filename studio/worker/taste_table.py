"""The baselines' rows of the taste comparison."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from studio.domain.jobs import Score
from studio.pipeline.taste.baselines import (
    popularity,
    popularity_scores,
    second_baseline,
)
from studio.pipeline.taste.learner import Task
from studio.pipeline.taste.metrics import judge
from studio.pipeline.taste.settings import ModelName
from studio.pipeline.taste.split import held_out

TEST = "the last new product of each shopper"
"""What the final comparison is measured on; nobody has learned from it."""


def names(model: ModelName) -> str:
    """What a model is called in a comparison."""
    return "Article's network" if model == "article" else "Taste model"


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
        Score(name, judge(f, inputs.steps, asked, inputs.sellable, tick).values())
        for name, f in named
    )
