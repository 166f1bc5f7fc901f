from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.services.session import Session
from studio.store.project import Project
from tests.unit.worker_taste.conftest import files, import_all


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("module-config")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, config: Path) -> Path:
    """A project of 90 shoppers (U0 to U89), without a model."""
    folder = tmp_path_factory.mktemp("shop")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VITRINE_CONFIG_DIR", str(config))
        Project.create(folder / "project", "Small").close()
        import_all(folder / "project", files(folder))
    return folder / "project"


@pytest.fixture
def session(
    made: Path, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Session]:
    monkeypatch.setenv("VITRINE_CONFIG_DIR", str(config))
    with Session.open(Path(shutil.copytree(made, tmp_path / "project"))) as opened:
        yield opened
