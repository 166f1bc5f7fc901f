from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from studio.domain.jobs import (
    Comparison,
    Fact,
    ImportFiles,
    Metric,
    Note,
    Samples,
    TrainTaste,
)
from studio.pipeline.ingest.inspect import inspect
from studio.store.project import Project
from studio.worker import import_files, train_taste

SHOPPERS = 90
KINDS = ("boots", "tea", "vases")
EACH = 6


class Listener:
    """A report that remembers what it was told."""

    def __init__(self) -> None:
        self.events: list[Metric | Note | Fact | Samples | Comparison] = []

    def progress(
        self, step: int, total: int, label: str = "", seconds_left: float | None = None
    ) -> None:
        """Nothing to remember."""

    def send(self, event: Metric | Note | Fact | Samples | Comparison) -> None:
        self.events.append(event)


def write(path: Path, header: str, rows: Sequence[tuple[object, ...]]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header.split(","))
        writer.writerows(rows)
    return path


def files(folder: Path) -> list[Path]:
    """90 shoppers in three groups of 30, 18 products, 8 events each and a search."""
    rng = np.random.default_rng(2)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    products = [
        (
            f"P{at}",
            f"{KINDS[at // EACH]} {at}",
            f"Shop > {KINDS[at // EACH]}",
            10 + at,
            5,
        )
        for at in range(EACH * len(KINDS))
    ]
    events: list[tuple[object, ...]] = []
    for shopper in range(SHOPPERS):
        kind, first = shopper % 3, int(rng.integers(EACH))
        when = start + timedelta(days=int(rng.integers(60)))
        events.append((f"U{shopper}", "search", "", KINDS[kind], when.isoformat()))
        for step in range(5):
            product = f"P{kind * EACH + (first + step) % EACH}"
            for event in ("view", "purchase")[: 1 + step % 2]:
                when += timedelta(hours=7)
                events.append((f"U{shopper}", event, product, "", when.isoformat()))
    return [
        write(
            folder / "products.csv", "product_id,title,category,price,stock", products
        ),
        write(
            folder / "user_behavior.csv",
            "user_id,event,product_id,query,timestamp",
            events,
        ),
        write(
            folder / "segments.csv",
            "user_id,segment",
            [(f"U{at}", f"Friends of {KINDS[at % 3]}") for at in range(SHOPPERS)],
        ),
        write(
            folder / "user_preference.csv",
            "user_id,kind,value,weight",
            [(f"U{at}", "category", f"Shop > {KINDS[at % 3]}", 1) for at in range(30)],
        ),
    ]


def import_all(project: Path, paths: list[Path]) -> None:
    with Project.open(project) as opened:
        plans = tuple(inspect(str(path), opened.pseudonym) for path in paths)
    import_files.run(ImportFiles(str(project), plans), Listener())


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("module-config")


@pytest.fixture(scope="module")
def shop(
    tmp_path_factory: pytest.TempPathFactory, config: Path
) -> tuple[Path, Listener]:
    """A project whose taste model was trained for three epochs."""
    folder = tmp_path_factory.mktemp("shop")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VITRINE_CONFIG_DIR", str(config))
        project = folder / "project"
        Project.create(project, "Small").close()
        import_all(project, files(folder))
        told = Listener()
        train_taste.run(
            TrainTaste(str(project), preset="quick", epochs=3, device="cpu"), told
        )
    return project, told


@pytest.fixture
def project(
    shop: tuple[Path, Listener], config: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """The trained project, with the key that its pseudonyms were made with."""
    monkeypatch.setenv("VITRINE_CONFIG_DIR", str(config))
    return shop[0]


@pytest.fixture
def told_in_training(shop: tuple[Path, Listener]) -> list[object]:
    """What the training of the project reported."""
    return list(shop[1].events)
