"""Where the log lies. It holds no shopper data and never leaves the machine."""

from __future__ import annotations

import contextlib
import copy
import faulthandler
import logging
import os
import sys
import threading
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType
from typing import TextIO, TypeAlias

from platformdirs import user_log_path

try:
    import resource
except ImportError:  # Windows writes no core files
    resource = None  # type: ignore[assignment]

LOG_BYTES = 1_000_000
DEEPEST = 8
"""Errors of a chain that are written."""
Exc: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None]
    | tuple[None, None, None]
)


class WithoutValues(logging.Formatter):
    """Writes where something failed, and never what the data said.

    The message of an error that nobody foresaw may quote a cell ("could not convert
    string to float: 'anna@...'"): of such errors only the kind, the frames and the
    lines of our own code are written. What we log ourselves stays as it is.
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """The record; what another handler wrote of its error is not used again."""
        fresh = copy.copy(record)
        fresh.exc_text = None
        return super().format(fresh)

    def formatException(self, ei: Exc) -> str:  # noqa: N802 - logging's name
        """The chain of errors, each as its kind and its frames."""
        error = ei[1]
        parts: list[str] = []
        while error is not None and len(parts) < DEEPEST:
            frames = "".join(traceback.format_tb(error.__traceback__))
            parts.append(f"{frames}{type(error).__module__}.{type(error).__name__}")
            error = error.__cause__ or error.__context__
        return "\n-- caused by --\n".join(parts)


def log_to_stream(stream: TextIO) -> None:
    """Send the records of a process without a log of its own to a stream.

    What nobody catches goes there too, in any thread, and the frames of a crash in
    native code; never what the data said.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter(WithoutValues())
    logging.getLogger().addHandler(handler)
    log = logging.getLogger("studio.uncaught")
    sys.excepthook = lambda *ei: log.error("Nobody caught", exc_info=ei)
    threading.excepthook = lambda args: log.error(
        "Nobody caught in a thread",
        exc_info=(args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback),
    )
    with contextlib.suppress(OSError, ValueError):  # a stream without a file
        faulthandler.enable(stream)


def leave_no_core() -> None:
    """Keep the system from writing this process's memory to a file when it crashes."""
    if resource is not None:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


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
    handler.setFormatter(WithoutValues())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
