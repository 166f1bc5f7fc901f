"""The committed sample shop, and the script that makes it."""

from __future__ import annotations

import csv
import json
from collections import Counter
from functools import cache
from pathlib import Path

import msgspec
import pytest
from PIL import Image

from studio.domain.layout import WEB_BLOCKS, LayoutBlock
from studio.domain.shop import Shop

SAMPLE = Path(__file__).parents[3] / "sample_data"
SEED = 20261115
PAGE_FIELDS = {"page_id", "shop", "page_kind", "campaign", "weight", "blocks"}


@cache
def rows(name):
    with (SAMPLE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def shop():
    return msgspec.json.decode((SAMPLE / "shop.json").read_bytes(), type=Shop)


@pytest.fixture
def make(monkeypatch):
    monkeypatch.syspath_prepend(str(SAMPLE.parent))
    from sample_data.make import write  # noqa: PLC0415 (found by the path above)

    return write


def test_that_titles_and_descriptions_fit_a_card():
    for row in rows("products.csv"):
        assert 8 <= len(row["title"]) <= 44, row
        assert 4 <= len(row["title_zh"]) <= 20, row
        assert 40 <= len(row["description"]) <= 160, row


def test_that_products_differ_in_id_title_and_link():
    products = rows("products.csv")
    assert 390 <= len(products) <= 440
    for column in ("product_id", "title", "title_zh", "link"):
        assert len({row[column] for row in products}) == len(products)


def test_that_a_sale_price_is_lower_and_rare_enough():
    on_sale = [row for row in rows("products.csv") if row["sale_price"]]
    assert all(float(row["sale_price"]) < float(row["price"]) for row in on_sale)
    assert 0.15 < len(on_sale) / len(rows("products.csv")) < 0.35


def test_that_every_product_but_eight_has_a_small_picture_with_alt_text():
    alt = json.loads((SAMPLE / "pictures" / "alt.json").read_text(encoding="utf-8"))
    images = [row["image"] for row in rows("products.csv")]
    assert images.count("") == 8
    assert set(alt) == set(images) - {""}
    assert set(alt) == {path.name for path in (SAMPLE / "pictures").glob("*.webp")}
    for name, texts in alt.items():
        assert all(10 <= len(texts[language]) <= 90 for language in ("en", "zh")), name
        with Image.open(SAMPLE / "pictures" / name) as picture:
            assert picture.size in {(256, 256), (320, 320)}


def test_that_the_sample_stays_small():
    sizes = [path.stat().st_size for path in SAMPLE.rglob("*") if path.is_file()]
    pictures = (SAMPLE / "pictures").iterdir()
    assert sum(sizes) < 25e6
    assert sum(path.stat().st_size for path in pictures) < 5e6


def test_that_only_the_planted_product_ids_are_unknown():
    known = {row["product_id"] for row in rows("products.csv")}
    with_product = [row for row in rows("user_behavior.csv") if row["product_id"]]
    lost = [row["product_id"] for row in with_product if row["product_id"] not in known]
    assert len(lost) == 40
    assert all(name.startswith("WR-9") for name in lost)


def test_that_a_search_has_a_query_and_everything_else_a_product():
    for row in rows("user_behavior.csv"):
        assert (
            (row["event"] == "search") == bool(row["query"]) == (not row["product_id"])
        )


def test_that_shoppers_of_the_other_files_have_behaviour():
    shoppers = {row["user_id"] for row in rows("user_behavior.csv")}
    for name in ("user_preference.csv", "segments.csv", "page_events.csv"):
        assert {row["user_id"] for row in rows(name)} <= shoppers


def test_that_most_shoppers_are_in_one_of_seven_segments():
    segments = rows("segments.csv")
    sizes = Counter(row["segment"] for row in segments)
    assert len(sizes) == 7
    assert min(sizes.values()) > 300
    assert 0.88 < len(segments) / 5000 < 0.95


def test_that_page_events_point_at_blocks_of_the_pages():
    lines = (SAMPLE / "layouts.jsonl").read_text(encoding="utf-8").splitlines()
    pages = {page["page_id"]: page["blocks"] for page in map(json.loads, lines)}
    assert len(pages) == 40
    for row in rows("page_events.csv"):
        block = pages[row["page_id"]][int(row["block_index"])]
        assert block["type"] == row["block_type"]


def test_that_layouts_use_the_fields_and_blocks_of_the_domain():
    lines = (SAMPLE / "layouts.jsonl").read_text(encoding="utf-8").splitlines()
    for page in map(json.loads, lines):
        assert set(page) == PAGE_FIELDS
        for block in page["blocks"]:
            attributes = {key: block[key] for key in block if key != "type"}
            value = {"type": block["type"], "attributes": attributes}
            assert msgspec.convert(value, LayoutBlock).type in WEB_BLOCKS
            assert msgspec.to_builtins(msgspec.convert(value, LayoutBlock)) == value


def test_that_clicks_follow_the_true_rates():
    rates = json.loads((SAMPLE / "true_click_rates.json").read_text(encoding="utf-8"))
    segment = {row["user_id"]: row["segment"] for row in rows("segments.csv")}
    seen: Counter[tuple[str, str]] = Counter()
    for row in rows("page_events.csv"):
        if segment.get(row["user_id"]) == "Home stylers":
            seen[row["block_type"], row["event"]] += 1
    look = seen["shop-the-look", "click"] / seen["shop-the-look", "impression"]
    assert look == pytest.approx(rates["Home stylers"]["shop-the-look"], abs=0.07)
    assert look > 3 * seen["faq", "click"] / seen["faq", "impression"]


def test_that_the_shop_states_its_facts_in_both_languages():
    facts = shop()
    assert (facts.name, facts.name_zh) == ("Wrenfield", "芮野")
    categories = {row["category"] for row in rows("products.csv")}
    steps = {step for path in categories for step in path.split(" > ")}
    assert steps <= set(facts.category_names)
    for words in (*facts.category_names.values(), facts.about, facts.newsletter):
        assert words.en
        assert words.zh


def test_that_the_copy_of_the_shop_fits_its_slots():
    facts = shop()
    pairs = [
        (facts.announcement, (20, 80), (8, 32)),
        (facts.newsletter, (20, 90), (8, 36)),
    ]
    for fact in facts.facts:
        pairs += [(fact.promise, (6, 24), (3, 10)), (fact.proof, (8, 34), (4, 16))]
    for quote in facts.quotes:
        pairs.append((quote.text, (40, 140), (16, 56)))
    for item in facts.questions:
        pairs += [
            (item.question, (10, 60), (6, 26)),
            (item.answer, (30, 220), (12, 90)),
        ]
    for item in facts.articles:
        pairs += [(item.title, (10, 52), (6, 22)), (item.excerpt, (30, 110), (10, 44))]
    for words, (low, high), (low_zh, high_zh) in pairs:
        assert low <= len(words.en) <= high, words.en
        assert low_zh <= len(words.zh) <= high_zh, words.zh


def test_that_quotes_and_articles_name_products_of_the_shop():
    known = {row["product_id"] for row in rows("products.csv")}
    facts = shop()
    assert {quote.product_id for quote in facts.quotes} <= known
    assert {article.product_id for article in facts.articles} <= known


def test_that_the_same_seed_gives_the_same_bytes(make, tmp_path):
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        make.write_tables(tmp_path / name, 60, 7)
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()


def test_that_the_committed_catalogue_is_what_the_script_makes(make, tmp_path):
    make.write_tables(tmp_path, 20, SEED)
    for name in ("products.csv", "layouts.jsonl", "shop.json"):
        assert (tmp_path / name).read_bytes() == (SAMPLE / name).read_bytes()
