from __future__ import annotations

import os
import signal
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if hasattr(os, "geteuid") and os.geteuid() == 0:
    os.environ.setdefault("QTWEBENGINE_DISABLE_SANDBOX", "1")
# no test may reach the user's keyring, whichever test of a process asks first
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
if "PYTEST_XDIST_WORKER" in os.environ:
    # a process of tests for every core: more threads would only wait for each other
    os.environ.setdefault("OMP_NUM_THREADS", "1")
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # started in the background of a shell: programs of ours would not hear Ctrl+C
    signal.signal(signal.SIGINT, signal.default_int_handler)

ROOT = Path(__file__).resolve().parent.parent
PATIENCE_MS = 60_000


@pytest.fixture(autouse=True)
def own_config_folder(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> Path:
    """Settings, keys and logs of a test never touch those of the user."""
    folder = tmp_path_factory.mktemp("config")
    monkeypatch.setenv("VITRINE_CONFIG_DIR", str(folder))
    monkeypatch.delenv("VITRINE_PASSPHRASE", raising=False)
    return folder


class PatientBot(QtBot):
    """Waits as long as a busy machine needs; what is true at once costs nothing."""

    def __init__(self, request: pytest.FixtureRequest) -> None:
        super().__init__(request)
        for name in ("waitUntil", "waitSignal", "waitSignals", "waitExposed"):
            setattr(self, name, partial(getattr(self, name), timeout=PATIENCE_MS))


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    return PatientBot(request)


@pytest.fixture(scope="session")
def repository() -> Path:
    return ROOT


@pytest.fixture(scope="session")
def real_data(repository: Path) -> Path:
    """The folder of real data beside the checkout; tests skip where it is absent."""
    folder = repository.parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("the real data sets are not beside this checkout")
    return folder
