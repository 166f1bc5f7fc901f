"""`vitrine quality` prints what to mend, and writes the report."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import Result

from studio.services.imports import ImportService
from studio.store.project import Project
from studio.worker import import_files

Vitrine = Callable[..., Result]
Told = Callable[[Result], dict[str, str]]


class Quiet:
    def progress(self, step, total, label="", seconds_left=None) -> None:
        """Say nothing."""

    def send(self, event: object) -> None:
        """Say nothing."""


@pytest.fixture
def filled(shop: Path) -> Path:
    """The shop with two products, of which one has no price."""
    file = shop.parent / "products.csv"
    file.write_text("product_id,title,price\nP1,Mug,5\nP2,Bowl,\n", "utf-8")
    with Project.open(shop) as project:
        service = ImportService(project)
        import_files.run(service.job(service.inspect([file])), Quiet())
    return shop


def test_that_people_read_what_is_wrong(vitrine: Vitrine, filled: Path) -> None:
    result = vitrine("quality", filled)
    assert result.exit_code == 0
    assert "products: 2 rows" in result.stdout
    assert "1 of 2 products have no price" in result.stdout
    assert "For example: P2" in result.stdout


def test_that_machines_read_json_and_a_page_is_written(
    vitrine: Vitrine, filled: Path, tmp_path: Path
) -> None:
    page = tmp_path / "报告.html"
    result = vitrine("quality", filled, "--out", page, "--json")
    found = {f["id"]: f for f in json.loads(result.stdout)["findings"]}
    assert found["products-without-price"]["rows"] == 1
    assert "商品缺少价格" in page.read_text(encoding="utf-8")


def test_that_an_empty_project_says_so(vitrine: Vitrine, shop: Path) -> None:
    assert "There are no data yet" in vitrine("quality", shop).stdout


def test_that_a_report_of_another_kind_is_refused(
    vitrine: Vitrine, told: Told, filled: Path, tmp_path: Path
) -> None:
    result = vitrine("quality", filled, "--out", tmp_path / "r.docx", "--json")
    assert result.exit_code == 2
    assert "no kind of report" in told(result)["error"]
