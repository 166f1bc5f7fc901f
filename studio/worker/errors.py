"""Turns whatever ended a job into its one last event."""

from __future__ import annotations

import logging
from pathlib import Path

from studio.domain.errors import CancelledByUser, StorageProblem, VitrineError
from studio.domain.jobs import Cancelled, Ending, Failed
from studio.store.problems import FULL, problem_of_os

log = logging.getLogger(__name__)


def ending_of(error: BaseException) -> Ending:
    """Say in one sentence why a job ended; the traceback goes to the log."""
    match error:
        case CancelledByUser():
            return Cancelled(kept=str(error))
        case VitrineError():
            return Failed(error.message, error.hint, error.exit_code)
        case MemoryError():
            return Failed(
                "There is not enough memory for this.",
                "Close other programs, or choose a smaller preset.",
            )
        case OSError() if error.errno in FULL:
            return Failed(
                "The disk is full.",
                "Free some space and start again; nothing was lost.",
                StorageProblem.exit_code,
            )
        case OSError() if error.filename:
            return ending_of(problem_of_os(error, Path(str(error.filename))))
        case _:
            log.error("A job failed unexpectedly", exc_info=error)
            return Failed(
                f"Something unexpected went wrong ({type(error).__name__}).",
                "The log has the details; your project is as it was.",
            )
