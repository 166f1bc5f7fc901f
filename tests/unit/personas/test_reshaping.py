from __future__ import annotations

import msgspec
import numpy as np
import pytest

from studio.domain.errors import InputProblem
from studio.domain.persona import Tried
from studio.domain.privacy import SMALLEST_GROUP as FLOOR
from studio.domain.words import Words
from studio.pipeline.personas.audience import Material, build_audience
from studio.pipeline.personas.clusters import best_of, cluster_groups
from studio.pipeline.personas.continuity import continued
from studio.pipeline.personas.groups import Grouping
from studio.pipeline.personas.hands import with_hand
from studio.pipeline.personas.membership import memberships
from studio.pipeline.personas.reshaping import merged, split
from studio.pipeline.personas.stability import overlaps_of


def crowds(sizes: list[int], spread: float = 0.1) -> tuple[np.ndarray, np.ndarray]:
    """Shoppers of as many tastes as there are sizes, and the taste of each."""
    rng = np.random.default_rng(3)
    taste = np.repeat(np.arange(len(sizes)), sizes)
    points = rng.normal(0, spread, (len(taste), 8))
    points[np.arange(len(taste)), taste] += 1
    return points.astype(np.float32), taste


def everybody(points: np.ndarray) -> np.ndarray:
    return np.ones(len(points), np.bool_)


def test_that_the_number_of_clusters_is_found_and_said_to_be_stable() -> None:
    points, taste = crowds([60, 50, 50, 40, 40])
    grouping = cluster_groups(points, everybody(points), seed=1)
    assert grouping.groups == 5
    assert grouping.stability is not None
    assert grouping.stability > 0.95
    assert [one.clusters for one in grouping.tried] == [3, 4, 5, 6, 7, 8]
    assert overlaps_of(grouping.member, taste).max(axis=1).min() > 0.95
    assert all(held is not None and held > 0.9 for held in grouping.holds)


def test_that_groups_cut_out_of_one_crowd_are_said_not_to_hold() -> None:
    rng = np.random.default_rng(0)
    points = rng.normal(size=(400, 8)).astype(np.float32)
    grouping = cluster_groups(points, everybody(points), seed=1)
    assert grouping.stability is not None
    assert grouping.stability < 0.5
    assert max(one.silhouette or 0 for one in grouping.tried) < 0.2


def test_that_the_best_parted_of_the_stable_numbers_is_taken() -> None:
    tried = [Tried(3, 0.2, 0.9), Tried(4, 0.3, 0.8), Tried(5, 0.5, 0.4)]
    assert best_of(tried) == 1
    assert best_of(tried[2:]) == 0
    assert best_of([Tried(3, 0.4, 0.2), Tried(4, 0.1, 0.6)]) == 1


def test_that_who_lies_between_two_groups_belongs_to_both() -> None:
    points, taste = crowds([50, 50], spread=0.25)
    points[0] = points[0] * 0 + np.array([1, 1, 0, 0, 0, 0, 0, 0])
    shares = memberships(points, taste, 2)
    assert np.allclose(shares.sum(axis=1), 1, atol=1e-5)
    assert 0.3 < shares[0, 0] < 0.7
    assert np.median(shares[1:50, 0]) > 0.9
    assert not memberships(points, np.full(100, -1), 2).any()


def test_that_a_split_keeps_the_larger_part_what_it_was_and_a_merge_undoes_it(
    material: Material,
) -> None:
    points, _ = crowds([40, 30])
    whole = Grouping(np.zeros(70, np.int64), ("Walkers",))
    whole = continued(whole, None, [])
    parts = split(whole, 0, points)
    assert [one.id for one in parts.identities] == ["walkers", "walkers-2"]
    assert np.bincount(parts.member).tolist() == [40, 30]
    assert parts.identities[0].look != parts.identities[1].look
    again = merged(parts, [0, 1], Words("Everybody who walks"))
    assert [one.id for one in again.identities] == ["walkers"]
    assert again.identities[0].name.en == "Everybody who walks"
    assert again.identities[0].look == whole.identities[0].look
    assert (again.member == 0).all()
    with pytest.raises(InputProblem, match="merged with itself"):
        merged(parts, [1, 1], Words())


def test_that_a_split_under_the_floor_is_refused() -> None:
    points, _ = crowds([60, FLOOR - 1])
    whole = continued(Grouping(np.zeros(len(points), np.int64), ("Walkers",)), None, [])
    with pytest.raises(InputProblem, match="fewer than 20 shoppers"):
        split(whole, 0, points)
    same = np.ones_like(points)
    with pytest.raises(InputProblem, match="cannot be split"):
        split(whole, 0, same)


def test_that_clusters_are_matched_so_that_the_whole_overlap_is_greatest(
    material: Material,
) -> None:
    shoppers = material.shoppers[:60]
    facts = msgspec.structs.replace(material.facts, shoppers=60)
    some = msgspec.structs.replace(
        material, shoppers=shoppers, tastes=material.tastes[:60], facts=facts
    )
    then = continued(Grouping(np.repeat([0, 1], 30), ("", "")), None, shoppers)
    plane = np.zeros((60, 2)), np.zeros((8, 2))
    before = build_audience(some, then, plane)
    # what was first is last now, and five shoppers have changed
    member = np.repeat([1, 0], [35, 25])
    now = continued(Grouping(member, ("", "")), before, shoppers)
    assert [one.id for one in now.identities] == ["c2", "c1"]
    assert [one.name.en for one in now.identities] == ["Tea", "Boots"]
    assert [one.look for one in now.identities] == [1, 0]


def test_that_a_merged_segment_keeps_its_id_when_the_segments_come_again() -> None:
    shoppers = [f"s{at}" for at in range(60)]
    found = Grouping(np.repeat([0, 1], 30), ("Cooks", "Walkers"))
    grouping = continued(found, None, shoppers)
    whole = merged(grouping, [0, 1], Words("All of them"))
    again = with_hand(grouping, whole.member == 0, whole.identities[0])
    assert [one.id for one in again.identities] == ["cooks"]
    assert again.identities[0].source == "hand"
