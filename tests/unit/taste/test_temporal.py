from __future__ import annotations

import msgspec
import numpy as np
import pytest

from studio.domain.behaviour import PURCHASE, VIEW, Events
from studio.domain.taste import TasteInputs
from studio.pipeline.features.fusion import ShopData, fuse
from studio.pipeline.taste.baselines import popularity_scores
from studio.pipeline.taste.intervals import interval
from studio.pipeline.taste.repeats import (
    own_repeats,
    own_shares,
    repeat_habit,
    with_repeats,
)
from studio.pipeline.taste.scoring import today
from studio.pipeline.taste.temporal import (
    bought_later,
    judge_later,
    only_new,
    recent_counts,
    time_of_cut,
)

DAY = 86400
CUT = 8 * DAY


def shop(rows: list[tuple[str, str, int, int]]) -> Events:
    """Events (shopper, product, kind, day)."""
    rows = sorted(rows, key=lambda row: (row[0], row[3]))
    shoppers = tuple(sorted({row[0] for row in rows}))
    products = tuple(sorted({row[1] for row in rows}))
    n = len(rows)
    return Events(
        shopper=np.array([shoppers.index(row[0]) for row in rows]),
        product=np.array([products.index(row[1]) for row in rows]),
        kind=np.array([row[2] for row in rows]),
        time=np.array([row[3] * DAY for row in rows]),
        session=np.zeros(n, np.int64),
        query=np.full(n, -1),
        quantity=np.ones(n),
        price=np.full(n, np.nan),
        shoppers=shoppers,
        products=products,
        queries=(),
    )


EVENTS = shop(
    [
        ("a", "milk", PURCHASE, 0),
        ("a", "tea", VIEW, 3),
        ("a", "milk", PURCHASE, 5),
        ("b", "tea", PURCHASE, 6),
        ("b", "jam", PURCHASE, 7),
        # after the cut
        ("a", "milk", PURCHASE, 8),
        ("a", "milk", PURCHASE, 9),
        ("a", "jam", PURCHASE, 9),
        ("a", "tea", VIEW, 9),
        ("b", "new", PURCHASE, 9),
        ("c", "tea", PURCHASE, 10),
    ]
)


@pytest.fixture(scope="module")
def past() -> TasteInputs:
    early = EVENTS.time < CUT
    names = (
        "shopper",
        "product",
        "kind",
        "time",
        "session",
        "query",
        "quantity",
        "price",
    )
    kept = {name: getattr(EVENTS, name)[early] for name in names}
    products = tuple(p for p in EVENTS.products if p != "new")
    place = np.array([products.index(p) if p != "new" else -1 for p in EVENTS.products])
    kept["product"] = place[kept["product"]]
    return fuse(
        ShopData(msgspec.structs.replace(EVENTS, products=products, **kept)), None
    )


def fixed(rows: dict[str, list[str]], inputs: TasteInputs):
    """Scores that put these products first for each shopper."""
    scores = np.zeros((len(inputs.shoppers), len(inputs.products)), np.float32)
    for shopper, products in rows.items():
        for at, product in enumerate(products):
            column = inputs.products.index(product)
            scores[inputs.shoppers.index(shopper), column] = 9 - at
    return lambda asked: scores[asked.shopper]


def test_that_the_cut_leaves_the_last_fifth_of_the_time():
    assert time_of_cut(EVENTS) == CUT


def test_that_only_later_purchases_of_known_shoppers_are_asked_for(past: TasteInputs):
    later = bought_later(EVENTS, CUT, past)
    shoppers = [past.shoppers[at] for at in later.asked.shopper]
    assert shoppers == ["a", "b"]  # nothing is known of c before the cut
    told = [
        (shoppers[row], past.products[product] if product >= 0 else "?")
        for row, product in zip(later.row, later.product, strict=True)
    ]
    assert sorted(told) == [("a", "jam"), ("a", "milk"), ("b", "?")]
    new = only_new(later, past)
    assert [past.shoppers[at] for at in new.asked.shopper] == ["a", "b"]
    assert sorted(past.products[p] if p >= 0 else "?" for p in new.product) == [
        "?",
        "jam",
    ]


def test_that_the_metrics_count_unknown_products_as_missed(past: TasteInputs):
    later = bought_later(EVENTS, CUT, past)
    best = fixed({"a": ["milk", "jam"], "b": ["tea"]}, past)
    found = judge_later(best, later, past, hide=False)
    assert found.by_shopper["ndcg@10"].tolist() == pytest.approx([1, 0])
    assert found.by_shopper["recall@10"].tolist() == [1, 0]
    second = fixed({"a": ["tea", "milk", "jam"]}, past)
    found = judge_later(second, later, past, hide=False)
    ideal = 1 + 1 / np.log2(3)
    expected = (1 / np.log2(3) + 1 / np.log2(4)) / ideal
    assert found.by_shopper["ndcg@10"][0] == pytest.approx(expected)
    hidden = judge_later(second, only_new(later, past), past, hide=True)
    assert hidden.by_shopper["ndcg@10"][0] == pytest.approx(1)  # tea and milk are gone


def test_that_own_repeats_come_first_and_chances_add_up(past: TasteInputs):
    steps, products = past.steps, len(past.products)
    asked = today(past)
    own = own_shares(steps, asked, products).toarray()
    a = past.shoppers.index("a")
    named = dict(zip(past.products, own[a], strict=True))
    assert named["milk"] > named["tea"] > 0 == named["jam"]
    habit = repeat_habit(steps, steps.start[1:])
    assert 0 < habit[past.shoppers.index("b")] < habit[a] < 1
    model = fixed({"a": ["jam"], "b": ["milk"]}, past)
    mixed = with_repeats(steps, products, model, habit)(asked)
    assert mixed.sum(axis=1) == pytest.approx(1, abs=1e-6)
    met = own > 0
    again = (mixed * met).sum(axis=1)
    assert again[:2] == pytest.approx(habit[:2], abs=1e-6)
    assert again[2] == 0  # nothing is known of the third
    ranked = own_repeats(steps, products, model)(asked)
    assert [past.products[at] for at in np.argsort(-ranked[a])] == [
        "milk",
        "tea",
        "jam",
    ]
    counts = np.array([{"jam": 9000.0, "tea": 500.0}.get(n, 0) for n in past.products])
    ranked = own_repeats(steps, products, popularity_scores(counts))(asked)
    jam, tea, milk = (past.products.index(name) for name in ("jam", "tea", "milk"))
    assert ranked[2, jam] > ranked[2, tea] > ranked[2, milk]


def test_that_recent_popularity_forgets_what_was_bought_before(past: TasteInputs):
    counts = recent_counts(EVENTS, 6 * DAY, past)
    early = recent_counts(EVENTS, 0, past)
    milk = past.products.index("milk")
    assert (early[milk], counts[milk]) == (4, 2)


def test_that_an_interval_holds_the_mean_and_narrows_with_more_shoppers():
    rng = np.random.default_rng(0)
    few = (rng.random(100) < 0.3).astype(float)
    low, high = interval(few)
    assert low < few.mean() < high
    assert (high - low) == pytest.approx(2 * 1.96 * (few.std() / 10), rel=0.15)
    assert interval(few) == (low, high)
    wide = high - low
    low, high = interval(np.tile(few, 16))
    assert (high - low) == pytest.approx(wide / 4, rel=0.15)
    found, of = np.array([1.0, 0.0, 30.0]), np.array([2.0, 4.0, 60.0])
    low, high = interval(found, of)
    assert low == 0 < 31 / 66 < high == 0.5
    with pytest.raises(ValueError, match="at least one"):
        interval(np.zeros(0))
