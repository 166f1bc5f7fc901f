from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from studio.domain.jobs import BuildSegments, TrainTaste
from studio.store.project import Project
from studio.worker.run import run_job
from tests.unit.worker_taste.conftest import Listener, files, import_all, write


@pytest.fixture(scope="module")
def config(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("module-config")


@pytest.fixture(scope="module")
def trained_shop(tmp_path_factory: pytest.TempPathFactory, config: Path) -> Path:
    """Three groups of 30 shoppers (U0 to U89) with a model, personas and caches."""
    folder = tmp_path_factory.mktemp("shop")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VITRINE_CONFIG_DIR", str(config))
        project = folder / "project"
        Project.create(project, "Small").close()
        seen = [
            (f"U{at}", "home", 0, "hero-banner", "impression", "2026-02-01T10:00:00Z")
            for at in range(0, 90, 3)
        ]
        header = "user_id,page_id,block_index,block_type,event,timestamp"
        import_all(project, [*files(folder), write(folder / "pages.csv", header, seen)])
        job = TrainTaste(str(project), preset="quick", epochs=2, device="cpu")
        run_job(job, Listener())
        run_job(BuildSegments(str(project)), Listener())
    return project


@pytest.fixture
def folder(
    trained_shop: Path, config: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """A copy of the trained project, one's own to change."""
    monkeypatch.setenv("VITRINE_CONFIG_DIR", str(config))
    return Path(shutil.copytree(trained_shop, tmp_path / "project"))


@pytest.fixture
def quiet() -> Listener:
    return Listener()
