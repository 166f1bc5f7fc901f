"""The command line: every verb in the order of the job."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup

from studio.cli.passphrases import ask
from studio.services.projects import ask_with


class Verbs(TyperGroup):
    """The verbs. Whatever fails is told in a sentence; no traceback reaches a user."""

    def main(self, args: Sequence[str] | None = None, *rest: Any, **more: Any) -> Any:  # noqa: ANN401 - as Typer hands them on
        """Do what the arguments ask for and leave with its exit code."""
        from studio.cli.errors import CANCELLED, say, tell

        given = list(sys.argv[1:] if args is None else args)
        as_json = "--json" in given
        more["standalone_mode"] = False
        try:
            code = super().main(given, *rest, **more)
        except Exception as error:  # noqa: BLE001 - each is told
            sys.exit(tell(error, as_json=as_json))
        if code == CANCELLED:
            say("Cancelled.", as_json=as_json)
        sys.exit(code if isinstance(code, int) else 0)


app = typer.Typer(
    name="vitrine",
    cls=Verbs,
    help="Vitrine makes a page for every persona, on your own machine. "
    "Without a verb it opens the window.",
    no_args_is_help=False,
    add_completion=False,
    rich_markup_mode="markdown",
    context_settings={"help_option_names": ["-h", "--help"]},
)

VERBS: tuple[tuple[str, str], ...] = (
    ("new", "new"),
    ("import", "import_files"),
    ("undo-import", "undo_import"),
    ("quality", "quality"),
    ("train", "train"),
    ("runs", "runs"),
    ("personas", "personas"),
    ("segments", "segments"),
    ("segment", "segment"),
    ("recommend", "recommend"),
    ("why", "why"),
    ("find", "find"),
    ("generate", "generate"),
    ("pages", "pages"),
    ("edit", "edit"),
    ("undo", "undo"),
    ("approve", "approve"),
    ("export", "export"),
    ("assign", "assign"),
    ("evaluate", "evaluate"),
    ("snapshot", "snapshot"),
    ("sample-layouts", "sample_layouts"),
    ("protect", "protect"),
    ("unprotect", "unprotect"),
    ("change-passphrase", "change_passphrase"),
    ("privacy", "privacy"),
    ("forget", "forget"),
    ("retention", "retention"),
    ("doctor", "doctor"),
    ("demo", "demo"),
)
"""Each verb and the module of this package that does it."""


def build() -> typer.Typer:
    """Register every verb and return the application."""
    ask_with(ask)
    for verb, module in VERBS:
        command = import_module(f"studio.cli.{module}").command
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=verb)
        else:
            app.command(verb)(command)
    return app
