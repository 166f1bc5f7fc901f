"""Conditions as text and as sentences."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.domain.errors import InputProblem
from studio.domain.segment_parser import read
from studio.domain.segment_text import write
from studio.domain.segment_words import sentence
from studio.domain.segments import (
    Frequency,
    FromCountry,
    Group,
    InCategory,
    InSegment,
    Leaf,
    Money,
    OfBrand,
    PriceBand,
    Recency,
    Saving,
    Searched,
    leaves,
    tidy,
)

NAMES = st.text(
    st.characters(categories=("L", "N", "P", "S", "Zs"), exclude_characters='"“”'),
    min_size=1,
).filter(lambda name: bool(name.strip()))  # fmt: skip
STEPS = NAMES.filter(lambda name: ">" not in name and name == name.strip())
DAYS = st.one_of(st.none(), st.integers(1, 4000))
DEEDS = st.sampled_from(["view", "add_to_cart", "purchase"])


def spans(values: st.SearchStrategy[float]) -> st.SearchStrategy[tuple[object, object]]:
    pairs = st.tuples(values, values).map(lambda pair: (min(pair), max(pair)))
    return st.one_of(
        values.map(lambda v: (v, None)), values.map(lambda v: (None, v)), pairs
    )


WHOLE = spans(st.integers(0, 10**6))
AMOUNTS = spans(st.integers(0, 10**8).map(lambda cents: cents / 100))
SHARES = spans(st.integers(0, 100).map(lambda n: n / 100))
LEAVES: st.SearchStrategy[Leaf] = st.one_of(
    st.builds(
        Recency,
        st.integers(1, 4000),
        st.sampled_from(["event", "view", "add_to_cart", "purchase", "search"]),
        st.sampled_from(["last", "first"]),
        st.booleans(),
    ),
    st.tuples(
        st.sampled_from(["orders", "sessions", "views", "units"]), WHOLE, DAYS
    ).map(
        lambda t: Frequency(t[0], *t[1], t[2])  # type: ignore[arg-type]
    ),
    st.tuples(st.sampled_from(["spent", "order"]), AMOUNTS, DAYS).map(
        lambda t: Money(t[0], *t[1], t[2])  # type: ignore[arg-type]
    ),
    SHARES.map(lambda span: Saving(*span)),  # type: ignore[arg-type]
    st.tuples(st.lists(STEPS, min_size=1, max_size=3), DEEDS, WHOLE, DAYS).map(
        lambda t: InCategory(tuple(t[0]), t[1], *t[2], t[3])  # type: ignore[arg-type]
    ),
    st.tuples(st.lists(NAMES, min_size=1, max_size=3), DEEDS, WHOLE, DAYS).map(
        lambda t: OfBrand(tuple(t[0]), t[1], *t[2], t[3])  # type: ignore[arg-type]
    ),
    st.tuples(AMOUNTS, DEEDS, WHOLE, DAYS).map(
        lambda t: PriceBand(*t[0], t[1], *t[2], t[3])  # type: ignore[arg-type]
    ),
    st.lists(NAMES, min_size=1, max_size=3).map(lambda t: FromCountry(tuple(t))),
    NAMES.map(InSegment),
    st.builds(Searched, NAMES, DAYS),
)
MATCHES = st.sampled_from(["all", "any", "none"])
INNER = st.builds(Group, MATCHES, st.lists(LEAVES, max_size=3).map(tuple))
GROUPS = st.builds(
    Group,
    MATCHES,
    st.lists(st.one_of(LEAVES, INNER), min_size=1, max_size=4).map(tuple),
).filter(lambda group: bool(list(leaves(group))))


@given(GROUPS)
def test_that_what_is_written_reads_as_the_same_condition(group: Group):
    once = read(write(group))
    assert list(leaves(once)) == list(leaves(tidy(group)))
    assert write(once) == write(group)


@given(GROUPS)
def test_that_every_condition_reads_as_a_sentence_in_both_languages(group: Group):
    words = sentence(group)
    assert words.en.startswith("Shoppers ")
    assert words.en.endswith(".")
    assert words.zh.endswith("。")
    assert "{" not in sentence(Group("all", (Recency(3), Frequency("units", 2)))).zh


@given(st.text(max_size=60))
def test_that_any_text_is_read_or_refused_with_a_hint(text: str):
    with contextlib.suppress(InputProblem):  # anything else is a mistake of ours
        assert read(write(read(text))) == read(text)


@pytest.mark.parametrize(
    ("text", "english", "chinese"),
    [
        (
            "last purchase <= 30d and spent >= 200",
            "Shoppers who bought something in the last 30 days and spent at least 200.",
            "近30天购买过，且累计消费至少200的顾客。",
        ),
        (
            "orders <= 0 in 90d or never viewed category Kitchen",
            (
                "Shoppers who placed no orders in the last 90 days or"
                " never viewed anything from Kitchen."
            ),
            "近90天未下单，或从未浏览“Kitchen”类商品的顾客。",
        ),
        (
            "not (country = SE, NO or reduced >= 50%)",
            (
                "Shoppers for whom none of this is so: they come from SE or NO or"
                " bought at least 50% of their items at a reduced price."
            ),
            "不符合以下任何一项的顾客：来自SE或NO，或所购商品中至少50%为优惠价。",
        ),
    ],
)
def test_that_sentences_say_what_a_condition_means(text, english, chinese):
    words = sentence(read(text))
    assert words.en == english
    assert words.zh == chinese


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "There is no condition"),
        ("cheap", "begins no condition"),
        ("orders", "ends too early"),
        ("orders >= many", "is not a number"),
        ("orders >= 1.5", "not a whole number"),
        ("orders 5..2", "more than the most"),
        ("orders 3", "needs a sign"),
        ("last purchase <= 30", "is not a period"),
        ("last purchase <= 0d", "cannot be used"),
        ("last holiday <= 3d", "is not known"),
        ("(orders >= 1", "never closed"),
        ('country = "SE', "never closed"),
        ("orders >= 1 spent >= 2", "one word too many"),
        ("bought category", "names nothing"),
        ("bought weather warm", "is not known"),
        ("spent >= 1e5", "is not a number"),
        ("spent >= 99999999999999", "can be used"),
        ("(a >= 1 and (b", "begins no condition"),
        (
            "orders >= 1 and (views >= 1 or (carts >= 1 and (units >= 1 or spent>=1)))",
            "A group in a group",
        ),
        (" and ".join(["orders >= 1"] * 41), "too many"),
    ],
)
def test_that_a_condition_that_makes_no_sense_is_refused_in_a_sentence(text, words):
    with pytest.raises(InputProblem) as caught:
        read(text)
    assert words in caught.value.message
