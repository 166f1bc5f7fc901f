from __future__ import annotations

import msgspec
import numpy as np
import pytest

from studio.domain.behaviour import PURCHASE, Events
from studio.domain.catalogue import Catalogue
from studio.domain.shop import Shop
from studio.pipeline.personas.audience import Material
from studio.pipeline.personas.facts import Known, gather_facts
from studio.pipeline.personas.lifts import odds_of, strongest, weakest
from studio.pipeline.personas.portrait import portrait_of
from studio.pipeline.personas.recall import Bought, before, cut_time, found_on, page_of
from studio.pipeline.personas.scores import popularity_of
from studio.pipeline.personas.traits import traits_of
from studio.pipeline.personas.words import Teller, group_name, money, told


def _members(material: Material, first: int, last: int) -> np.ndarray:
    at = np.arange(len(material.shoppers))
    return (at >= first) & (at < last)


def test_that_traits_tell_two_groups_apart(material: Material) -> None:
    boots = traits_of(material.facts, _members(material, 0, 30))
    tea = traits_of(material.facts, _members(material, 30, 60))
    values = [v for t in (boots, tea) for v in t.values() if v is not None]
    assert all(0 <= value <= 1 for value in values)
    assert boots.purchase_share == pytest.approx(1 / 3, abs=1e-3)
    assert (boots.price_rank or 0) > 0.6 > (tea.price_rank or 1)
    assert (boots.recency or 0) > (tea.recency or 1)
    assert (boots.frequency or 0) > (tea.frequency or 1)


def test_that_nothing_is_known_of_shoppers_who_did_nothing(material: Material) -> None:
    assert set(traits_of(material.facts, _members(material, 60, 65)).values()) == {None}


def test_that_traits_without_a_catalogue_leave_price_and_brand_open() -> None:
    n = 6
    events = Events(
        np.arange(n) // 3, np.arange(n), np.zeros(n, np.int64), np.arange(n),
        np.zeros(n, np.int64), np.full(n, -1), np.ones(n), np.full(n, np.nan),
        ("a", "b"), tuple("uvwxyz"), (),
    )  # fmt: skip
    facts = gather_facts(
        Known(events, Catalogue(), Shop()), ("a", "b"), tuple("uvwxyz")
    )
    traits = traits_of(facts, np.ones(2, np.bool_), floor=2)
    assert traits.price_rank is None
    assert traits.brand_loyalty is None
    assert traits.novelty == 1


def test_that_a_portrait_names_what_sets_a_group_apart(material: Material) -> None:
    members = _members(material, 0, 30)
    popularity = popularity_of(material.facts)
    portrait = portrait_of(material.facts, members, popularity, popularity)
    assert portrait.categories[0].name == "boots"
    assert portrait.categories[0].lift > 1 > portrait.categories[-1].lift
    assert portrait.purchases_per_shopper == 6
    assert portrait.days_since_last == 0
    assert portrait.basket is not None
    assert portrait.basket_shop is not None
    assert portrait.basket > portrait.basket_shop
    assert portrait.price_low is not None
    assert portrait.price_low >= 50


def test_that_the_words_of_a_portrait_come_from_its_numbers(material: Material) -> None:
    facts = material.facts
    everyone = traits_of(facts, np.ones(len(material.shoppers), np.bool_))
    members = _members(material, 30, 60)
    popularity = popularity_of(facts)
    traits = traits_of(facts, members)
    plain = portrait_of(facts, members, popularity, popularity)
    spoken = told(plain, traits, Teller(facts.shop, everyone))
    assert "tea" in spoken.summary.en
    assert "茶" in spoken.summary.zh
    assert spoken.line.en.startswith("Tea")
    assert "Careful with money" in [chip.en for chip in spoken.chips]
    name = group_name(spoken, facts.shop)
    assert (name.en, name.zh) == ("Tea", "茶")


