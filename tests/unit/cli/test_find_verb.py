from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from studio.domain.jobs import FindProducts, FoundProducts
from studio.pipeline.features.text_encoders import bundled
from studio.services import settings
from studio.worker.run import run_job
from tests.unit.worker_taste.conftest import Listener, import_all, write

Vitrine = Callable[..., Result]


@pytest.fixture
def filled(shop: Path, tmp_path: Path) -> Path:
    """The project with four products in English."""
    titles = ("Leather hiking boot", "Celadon tea bowl", "Wool gloves", "Frying pan")
    rows = [(f"P{at}", title, "Shop", 10) for at, title in enumerate(titles)]
    import_all(
        shop, [write(tmp_path / "p.csv", "product_id,title,category,price", rows)]
    )
    return shop


def test_that_a_mistyped_title_is_found_on_the_command_line(
    vitrine: Vitrine, filled: Path
) -> None:
    done = vitrine("find", filled, "clelaodn boll", "--encoder", "ngrams", "--json")
    assert done.exit_code == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["products"][0]["product"] == "P1"
    assert found["encoder"] == ""


@pytest.mark.skipif(not bundled(), reason="the bundled encoder has no wheel here")
def test_that_vectors_of_titles_go_with_all_caches_and_queries_are_never_kept(
    filled: Path,
) -> None:
    def look_for(query: str) -> FoundProducts:
        done = run_job(FindProducts(str(filled), query), Listener())
        assert isinstance(done, FoundProducts)
        return done

    assert look_for("茶碗").products[0].product == "P1"
    (kept,) = (filled / "data" / "cache").glob("vectors-*")
    before = kept.read_bytes()
    assert look_for("手套").products[0].product == "P2"
    assert kept.read_bytes() == before, "four titles, and no query"


def test_that_an_encoder_that_is_not_there_is_told(
    vitrine: Vitrine, filled: Path, told: Callable[[Result], dict[str, str]]
) -> None:
    settings.save("encoder", str(filled / "nowhere"))
    done = vitrine("find", filled, "tea", "--json")
    assert done.exit_code == 6
    assert "There is no folder" in told(done)["error"]
    assert vitrine("find", filled, "  ", "--json").exit_code == 2
