"""Pages are saved as revisions that survive whatever happens."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.domain.blocks import BLOCKS
from studio.domain.edits import HideBlock, RemoveBlock
from studio.domain.errors import InputProblem
from studio.domain.page import Block, Page
from studio.store.project import Project

assert BLOCKS


def page_of(page_id: str = "pg-0001", title: str = "a", **more: object) -> Page:
    return Page(
        id=page_id,
        persona_id=str(more.get("persona", "all")),
        scenario="recommendation",
        blocks=(Block(id=title, type="rich-text"),),
        candidate=int(str(more.get("candidate", 0))),
    )


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "shop", "Shop") as made:
        yield made


def test_that_a_saved_page_comes_back_after_reopening(project: Project) -> None:
    page = page_of()
    revision = project.pages.save(page, note="first", by="Ada")
    project.close()
    with Project.open(project.path) as again:
        assert again.pages.page("pg-0001") == page
        assert again.pages.revisions("pg-0001") == (revision,)


def test_that_undo_and_redo_survive_reopening(project: Project) -> None:
    for title in "abc":
        project.pages.save(page_of(title=title), edit=HideBlock(title))
    project.pages.undo("pg-0001")
    project.close()
    with Project.open(project.path) as again:
        undone = again.pages.undo("pg-0001")
        assert undone is not None
        assert undone.blocks[0].id == "a"
        assert not again.pages.can_undo("pg-0001")
        assert again.pages.undo("pg-0001") is None
        redone = again.pages.redo("pg-0001")
        assert redone is not None
        assert redone.blocks[0].id == "b"
        assert again.pages.can_redo("pg-0001")


def test_that_a_change_after_an_undo_drops_what_could_be_redone(
    project: Project,
) -> None:
    for title in "abc":
        project.pages.save(page_of(title=title))
    project.pages.undo("pg-0001")
    project.pages.save(page_of(title="d"))
    assert not project.pages.can_redo("pg-0001")
    back = project.pages.undo("pg-0001")
    assert back is not None
    assert back.blocks[0].id == "b"
    assert [r.number for r in project.pages.revisions("pg-0001")] == [1, 2, 3, 4]


def test_that_the_journal_holds_the_edits(project: Project) -> None:
    project.pages.save(page_of())
    project.pages.save(page_of(title="b"), edit=RemoveBlock("a"))
    assert project.pages.edits("pg-0001") == (RemoveBlock("a"),)


def test_that_an_approval_points_at_its_revision(project: Project) -> None:
    project.pages.save(page_of())
    approval = project.pages.approve("pg-0001", by="Ada", note="fine")
    assert project.pages.rows()[0].status == "approved"
    project.pages.save(page_of(title="b"), edit=HideBlock("a"))
    row = project.pages.rows()[0]
    assert row.status == "stale"
    assert row.stale_why
    assert project.pages.approved() == ((page_of(), approval),)
    project.pages.undo("pg-0001")
    assert project.pages.rows()[0].status == "approved"
    project.pages.withdraw("pg-0001")
    assert project.pages.rows()[0].status == "draft"
    assert project.pages.approval("pg-0001") is None


def test_that_a_page_marked_stale_is_not_among_the_approved(project: Project) -> None:
    project.pages.save(page_of())
    project.pages.approve("pg-0001", by="Ada", note="")
    project.pages.mark_stale("pg-0001", "The price of FF-1 changed.")
    row = project.pages.rows()[0]
    assert (row.status, row.stale_why) == ("stale", "The price of FF-1 changed.")
    assert project.pages.approved() == ()
    project.pages.approve("pg-0001", by="Ada", note="")
    assert project.pages.rows()[0].status == "approved"


def test_that_one_candidate_of_a_persona_and_scenario_is_chosen(
    project: Project,
) -> None:
    ids = project.pages.new_ids(3)
    for place, page_id in enumerate(ids):
        project.pages.save(page_of(page_id, candidate=place))
    assert [r.chosen for r in project.pages.rows()] == [True, False, False]
    project.pages.choose(ids[2])
    assert [r.chosen for r in project.pages.rows()] == [False, False, True]
    project.pages.delete(ids[2])
    assert sum(r.chosen for r in project.pages.rows()) == 1
    assert ids == ("pg-0001", "pg-0002", "pg-0003")
    assert project.pages.new_ids(1) == ("pg-0004",)


def test_that_an_unknown_page_is_told_in_a_sentence(project: Project) -> None:
    with pytest.raises(InputProblem, match="no page pg-9999"):
        project.pages.page("pg-9999")


EDITING = """
import sys
from pathlib import Path
from studio.domain.edits import HideBlock
from studio.domain.page import Block, Page
from studio.store.project import Project
project = Project.open(Path(sys.argv[1]), window=True)
for number in range(100_000):
    page = Page("pg-0001", "all", "recommendation", (Block(f"b{number}", "faq"),))
    project.pages.save(page, edit=HideBlock(f"b{number}"))
    print(number, flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_that_a_killed_editor_loses_at_most_the_edit_in_flight(
    project: Project,
) -> None:
    project.close()
    editor = subprocess.Popen(
        [sys.executable, "-c", EDITING, str(project.path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
        env=dict(os.environ),
    )
    assert editor.stdout is not None
    for _ in range(20):
        editor.stdout.readline()
    editor.send_signal(signal.SIGKILL)
    told = [int(line) for line in editor.stdout.read().split()]
    editor.wait()
    editor.stdout.close()
    last = told[-1] if told else 19
    with Project.open(project.path, window=True) as again:
        kept = int(again.pages.page("pg-0001").blocks[0].id[1:])
        assert kept in (last, last + 1)
        assert len(again.pages.edits("pg-0001")) == kept + 1
