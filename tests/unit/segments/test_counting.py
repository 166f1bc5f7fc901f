"""Counts over the facts are the same as counting event by event."""

from __future__ import annotations

from random import Random

import numpy as np
import pytest

from studio.domain.segment_parser import read
from studio.domain.segment_text import write
from studio.domain.segments import Group
from studio.services.segments import SegmentService
from studio.store.project import Project
from studio.store.segments import building
from studio.store.segments.counting import Counting
from studio.store.segments.facts import build_facts
from tests.unit.segments.made import Shop, made_shop, write_shop
from tests.unit.segments.oracle import fitting

CONDITIONS = (
    "last event <= 1d", "last event <= 30d", "last event > 30d", "last purchase <= 20d",
    "last purchase > 60d", "first event <= 40d", "first purchase > 90d",
    "last cart <= 10d", "last search > 5d", "last view <= 400d",
    "orders >= 1", "orders >= 3", "orders <= 0", "orders <= 2", "orders 1..2",
    "orders >= 2 in 60d", "orders <= 0 in 30d", "orders 0..1 in 100d", "orders = 1",
    "sessions >= 4", "sessions >= 2 in 20d", "sessions <= 3 in 110d", "sessions 2..4",
    "views >= 10", "views >= 3 in 10d", "views <= 1 in 90d", "carts >= 2 in 115d",
    "searches >= 1", "searches <= 0", "searches >= 2 in 50d",
    "units >= 4", "units <= 3 in 100d", "units >= 2 in 30d",
    "spent >= 200", "spent <= 50", "spent 100..300", "spent >= 60 in 45d",
    "spent <= 10 in 100d", "average order >= 80", "average order 20..90 in 60d",
    "reduced >= 50%", "reduced <= 10%", "reduced 20%..60%",
    "bought category Kitchen", "viewed category Kitchen times >= 3",
    "never bought category Kitchen", "never viewed category Tents in 30d",
    'bought category "Home > Kitchen"', "bought category tea in 40d",
    "bought category Kitchen times 2..3", "viewed category nowhere",
    "never bought category nowhere", "carted category Outdoor times <= 1",
    "bought brand Fellmark", 'viewed brand "O\'Neil", "sorrel & co" times >= 4',
    "bought brand FELLMARK times >= 2 in 80d", "never carted brand Fellmark",
    "bought price 10..30", "bought price >= 100", "viewed price <= 20 times >= 2",
    "bought price <= 25 in 60d", "never bought price >= 50",
    "country = SE", "country = se, Deutschland", "country = FR",
    'segment = "Gift givers"', "segment = Nobody",
    "searched tent", 'searched "tent green"', "searched 茶 in 60d", "searched 50%",
    "orders >= 2 and spent >= 100", "orders >= 2 or views >= 20",
    'not segment = "Gift givers" and (country = NO or searched tea)',
    "not (orders >= 1 or carts >= 1)", "carts >= 1 in 30d and orders <= 0 in 30d",
)  # fmt: skip


def shoppers_of(counting: Counting, condition: Group) -> set[str]:
    flags = counting.flags(condition)
    rows = counting.rows("SELECT shopper FROM names ORDER BY place")
    return {str(rows[at][0]) for at in np.flatnonzero(flags).tolist()}


@pytest.fixture(scope="module")
def counting(kept: SegmentService) -> Counting:
    return kept._open()


@pytest.mark.parametrize("text", CONDITIONS)
def test_that_a_condition_finds_whom_its_words_describe(
    counting: Counting, shop: Shop, text: str
):
    condition = read(text)
    assert shoppers_of(counting, condition) == fitting(shop, condition)


def test_that_most_conditions_tell_shoppers_apart(counting: Counting):
    sizes = [int(counting.flags(read(text)).sum()) for text in CONDITIONS]
    telling = [0 < size < counting.shoppers for size in sizes]
    assert sum(telling) > 0.85 * len(CONDITIONS)


@pytest.mark.parametrize("seed", range(20))
def test_that_any_combination_is_counted_alike(
    counting: Counting, shop: Shop, seed: int
):
    dice = Random(seed)
    parts = [read(dice.choice(CONDITIONS)) for _ in range(dice.randrange(1, 5))]
    flat = [part for part in parts if len(part.conditions) == 1]
    inner = Group(dice.choice(("all", "any", "none")), tuple(flat[:2]))
    leaves = tuple(part.conditions[0] for part in flat)
    condition = Group(dice.choice(("all", "any", "none")), (*leaves, inner))
    assert shoppers_of(counting, condition) == fitting(shop, condition), write(
        condition
    )


def test_that_chunks_of_any_size_give_the_same_facts(
    project: Project, monkeypatch: pytest.MonkeyPatch
):
    shop = made_shop(11, shoppers=40, sessions=False)
    monkeypatch.setattr(building, "CHUNK_EVENTS", 37)
    write_shop(project, shop)
    told: list[tuple[int, int]] = []
    facts = build_facts(project.tables, lambda done, whole: told.append((done, whole)))
    assert len(told) > 5
    assert told[-1][0] == told[-1][1] - 1
    assert facts.shoppers == len({event.shopper for event in shop.events})
    counting = Counting(project.tables, facts)
    for text in ("sessions >= 3", "orders >= 2", "spent >= 100", "views >= 5 in 60d"):
        assert shoppers_of(counting, read(text)) == fitting(shop, read(text))
    counting.close()


def test_that_events_without_countries_still_count(project: Project, shop: Shop):
    write_shop(project, shop, country=False)
    service = SegmentService(project)
    size = service.size(read("country = SE"))
    assert size is not None
    assert size.n == 0
    assert service.names().countries == ()
    service.close()
