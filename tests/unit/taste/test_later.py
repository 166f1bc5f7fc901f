from __future__ import annotations

import msgspec
import numpy as np
import pytest

from studio.domain.behaviour import ADD_TO_CART, PURCHASE, VIEW, Events
from studio.domain.taste import TasteInputs
from studio.pipeline.features.fusion import ShopData, fuse
from studio.pipeline.personas.recall import before
from studio.pipeline.taste.later import (
    OWN,
    SIGNALS,
    Signals,
    later_chances,
    signals_of,
)
from studio.pipeline.taste.later_fit import crossed_chances, enough, fit_later
from studio.pipeline.taste.metrics import ScoreFunction
from studio.pipeline.taste.repeats import own_repeats
from studio.pipeline.taste.scoring import today
from studio.pipeline.taste.temporal import (
    Later,
    bought_later,
    judge_later,
    only_new,
)

DAY = 86400
FIRST, SECOND = 70, 80
SHOPPERS, PRODUCTS = 80, 30


def shop(seed: int) -> Events:
    """A shop whose carts are bought ten days later and whose looks lead nowhere.

    Each shopper has bought things that they never buy again.
    """
    rng = np.random.default_rng(seed)
    rows = []
    for shopper in range(SHOPPERS):
        rows += [
            (shopper, int(rng.integers(PRODUCTS)), PURCHASE, int(day))
            for day in rng.integers(0, 60, 6)
        ]
        for start in (60, FIRST):
            for kind, gap in ((ADD_TO_CART, 10), (VIEW, None)):
                product, day = int(rng.integers(PRODUCTS)), int(rng.integers(3, 9))
                rows.append((shopper, product, kind, start + day))
                if gap is not None:
                    rows.append((shopper, product, PURCHASE, start + day + gap))
    rows.sort(key=lambda row: (row[0], row[3]))
    who, which, what, day = np.array(rows, np.int64).T.copy()
    n = len(rows)
    return Events(
        who, which, what, day * DAY, np.zeros(n, np.int64), np.full(n, -1),
        np.ones(n), np.full(n, np.nan), tuple(f"s{at:02}" for at in range(SHOPPERS)),
        tuple(f"p{at:02}" for at in range(PRODUCTS)), (),
    )  # fmt: skip


def at_day(events: Events, day: int) -> tuple[TasteInputs, Signals, Later]:
    """What was known on a day, and what was bought in the ten days from then on."""
    inputs = fuse(ShopData(before(events, day * DAY)), None)
    soon = before(events, (day + 10) * DAY)
    signals = signals_of(inputs, knowing_nothing(inputs), day * DAY)
    return inputs, signals, bought_later(soon, day * DAY, inputs)


def knowing_nothing(inputs: TasteInputs) -> ScoreFunction:
    return lambda asked: np.zeros((len(asked), len(inputs.products)), np.float32)


def ndcg(score: ScoreFunction, later: Later, inputs: TasteInputs) -> float:
    found = judge_later(score, later, inputs, hide=False)
    return float(found.by_shopper["ndcg@10"].mean())


@pytest.fixture(scope="module")
def events() -> Events:
    return shop(seed=3)


def test_that_carts_left_behind_are_learned_to_be_bought_soon(events: Events) -> None:
    inputs, known, then = at_day(events, FIRST)
    assert enough(then)
    weights = fit_later(known, then, inputs.sellable, new_only=False)
    of = dict(zip(SIGNALS, weights.tolist(), strict=True))
    assert of["carts"] > max(of["views"], of["purchases"])
    inputs, now, coming = at_day(events, SECOND)
    chances = later_chances(now, weights, inputs.sellable)
    repeats = own_repeats(inputs.steps, PRODUCTS, knowing_nothing(inputs))
    assert ndcg(chances, coming, inputs) > 1.2 * ndcg(repeats, coming, inputs)
    assert chances(coming.asked).sum(axis=1) == pytest.approx(1, abs=1e-4)


def test_that_what_is_not_sold_has_no_chance(events: Events) -> None:
    inputs, known, then = at_day(events, FIRST)
    sellable = inputs.sellable.copy()
    sellable[0] = False
    weights = fit_later(known, then, sellable, new_only=False)
    chances = later_chances(known, weights, sellable)(today(inputs))
    assert (chances[:, 0] == 0).all()
    assert np.isfinite(weights).all()


def test_that_new_products_alone_leave_out_what_is_known_of_own_ones(
    events: Events,
) -> None:
    inputs, known, then = at_day(events, FIRST)
    new = only_new(then, inputs)
    weights = fit_later(known, new, inputs.sellable, new_only=True)
    assert (weights[OWN] == 0).all()


def test_that_nobody_is_ranked_by_their_own_later_purchases(events: Events) -> None:
    inputs, known, then = at_day(events, FIRST)
    even = today(inputs, np.arange(0, SHOPPERS, 2))
    first = crossed_chances(known, then, inputs.sellable)(even)
    mine = then.asked.shopper[then.row] % 2 == 0
    other = msgspec.structs.replace(then, product=np.where(mine, 5, then.product))
    assert np.array_equal(first, crossed_chances(known, other, inputs.sellable)(even))
    theirs = msgspec.structs.replace(then, product=np.where(mine, then.product, 5))
    moved = crossed_chances(known, theirs, inputs.sellable)(even)
    assert not np.allclose(first, moved)


def test_that_few_purchases_are_not_enough(events: Events) -> None:
    inputs, known, then = at_day(events, FIRST)
    few = then.some(np.arange(len(then.row)) < 10)
    assert not enough(few)
    unknown = msgspec.structs.replace(then, product=np.full_like(then.product, -1))
    assert not enough(unknown)
    weights = fit_later(known, unknown, inputs.sellable, new_only=False)
    assert (weights == 0).all()
