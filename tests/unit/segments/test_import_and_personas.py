"""From a file of shoppers to a persona: loaded, built, applied, imported again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from studio.domain.imports import ImportPlan, ImportResult
from studio.domain.jobs import BuildAudience, BuildSegments, SegmentsResult, TrainTaste
from studio.domain.segment_parser import read
from studio.services.imports import ImportService
from studio.services.segments import SegmentService
from studio.store.project import Project
from studio.worker import build_audience, import_files, train_taste
from studio.worker.run import run_job
from tests.unit.segments.made import in_segment

KINDS = ("boots", "tea", "vases")
EACH = 30


class Silent:
    """A report that remembers labels."""

    def __init__(self) -> None:
        self.labels: list[str] = []

    def progress(
        self, step: int, total: int, label: str = "", seconds_left: float | None = None
    ) -> None:
        self.labels.append(label)

    def send(self, event: object) -> None:
        """Nothing is kept."""


def behaviour(shoppers: range, start: str = "2026-01-01") -> str:
    """Each shopper views and buys four products of one of three kinds."""
    lines = ["user_id,event,product_id,timestamp,quantity,price"]
    first = datetime.fromisoformat(start)
    for shopper in shoppers:
        kind = shopper % 3
        for step in range(4):
            product = f"P{kind * 6 + (shopper + step) % 6}"
            when = first + timedelta(days=step, minutes=shopper)
            lines.append(f"U{shopper},view,{product},{when.isoformat()},,")
            if step % 2:
                lines.append(f"U{shopper},purchase,{product},{when.isoformat()},1,")
    return "\n".join(lines)


def products() -> str:
    lines = ["product_id,title,category,brand,price,stock"]
    lines += [
        f"P{at},{KINDS[at // 6]} {at},Shop > {KINDS[at // 6]},Maker {at % 2},{9 + at},5"
        for at in range(18)
    ]
    return "\n".join(lines)


Bring = Callable[..., ImportResult]


def as_segments(
    service: ImportService, plan: ImportPlan, told: dict[str, str]
) -> ImportPlan:
    """The plan of a file of segments, whose columns go where they are told to."""
    plan = service.with_kind(plan, "segments")
    for column, target in told.items():
        plan = service.with_target(plan, column, target)
    return plan


@pytest.fixture
def bring(project: Project, tmp_path: Path) -> Bring:
    """Import texts as files, and say where columns go that are not recognised."""

    def brought(told: dict[str, str] | None = None, **files: str) -> ImportResult:
        service = ImportService(project)
        paths = []
        for name, text in files.items():
            paths.append(tmp_path / f"{name}.csv")
            paths[-1].write_text(text, encoding="utf-8")
        plans = service.inspect(paths)
        if told is not None:
            plans = tuple(as_segments(service, plan, told) for plan in plans)
        return import_files.run(service.job(plans), Silent())

    return brought


def test_that_any_column_of_a_customer_list_can_be_the_segment(
    project: Project, bring: Bring
):
    tiers = ("gold", "silver", "bronze")
    customers = ["customer_id,email,tier,city"]
    customers += [f"U{n},u{n}@shop.example,{tiers[n % 3]},Oslo" for n in range(90)]
    bring(products=products(), behaviour=behaviour(range(90)))
    bring({"tier": "segment"}, customers="\n".join(customers))
    assert project.summary().segment_names == ("bronze", "gold", "silver")
    service = SegmentService(project)
    service.prepare()
    rows = {row.name: row.size for row in service.rows()}
    assert {name: size and size.n for name, size in rows.items()} == {
        "bronze": 30, "gold": 30, "silver": 30,
    }  # fmt: skip
    gold = service.size(read("segment = gold and bought category boots"))
    assert gold is not None
    assert gold.n == 30
    service.close()


def test_that_an_import_refreshes_what_is_applied(project: Project, bring: Bring):
    bring(products=products(), behaviour=behaviour(range(60)))
    service = SegmentService(project)
    service.apply(service.add("Boots people", read("bought category boots")).id)
    assert len(in_segment(project, "Boots people")) == 20
    service.close()
    bring(behaviour=behaviour(range(60, 120), "2026-02-01"))
    assert len(in_segment(project, "Boots people")) == 40
    assert project.summary().segment_names == ("Boots people",)


def test_that_a_file_of_segments_takes_no_built_members_away(
    project: Project, bring: Bring
):
    bring(products=products(), behaviour=behaviour(range(60)))
    service = SegmentService(project)
    service.apply(service.add("Boots people", read("bought category boots")).id)
    before = in_segment(project, "Boots people")
    rows = ["user_id,segment", *(f"U{n},Regulars" for n in range(60))]
    bring(segments="\n".join(rows))
    assert in_segment(project, "Boots people") == before
    assert len(in_segment(project, "Regulars")) == 60
    service.close()


def test_that_a_file_may_name_a_segment_as_a_built_one(project: Project, bring: Bring):
    bring(products=products(), behaviour=behaviour(range(60)))
    service = SegmentService(project)
    service.apply(service.add("Regulars", read("bought category boots")).id)
    boots = in_segment(project, "Regulars")
    loaded = [*range(3, 30, 3), *range(1, 60, 3)]  # some of the built ones, and others
    rows = ["user_id,segment", *(f"U{n},regulars" for n in loaded[:5])]
    result = bring(segments="\n".join([*rows, *(f"U{n},Regulars" for n in loaded[5:])]))
    assert result.findings[-1].title == "“Regulars” is also a segment that was built"
    wanted = {project.pseudonym(f"U{n}") for n in loaded[5:]}
    assert in_segment(project, "Regulars") == wanted
    assert in_segment(project, "Regulars 2") == boots
    assert [d.name for d in service.definitions()] == ["Regulars 2"]
    assert not service.refresh()
    assert in_segment(project, "Regulars") == wanted
    project.undo_import()
    service.refresh()
    assert in_segment(project, "Regulars 2") == boots
    service.close()


def test_that_the_worker_prepares_counting(project: Project, bring: Bring):
    bring(products=products(), behaviour=behaviour(range(30)))
    told = Silent()
    result = run_job(BuildSegments(str(project.path)), told)
    assert result == SegmentsResult(30, changed=False)
    assert "Preparing segments" in told.labels
    assert SegmentService(project).ready


def test_that_personas_are_made_of_applied_segments(project: Project, bring: Bring):
    bring(products=products(), behaviour=behaviour(range(3 * EACH)))
    service = SegmentService(project)
    for kind in KINDS[:2]:
        made = service.add(f"{kind} people", read(f"bought category {kind}"))
        service.apply(made.id)
    service.add("Not applied", read("bought category vases"))
    service.close()
    folder = str(project.path)
    train_taste.run(TrainTaste(folder, preset="quick", epochs=1), Silent())
    build_audience.run(BuildAudience(folder, "segment"), Silent())
    personas = project.personas()
    sizes = {persona.name: persona.size for persona in personas}
    assert sizes["boots people"] == EACH
    assert sizes["tea people"] == EACH
    assert "Not applied" not in sizes
    assert {p.source for p in personas if p.name in sizes and "people" in p.name} == {
        "segment"
    }
