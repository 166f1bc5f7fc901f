"""Every test has its own configuration folder and no system keyring."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_config(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Keep keys and settings of the tests out of the user's folder."""
    folder = tmp_path_factory.mktemp("config")
    monkeypatch.setenv("VITRINE_CONFIG_DIR", str(folder))
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.null.Keyring")
    monkeypatch.delenv("VITRINE_PASSPHRASE", raising=False)
    return folder
