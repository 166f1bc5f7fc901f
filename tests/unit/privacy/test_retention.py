from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from studio.domain.errors import InputProblem, NotYet
from studio.domain.forgetting import Retained
from studio.domain.jobs import Retain
from studio.domain.privacy import cut_off
from studio.services.privacy import PrivacyService
from studio.store.project import Project
from studio.worker.run import run_job
from tests.leaks import traces
from tests.unit.worker_taste.conftest import Listener, import_all, write

HEADER = "user_id,event,product_id,query,timestamp"


def at(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


@pytest.mark.parametrize(
    ("now", "months", "before"),
    [
        ("2026-11-24T12:00:00", 24, "2024-11-24T12:00:00"),
        ("2026-03-31T00:00:00", 1, "2026-02-28T00:00:00"),
        ("2024-02-29T00:00:00", 12, "2023-02-28T00:00:00"),
        ("2026-01-15T00:00:00", 1, "2025-12-15T00:00:00"),
        ("2026-12-31T00:00:00", 240, "2006-12-31T00:00:00"),
    ],
)
def test_that_a_period_ends_on_the_same_day_of_its_month(
    now: str, months: int, before: str
) -> None:
    assert cut_off(at(now), months) == at(before)


def test_that_nothing_is_deleted_unless_a_period_is_set(folder: Path) -> None:
    with Project.open(folder) as project:
        assert project.retention_months == 0
        events = project.summary().events
    done = run_job(Retain(str(folder)), Listener())
    assert isinstance(done, Retained)
    assert done.nothing
    with Project.open(folder) as project:
        assert project.summary().events == events


def test_that_a_period_says_what_would_go_before_anything_goes(folder: Path) -> None:
    with Project.open(folder) as project:
        service = PrivacyService(project, lambda: at("2026-03-20T00:00:00"))
        for bad in (-1, 241):
            with pytest.raises(InputProblem, match=r"from 1 to 240, or 0 for none"):
                service.set_retention(bad)
        would = service.too_old(1)  # of before 20 February
        assert 0 < would.events < would.of_events == 720
        assert 0 < would.shoppers < 90
        assert project.summary().events == 720
        service.set_retention(1)
        assert project.summary().events == 720
        done = service.retain(Listener())
        assert (done.events, done.shoppers) == (would.events, would.shoppers)
        assert project.summary().events == 720 - done.events
        assert done.marked == ("taste-001",)
        times = [row[4] for row in project.rows("events", 0, 5000)[1]]
        assert min(times) >= "2026-02-20"
        assert ("retention", "1 months") in {
            (what, subject) for _, what, subject, _, _ in project.audit()
        }
        assert service.retain(Listener()).nothing
        with pytest.raises(NotYet):
            project.undo_import()


def test_that_who_did_nothing_since_is_forgotten_altogether(folder: Path) -> None:
    with Project.open(folder) as project:
        service = PrivacyService(project, lambda: at("2026-03-20T00:00:00"))
        last: dict[str, str] = {}
        for row in project.rows("events", 0, 5000)[1]:
            last[row[0]] = max(last.get(row[0], ""), row[4])
        seen = {row[0] for row in project.rows("page_events", 0, 5000)[1]}
        service.set_retention(1)
        service.retain(Listener())
        old = [name for name, when in last.items() if when < "2026-02-20"]
        assert seen & set(old)  # their impressions are old too
        assert old
        assert traces(old, folder) == []
        audience = project.audience()
        assert audience is not None
        assert len(audience.shoppers) == 90 - len(old)


def test_that_an_import_deletes_what_is_too_old_and_says_so(folder: Path) -> None:
    with Project.open(folder) as project:
        PrivacyService(project).set_retention(240)
    rows = [
        ("U1", "view", "P1", "", "1999-03-01T10:00:00Z"),
        ("U1", "view", "P1", "", "2026-06-01T10:00:00Z"),
    ]
    import_all(folder, [write(folder.parent / "old.csv", HEADER, rows)])
    with Project.open(folder) as project:
        times = [row[4] for row in project.rows("events", 0, 5000)[1]]
        assert min(times) > "2026"
        assert max(times).startswith("2026-06-01")
