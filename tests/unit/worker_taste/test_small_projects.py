from __future__ import annotations

from pathlib import Path

import pytest

from studio.domain.jobs import ImportFiles, Recommend, TrainTaste
from studio.domain.persona import EVERYONE
from studio.pipeline.ingest.inspect import inspect
from studio.store.project import Project
from studio.worker import import_files, recommend, train_taste
from tests.unit.worker_taste.conftest import Listener


def _project(folder: Path, events: str) -> Path:
    path = folder / "user_behavior.csv"
    path.write_text("user_id,product_id,timestamp\n" + events, encoding="utf-8")
    project = folder / "project"
    with Project.create(project, "Small") as made:
        plan = inspect(str(path), made.pseudonym)
    import_files.run(ImportFiles(str(project), (plan,)), Listener())
    return project


@pytest.mark.parametrize("model", ["sasrec", "article"])
@pytest.mark.parametrize(
    ("events", "products"),
    [
        ("a,p1,2026-01-01\n", 1),
        ("a,p1,2026-01-01\na,p2,2026-01-01\na,p3,2026-01-01\na,p4,2026-01-01\n", 4),
        ("".join(f"u{n},p1,2026-01-01\n" for n in range(30)), 1),
    ],
    ids=["one event", "one shopper at one time", "one product"],
)
def test_that_the_smallest_projects_train_without_catalogue(
    tmp_path: Path, model: str, events: str, products: int
) -> None:
    project = _project(tmp_path, events)
    job = TrainTaste(str(project), model=model, preset="quick", epochs=1)  # type: ignore[arg-type]
    train_taste.run(job, Listener())
    with Project.open(project) as opened:
        audience = opened.audience()
    assert audience is not None
    assert [p.id for p in audience.personas] == [EVERYONE]
    assert audience.scores.shape == (1, products)
    users = tmp_path / "users.csv"
    users.write_text("user_id\na\nstranger\n", encoding="utf-8")
    wish = Recommend(
        str(project), str(users), str(tmp_path / "o.csv"), include_seen=True
    )
    assert recommend.run(wish, Listener()).rows == 2 * products
