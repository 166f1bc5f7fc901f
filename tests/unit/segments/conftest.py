from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from studio.services.segments import SegmentService
from studio.store.project import Project
from tests.unit.segments.made import Shop, made_shop, write_shop


@pytest.fixture(scope="session")
def shop() -> Shop:
    return made_shop()


@pytest.fixture(scope="module")
def module_config(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("module-config")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VITRINE_CONFIG_DIR", str(folder))
        patch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
        yield folder


@pytest.fixture(scope="module")
def kept(
    module_config: Path, tmp_path_factory: pytest.TempPathFactory, shop: Shop
) -> Iterator[SegmentService]:
    """The service of a project that holds the shop; tests only read from it."""
    folder = tmp_path_factory.mktemp("kept") / "shop"
    with Project.create(folder, "Kept") as project:
        write_shop(project, shop)
        service = SegmentService(project)
        yield service
        service.close()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Project]:
    """An empty project."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    with Project.create(tmp_path / "project", "Shop") as made:
        yield made


@pytest.fixture
def service(project: Project, shop: Shop) -> Iterator[SegmentService]:
    """The service of a project of its own."""
    write_shop(project, shop)
    made = SegmentService(project)
    yield made
    made.close()
