"""A project with known faults, and its report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from studio.domain.quality import QualityReport
from studio.services import quality
from studio.services.imports import ImportService
from studio.store.project import Project
from studio.worker import import_files


class Quiet:
    def progress(self, step, total, label="", seconds_left=None) -> None:
        """Say nothing."""

    def send(self, event: object) -> None:
        """Say nothing."""


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "shop", "Shop") as made:
        yield made


@pytest.fixture
def measure(project: Project, tmp_path: Path) -> Callable[..., QualityReport]:
    """Import texts as files and measure: `measure(products="...", events="...")`."""
    names = {
        "products": "products.csv", "events": "user_behavior.csv",
        "segments": "segments.csv",
    }  # fmt: skip

    def measured(**texts: str) -> QualityReport:
        paths = []
        for kind, text in texts.items():
            path = tmp_path / names[kind]
            path.write_text(text, encoding="utf-8")
            paths.append(path)
        service = ImportService(project)
        import_files.run(service.job(service.inspect(paths)), Quiet())
        return quality.report(project)

    return measured


EVENTS = "user_id,event,product_id,query,timestamp,price\n"


def days_of_events(
    days: int,
    per_day: Callable[[int], int],
    *,
    hour: Callable[[int], int] = lambda n: 8 + n % 14,
) -> str:
    """Events of many shoppers: `per_day(day)` of them each day, from 2026-01-05 on."""
    start = datetime(2026, 1, 5, tzinfo=UTC)
    rows = [
        f"u{(day * 31 + n) % 97},{'purchase' if n % 9 == 0 else 'view'},P-{n % 5},,"
        f"{start + timedelta(days=day, hours=hour(n), minutes=n % 60)},{5 + n % 7}\n"
        for day in range(days)
        for n in range(per_day(day))
    ]
    return EVENTS + "".join(rows)


CATALOGUE = "product_id,title,category,brand,price,stock,description\n" + "".join(
    f"P-{n},Kettle {n},Kitchen,Fellmark,{n + 1},5,Steel\n" for n in range(5)
)
