"""Tell what behaviour and stated preferences are each worth, by how much is known."""

from __future__ import annotations

import msgspec

from studio.domain.errors import InputProblem
from studio.domain.jobs import Comparison, Evaluate, Report, Score
from studio.domain.taste import TasteInputs
from studio.pipeline.features.fusion import fuse, learn_text
from studio.pipeline.taste.ablation import (
    Ablated,
    Known,
    Sight,
    Trained,
    ablate,
    left_out,
    questions,
    split_without,
    without_preferences,
)
from studio.pipeline.taste.learner import Learner
from studio.pipeline.taste.metrics import hr_at_k, ndcg_at_k
from studio.pipeline.taste.settings import Settings
from studio.store.project import Project
from studio.worker.silent import ticker
from studio.worker.small_training import learned
from studio.worker.taste_data import shop_data
from studio.worker.taste_table import with_intervals

LEAST = 20
"""Fewer shoppers who state something, and are asked about, tell nothing."""
NAMES: dict[Sight, str] = {
    "behaviour": "Behaviour alone",
    "preference": "Preferences alone",
    "both": "Both",
}
MOMENTS: dict[Known, str] = {
    "0": "before the first product",
    "1-5": "after 1 to 5 steps",
    "more": "after more than 5 steps",
}


def ablation_comparisons(
    project: Project, job: Evaluate, settings: Settings, report: Report
) -> list[Comparison]:
    """A table for each moment of shoppers whom the two models have not seen.

    Args:
        project: Its shoppers have stated something.
        job: The seed says who is left out.
        settings: Of both models.
        report: Told how far it is.

    Raises:
        InputProblem: Too few have stated anything, or the model reads no preferences.
    """
    if settings.model == "article":
        raise InputProblem(
            "The article's network reads no preferences.",
            "Train the transformer (model taste) for this table.",
        )
    data = shop_data(project)
    inputs = fuse(data, learn_text(data))
    gone = left_out(inputs, job.seed)
    if gone.sum() < LEAST:
        raise InputProblem(
            "Too few shoppers have stated preferences to measure what they are worth.",
            f"Of a fifth of them at least {LEAST} are needed; import what others say.",
        )
    settings = msgspec.structs.replace(settings, seed=job.seed)
    split = split_without(inputs.steps, gone)

    def trained(known: TasteInputs, said: str) -> Learner:
        return learned(known, settings, job.device, (report, said), split)

    models = Trained(
        trained(inputs, "Training with preferences"),
        trained(without_preferences(inputs), "Training without preferences"),
    )
    tick = ticker(report, "Measuring on the shoppers left out")
    rows = ablate(models, inputs, questions(inputs, gone, job.seed), tick)
    return [_table(known, rows) for known in MOMENTS]


def _table(known: Known, rows: tuple[Ablated, ...]) -> Comparison:
    some = [row for row in rows if row.known == known]
    asked = len(some[0].quality.ranks)
    on = (
        f"the next new product of {asked:,} shoppers who were left out of training,"
        f" {MOMENTS[known]}"
    )
    if asked < LEAST:
        return Comparison("taste", (), on, "These are too few to tell.")
    return Comparison("taste", tuple(_row(row) for row in some), on)


def _row(row: Ablated) -> Score:
    ranks = row.quality.ranks
    by_shopper = {"ndcg@10": ndcg_at_k(ranks), "hr@10": hr_at_k(ranks)}
    return with_intervals(NAMES[row.sight], by_shopper, ours=row.sight == "both")
