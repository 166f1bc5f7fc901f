from __future__ import annotations

import csv
import shutil
from pathlib import Path

import msgspec
import pytest

from studio.domain.catalogue import Catalogue
from studio.domain.errors import CancelledByUser
from studio.domain.jobs import ImportFiles
from studio.domain.persona import Audience
from studio.domain.shop import Shop
from studio.services.imports import ImportService
from studio.store.project import Project
from studio.worker.run import run_job


class Quiet:
    """A report that keeps what it is told, and cancels after so many calls."""

    def __init__(self, cancel_after: int | None = None) -> None:
        self.labels: list[str] = []
        self.sent: list[object] = []
        self._cancel_after = cancel_after

    def progress(
        self, step: int, total: int, label: str = "", seconds_left: float | None = None
    ) -> None:
        self.labels.append(label)
        if self._cancel_after is not None and len(self.labels) > self._cancel_after:
            raise CancelledByUser

    def send(self, event: object) -> None:
        self.sent.append(event)


@pytest.fixture
def quiet() -> type[Quiet]:
    return Quiet


@pytest.fixture(scope="session")
def products_csv(
    tmp_path_factory: pytest.TempPathFactory, small_catalogue: Catalogue
) -> Path:
    path = tmp_path_factory.mktemp("files") / "products.csv"
    columns = (
        "id", "title", "title_zh", "description", "category", "brand", "price",
        "sale_price", "currency", "stock", "link", "image",
    )  # fmt: skip
    with path.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream)
        rows.writerow(["product_id", *columns[1:]])
        for product in small_catalogue:
            values = msgspec.structs.asdict(product)
            values["category"] = " > ".join(product.category)
            rows.writerow([values[column] for column in columns])
    return path


@pytest.fixture(scope="session")
def made_project(
    tmp_path_factory: pytest.TempPathFactory,
    products_csv: Path,
    small_audience: Audience,
    small_shop: Shop,
) -> Path:
    folder = tmp_path_factory.mktemp("projects") / "made"
    with Project.create(folder, "Fjord") as project:
        plans = ImportService(project).inspect([products_csv])
    run_job(ImportFiles(str(folder), plans), Quiet())
    with Project.open(folder) as project:
        project.save_shop(small_shop)
        project.save_audience(small_audience)
    return folder


@pytest.fixture
def project_folder(made_project: Path, tmp_path: Path) -> Path:
    """A project with products, shop and three personas, one's own to change."""
    return Path(shutil.copytree(made_project, tmp_path / "project"))
