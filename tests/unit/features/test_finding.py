from __future__ import annotations

import json
from pathlib import Path

import pytest

from studio.domain.catalogue import Catalogue, Product
from studio.domain.errors import ModelRefused
from studio.pipeline.features.finding import Index, find, index_products, passage_of
from studio.pipeline.features.matching import WordIndex
from studio.pipeline.features.text_encoders import (
    BundledEncoder,
    Encoder,
    bundled,
    encoder_for,
)
from studio.pipeline.features.text_folder import prompts_of
from studio.pipeline.features.text_words import words_of

TITLES = (
    "Ridgeline leather hiking boot",
    "Celadon tea bowl",
    "Insulated steel bottle",
    "Merino wool gloves",
    "Cast-iron frying pan",
    "Boot wax",
)
SHOP = Catalogue(
    tuple(
        Product(f"P-{at}", title, category=("Shop", "Things"), brand="Fell")
        for at, title in enumerate(TITLES)
    )
)


@pytest.fixture(scope="module")
def encoder() -> Encoder:
    if not bundled():
        pytest.skip("the bundled encoder has no wheel for this machine")
    return BundledEncoder()


@pytest.fixture(scope="module")
def index(encoder: Encoder) -> Index:
    return index_products(SHOP, encoder.passages([passage_of(p) for p in SHOP]))


def first(index: Index, query: str, encoder: Encoder | None) -> tuple[str, str]:
    hit = find(index, query, 3, encoder.queries if encoder else None)[0]
    return hit.product, hit.how


@pytest.mark.parametrize(
    ("query", "product"),
    [
        ("徒步靴", "P-0"),
        ("茶碗", "P-1"),
        ("保温杯", "P-2"),
        ("手套", "P-3"),
        ("skillet", "P-4"),
    ],
)
def test_that_meaning_finds_across_languages(
    index: Index, encoder: Encoder, query: str, product: str
) -> None:
    assert first(index, query, encoder) == (product, "meaning")


def test_that_words_come_before_meaning_and_whole_titles_before_parts(
    index: Index, encoder: Encoder
) -> None:
    found = find(index, "boot", 9, encoder.queries)
    assert [(hit.product, hit.how) for hit in found[:2]] == [
        ("P-5", "words"),
        ("P-0", "words"),
    ]
    assert {hit.how for hit in found[2:]} == {"meaning"}
    assert first(index, "p-3", encoder) == ("P-3", "words")


@pytest.mark.parametrize("query", ["leahter bootx", "celadn tea bowl", "MERNIO GLOVES"])
def test_that_mistyped_words_find_what_they_nearly_are(query: str) -> None:
    plain = index_products(SHOP)
    product, how = first(plain, query, None)
    assert product == {"l": "P-0", "c": "P-1", "m": "P-3"}[query[0].lower()]
    assert how in ("spelling", "meaning")
    assert find(plain, "zzzz qqqq", 5, None) == ()


def test_that_odd_texts_find_nothing_or_something_but_never_fail(
    index: Index, encoder: Encoder
) -> None:
    for query in ("", "  ", "\0", "\ud800", "😀", "a" * 5000, "%_'\"\\", "ﾃｨ１２"):
        assert len(find(index, query, 2, encoder.queries)) in (0, 2)
    assert find(index_products(Catalogue(())), "tea", 5, encoder.queries) == ()


def test_that_a_text_has_one_vector_in_whatever_company(encoder: Encoder) -> None:
    together = encoder.passages(TITLES[:3])
    assert (encoder.passages(TITLES[1:2])[0] == together[1]).all()
    assert "-" in encoder.mark


def test_that_words_alone_keep_the_order_of_the_catalogue() -> None:
    words = WordIndex(SHOP)
    assert [p.id for p in words.found("FELL  thing")] == [p.id for p in SHOP]
    assert words.found("fell bottle tea") == []
    assert [p.id for p in words.found("\uff22\uff2f\uff2f\uff34")] == ["P-5", "P-0"]


def test_that_a_folder_without_a_model_or_with_a_pickle_is_refused(
    tmp_path: Path,
) -> None:
    with pytest.raises(ModelRefused, match="no modules"):
        encoder_for(str(tmp_path))
    (tmp_path / "modules.json").write_text("[]")
    (tmp_path / "pytorch_model.bin").write_bytes(b"\x80")
    with pytest.raises(ModelRefused, match="safetensors"):
        encoder_for(str(tmp_path))
    with pytest.raises(ModelRefused, match="There is no folder"):
        encoder_for(str(tmp_path / "missing"))
    assert encoder_for("ngrams") is None


def test_that_a_folder_says_what_it_wants_before_a_text(tmp_path: Path) -> None:
    assert prompts_of(tmp_path) == ("", "")
    (tmp_path / "config.json").write_text('{"_name_or_path": "x/e5-small"}')
    assert prompts_of(tmp_path) == ("query: ", "passage: ")
    said = {"prompts": {"query": "Q> ", "document": "D> "}}
    (tmp_path / "config_sentence_transformers.json").write_text(json.dumps(said))
    assert prompts_of(tmp_path) == ("Q> ", "D> ")


def test_that_words_of_both_languages_are_cut() -> None:
    words = words_of("山脊真皮徒步靴 Tea-lover's BOX, 2.4 mm")
    assert words == ["山脊", "真皮", "徒步", "tea-lover's", "box", "mm"]
