from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.domain.edits import HideProduct, MoveBlock, SetCopy
from studio.domain.errors import EditRefused, InputProblem, NotYet
from studio.domain.page import Block, Page, Slot
from studio.domain.words import Words
from studio.services.pages import PageService
from studio.store.project import Project


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "shop", "Shop") as project:
        yield project


@pytest.fixture
def pages(project: Project) -> PageService:
    for candidate in range(2):
        page_id = project.pages.new_ids(1)[0]
        blocks = (
            Block(
                "b1", "hero-banner", copy={"title": Words("Dry feet at first light")}
            ),
            Block("b2", "product-grid", slots=(Slot("boot"), Slot("tent"))),
            Block("b3", "newsletter"),
        )
        page = Page(page_id, "trail", "recommendation", blocks, candidate=candidate)
        project.pages.save(page, note="generated")
    return PageService(project)


def first(pages: PageService) -> str:
    return pages.candidates("trail", "recommendation")[0].page_id


def test_that_one_candidate_is_chosen_and_another_can_be(pages: PageService) -> None:
    one, two = pages.candidates("trail", "recommendation")
    assert [row.page_id for row in pages.chosen()] == [one.page_id]
    pages.choose(two.page_id)
    assert [row.page_id for row in pages.chosen()] == [two.page_id]


def test_that_edits_are_saved_undone_and_redone(pages: PageService) -> None:
    page_id = first(pages)
    pages.apply(page_id, MoveBlock("b3", 1))
    moved = pages.apply(page_id, SetCopy("b1", "title", "Warm hands at night"))
    assert pages.page(page_id) == moved
    pages.undo(page_id)
    undone = pages.undo(page_id)
    assert undone is not None
    assert [block.id for block in undone.blocks] == ["b1", "b2", "b3"]
    assert not pages.can_undo(page_id)
    pages.redo(page_id)
    assert pages.redo(page_id) == moved


def test_that_a_refused_edit_changes_nothing(pages: PageService) -> None:
    page_id = first(pages)
    before = pages.page(page_id)
    with pytest.raises(EditRefused):
        pages.apply(page_id, MoveBlock("b9", 0))
    assert pages.page(page_id) == before
    assert not pages.can_undo(page_id)


def test_that_an_edit_after_approval_makes_the_page_stale(pages: PageService) -> None:
    page_id = first(pages)
    approval = pages.approve(page_id, by="Ines", note="Prices checked")
    assert pages.row(page_id).status == "approved"
    pages.apply(page_id, HideProduct("boot"))
    row = pages.row(page_id)
    assert row.status == "stale"
    assert row.approval == approval
    pages.undo(page_id)
    assert pages.row(page_id).status == "approved"


def test_that_an_approval_can_be_withdrawn(pages: PageService) -> None:
    page_id = first(pages)
    pages.approve(page_id, by="Ines")
    pages.withdraw(page_id)
    assert pages.row(page_id).status == "draft"


def test_that_an_approval_needs_a_name(pages: PageService) -> None:
    with pytest.raises(InputProblem, match="name"):
        pages.approve(first(pages), by="  ")


def test_that_an_earlier_revision_comes_back_as_the_newest(pages: PageService) -> None:
    page_id = first(pages)
    start = pages.page(page_id)
    pages.apply(page_id, MoveBlock("b3", 0))
    back = pages.go_back(page_id, pages.revisions(page_id)[0].number)
    assert back.blocks == start.blocks
    assert pages.can_undo(page_id)


def test_that_products_gone_from_the_catalogue_make_pages_stale(
    pages: PageService, project: Project
) -> None:
    page_id = first(pages)
    page = pages.page(page_id)
    project.pages.save(
        page.__class__(
            page.id, page.persona_id, page.scenario, page.blocks,
            marks={"boot": "20|None|in|abc", "tent": "gone"},
        )
    )  # fmt: skip
    pages.approve(page_id, by="Ines")
    assert pages.mark_stale() == 0  # approving looked at the products as they are now


def test_that_an_unknown_page_is_named(pages: PageService) -> None:
    with pytest.raises(InputProblem, match="pg-9999"):
        pages.page("pg-9999")


@pytest.mark.parametrize(
    ("scenario", "sentence"),
    [("seduction", "no scenario"), ("promotion", "needs a brief")],
)
def test_that_a_job_which_cannot_be_is_refused(
    pages: PageService, scenario: str, sentence: str
) -> None:
    with pytest.raises(InputProblem, match=sentence):
        pages.generate_job(scenario)


def test_that_generating_needs_products(pages: PageService) -> None:
    with pytest.raises(NotYet, match="no products"):
        pages.generate_job("recommendation")
