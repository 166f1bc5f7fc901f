"""The user's configuration folder, outside of every project."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_config_path

from studio.store.problems import storage_problems
from studio.store.sealing.unlocked import sealed_for
from studio.store.whole import replace_whole

MOVED = "VITRINE_CONFIG_DIR"
"""Environment variable that names another folder (for tests and servers)."""


def config_folder() -> Path:
    """The folder for settings, recent projects and keys, made when missing."""
    moved = os.environ.get(MOVED)
    folder = Path(moved) if moved else user_config_path("vitrine", appauthor=False)
    with storage_problems(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return folder


def write_whole(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Write a file so that it is there as a whole or not at all.

    In a protected project it is sealed.
    """
    replace_whole(path, sealed_for(path, content), mode=mode)
