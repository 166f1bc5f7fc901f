from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer import Typer
from typer.testing import CliRunner, Result

from studio.cli.app import build
from studio.store.project import Project

Vitrine = Callable[..., Result]
Told = Callable[[Result], dict[str, str]]


@pytest.fixture(scope="session")
def application() -> Typer:
    return build()


@pytest.fixture(autouse=True)
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A configuration of its own, and the working folder of the test."""
    monkeypatch.setenv("VITRINE_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path / "config"


@pytest.fixture
def vitrine(application: Typer) -> Vitrine:
    """Calls the command line in this process."""

    def call(*args: str | Path) -> Result:
        return CliRunner().invoke(application, [str(arg) for arg in args])

    return call


@pytest.fixture
def shop(config: Path, tmp_path: Path) -> Path:
    """An empty project in a folder with a space and Chinese characters."""
    folder = tmp_path / "my 店"
    Project.create(folder, "My shop").close()
    return folder


def _told(result: Result) -> dict[str, str]:
    assert result.stdout == ""
    found: dict[str, str] = json.loads(result.stderr)
    assert set(found) == {"error", "hint"}
    return found


@pytest.fixture
def told() -> Told:
    """Reads the one JSON document that a failed call leaves on standard error."""
    return _told
