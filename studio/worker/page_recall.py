"""Judge the personas: their pages against one bestseller page for all."""

from __future__ import annotations

import msgspec
import numpy as np

from studio.domain.behaviour import (
    Events,
    Floats,
    Ints,
    places_among,
    purchases_or_all,
)
from studio.domain.jobs import Comparison, Report, Score, TrainResult
from studio.pipeline.personas.audience import Material, maker_of
from studio.pipeline.personas.clusters import cluster_groups
from studio.pipeline.personas.facts import ShopFacts
from studio.pipeline.personas.groups import Grouping, segment_groups
from studio.pipeline.personas.recall import (
    PAGE,
    Bought,
    bought_after,
    found_on,
    page_of,
)
from studio.pipeline.taste.metrics import at_once, top_k
from studio.pipeline.taste.scoring import today
from studio.store.project import Project
from studio.worker.early_shop import DOING, Early, early_shop
from studio.worker.taste_data import Trained
from studio.worker.taste_table import beside, with_intervals

WEEK_S = 7 * 86400
PERSONAS = 8
"""Personas that pages are made for beside the shop's own, to compare shops by."""


def recall_comparison(
    project: Project, model: Trained, device: str, report: Report
) -> Comparison:
    """Page recall of persona pages beside bestsellers, all made before a cut in time.

    A small model is trained on what came before, since the model in use has seen the
    period that is asked about. Intervals are over shoppers, who buy several products.
    """
    how = (device, report)
    return _compared(project, model, early_shop(project, model, how), report)


def _compared(
    project: Project, model: Trained, early: Early | None, report: Report
) -> Comparison:
    if early is None:
        return Comparison("personas", (), note="There are too few events to split.")
    events, cut = model.data.events, early.cut
    own = _own_grouping(project, early)
    lists = _Lists(events, cut, early)
    pages = _pages(early.material, own)
    found, bought = lists.of(pages, own)
    ours = _row("Persona pages", found, bought, ours=True)
    rows = [ours]
    eight = _clusters(early, PERSONAS)
    if eight.groups == PERSONAS != own.groups:
        others = lists.of(_pages(early.material, eight), eight)
        rows.append(_row(f"Pages of {PERSONAS} personas", *others))
    each = lists.each(pages[-1], report)
    rows.append(_row("A page for each shopper", *each))
    facts = early.material.facts
    for name, since in (
        ("Bestsellers of 7 days", cut - WEEK_S),
        ("Bestseller page", 0),
    ):
        rows.append(_row(name, *lists.one(page_of(_bestsellers(facts, since)))))
    days = round((int(events.time.max()) - cut) / 86400)
    many = f"{len(lists.bought.row):,} purchases"
    return Comparison(
        "personas",
        tuple(rows),
        f"{many} of the last {days} days, unseen in training",
        f"{own.groups} personas",
        groups=_by_group(
            _names(project, early, own), (found, bought), ours, early.material.floor
        ),
    )


def with_pages(
    project: Project,
    result: TrainResult,
    shop: tuple[Trained, Early | None],
    report: Report,
) -> TrainResult:
    """The result of a training with the page recall in its comparison, and kept so."""
    model, early = shop
    found = _compared(project, model, early, report)
    table = result.comparison or Comparison("taste", ())
    if not found.rows:
        return result
    told = msgspec.structs.replace(table, pages=found.rows, pages_on=found.on)
    project.runs.compare(result.run_id, told)
    report.send(told)
    return msgspec.structs.replace(result, comparison=told)


class _Lists:
    """Looks for the purchases of the next period on lists of products."""

    def __init__(self, events: Events, cut: int, early: Early) -> None:
        material = early.material
        self._early = early
        self._shopper = places_among(events.shoppers, material.shoppers)
        products = places_among(events.products, material.products)
        nobody = np.full(len(events.shoppers), -1, np.int64)
        self.bought: Bought = bought_after(events, cut, nobody, products)

    def of(self, pages: Ints, grouping: Grouping) -> tuple[dict[str, Floats], Bought]:
        """Finds on the page of each one's group; the last page is for the others."""
        row = np.append(grouping.member, -1)[self._shopper]
        bought = self.bought.on(np.where(row < 0, grouping.groups, row))
        return found_on(pages, bought), bought

    def one(self, page: Ints) -> tuple[dict[str, Floats], Bought]:
        """Finds on one page (1, size) for all."""
        bought = self.bought.on(np.zeros(len(self._shopper), np.int64))
        return found_on(page, bought), bought

    def each(self, otherwise: Ints, report: Report) -> tuple[dict[str, Floats], Bought]:
        """Finds on a list of each shopper's own; strangers get the page of all."""
        who = np.unique(self._shopper[self.bought.shopper])
        who = who[who >= 0]
        own = _own_pages(self._early, who, report)
        pages = np.concatenate([own, otherwise[None]])
        row = np.full(len(self._early.material.shoppers) + 1, len(who), np.int64)
        row[who] = np.arange(len(who))
        bought = self.bought.on(row[self._shopper])
        return found_on(pages, bought), bought


