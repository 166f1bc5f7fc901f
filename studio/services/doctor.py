"""Looks at what is installed, which device there is, what is missing."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path
from typing import Literal

import keyring
import msgspec
from platformdirs import user_config_path

from studio.domain.shipped import resource, sample_shop
from studio.store import keys

State = Literal["ok", "warning", "error"]
PACKAGES = (
    "pyside6",
    "torch",
    "numpy",
    "pandas",
    "duckdb",
    "pyqtgraph",
    "qasync",
    "cryptography",
    "sqlcipher3-wheels",
)
LEAST_FREE_BYTES = 2 * 1024**3
TIMEOUT_S = 90

_TORCH = (
    "import torch; cuda = torch.cuda;"
    "print(cuda.get_device_name() if cuda.is_available() else '')"
)
_WEB = "from PySide6 import QtWebEngineCore; print(QtWebEngineCore.qWebEngineVersion())"
_FONTS = (
    "from PySide6.QtGui import QGuiApplication, QFontDatabase;"
    "app = QGuiApplication([]);"
    "S = QFontDatabase.WritingSystem.SimplifiedChinese;"
    "print(len(QFontDatabase.families(S)))"
)


class Check(msgspec.Struct, frozen=True):
    """One thing that was looked at; `mend` says what to do when it is not well."""

    name: str
    state: State
    found: str
    mend: str = ""


def examine() -> tuple[Check, ...]:
    """Every check, in the order a person would want to read them."""
    return (
        Check("Python", "ok", platform.python_version()),
        *(_package(name) for name in PACKAGES),
        _device(),
        _web_engine(),
        _chinese_font(),
        _keyring(),
        *_key_files(),
        _shipped("Layout weights", resource("layout", "generator.safetensors")),
        _shipped("Sample shop", sample_shop("products.csv")),
        _disk(),
        Check("Network", "ok", "not used: nothing leaves this machine"),
    )


def _package(name: str) -> Check:
    try:
        return Check(name, "ok", metadata.version(name))
    except metadata.PackageNotFoundError:
        return Check(name, "error", "not installed", "Run: make setup")


def _ask(code: str, **environment: str) -> tuple[bool, str]:
    """Run a line of Python in another process, so that nothing heavy loads here."""
    try:
        done = subprocess.run(  # noqa: S603 - our own code
            [sys.executable, "-c", code],
            capture_output=True,
            text=True,
            timeout=TIMEOUT_S,
            env={**os.environ, **environment},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return False, "no answer"
    lines = (done.stdout if done.returncode == 0 else done.stderr).strip().splitlines()
    return done.returncode == 0, lines[-1] if lines else ""


def _device() -> Check:
    works, name = _ask(_TORCH)
    if not works:
        return Check("Device", "error", name, "Run: make setup")
    cores = f"CPU, {os.cpu_count()} cores"
    return Check(
        "Device", "ok", f"GPU, {name}" if name else f"{cores} (no CUDA device)"
    )


def _web_engine() -> Check:
    works, version = _ask(_WEB)
    if works:
        return Check("WebEngine", "ok", version)
    mend = "Run scripts/system.sh, or install the library that is named."
    return Check("WebEngine", "error", version, mend)


def _chinese_font() -> Check:
    works, count = _ask(_FONTS, QT_QPA_PLATFORM="offscreen")
    if works and count != "0":
        return Check("Chinese font", "ok", f"{count} families")
    mend = "Install one, for example: apt-get install fonts-noto-cjk"
    return Check("Chinese font", "warning", "none", mend)


def _keyring() -> Check:
    backend = keyring.get_keyring()
    if getattr(backend, "priority", 0) > 0:
        return Check("Keyring", "ok", backend.name)
    folder = os.environ.get("VITRINE_CONFIG_DIR") or user_config_path("vitrine")
    who = (
        "which only you, administrators and the system may open"
        if sys.platform == "win32"  # by the access list of the profile, not by bits
        else "in files that only you can read"
    )
    return Check(
        "Keyring",
        "warning",
        f"none; keys lie in {Path(folder) / 'keys'}, {who}",
        "A system keyring keeps them safer, and so does a passphrase: vitrine protect.",
    )


def _key_files() -> tuple[Check, ...]:
    """The files of keys, if there are any; those that others may read are closed."""
    files = keys.key_files()
    if not files:
        return ()
    places = {files[0].parent, *files}
    opened = [path for path in places if keys.others_may_read(path)]
    failed = sorted(str(path) for path in places if not keys.closed_to_others(path))
    if failed:
        return (
            Check(
                "Key files",
                "error",
                f"others may read {failed[0]}",
                f"Run as its owner: chmod go= {failed[0]}",
            ),
        )
    if opened:
        return (
            Check(
                "Key files",
                "warning",
                f"{len(files)}; others could read {len(opened)} of the places, closed"
                " now",
                "Who has read a key can tell which pseudonym an id has. If that may"
                " be, import into a new project.",
            ),
        )
    return (Check("Key files", "ok", f"{len(files)}, closed to others"),)


def _shipped(name: str, path: Path) -> Check:
    if path.is_file():
        return Check(name, "ok", f"{path.stat().st_size / 1e6:.1f} MB")
    return Check(name, "error", f"{path} is missing", "Install Vitrine again.")


def _disk() -> Check:
    free = shutil.disk_usage(Path.cwd()).free
    found = f"{free / 1024**3:.0f} GiB free"
    if free < LEAST_FREE_BYTES:
        return Check("Disk", "warning", found, "Training keeps checkpoints: free some.")
    return Check("Disk", "ok", found)
