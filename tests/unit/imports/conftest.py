"""A project of its own for every test, and a way to import into it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from studio.domain.imports import ImportResult
from studio.services.imports import ImportService
from studio.store.project import Project
from studio.worker import import_files


class Quiet:
    """A report that only counts."""

    def __init__(self) -> None:
        self.shares: list[float] = []

    def progress(self, step: int, total: int, label: str = "", left=None) -> None:
        self.shares.append(step / total)

    def send(self, event: object) -> None:
        """Nothing is told."""


@pytest.fixture(autouse=True)
def own_config(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    folder = tmp_path_factory.mktemp("config")
    monkeypatch.setenv("VITRINE_CONFIG_DIR", str(folder))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.delenv("VITRINE_PASSPHRASE", raising=False)
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "shop", "Shop") as made:
        yield made


@pytest.fixture
def service(project: Project) -> ImportService:
    return ImportService(project)


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Write a file: `write("a.csv", "id,title\\n")`, or bytes."""

    def written(name: str, content: str | bytes) -> Path:
        path = tmp_path / "files" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        raw = content.encode() if isinstance(content, str) else content
        path.write_bytes(raw)
        return path

    return written


@pytest.fixture
def bring(project: Project, service: ImportService) -> Callable[..., ImportResult]:
    """Import files, folders and zips as the window does."""

    def brought(*paths: Path) -> ImportResult:
        job = service.job(service.inspect(paths), service.pictures_in(paths))
        return import_files.run(job, Quiet())

    return brought


@pytest.fixture
def bring_plans(service: ImportService) -> Callable[..., ImportResult]:
    """Import plans as they are, such as after a person changed them."""
    return lambda *plans: import_files.run(service.job(plans), Quiet())
