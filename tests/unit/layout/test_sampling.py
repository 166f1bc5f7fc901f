from __future__ import annotations

import time
from pathlib import Path
from statistics import mean

import msgspec
import numpy as np
import pytest

from studio.domain.blocks import BLOCKS
from studio.domain.errors import InputProblem, StorageProblem
from studio.domain.jobs import SampleLayouts
from studio.domain.layout import STOREFRONT_BLOCKS
from studio.pipeline.layout.choosing import unlikeness
from studio.pipeline.layout.conditions import Conditions
from studio.pipeline.layout.judging import pages_like
from studio.pipeline.layout.metrics import distinct_share
from studio.pipeline.layout.pages import read_pages, split_by_shop, storefront
from studio.pipeline.layout.sampling import (
    Show,
    load_generator,
    sample_layouts,
    sample_pages,
    shipped_weights,
    vary,
)
from studio.pipeline.layout.vocabulary import encode_all
from studio.worker.sample_layouts import run


@pytest.fixture(scope="module")
def shipped():
    return load_generator()


def test_that_the_shipped_weights_are_small_and_have_a_card():
    assert shipped_weights().stat().st_size < 10_000_000
    assert "C2ST" in shipped_weights().with_name("MODEL_CARD.md").read_text("utf-8")


def test_that_shipped_weights_sample_in_time(shipped):
    sample_layouts(shipped, Conditions("home"), 8, 1)
    began = time.process_time()  # other tests may hold the machine
    layouts = sample_layouts(shipped, Conditions("home"), 200, 1)
    assert time.process_time() - began < 3
    assert all(0 <= (layout.realism or 0.0) <= 1 for layout in layouts)
    codes = encode_all(layout.blocks for layout in layouts)
    assert distinct_share(codes) > 0.8
    assert {b.type for page in layouts for b in page.blocks} <= set(STOREFRONT_BLOCKS)


def test_that_the_page_kind_shows(shipped):
    made = {
        kind: sample_layouts(shipped, Conditions(kind), 40, 1)
        for kind in ("home", "product", "collection")
    }

    def share(kind: str, block: str) -> float:
        pages = made[kind]
        return mean([block in {b.type for b in page.blocks} for page in pages])

    assert share("product", "main-product") > 0.8
    assert share("collection", "main-collection") > 0.5
    assert share("home", "main-product") == 0


def test_that_the_same_seed_makes_the_same_layouts(shipped):
    wish = Conditions("landing", campaign=True)
    one = sample_layouts(shipped, wish, 4, 9)
    assert one == sample_layouts(shipped, wish, 4, 9)
    assert one != sample_layouts(shipped, wish, 4, 10)


def test_that_variations_are_more_alike_than_strangers(shipped):
    wish = Conditions("home", length=8)
    (base,) = sample_layouts(shipped, wish, 1, 3)

    def gap(amount: float) -> float:
        pages = vary(shipped, wish, base, 12, 3, amount=amount)
        return mean([unlikeness(base, page) for page in pages])

    assert gap(0.0) == 0
    assert 0 < gap(0.2) < gap(1.0)


def test_that_pages_to_render_are_unlike_each_other_and_obey_the_rules(shipped, broken):
    show = Show("promotion", frozenset(BLOCKS))
    pages = sample_pages(shipped, Conditions("landing", campaign=True), 6, 1, show)
    assert len(pages) == 6
    assert all(broken(list(page.blocks), "promotion") == [] for page in pages)
    gaps = [unlikeness(a, b) for a in pages for b in pages if a is not b]
    assert min(gaps) > 0.15


def test_that_sampled_lines_have_the_fields_of_the_collection(small, tmp_path):
    out = tmp_path / "new" / "layouts.jsonl"
    result = run(SampleLayouts(str(out), 300), small.report())
    rows = [msgspec.json.decode(line) for line in out.read_bytes().splitlines()]
    assert result.rows == len(rows) == 300
    assert all(list(row) == ["page_kind", "campaign", "blocks"] for row in rows)
    kinds = [row["page_kind"] for row in rows]
    assert kinds.count("landing") == pytest.approx(300 * 1757 / 5117, abs=2)
    assert kinds.count("home") == pytest.approx(300 * 196 / 5117, abs=2)
    again = read_pages(msgspec.json.encode(row | {"shop": "made"}) for row in rows)
    assert len(again) == 300


def test_that_one_page_kind_can_be_asked_for(small, tmp_path):
    out = tmp_path / "home.jsonl"
    run(SampleLayouts(str(out), 7, page_kind="home"), small.report())
    assert out.read_text().count('"page_kind":"home"') == 7


def test_that_bad_wishes_and_places_get_a_sentence(small, tmp_path):
    with pytest.raises(InputProblem, match="page kind"):
        run(SampleLayouts(str(tmp_path / "x"), 3, page_kind="cellar"), small.report())
    with pytest.raises(InputProblem, match="at least 1"):
        run(SampleLayouts(str(tmp_path / "x"), 0), small.report())
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(StorageProblem):
        run(SampleLayouts(str(blocked / "x"), 1), small.report())


def test_that_shipped_weights_make_pages_as_real_ones_are(shipped, real_data: Path):
    with (real_data / "storefront_layouts.jsonl").open("rb") as lines:
        pages = storefront(split_by_shop(read_pages(lines), 0.5, 0)[1], 0)
    made = pages_like(shipped, pages, 1)
    sizes = [(page[:, 0] > 0).sum() for page in made]
    real = [(page[:, 0] > 0).sum() for page in pages.codes]
    assert np.mean(sizes) == pytest.approx(np.mean(real), abs=1.2)
