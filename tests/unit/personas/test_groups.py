from __future__ import annotations

import numpy as np
import pytest

from studio.domain.behaviour import Segments
from studio.domain.privacy import SMALLEST_GROUP as FLOOR
from studio.pipeline.personas.audience import Material
from studio.pipeline.personas.clusters import cluster_groups
from studio.pipeline.personas.groups import Grouping, segment_groups, with_floor
from studio.pipeline.personas.neighbours import neighbour_map
from studio.pipeline.personas.polygon import inside_polygon
from studio.pipeline.personas.projection import principal


def _segments(sizes: dict[str, int], first: int = 0) -> Segments:
    shopper, code = [], []
    for at, size in enumerate(sizes.values()):
        shopper += [f"s{first + n}" for n in range(size)]
        code += [at] * size
        first += size
    return Segments(tuple(shopper), np.array(code), tuple(sizes))


def test_that_a_segment_under_the_floor_belongs_to_nobody() -> None:
    segments = _segments({"few": FLOOR - 1, "some": FLOOR, "many": FLOOR + 9})
    shoppers = [f"s{at}" for at in range(100)]
    grouping = segment_groups(segments, shoppers)
    assert grouping.names == ("many", "some")
    assert np.bincount(grouping.member + 1).tolist() == [51, FLOOR + 9, FLOOR]


def test_that_a_shopper_of_two_segments_belongs_to_the_smaller() -> None:
    both = Segments(
        tuple(f"s{at}" for at in range(50)) + tuple(f"s{at}" for at in range(20)),
        np.array([0] * 50 + [1] * 20),
        ("all", "club"),
    )
    grouping = segment_groups(both, [f"s{at}" for at in range(50)])
    assert grouping.names == ("all", "club")
    assert (grouping.member[:20] == 1).all()
    assert (grouping.member[20:] == 0).all()


def test_that_clusters_find_tastes_and_leave_out_who_did_nothing(
    material: Material,
) -> None:
    active = np.arange(len(material.shoppers)) < 60
    grouping = cluster_groups(material.tastes, active, clusters=2, seed=1)
    assert grouping.groups == 2
    assert len(set(grouping.member[:30])) == len(set(grouping.member[30:60])) == 1
    assert grouping.member[0] != grouping.member[30]
    assert (grouping.member[60:] == -1).all()


def test_that_few_or_like_shoppers_make_no_clusters() -> None:
    rng = np.random.default_rng(0)
    few = rng.normal(size=(FLOOR + 5, 4)).astype(np.float32)
    assert cluster_groups(few, np.ones(len(few), np.bool_)).groups == 0
    like = np.ones((200, 4), np.float32)
    assert cluster_groups(like, np.ones(200, np.bool_)).groups == 0
    assert cluster_groups(few[:1], np.ones(1, np.bool_)).groups == 0


def test_that_the_floor_orders_groups_by_size() -> None:
    member = np.repeat([0, 1, 2], [25, 10, 40])
    kept = with_floor(Grouping(member, ("a", "b", "c")))
    assert kept.names == ("c", "a")
    assert np.bincount(kept.member + 1).tolist() == [10, 40, 25]


@pytest.mark.parametrize("better", [False, True])
def test_that_the_map_puts_shoppers_among_products_of_their_taste(
    material: Material, better: bool
) -> None:
    tastes, vectors = material.tastes, material.vectors
    people, things = principal(tastes, vectors)
    if better:
        people, things, sampled = neighbour_map(tastes, vectors, seed=1)
        again = neighbour_map(tastes, vectors, seed=1)[0]
        assert sampled == len(people)
        assert np.array_equal(people, again)
    assert np.abs(np.concatenate([people, things])).max() <= 1 + 1e-9
    boots, teas = people[:30].mean(axis=0), people[30:60].mean(axis=0)
    between = np.linalg.norm(boots - teas)
    inside = np.linalg.norm(people[:30] - boots, axis=1).mean()
    assert between > 2 * inside
    near_boots = np.linalg.norm(things[:4] - boots, axis=1).mean()
    assert near_boots < np.linalg.norm(things[4:] - boots, axis=1).mean()


def test_that_one_shopper_and_one_product_have_a_place() -> None:
    one = np.ones((1, 3), np.float32)
    people, things = principal(one, one)
    assert np.isfinite(people).all()
    assert np.isfinite(things).all()
    assert np.isfinite(neighbour_map(one, one)[0]).all()


def test_that_a_lasso_holds_what_lies_inside_it() -> None:
    points = np.array([[0.5, 0.5], [1.5, 0.5], [0.9, 0.95], [0.2, 0.9]])
    triangle = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 0.94]])
    assert inside_polygon(points, triangle).tolist() == [False, False, False, False]
    square = np.array([[0.0, 0.0], [1.0, 0.0], [1.0, 1.0], [0.0, 1.0]])
    assert inside_polygon(points, square).tolist() == [True, False, True, True]
    assert not inside_polygon(points, square[:2]).any()
