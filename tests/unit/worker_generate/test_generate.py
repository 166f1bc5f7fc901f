from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

import msgspec
import pytest

from studio.domain.brief import Brief
from studio.domain.editing import apply
from studio.domain.edits import Pin, SetCopy
from studio.domain.errors import CancelledByUser, InputProblem, NotYet
from studio.domain.jobs import Generate, ImportFiles
from studio.domain.page import NEEDS_BRIEF, SCENARIOS, Page
from studio.domain.persona import EVERYONE
from studio.services.imports import ImportService
from studio.store.project import Project
from studio.worker.generate import run
from studio.worker.run import run_job

TODAY = date(2026, 11, 24)
Quiet = Any


def _pages(folder: Path) -> dict[str, Page]:
    with Project.open(folder) as project:
        return {
            row.page_id: project.pages.page(row.page_id) for row in project.pages.rows()
        }


def test_that_every_persona_gets_its_candidates(project_folder: Path, quiet: Quiet):
    job = Generate(str(project_folder), "recommendation", candidates=2)
    result = run(job, quiet(), TODAY)
    assert len(result.pages) == 8
    assert {m.persona for m in result.pages} == {"walkers", "cooks", "savers", EVERYONE}
    heroes = {page.copy["title"].en for page in _pages(project_folder).values()}
    assert len(heroes) >= 6


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_that_every_scenario_makes_pages_that_sell_nothing_twice(
    project_folder: Path, small_brief: Brief, quiet: Quiet, scenario: str
):
    brief = None if scenario == "recommendation" else small_brief
    job = Generate(
        str(project_folder),
        scenario,  # type: ignore[arg-type]
        ("savers", EVERYONE),
        candidates=1,
        brief=brief,
    )
    result = run(job, quiet(), TODAY)
    pages = _pages(project_folder)
    assert set(pages) == {m.page_id for m in result.pages}
    for page in pages.values():
        assert page.blocks
        assert page.scenario == scenario
        sold = [p for b in page.on("web") if b.sells for p in b.products]
        assert len(sold) == len(set(sold))


def test_that_one_seed_gives_one_set_of_pages(
    made_project: Path, tmp_path: Path, quiet: Quiet
):
    made = []
    for name in ("first", "second"):
        folder = Path(shutil.copytree(made_project, tmp_path / name))
        job = Generate(str(folder), "recommendation", ("cooks",), candidates=2, seed=7)
        run(job, quiet(), TODAY)
        made.append(list(_pages(folder).values()))
    assert made[0] == made[1]


def test_that_a_brief_is_asked_for(project_folder: Path, quiet: Quiet):
    for scenario in NEEDS_BRIEF:
        job = Generate(str(project_folder), scenario)  # type: ignore[arg-type]
        with pytest.raises(InputProblem, match="brief"):
            run(job, quiet(), TODAY)
        nameless = msgspec.structs.replace(job, brief=Brief())
        with pytest.raises(InputProblem, match="name"):
            run(nameless, quiet(), TODAY)
    assert _pages(project_folder) == {}


def test_that_an_unknown_persona_is_refused(project_folder: Path, quiet: Quiet):
    job = Generate(str(project_folder), "recommendation", ("nobody",))
    with pytest.raises(InputProblem, match="nobody"):
        run(job, quiet(), TODAY)


def test_that_a_cancelled_job_keeps_whole_personas_only(
    project_folder: Path, quiet: Quiet
):
    job = Generate(str(project_folder), "recommendation", candidates=1)
    with pytest.raises(CancelledByUser):
        run(job, quiet(cancel_after=4), TODAY)
    pages = _pages(project_folder)
    assert len(pages) == 1


def test_that_progress_names_the_persona(project_folder: Path, quiet: Quiet):
    report = quiet()
    run(
        Generate(str(project_folder), "recommendation", ("savers",), candidates=1),
        report,
        TODAY,
    )
    assert "Making pages for Savers" in report.labels


def test_that_a_refresh_keeps_hand_edits(project_folder: Path, quiet: Quiet):
    run(
        Generate(str(project_folder), "recommendation", ("cooks",), candidates=1),
        quiet(),
        TODAY,
    )
    with Project.open(project_folder) as project:
        page = project.pages.page(project.pages.rows()[0].page_id)
        block = next(b for b in page.blocks if b.sells)
        page = apply(page, Pin(block.id, 0))
        page = apply(page, SetCopy(block.id, "title", "Said by hand"))
        project.pages.save(page)
        project.pages.mark_stale(page.id, "a price changed")
    job = Generate(str(project_folder), "recommendation", ("cooks",), keep=page.id)
    result = run(job, quiet(), TODAY)
    assert [m.page_id for m in result.pages] == [page.id]
    fresh = _pages(project_folder)[page.id].block(block.id)
    assert fresh is not None
    assert fresh.slots[0].product_id == block.slots[0].product_id
    assert fresh.copy["title"].en == "Said by hand"
    with Project.open(project_folder) as project:
        assert project.pages.rows()[0].status == "draft"


def test_that_without_personas_there_is_a_page_for_all_shoppers(
    tmp_path: Path, products_csv: Path, quiet: Quiet
):
    folder = tmp_path / "plain"
    with Project.create(folder, "Plain") as project:
        plans = ImportService(project).inspect([products_csv])
    run_job(ImportFiles(str(folder), plans), quiet())
    result = run(Generate(str(folder), "recommendation", candidates=1), quiet(), TODAY)
    assert [m.persona for m in result.pages] == [EVERYONE]
    assert any("No personas yet" in note for note in result.notes)
    (page,) = _pages(folder).values()
    assert page.sold()
    assert "testimonials" not in {b.type for b in page.blocks}


def test_that_an_empty_project_says_what_is_missing(tmp_path: Path, quiet: Quiet):
    with Project.create(tmp_path / "empty", "Empty"):
        pass
    job = Generate(str(tmp_path / "empty"), "recommendation")
    with pytest.raises(NotYet, match="products"):
        run(job, quiet(), TODAY)
