from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

VIOLATIONS: dict[str, tuple[str, str]] = {
    "Layers point one way": ("studio/services/planted.py", "import studio.ui.language"),
    "Stages meet only through domain values": (
        "studio/pipeline/page/planted.py",
        "import studio.pipeline.render",
    ),
    "Qt lives in web, ui and app": ("studio/domain/planted.py", "import PySide6"),
    "Torch lives in the learned stages and the worker, never in the UI process": (
        "studio/services/planted.py",
        "import torch",
    ),
    "SQL lives in the store": ("studio/services/planted.py", "import sqlite3"),
}


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    command = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [str(command), "--no-cache"],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"},
    )


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory, repository: Path) -> Path:
    folder = tmp_path_factory.mktemp("planted")
    ignore = shutil.ignore_patterns("__pycache__")
    shutil.copytree(repository / "studio", folder / "studio", ignore=ignore)
    shutil.copy(repository / "pyproject.toml", folder)
    return folder


def test_that_the_code_keeps_every_contract(copy: Path) -> None:
    done = lint(copy)
    assert done.returncode == 0, done.stdout
    assert "0 broken" in done.stdout


@pytest.mark.parametrize("contract", VIOLATIONS)
def test_that_a_planted_violation_breaks_its_contract(
    copy: Path, contract: str
) -> None:
    where, line = VIOLATIONS[contract]
    planted = copy / where
    planted.write_text(f"{line}\n")
    try:
        done = lint(copy)
    finally:
        planted.unlink()
    assert done.returncode == 1
    assert f"{contract} BROKEN" in done.stdout


def test_that_a_ring_of_packages_is_found(copy: Path) -> None:
    first, second = copy / "studio/cli/ring_a", copy / "studio/cli/ring_b"
    for package, other in ((first, "ring_b"), (second, "ring_a")):
        package.mkdir()
        (package / "__init__.py").write_text(f"import studio.cli.{other}\n")
    try:
        done = lint(copy)
    finally:
        shutil.rmtree(first)
        shutil.rmtree(second)
    assert done.returncode == 1
    assert "No package is a ring BROKEN" in done.stdout


def test_that_every_contract_has_a_planted_violation(repository: Path) -> None:
    text = (repository / "pyproject.toml").read_text(encoding="utf-8")
    names = {
        line.split('"')[1]
        for line in text.splitlines()
        if line.startswith("name = ") and "vitrine-studio" not in line
    }
    assert names == set(VIOLATIONS) | {"No package is a ring"}
