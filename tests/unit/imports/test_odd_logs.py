"""Logs that lack what others have: searches without products, times that make none."""

from __future__ import annotations

import pytest

from studio.domain.behaviour import EVENT_KINDS


def _told(project) -> list[tuple[str, str, str]]:
    """What was done with which product and words, in order of time."""
    events = project.events()
    columns = (events.time, events.kind, events.product, events.query)
    found = sorted(zip(*columns, strict=True))
    return [
        (
            EVENT_KINDS[kind],
            events.products[product] if product >= 0 else "",
            events.queries[query] if query >= 0 else "",
        )
        for _, kind, product, query in found
    ]


def test_that_a_log_of_searches_needs_no_product(
    project, write, service, bring
) -> None:
    path = write(
        "searches.csv",
        "shopper,time,query\n"
        "u,2026-01-02 10:00,linen shirt\n"
        "u,2026-01-02 10:01,\n"
        "v,2026-01-02 10:02,tea pot\n",
    )
    (plan,) = service.inspect([path])
    assert (plan.kind, plan.problem) == ("behaviour", "")
    assert "Every row is taken as a search" in [f.title for f in plan.findings]
    assert [row[plan.stored_columns.index("event")] for row in plan.stored] == [
        "search"
    ] * 3
    result = bring(path)
    assert (result.events, result.products, result.shoppers) == (2, 0, 2)
    assert _told(project) == [
        ("search", "", "linen shirt"),
        ("search", "", "tea pot"),
    ]


def test_that_a_search_may_say_which_product_was_opened(
    project, write, service, bring
) -> None:
    path = write(
        "log.csv",
        "user,time,search_term,clicked_product\n"
        "u,2026-01-02 10:00,linen shirt,\n"
        "u,2026-01-02 10:01,linen shirt,p1\n"
        "u,2026-01-02 10:02,,\n",
    )
    (plan,) = service.inspect([path])
    assert "1 row with no product" in [f.title for f in plan.findings]
    assert [(d.reason, d.rows) for d in bring(path).dropped] == [("no product", 1)]
    assert _told(project) == [
        ("search", "", "linen shirt"),
        ("view", "p1", "linen shirt"),
    ]


@pytest.mark.parametrize(
    ("absurd", "good"),
    [
        ("0", "1767225600"),
        ("99999999999999999999", "1767225600"),
        ("99999999999999", "1767225600000"),
        ("-62135596800", "1767225600000000"),
    ],
)
def test_that_the_good_times_among_mostly_absurd_ones_come_in(
    absurd, good, project, write, bring
) -> None:
    rows = "".join(f"u{n},view,p,{absurd}\n" for n in range(8)) + f"u,view,p,{good}\n"
    result = bring(write("e.csv", f"user_id,event,product_id,timestamp\n{rows}"))
    assert [(d.reason, d.rows) for d in result.dropped] == [
        ("the time cannot be read", 8)
    ]
    assert list(project.events().time) == [1_767_225_600]


def test_that_days_outnumber_a_few_numbers_that_may_be_seconds(
    project, write, bring
) -> None:
    rows = "u1,view,p,2026-01-01\n" * 2 + "u2,view,p,1767225600\nu3,view,p,soon\n"
    bring(write("e.csv", f"user_id,event,product_id,timestamp\n{rows}"))
    assert list(project.events().time) == [1_767_225_600]


def test_that_it_is_told_where_the_time_of_day_stands_in_another_column(
    write, service
) -> None:
    rows = "user,product,date,time\nu,p,2026-01-02,10:05:00\nv,p,2026-01-02,9:30\n"
    (plan,) = service.inspect([write("till.csv", rows)])
    titles = [finding.title for finding in plan.findings]
    assert "The times of day in time are not read" in titles
    whole = rows.replace("date,time", "time,open").replace("-02,", "-02 10:05,")
    (plan,) = service.inspect([write("whole.csv", whole)])
    assert not [f for f in plan.findings if f.title.startswith("The times of day")]
