"""A search that names a person is left out; one for a product of that name is not."""

from __future__ import annotations

import pytest

HEAD = "user_id,event,item_id,query,timestamp\n"
PRODUCTS = "product_id,title\nA-1,Laura Schneider porcelain mug\nA-2,Trail shoes\n"


def searches(*texts: str, shoppers: int = 1) -> str:
    return HEAD + "".join(
        f"u{n},search,,{text},2026-03-0{at + 1} 10:00:00\n"
        for at, text in enumerate(texts)
        for n in range(shoppers)
    )


def queries(project) -> set[str]:
    events = project.events()
    return set(events.queries)


@pytest.mark.parametrize(
    "text",
    [
        "gift for Anna Schneider",
        "anna.schneider",
        "for Jürgen Großmann",
        "张伟",
        "张伟 手机壳",
    ],
)
def test_that_a_search_for_a_person_is_left_out(project, write, bring, text) -> None:
    result = bring(write("user_behavior.csv", searches(text, "trail shoes")))
    assert queries(project) == {"trail shoes"}
    assert [(d.reason, d.rows, d.example) for d in result.dropped] == [
        ("a search that names a person", 1, "")
    ]


@pytest.mark.parametrize(
    "text", ["laura schneider mug", "laura mug", "rose gold ring", "黄金手链"]
)
def test_that_a_search_for_a_product_is_kept(project, write, bring, text) -> None:
    bring(write("products.csv", PRODUCTS), write("user_behavior.csv", searches(text)))
    assert queries(project) == {text}


@pytest.mark.parametrize("kind", ["search", "preference"])
def test_that_everyday_words_beside_a_word_that_is_also_a_name_are_kept(
    project, write, bring, kind
) -> None:
    """Line is a given name; nobody is called Line Bargains."""
    texts = ("end of line bargains", "anna wallpaper", "on-line ordering")
    if kind == "search":
        bring(write("user_behavior.csv", searches(*texts)))
        assert queries(project) == set(texts)
        return
    rows = "".join(f"u1,text,{text}\n" for text in texts)
    bring(write("user_preference.csv", f"user_id,kind,value\n{rows}"))
    assert set(project.preferences().value) == set(texts)


@pytest.mark.parametrize(
    "text",
    [
        "anna kowalczyk",
        "Line Kowalczyk",
        "present for line kowalczyk",
        "scarf anna kowalczyk red",
    ],
)
def test_that_a_surname_that_no_list_has_is_still_a_name(
    project, write, bring, text
) -> None:
    bring(write("user_behavior.csv", searches(text, "trail shoes")))
    assert queries(project) == {"trail shoes"}


def test_that_what_several_shoppers_typed_is_kept(project, write, bring) -> None:
    star = "emma schneider collection"
    bring(write("user_behavior.csv", searches(star, shoppers=5)))
    assert queries(project) == {star}


def test_that_a_view_after_such_a_search_stays_without_its_words(
    project, write, bring
) -> None:
    bring(
        write(
            "user_behavior.csv",
            HEAD + "u1,view,A-1,anna schneider,2026-03-01 10:00:00\n",
        )
    )
    assert len(project.events()) == 1
    assert queries(project) == set()


def test_that_a_text_that_names_a_person_is_no_preference(
    project, write, bring
) -> None:
    bring(
        write(
            "user_preference.csv",
            "user_id,kind,value\nu1,text,like Anna Schneider wears\n"
            "u1,brand,Paul Kehl\n",
        )
    )
    assert project.preferences().value == ("Paul Kehl",)
