"""An import is taken back as a whole, a few times over, whatever interrupts it."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from studio.domain.errors import NotYet, ProjectProblem
from studio.domain.page import Block, Page, Slot
from studio.domain.review import with_marks
from studio.store.importing.undo import KEPT
from studio.store.project import Project

PRODUCTS = "product_id,title,price\nA,Teapot,20\nB,Tent,240\n"
EVENTS = (
    "user_id,event,product_id,timestamp\n"
    "u1,view,A,2026-03-01 10:00:00\n"
    "u2,purchase,B,2026-03-02 10:00:00\n"
)
WEEK = "user_id,event,product_id,timestamp\nu3,view,{},2026-03-0{} 09:00:00\n"


def state(project: Project) -> tuple[object, ...]:
    """All that an import changes, as a value."""
    tables = {
        name: project.rows(name, 0, 100)[1]
        for name in ("events", "products", "segments", "preferences")
    }
    pages = tuple((row.page_id, row.stale_why) for row in project.pages.rows())
    return (
        tables,
        project.tables.current(),
        project.summary(),
        project.layouts(),
        project.pictures(),
        pages,
        tuple(project.catalogue()),
    )


def test_that_an_import_is_taken_back_as_a_whole(project, write, bring) -> None:
    bring(write("p.csv", PRODUCTS), write("e.csv", EVENTS))
    page = Page(
        "pg-1", "all", "recommendation",
        (Block("b", "product-grid", slots=(Slot(product_id="A"),)),),
    )  # fmt: skip
    project.pages.save(with_marks(page, project.catalogue(), renew=True))
    before = state(project)
    picture = write("A.png", b"")
    Image.new("RGB", (8, 8), "red").save(picture)
    layout = '{"page_id":"home","page_kind":"home","blocks":[{"type":"faq"}]}\n'
    result = bring(
        write("p2.csv", PRODUCTS.replace("20", "25")),
        write("e2.csv", WEEK.format("A", 3)),
        write("s.csv", "user_id,segment\nu1,Tea\n"),
        write("layouts.jsonl", layout),
        picture,
    )
    assert (result.events, result.stale_pages, result.pictures) == (1, 1, 1)
    assert state(project) != before
    record = project.undo_import()
    assert record.result == result
    assert state(project) == before
    assert not list((project.path / "pictures").iterdir())
    assert project.audit()[0][1] == "undo import"
    first, second = reversed(project.imports())
    assert (first.can_undo, second.can_undo) == (True, False)
    assert second.undone > 0


def test_that_imports_are_taken_back_one_after_the_other(project, write, bring) -> None:
    states = [state(project)]
    bring(write("p.csv", PRODUCTS), write("e.csv", EVENTS))
    states.append(state(project))
    bring(write("w.csv", WEEK.format("A", 3)))
    assert project.imports()[0].can_undo
    for expected in reversed(states):
        project.undo_import()
        assert state(project) == expected
    assert not list((project.path / "data").glob("*.parquet"))
    with pytest.raises(NotYet, match="no import"):
        project.undo_import()


def test_that_a_project_goes_on_after_an_undo(project, write, bring) -> None:
    bring(write("e.csv", EVENTS))
    bring(write("w.csv", WEEK.format("A", 3)))
    project.undo_import()
    assert bring(write("w.csv", WEEK.format("B", 4))).events == 1
    assert len(project.events()) == 3
    project.undo_import()
    assert len(project.events()) == 2


def test_that_only_the_files_of_the_last_imports_are_kept(
    project, write, bring
) -> None:
    bring(write("e.csv", EVENTS))
    for day in range(3, 5 + KEPT):
        bring(write("w.csv", WEEK.format("A", day)))
    events = list((project.path / "data").glob("events-*.parquet"))
    assert len(events) == KEPT + 1
    for _ in range(KEPT):
        project.undo_import()
    assert not any(record.can_undo for record in project.imports())
    with pytest.raises(NotYet, match="any more"):
        project.undo_import()
    assert len(list((project.path / "data").glob("events-*.parquet"))) == 1


def test_that_nothing_forgotten_comes_back(project, write, bring) -> None:
    bring(write("e.csv", EVENTS))
    bring(write("w.csv", WEEK.format("A", 3)))
    project.drop_undo()
    assert len(list((project.path / "data").glob("events-*.parquet"))) == 1
    with pytest.raises(NotYet, match="any more"):
        project.undo_import()


def test_that_data_changed_otherwise_is_not_undone(project, write, bring) -> None:
    bring(write("e.csv", EVENTS))
    project.database.run("UPDATE tables SET file = 'x.parquet' WHERE name = 'events'")
    with pytest.raises(ProjectProblem, match="events have changed"):
        project.undo_import()


UNDONE = """
import os, signal, sys
from pathlib import Path
from studio.store.database import Database
from studio.store.project import Project
from studio.store.tables import Tables

def dies(*_):
    os.kill(os.getpid(), signal.SIGKILL)

project = Project.open(Path(sys.argv[1]))
setattr({"point_to": Tables, "record": Project, "sweep": Tables}[sys.argv[2]],
        sys.argv[2], dies)
project.undo_import()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
@pytest.mark.parametrize(
    ("moment", "left"), [("point_to", 3), ("record", 3), ("sweep", 2)]
)
def test_that_a_killed_undo_leaves_before_or_after(
    moment, left, project, write, bring
) -> None:
    bring(write("e.csv", EVENTS))
    before = state(project)
    bring(write("w.csv", WEEK.format("A", 3)))
    after = state(project)
    done = subprocess.run(
        [sys.executable, "-c", UNDONE, str(project.path), moment],
        cwd=Path(__file__).parents[3],
        check=False,
    )
    assert done.returncode == -signal.SIGKILL
    assert state(project) == (after if left == 3 else before)
    assert len(project.events()) == left
    bring(write("v.csv", WEEK.format("B", 5)))
    assert len(project.events()) == left + 1