def test_that_a_search_of_few_members_is_not_named(material: Material) -> None:
    facts = material.facts
    n = len(facts.shopper)
    query = np.full(n, -1)
    query[:3] = 0  # one shopper alone
    members = _members(material, 0, 30)
    asked = msgspec.structs.replace(facts, query=query, queries=("my own name",))
    zeros = np.zeros(8)
    assert portrait_of(asked, members, zeros, zeros).searches == ()


def test_that_rare_names_get_a_careful_lift() -> None:
    everyone = np.repeat([0, 1, 2], [1000, 1000, 2])
    odds = odds_of(np.array([2, 0, 0, 1]), 3, everyone)
    assert odds.lift[2] < 20  # a raw ratio would be 250
    sure = odds_of(np.repeat([0, 1], [180, 20]), 3, everyone)
    assert strongest(sure, ("a", "b", "c"), 1)[0].name == "a"
    assert weakest(sure, ("a", "b", "c"), 1)[0].name == "b"


def test_that_money_is_written_in_the_shops_currency() -> None:
    assert money(1234.5, Shop(currency="EUR")) == "€1,234"
    assert money(4.9, Shop(currency="GBP")) == "£4.90"
    assert money(30, Shop(currency="SEK")) == "SEK 30"


def test_that_recall_counts_what_the_own_page_contains() -> None:
    pages = page_of(np.array([[0.9, 0.5, 0.1], [0.1, 0.5, 0.9]]), size=1)
    assert pages.tolist() == [[0], [2]]
    whose, product = np.array([0, 0, 1, 1, 1]), np.array([0, 1, 2, 2, -1])
    bought = Bought(whose, whose, product)  # the last was not for sale before
    assert found_on(pages, bought)["recall@24"].tolist() == [1, 0, 1, 1, 0]
    wide = page_of(np.array([[0.9, 0.5, 0.1]]), size=2)
    one = found_on(wide, bought.on(np.zeros(2, np.int64)))
    assert one["weighted"].round(3).tolist() == [1, 0.631, 0, 0, 0]


def test_that_the_past_ends_where_the_next_period_begins(material: Material) -> None:
    facts = material.facts
    n = len(facts.shopper)
    events = Events(
        facts.shopper, facts.product, np.full(n, PURCHASE), facts.time, facts.session,
        facts.query, facts.quantity, facts.paid,
        material.shoppers, material.products, (),
    )  # fmt: skip
    cut = cut_time(events)
    past = before(events, cut)
    assert past.time.max() < cut <= events.time.max()
    assert 0 < len(past) < len(events)


def test_that_a_portrait_says_nothing_that_fewer_than_the_floor_share(
    material: Material,
) -> None:
    facts = material.facts
    members = _members(material, 0, 30)
    popularity = popularity_of(facts)
    product = facts.product.copy()
    one = (facts.shopper < 19) & (facts.product < 4)  # nineteen alone look at tea
    product[one] = 4
    odd = msgspec.structs.replace(facts, product=product)
    told_of_few = portrait_of(odd, members, popularity, popularity, floor=19)
    assert "tea" in {lift.name for lift in told_of_few.categories}
    hidden = portrait_of(odd, members, popularity, popularity, floor=20)
    assert "tea" not in {lift.name for lift in hidden.categories}
    assert "tea maker" not in {lift.name for lift in hidden.brands}
    assert "4" not in {one.product_id for one in hidden.typical}
    assert traits_of(odd, members, floor=20).discount_share is None
    nothing = portrait_of(odd, members, popularity, popularity, floor=31)
    assert not nothing.categories
    assert not nothing.typical
    assert {nothing.basket, nothing.price_low, nothing.days_since_last} == {None}
    assert nothing.purchases_per_shopper is None


def test_that_a_category_that_nobody_of_a_group_looks_at_is_still_said(
    material: Material,
) -> None:
    popularity = popularity_of(material.facts)
    boots = portrait_of(
        material.facts, _members(material, 0, 30), popularity, popularity
    )
    assert [(one.name, one.share) for one in boots.categories][-1] == ("tea", 0.0)
