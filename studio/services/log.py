"""Where the log lies. It holds no shopper data and never leaves the machine."""

from __future__ import annotations

import logging
import os
from logging.handlers import RotatingFileHandler
from pathlib import Path

from platformdirs import user_log_path

LOG_BYTES = 1_000_000


def log_folder() -> Path:
    """The folder of the logs, made when missing (`VITRINE_CONFIG_DIR` moves it)."""
    moved = os.environ.get("VITRINE_CONFIG_DIR")
    folder = Path(moved) / "log" if moved else user_log_path("vitrine", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def worker_log() -> Path:
    """The file that workers write what they cannot say in a sentence to."""
    try:
        path = log_folder() / "worker.log"
        if path.exists() and path.stat().st_size > LOG_BYTES:
            path.replace(path.with_suffix(".old.log"))
        path.open("ab").close()
    except OSError:  # a full disk or a closed folder must not keep anyone from work
        return Path(os.devnull)
    return path


def log_to_file(name: str) -> None:
    """Send the records of this process to `<name>.log`; nowhere if it cannot be."""
    logging.raiseExceptions = False  # no traceback on the terminal when a disk is full
    try:
        handler: logging.Handler = RotatingFileHandler(
            log_folder() / f"{name}.log",
            maxBytes=LOG_BYTES,
            backupCount=1,
            encoding="utf-8",
        )
    except OSError:
        handler = logging.NullHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
