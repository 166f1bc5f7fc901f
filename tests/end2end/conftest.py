"""A small sample shop, and the environment of a process of its own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

SHOPPERS, SEED = 400, 20261115
CSV_FILES = (
    "user_behavior.csv",
    "user_preference.csv",
    "products.csv",
    "segments.csv",
    "page_events.csv",
)


@pytest.fixture(scope="session")
def shop_files(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """The files of a shop with few shoppers by name, `pictures` among them."""
    folder = tmp_path_factory.mktemp("sample")
    sys.path.insert(0, str(repository))
    try:
        from sample_data.make.write import write_tables  # noqa: PLC0415 found above
    finally:
        sys.path.remove(str(repository))
    write_tables(folder, SHOPPERS, SEED)
    names = (*CSV_FILES, "layouts.jsonl")
    pictures = repository / "sample_data" / "pictures"
    return {name: folder / name for name in names} | {"pictures": pictures}


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """What a process of the application is started with: a home of its own."""
    home = tmp_path_factory.mktemp("home")
    own = {
        "HOME": str(home),
        "VITRINE_CONFIG_DIR": str(home / "config"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.null.Keyring",
        "PYTHONUNBUFFERED": "1",
        "QT_LOGGING_RULES": "qt.rhi.*=false",
        "COLUMNS": "200",
    }
    return {**os.environ, **own}
