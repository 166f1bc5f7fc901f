from __future__ import annotations

import numpy as np

from studio.domain.persona import Audience, Persona
from studio.ui.audience.cloud import (
    NOBODY,
    Cloud,
    cloud_of,
    nearest,
    product_members,
    sample,
)


def audience() -> Audience:
    personas = (
        Persona("a", "A", 30, "segment", 0),
        Persona("b", "B", 3, "segment", 1),
        Persona("all", "All shoppers", 33, "everyone", 2),
    )
    member = np.array([0] * 30 + [1] * 3 + [-1])
    return Audience(
        personas=personas,
        shoppers=tuple(str(n) for n in range(34)),
        products=("p", "q", "r"),
        member=member,
        shopper_xy=np.random.default_rng(0).normal(size=(34, 2)),
        product_xy=np.zeros((3, 2)),
        scores=np.array([[0.9, 0.1, 0.5], [0.2, 0.8, 0.5], [0.5, 0.5, 0.5]]),
        popularity=np.ones(3),
    )


def test_that_members_of_a_group_not_shown_look_like_nobody():
    made = audience()
    cloud = cloud_of(made, made.personas[:1], "shoppers")
    assert (cloud.group[:30] == 0).all()
    assert (cloud.group[30:] == NOBODY).all()


def test_that_a_product_has_the_persona_that_takes_to_it_most_beyond_the_shop():
    assert product_members(audience()).tolist() == [0, 1, NOBODY]


def test_that_an_even_sample_of_many_points_is_always_the_same():
    places = np.arange(9000)
    drawn = sample(places, 5000)
    assert len(np.unique(drawn)) == 5000
    assert drawn.tolist() == sample(places, 5000).tolist()
    assert sample(places[:10]).tolist() == list(range(10))


def test_that_the_nearest_point_must_be_near():
    pixels = np.array([[0.0, 0.0], [100.0, 0.0]])
    assert nearest(pixels, 96, 3) == 1
    assert nearest(pixels, 50, 0) == -1
    assert nearest(np.zeros((0, 2)), 0, 0) == -1


def test_that_a_label_lies_below_where_most_of_a_group_is():
    crowd = np.random.default_rng(1).normal(size=(200, 2)) * 0.02
    strays = np.column_stack((np.full(40, 5.0), np.linspace(-5, 5, 40)))
    xy = np.concatenate((crowd, strays))
    group = np.zeros(240, np.int64)
    at = Cloud(xy, group, np.arange(240)).label_at(0)
    assert at is not None
    assert abs(at[0]) < 0.1
    assert -0.2 < at[1] < 0
    assert Cloud(xy, group, np.arange(240)).label_at(1) is None
