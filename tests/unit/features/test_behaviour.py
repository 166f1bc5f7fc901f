from __future__ import annotations

import numpy as np

from studio.domain.behaviour import ADD_TO_CART, PURCHASE, SEARCH, VIEW, Events
from studio.pipeline.features.behaviour import Renumbering, build_steps

Event = tuple[int, int, int, int, float]  # shopper, product, kind, time, price


def _events(rows: list[Event], queries: dict[int, int] | None = None) -> Events:
    columns = list(zip(*rows, strict=True))
    query = np.full(len(rows), -1)
    for at, code in (queries or {}).items():
        query[at] = code
    shoppers, products = max(columns[0]) + 1, max(columns[1]) + 1
    return Events(
        shopper=np.array(columns[0]),
        product=np.array(columns[1]),
        kind=np.array(columns[2]),
        time=np.array(columns[3]),
        session=np.zeros(len(rows), np.int64),
        query=query,
        quantity=np.ones(len(rows)),
        price=np.array(columns[4], np.float64),
        shoppers=tuple(f"s{n}" for n in range(shoppers)),
        products=tuple(f"p{n}" for n in range(products)),
        queries=("boots", "tea"),
    )


def _to(events: Events, price: list[float] | None = None) -> Renumbering:
    products = len(events.products)
    return Renumbering(
        np.arange(len(events.shoppers)),
        np.arange(products),
        len(events.shoppers),
        np.array(price or [np.nan] * products, np.float64),
    )


def test_that_events_on_one_product_in_a_row_are_one_step_of_the_strongest_kind() -> (
    None
):
    events = _events(
        [
            (0, 0, VIEW, 10, np.nan),
            (0, 0, ADD_TO_CART, 20, np.nan),
            (0, 0, PURCHASE, 30, np.nan),
            (0, 1, VIEW, 40, np.nan),
            (0, 0, VIEW, 50, np.nan),
        ]
    )
    steps = build_steps(events, _to(events))
    assert steps.product.tolist() == [0, 1, 0]
    assert steps.kind.tolist() == [PURCHASE, VIEW, VIEW]
    assert steps.fresh.tolist() == [True, True, False]


def test_that_tied_times_keep_the_order_of_the_file() -> None:
    events = _events([(0, p, VIEW, 7, np.nan) for p in (3, 1, 2, 0)])
    assert build_steps(events, _to(events)).product.tolist() == [3, 1, 2, 0]


def test_that_searches_are_steps_without_a_product() -> None:
    rows = [
        (0, -1, SEARCH, 1, np.nan),
        (0, -1, SEARCH, 2, np.nan),
        (0, 0, VIEW, 3, np.nan),
    ]
    events = _events(rows, {0: 1, 1: 0})
    steps = build_steps(events, _to(events))
    assert steps.product.tolist() == [-1, -1, 0]
    assert steps.query.tolist() == [1, 0, -1]


def test_that_time_gaps_are_counted_within_a_shopper() -> None:
    events = _events(
        [
            (0, 0, VIEW, 0, np.nan),
            (0, 1, VIEW, 30, np.nan),
            (0, 2, VIEW, 30 + 40 * 86400, np.nan),
            (1, 0, VIEW, 10**9, np.nan),
        ]
    )
    assert build_steps(events, _to(events)).gap.tolist() == [0, 1, 9, 0]


def test_that_a_price_is_judged_by_the_shoppers_own_earlier_ones() -> None:
    events = _events(
        [(0, 0, VIEW, 1, np.nan), (0, 1, VIEW, 2, np.nan), (0, 2, VIEW, 3, 10)]
    )
    steps = build_steps(events, _to(events, [10.0, 100.0, 500.0]))
    assert steps.price.tolist() == [0, 7, 1]  # unknown, far dearer, far cheaper


def test_that_shoppers_without_events_have_no_steps() -> None:
    events = _events([(0, 0, VIEW, 1, np.nan)])
    to = Renumbering(np.array([2]), np.array([0]), 4, np.array([np.nan]))
    assert build_steps(events, to).start.tolist() == [0, 0, 0, 1, 1]
