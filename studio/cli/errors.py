"""One sentence for each failure, and an exit code that scripts can read.

0 done, 1 failed, 2 wrong input, 3 an earlier step is missing, 4 the project, 5 the
disk, 6 a model was refused, 130 cancelled.
"""

from __future__ import annotations

import logging
from pathlib import Path

import msgspec
import typer
from rich.console import Console

from studio.domain.errors import (
    CancelledByUser,
    InputProblem,
    JobFailed,
    VitrineError,
)
from studio.store.problems import problem_of_os

CANCELLED = 130
log = logging.getLogger(__name__)


def tell(error: BaseException, *, as_json: bool) -> int:
    """Say on standard error what went wrong; returns the exit code."""
    if isinstance(error, CancelledByUser | KeyboardInterrupt | typer.Abort):
        say("Cancelled.", str(error), as_json=as_json)
        return CANCELLED
    told = _told(error)
    say(told.message, told.hint, as_json=as_json)
    return told.exit_code


def _told(error: BaseException) -> VitrineError:
    if hasattr(error, "format_message"):  # Typer's: the call itself is wrong
        context = getattr(error, "ctx", None)
        verb = getattr(context, "command_path", "vitrine")
        return InputProblem(error.format_message(), f"See: {verb} --help")
    match error:
        case VitrineError():
            return error
        case OSError():
            return problem_of_os(error, Path())
        case MemoryError():
            return JobFailed(
                "There is not enough memory for this.", "Close other programs."
            )
        case UnicodeEncodeError():
            return InputProblem(
                f"A name holds characters that cannot be written: {error.object!r}.",
                "Rename it.",
            )
        case _:
            log.error("A verb failed unexpectedly", exc_info=error)
            return JobFailed(
                f"Something unexpected went wrong ({type(error).__name__}).",
                "The log has the details; your project is as it was.",
            )


def say(message: str, hint: str = "", *, as_json: bool) -> None:
    """Print a failure: a sentence and a hint, or one JSON document a line."""
    if as_json:
        typer.echo(msgspec.json.encode({"error": message, "hint": hint}), err=True)
        return
    errors = Console(stderr=True, highlight=False, soft_wrap=True)
    errors.print(message, style="red", markup=False)
    if hint:
        errors.print(hint, markup=False)
