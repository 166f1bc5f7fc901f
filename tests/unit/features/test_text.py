from __future__ import annotations

import numpy as np

from studio.domain.catalogue import Product
from studio.pipeline.features.text import fit_text, product_text

TITLES = [
    "Ridgeline leather hiking boot 山脊真皮徒步靴",
    "Scree trail runner 碎石越野跑鞋",
    "Celadon tea bowl 青瓷茶碗",
    "Stoneware teapot 粗陶茶壶",
    "Cast-iron pan 铸铁煎锅",
    "Paella pan 海鲜饭锅",
]


def test_that_a_search_lies_nearest_to_the_titles_that_mean_it() -> None:
    space = fit_text(TITLES)
    assert space is not None
    titles = space.vectors(TITLES)
    for query, wanted in (
        ("tea", {2, 3}),
        ("茶", {2, 3}),
        ("徒步靴", {0}),
        ("pan", {4, 5}),
    ):
        alike = titles @ space.vectors([query])[0]
        assert int(alike.argmax()) in wanted, query


def test_that_vectors_have_length_one_and_an_empty_text_has_none() -> None:
    space = fit_text(TITLES)
    assert space is not None
    lengths = np.linalg.norm(space.vectors(["teapot", ""]), axis=1)
    assert np.allclose(lengths, [1, 0], atol=1e-5)


def test_that_texts_learned_twice_give_the_same_space() -> None:
    first, second = fit_text(TITLES), fit_text(TITLES)
    assert first is not None
    assert second is not None
    assert np.array_equal(first.components, second.components)


def test_that_no_text_gives_no_space() -> None:
    assert fit_text([]) is None
    assert fit_text(["", "  "]) is None


def test_that_one_text_is_enough_for_a_space() -> None:
    space = fit_text(["only one"])
    assert space is not None
    assert space.vectors(["only one"]).shape == (1, 1)


def test_that_a_products_text_names_title_category_and_brand() -> None:
    product = Product(
        "p", "Tea bowl", title_zh="茶碗", category=("Kitchen", "Tea"), brand="Leaf"
    )
    assert product_text(product) == "Tea bowl 茶碗 Kitchen Tea Kitchen Tea Leaf"


def test_that_an_id_in_place_of_a_title_is_no_text() -> None:
    assert not product_text(Product(id="p1234", title="p1234"))
    assert product_text(Product(id="1984", title="1984", brand="Orwell")) == "Orwell"
