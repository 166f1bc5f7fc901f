"""`kill -9` at any moment loses at most the edit in flight."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from studio.domain.edits import SetCopy
from studio.domain.errors import ProjectLocked
from studio.domain.page import Block, Page
from studio.domain.words import Words
from studio.services.session import Session
from studio.store.project import Project

pytestmark = pytest.mark.end2end

DRIVER = Path(__file__).with_name("edit_forever.py")
KILLS = (1, 2, 5, 14, 40)
"""After how many saved edits each of the processes is killed."""


def a_page() -> Page:
    copy = {"title": Words("0")}
    blocks = tuple(Block(f"b{n}", "newsletter") for n in range(12))
    return Page("pg-0001", "all", "recommendation", blocks, copy=copy)


@pytest.fixture
def project(
    environment: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A project with one page, and the same configuration here as in the process."""
    for name in ("VITRINE_CONFIG_DIR", "PYTHON_KEYRING_BACKEND"):
        monkeypatch.setenv(name, environment[name])
    with Project.create(tmp_path / "shop", "Wrenfield") as made:
        made.pages.save(a_page())
    return tmp_path / "shop"


def kill_after(
    project: Path, edits: int, environment: dict[str, str], repository: Path
) -> tuple[int, int]:
    """Let a process edit, kill it; returns its last saved and its last begun edit."""
    with subprocess.Popen(
        [sys.executable, DRIVER, project, "pg-0001"],
        env={**environment, "PYTHONPATH": str(repository)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        lines: list[str] = []
        while not lines or lines[-1] != f"done {edits}\n":
            lines.append(process.stdout.readline())
            assert lines[-1], "the editor ended by itself"
        os.kill(process.pid, signal.SIGKILL)
        lines += process.stdout.readlines()
        assert process.wait() == -signal.SIGKILL
    words = [line.split() for line in lines if line.endswith("\n")]
    begun = max(int(number) for verb, number in words if verb == "try")
    saved = max(int(number) for verb, number in words if verb == "done")
    return saved, begun


@pytest.mark.parametrize("edits", KILLS)
def test_that_a_killed_process_loses_at_most_the_edit_in_flight(
    project: Path, environment: dict[str, str], repository: Path, edits: int
) -> None:
    saved, begun = kill_after(project, edits, environment, repository)
    assert saved >= edits
    with Session.open(project, window=True) as session:  # the lock was given back
        number = int(session.pages.page("pg-0001").copy["title"].en)
        assert number in {saved, begun, begun - 1}
        journal = session.project.pages.edits("pg-0001")
        assert [e.text for e in journal if isinstance(e, SetCopy)] == [
            str(n) for n in range(1, len(journal) + 1)
        ]
        assert saved <= len(journal) <= begun
        edit = SetCopy("", "title", "After the crash")
        assert session.pages.apply("pg-0001", edit).copy["title"].en == edit.text
        undone = session.pages.undo("pg-0001")
        assert undone is not None
        assert undone.copy["title"].en == str(number)


def test_that_the_lock_holds_while_the_process_lives(
    project: Path, environment: dict[str, str], repository: Path
) -> None:
    with subprocess.Popen(
        [sys.executable, DRIVER, project, "pg-0001"],
        env={**environment, "PYTHONPATH": str(repository)},
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "try 1\n"
        try:
            with pytest.raises(ProjectLocked):
                Session.open(project, window=True)
        finally:
            process.kill()
            process.stdout.read()
    Session.open(project, window=True).close()
