"""One sentence for each failure, and an exit code that scripts can read.

0 done, 1 failed, 2 wrong input, 3 an earlier step is missing, 4 the project, 5 the
disk, 6 a model was refused, 130 cancelled.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable
from typing import ParamSpec, TypeVar

import msgspec
import typer
from rich.console import Console

from studio.domain.errors import CancelledByUser, VitrineError

CANCELLED = 130
log = logging.getLogger(__name__)
errors = Console(stderr=True, highlight=False, soft_wrap=True)
P = ParamSpec("P")
T = TypeVar("T")


def told_in_a_sentence(verb: Callable[P, T]) -> Callable[P, T]:
    """Wrap a verb so that no traceback reaches the user."""

    @functools.wraps(verb)
    def wrapped(*args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return verb(*args, **kwargs)
        except VitrineError as error:
            _say(error.message, error.hint, as_json=bool(kwargs.get("as_json")))
            raise typer.Exit(error.exit_code) from error
        except (CancelledByUser, KeyboardInterrupt) as stopped:
            errors.print("Cancelled.")
            raise typer.Exit(CANCELLED) from stopped
        except OSError as error:
            what = error.strerror or str(error)
            _say(f"{error.filename or 'A file'}: {what}.", "", as_json=False)
            raise typer.Exit(5) from error
        except (typer.Exit, typer.Abort):
            raise
        except Exception as error:
            log.exception("A verb failed unexpectedly")
            _say(
                f"Something unexpected went wrong ({type(error).__name__}).",
                "The log has the details; your project is as it was.",
                as_json=bool(kwargs.get("as_json")),
            )
            raise typer.Exit(1) from error

    return wrapped


def _say(message: str, hint: str, *, as_json: bool) -> None:
    if as_json:
        text = msgspec.json.encode({"error": message, "hint": hint}).decode()
        typer.echo(text, err=True)
        return
    errors.print(message, style="red", markup=False)
    if hint:
        errors.print(hint, markup=False)
