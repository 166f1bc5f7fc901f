"""Layouts asked of the model in use: locks, wishes, taking one, reasons."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from studio.domain.edits import LockBlock
from studio.domain.errors import InputProblem
from studio.domain.jobs import (
    ExplainLayout,
    Generate,
    LayoutReasons,
    Made,
    Proposals,
    ProposeLayouts,
    TakeLayout,
)
from studio.domain.layout import Layout
from studio.domain.wishes import Asked, Wishes
from studio.services.pages import PageService
from studio.store.project import Project
from studio.worker.run import run_job

Quiet = Any


@pytest.fixture(scope="module")
def shop(made_project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project that all tests here share."""
    return Path(shutil.copytree(made_project, tmp_path_factory.mktemp("laid") / "shop"))


@pytest.fixture
def page_id(shop: Path, quiet: Quiet) -> str:
    with Project.open(shop) as project:
        rows = project.pages.rows()
        if rows:
            return rows[0].page_id
    job = Generate(
        str(shop),
        "recommendation",
        ("walkers",),
        candidates=1,
        wishes=Wishes(must=("faq",), must_not=("newsletter",)),
    )
    made = run_job(job, quiet())
    page_id: str = made.pages[0].page_id  # type: ignore[attr-defined]
    return page_id


def _types(layout: Layout) -> list[str]:
    return [block.type for block in layout.blocks]


def test_that_wishes_hold_for_pages_that_are_generated(shop: Path, page_id: str):
    with Project.open(shop) as project:
        types = [block.type for block in project.pages.page(page_id).blocks]
    assert "faq" in types
    assert "newsletter" not in types


def test_that_locked_blocks_stay_in_every_proposal_and_in_the_page(
    shop: Path, page_id: str, quiet: Quiet
):
    with Project.open(shop) as project:
        service = PageService(project)
        before = service.page(page_id)
        locked = before.blocks[1]
        service.apply(page_id, LockBlock(locked.id))
    asked = Wishes(must_not=("gallery",))
    found = run_job(ProposeLayouts(str(shop), page_id, 4, asked), quiet())
    assert isinstance(found, Proposals)
    assert len(found.proposals) == 4
    orders = {tuple(_types(each.layout)) for each in found.proposals}
    assert len(orders) == 4
    for each in found.proposals:
        assert each.layout.blocks[1].type == locked.type
        assert each.layout.blocks[1].attributes == locked.attributes
        assert "gallery" not in _types(each.layout)
        assert 0 < each.unlike <= 1
    other = found.proposals[0].layout
    made = run_job(TakeLayout(str(shop), page_id, other, "Ada"), quiet())
    assert isinstance(made, Made)
    with Project.open(shop) as project:
        service = PageService(project)
        after = service.page(page_id)
        assert after.block(locked.id) == service.page(page_id).blocks[1]
        assert after.blocks[1].slots == locked.slots
        assert [b.type for b in after.blocks] == _types(other)
        assert after.recall is not None
        assert service.revisions(page_id)[-1].by == "Ada"
        back = service.undo(page_id)
        assert back is not None
        assert [b.type for b in back.blocks] == [b.type for b in before.blocks]


def test_that_contradictions_are_named_and_the_rest_holds(
    shop: Path, page_id: str, quiet: Quiet
):
    asked = Wishes(length=8, must=("faq", "video"), must_not=("faq",))
    found = run_job(ProposeLayouts(str(shop), page_id, 3, asked), quiet())
    assert isinstance(found, Proposals)
    assert len(found.dropped) == 2
    assert any("video" in each for each in found.dropped), "the shop has no films"
    assert any("faq" in each for each in found.dropped)
    assert {len(each.layout.blocks) for each in found.proposals} == {8}


def test_that_layouts_like_a_page_share_most_of_it(
    shop: Path, page_id: str, quiet: Quiet
):
    with Project.open(shop) as project:
        own = set(_types(project.pages.page(page_id).layout()))
    found = run_job(ProposeLayouts(str(shop), page_id, 3, like=True), quiet())
    assert isinstance(found, Proposals)
    shared = [len(own & set(_types(x.layout))) / len(own) for x in found.proposals]
    assert min(shared) >= 0.5
    assert sum(shared) / len(shared) > 0.6


def test_that_a_model_without_clicks_gives_no_reasons(
    shop: Path, page_id: str, quiet: Quiet
):
    assert run_job(ExplainLayout(str(shop), page_id), quiet()) == LayoutReasons()


def test_that_strange_wishes_are_refused_in_a_sentence(shop: Path, page_id: str):
    with Project.open(shop) as project:
        pages = PageService(project)
        for asked in (
            Asked(Wishes(must=("carousel",))),
            Asked(Wishes(must_not=("footer",))),
            Asked(Wishes(length=0)),
            Asked(surprise=2.0),
        ):
            with pytest.raises(InputProblem):
                pages.propose_job(page_id, asked)
        kept = Asked(Wishes(length=9, must=("faq",)), 0.8)
        pages.keep_asked("promotion", kept)
        assert pages.asked("promotion") == kept
        assert pages.asked("recommendation") == Asked()
