"""Judge the personas: their pages against one bestseller page for all."""

from __future__ import annotations

import msgspec
import numpy as np

from studio.domain.behaviour import PURCHASE, Events, Floats, Ints
from studio.domain.jobs import Comparison, Report, Score
from studio.pipeline.features.fusion import fuse
from studio.pipeline.personas.audience import Material, maker_of
from studio.pipeline.personas.clusters import cluster_groups
from studio.pipeline.personas.facts import Known, ShopFacts, gather_facts
from studio.pipeline.personas.groups import Grouping, segment_groups
from studio.pipeline.personas.recall import (
    Bought,
    before,
    bought_after,
    cut_time,
    page_of,
    recall_of,
)
from studio.pipeline.personas.scores import model_shares
from studio.pipeline.taste.learner import Task
from studio.pipeline.taste.loop import Keep, Loop
from studio.pipeline.taste.scoring import embed, fresh_learner
from studio.pipeline.taste.settings import settings_for
from studio.pipeline.taste.split import leave_last_out
from studio.store.project import Project
from studio.worker.taste_data import Trained, device_for, text_of

EPOCHS = 6
"""Enough for a small model that has not seen the period it is asked about."""
WEEK_S = 7 * 86400
LEAST = 200
"""Fewer events before or after the cut tell nothing."""


class Silent:
    """Lets a small training speak through progress alone."""

    def __init__(self, report: Report) -> None:
        self._report = report

    def progress(
        self, step: int, total: int, label: str = "", seconds_left: float | None = None
    ) -> None:
        """Pass on how far it is."""
        said = "Personas on the next period" if label else ""
        self._report.progress(step, total, said, seconds_left)

    def send(self, event: object) -> None:
        """Keep the curves of the small training to itself."""


def recall_comparison(
    project: Project, model: Trained, device: str, report: Report
) -> Comparison:
    """Page recall of persona pages beside bestsellers, all made before a cut in time.

    A small model is trained on what came before, since the model in use has seen the
    period that is asked about.
    """
    events = model.data.events
    cut = cut_time(events)
    early = before(events, cut)
    if min(len(early), len(events) - len(early)) < LEAST:
        return Comparison("personas", (), note="There are too few events to split.")
    material = _material(project, model, early, (device, report))
    grouping = _grouping(project, material)
    row = np.where(grouping.member < 0, grouping.groups, grouping.member)
    bought = bought_after(
        events,
        cut,
        _matched(events.shoppers, material.shoppers, row),
        _matched(events.products, material.products, np.arange(len(material.products))),
    )
    rows = (
        Score("Persona pages", _recall(_scores(material, grouping), bought), ours=True),
        Score("Bestseller page", _recall(_bestsellers(material.facts, 0), bought)),
        Score(
            "Bestsellers of 7 days",
            _recall(_bestsellers(material.facts, cut - WEEK_S), bought),
        ),
    )
    days = round((int(events.time.max()) - cut) / 86400)
    on = f"{len(bought.row):,} purchases of the last {days} days, unseen in training"
    return Comparison("personas", rows, on, f"{grouping.groups} personas")


def _recall(scores: Floats, bought: Bought) -> dict[str, float]:
    pages = page_of(scores)
    row = bought.row if len(pages) > 1 else np.zeros_like(bought.row)
    return recall_of(pages, Bought(row, bought.product))


def _material(
    project: Project, model: Trained, early: Events, how: tuple[str, Report]
) -> Material:
    device, report = how
    data = msgspec.structs.replace(model.data, events=early)
    inputs = fuse(data, text_of(model.weights, model.run.id))
    settings = settings_for("sasrec", "quick", model.weights.settings.seed, EPOCHS)
    task = Task(inputs, leave_last_out(inputs.steps), settings, device_for(device))
    learner = fresh_learner(task)
    nowhere = Keep(lambda _: None, lambda _: None)
    Loop(learner, task, Silent(report)).run(nowhere)
    embedded = embed(learner, inputs)
    sellable = np.flatnonzero(inputs.sellable)
    products = tuple(inputs.products[at] for at in sellable)
    known = Known(early, data.catalogue, project.shop())
    return Material(
        inputs.shoppers,
        products,
        embedded.tastes,
        embedded.products[sellable],
        gather_facts(known, inputs.shoppers, products),
    )


def _grouping(project: Project, material: Material) -> Grouping:
    segments = project.segments()
    audience = project.audience()
    clusters = audience is not None and audience.source == "cluster"
    if segments.shopper and not clusters:
        return segment_groups(segments, material.shoppers)
    active = np.zeros(len(material.shoppers), np.bool_)
    active[material.facts.shopper] = True
    return cluster_groups(material.tastes, active)


def _scores(material: Material, grouping: Grouping) -> Floats:
    model = model_shares(
        material.tastes, material.vectors, (grouping.member, grouping.groups)
    )
    maker = maker_of(material)
    rows = [
        maker.scores(model[at], grouping.member == at) for at in range(grouping.groups)
    ]
    everyone = np.ones(len(material.shoppers), np.bool_)
    return np.stack([*rows, maker.scores(model[-1], everyone)])


def _bestsellers(facts: ShopFacts, since: int) -> Floats:
    """One row (1, I): purchases by product since a time, or events without any."""
    met = (facts.product >= 0) & (facts.time >= since)
    sold = met & (facts.kind == PURCHASE)
    chosen = sold if sold.any() else met
    counts = np.bincount(facts.product[chosen], minlength=len(facts.products.price))
    return counts[None].astype(np.float64)


def _matched(names: tuple[str, ...], among: tuple[str, ...], values: Ints) -> Ints:
    """The value of each name, by its place among others; -1 for a stranger."""
    place = {name: at for at, name in enumerate(among)}
    return np.array([values[place[n]] if n in place else -1 for n in names], np.int64)
