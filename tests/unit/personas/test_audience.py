from __future__ import annotations

import msgspec
import numpy as np
import pytest

from studio.domain.likely import Likely
from studio.domain.persona import EVERYONE, Audience
from studio.pipeline.personas.audience import Material, build_audience, slug
from studio.pipeline.personas.continuity import continued
from studio.pipeline.personas.groups import Grouping
from studio.pipeline.personas.hands import by_hand, grouping_of, with_hand
from studio.pipeline.personas.scores import expected_shares

MEMBER = np.repeat([0, 1, -1], [30, 30, 5])


def _audience(material: Material, grouping: Grouping) -> Audience:
    plane = np.zeros((65, 2)), np.zeros((8, 2))
    return build_audience(material, grouping, plane)


def test_that_all_shoppers_come_last_and_every_persona_has_scores(
    material: Material,
) -> None:
    audience = _audience(material, Grouping(MEMBER, ("Trail planners", "山友")))
    assert [p.id for p in audience.personas] == ["trail-planners", "山友", EVERYONE]
    everyone = audience.personas[-1]
    assert (everyone.name, everyone.name_zh, everyone.size) == (
        "All shoppers",
        "所有顾客",
        60,  # the five in no persona are too few to be told of by difference
    )
    assert audience.scores.shape == (3, 8)
    assert audience.scores.min() >= 0
    assert audience.scores.max() == 1
    assert (audience.scores[0, :4].min()) > audience.scores[0, 4:].max()
    assert (audience.scores[1, 4:].min()) > audience.scores[1, :4].max()
    assert audience.popularity.max() == 1
    assert audience.source == "segment"


def test_that_clusters_are_named_after_what_sets_them_apart(material: Material) -> None:
    audience = _audience(material, Grouping(MEMBER, ("", "")))
    assert [p.id for p in audience.personas] == ["c1", "c2", EVERYONE]
    assert [p.name for p in audience.personas[:2]] == ["Boots", "Tea"]
    assert [p.name_zh for p in audience.personas[:2]] == ["靴子", "茶"]
    shown = [one.score for one in audience.personas[0].portrait.typical]
    assert shown == sorted(shown, reverse=True)
    assert {one.product_id for one in audience.personas[0].portrait.typical[:4]} == {
        "p0", "p1", "p2", "p3",
    }  # fmt: skip
    assert audience.source == "cluster"


def test_that_a_shop_without_groups_has_all_shoppers_alone(material: Material) -> None:
    nobody = np.full(65, -1)
    audience = _audience(material, Grouping(nobody, ()))
    assert [p.id for p in audience.personas] == [EVERYONE]
    assert audience.scores.shape == (1, 8)


def test_that_clusters_keep_who_they_are_when_made_anew(material: Material) -> None:
    was = _audience(material, Grouping(MEMBER, ("", "")))
    swapped = np.where(MEMBER < 0, -1, 1 - MEMBER)
    swapped[:3] = 0  # a few changed sides
    now = continued(Grouping(swapped, ("", "")), was, material.shoppers)
    assert [(n.id, n.look) for n in now.identities] == [("c2", 1), ("c1", 0)]


def test_that_a_persona_made_by_hand_stays_when_personas_are_made_anew(
    material: Material,
) -> None:
    was = _audience(material, Grouping(MEMBER, ("", "")))
    inside = np.arange(65) % 3 == 0
    made = _audience(
        material, with_hand(grouping_of(was, 20), inside, by_hand("My own"))
    )
    own = made.personas[-2]
    assert (own.id, own.name, own.source, own.size) == ("my-own", "My own", "hand", 22)
    assert sum(p.size for p in made.personas[:-1]) == 60 + int((inside[60:]).sum())
    anew = continued(Grouping(MEMBER, ("", "")), made, material.shoppers)
    assert anew.identities[-1].id == "my-own"
    assert (anew.member[inside] == len(anew.identities) - 1).all()


def test_that_ids_are_short_and_stable() -> None:
    assert slug("Trail planners") == "trail-planners"
    assert slug("  VIP / Gold! ") == "vip-gold"
    assert slug("户外爱好者") == "户外爱好者"
    assert slug("!!!") == "group"


def test_that_groups_expect_what_their_members_will_likely_buy(
    material: Material,
) -> None:
    product = np.full((65, 2), -1)
    worth = np.zeros((65, 2))
    product[:30] = [0, 1]
    worth[:30] = [0.6, 0.2]
    product[30:60:2] = [7, 1]  # every second one was asked about
    worth[30:60:2] = [0.5, 0.3]
    shares = expected_shares(Likely(product, worth), (MEMBER, 2), 8)
    assert shares.sum(axis=1) == pytest.approx(1)
    assert shares.argmax(axis=1).tolist() == [0, 7, 0]
    assert shares[0, 7] > 0  # a little of what the whole shop buys
    nobody = expected_shares(Likely(product, worth), (np.full(65, -1), 1), 8)
    assert nobody[0] == pytest.approx(nobody[1])
    told = msgspec.structs.replace(material, likely=Likely(product, worth))
    scores = _audience(told, Grouping(MEMBER, ("A", "B"))).scores
    plain = _audience(material, Grouping(MEMBER, ("A", "B"))).scores
    assert scores[0, 0] > scores[0, 1:].max()
    assert not np.allclose(scores, plain)
