"""Every broken or odd file is imported as far as it can be, or refused in a sentence.

The files and what must come of each are listed by `tests/data/make_broken.py`. Each
goes the way that the window takes: inspect, job, import. None may keep the
processor busy for ten seconds.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from studio.domain.errors import InputProblem
from studio.domain.imports import ImportPlan, ImportResult
from studio.domain.jobs import ImportFiles
from studio.services.imports import ImportService
from studio.store.project import Project
from studio.worker import import_files
from tests.data.broken.case import Case
from tests.data.make_broken import CASES

LONGEST_S = 10.0
REFUSED = [case for case in CASES if case.refused]
IMPORTED = [case for case in CASES if not case.refused]


class Quiet:
    """A report that nobody reads."""

    def progress(self, step: int, total: int, label: str = "", left=None) -> None:
        """Nothing is told."""

    def send(self, event: object) -> None:
        """Nothing is told."""


def named(case: Case) -> str:
    return str(case.name).encode("ascii", "backslashreplace").decode()[:40]


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One folder of keys for all tests here: the shop is made once."""
    return tmp_path_factory.mktemp("config")


@pytest.fixture(autouse=True)
def own_config(config: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("VITRINE_CONFIG_DIR", str(config))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    return config


@pytest.fixture(autouse=True)
def own_config_folder(own_config: Path) -> Path:
    return own_config


@pytest.fixture(scope="module")
def shops() -> Iterator[list[Project]]:
    made: list[Project] = []
    yield made
    for project in made:
        project.close()


@pytest.fixture
def shop(shops: list[Project], own_config: Path) -> Project:
    """A project that has something to lose, the same for every test."""
    if not shops:
        project = Project.create(own_config / "shop", "Shop")
        shops.append(project)
        path = own_config / "products.csv"
        path.write_text("product_id,title,price\nA,Pot,3\n")
        bring(project, path)
    return shops[0]


@pytest.fixture
def made(tmp_path: Path, request: pytest.FixtureRequest) -> tuple[Case, Path]:
    case = request.param
    if case.needs == "mkfifo" and not hasattr(os, "mkfifo"):
        pytest.skip("this system has no pipes or devices among its files")
    if case.needs == "permissions" and (sys.platform == "win32" or os.geteuid() == 0):
        pytest.skip("this user may read every file")
    path = tmp_path / case.name
    try:
        case.make(path)
    except OSError as error:
        pytest.skip(f"this system cannot hold such a file: {error}")
    return case, path


@pytest.fixture(autouse=True)
def soon() -> Iterator[None]:
    """Nothing takes longer than ten seconds: of the processor, as others may use it."""
    started = processor_s()
    yield
    assert processor_s() - started < LONGEST_S


def processor_s() -> float:
    """Seconds that this process and its children have worked."""
    return sum(os.times()[:4])


def bring(project: Project, path: Path) -> tuple[tuple[ImportPlan, ...], ImportResult]:
    service = ImportService(project)
    plans = service.inspect([path])
    sent = msgspec.json.encode(service.job(plans))  # as a worker gets it
    job = msgspec.json.decode(sent, type=ImportFiles)
    return plans, import_files.run(job, Quiet())


def bytes_of(project: Project) -> dict[str, str]:
    """A digest of each file of a project; a lock and a journal hold nothing."""
    return {
        str(path.relative_to(project.path)): hashlib.sha256(
            path.read_bytes()
        ).hexdigest()
        for path in project.path.rglob("*")
        if path.is_file() and not path.name.endswith((".lock", "-shm", "-wal"))
    }


@pytest.mark.parametrize("made", REFUSED, ids=named, indirect=True)
def test_that_what_cannot_be_imported_is_refused_and_changes_nothing(
    made: tuple[Case, Path], shop: Project
) -> None:
    case, path = made
    before = bytes_of(shop), shop.tables.current()
    with pytest.raises(InputProblem) as told:
        bring(shop, path)
    assert told.value.message.startswith(case.refused)
    assert told.value.message.endswith(".")
    assert told.value.hint.endswith(".")
    assert (bytes_of(shop), shop.tables.current()) == before


@pytest.mark.parametrize("made", IMPORTED, ids=named, indirect=True)
def test_that_what_can_be_imported_arrives_and_what_is_left_out_is_counted(
    made: tuple[Case, Path], tmp_path: Path
) -> None:
    case, path = made
    with Project.create(tmp_path / "shop", "Shop") as project:
        plans, result = bring(project, path)
    assert (result.events or result.products) == case.rows
    assert sum(dropped.rows for dropped in result.dropped) == case.dropped
    shown = [cell for plan in plans for row in plan.preview for cell in row]
    assert not case.shows or case.shows in shown


def test_that_there_are_as_many_broken_files_as_were_promised() -> None:
    assert len({case.name for case in CASES}) == len(CASES) >= 60
    assert all(case.rows for case in IMPORTED)
