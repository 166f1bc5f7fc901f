from __future__ import annotations

import numpy as np

from studio.domain.behaviour import PURCHASE, VIEW, Events
from studio.pipeline.page.evidence import bought_together, popularity_of


def _events(baskets: list[list[int]], n: int, kind: int = PURCHASE) -> Events:
    product = np.array([p for basket in baskets for p in basket], np.int64)
    session = np.array(
        [s for s, basket in enumerate(baskets) for _ in basket], np.int64
    )
    zeros = np.zeros(len(product))
    return Events(
        shopper=session,
        product=product,
        kind=np.full(len(product), kind),
        time=session,
        session=session,
        query=np.full(len(product), -1),
        quantity=zeros + 1,
        price=zeros,
        shoppers=tuple(f"s{s}" for s in range(len(baskets))),
        products=tuple(f"p{p}" for p in range(n)),
        queries=(),
    )


def test_that_pairs_that_meet_often_are_found_and_chance_is_not():
    baskets = [[0, 1]] * 8 + [[2, 3]] + [[4 + i % 6] for i in range(60)]
    together = bought_together(_events(baskets, 10))
    assert together == {"p0": ("p1",), "p1": ("p0",)}


def test_that_views_are_no_baskets():
    assert bought_together(_events([[0, 1]] * 9, 2, VIEW)) == {}


def test_that_the_most_bought_product_has_popularity_1():
    popularity = popularity_of(_events([[0], [0], [1]], 3))
    assert popularity == {"p0": 1.0, "p1": 0.5, "p2": 0.0}


def test_that_no_events_make_nothing_popular():
    assert popularity_of(_events([], 2)) == {"p0": 0.0, "p1": 0.0}
    assert bought_together(_events([], 2)) == {}