def _own_grouping(project: Project, early: Early) -> Grouping:
    """Segments or clusters, as the project's own personas are made."""
    segments, audience = project.segments(), project.audience()
    clusters = audience is not None and audience.source == "cluster"
    if segments.shopper and not clusters:
        return segment_groups(segments, early.material.shoppers, early.material.floor)
    return _clusters(early)


def _clusters(early: Early, number: int | None = None) -> Grouping:
    material = early.material
    active = np.zeros(len(material.shoppers), np.bool_)
    active[material.facts.shopper] = True
    return cluster_groups(material.tastes, active, number, floor=material.floor)


def _pages(material: Material, grouping: Grouping) -> Ints:
    """Products (P + 1, 24) of each group's page; the last is for all shoppers."""
    model = material.shares((grouping.member, grouping.groups))
    maker = maker_of(material)
    rows = [
        maker.scores(model[at], grouping.member == at) for at in range(grouping.groups)
    ]
    everyone = np.ones(len(material.shoppers), np.bool_)
    return page_of(np.stack([*rows, maker.scores(model[-1], everyone)]))


def _own_pages(early: Early, who: Ints, report: Report) -> Ints:
    """Products (N, 24) for N shoppers by themselves, their repeats among them."""
    inputs, chances = early.inputs, early.chances
    products = len(inputs.products)
    sellable = np.flatnonzero(inputs.sellable)
    pages = [np.zeros((0, min(PAGE, len(sellable))), np.int64)]
    for part in today(inputs, who).parts(at_once(products)):
        report.progress(0, 0, DOING)
        pages.append(top_k(chances(part)[:, sellable], PAGE))
    return np.concatenate(pages)


def _bestsellers(facts: ShopFacts, since: int) -> Floats:
    """One row (1, I): purchases by product since a time, or events without any."""
    met = (facts.product >= 0) & (facts.time >= since)
    chosen = purchases_or_all(facts.kind, met)
    counts = np.bincount(facts.product[chosen], minlength=len(facts.products.price))
    return counts[None].astype(np.float64)


def _row(
    name: str, found: dict[str, Floats], bought: Bought, *, ours: bool = False
) -> Score:
    """Shares of the purchases, with intervals over the shoppers who made them."""
    _, who = np.unique(bought.shopper, return_inverse=True)
    count = np.bincount(who).astype(np.float64)
    sums: dict[str, Floats] = {
        metric: np.bincount(who, weights=each).astype(np.float64)
        for metric, each in found.items()
    }
    return with_intervals(name, sums, count, ours=ours)


def _names(project: Project, early: Early, own: Grouping) -> tuple[str, ...]:
    """The groups' names; a cluster has that of the persona most of it belongs to."""
    audience = project.audience()
    if audience is None or all(own.names):
        return tuple(name or f"Group {at + 1}" for at, name in enumerate(own.names))
    places = places_among(early.material.shoppers, audience.shoppers)
    names = []
    for at, name in enumerate(own.names):
        now = audience.member[places[(own.member == at) & (places >= 0)]]
        most = np.bincount(now[now >= 0], minlength=len(audience.personas)).argmax()
        names.append(name or audience.personas[int(most)].name)
    return tuple(names)


def _by_group(
    names: tuple[str, ...],
    on_pages: tuple[dict[str, Floats], Bought],
    ours: Score,
    floor: int,
) -> tuple[Score, ...]:
    """The recall of each persona's page among its own members; `ours` is of all."""
    found, bought = on_pages
    rows = []
    for at, name in enumerate(names):
        mine = bought.row == at
        some = Bought(bought.shopper[mine], bought.row[mine], bought.product[mine])
        row = _row(name, {m: v[mine] for m, v in found.items()}, some)
        if row.asked >= floor:
            rows.append(beside(row, ours.values))
    return tuple(rows)
