"""The command line: every verb in the order of the job."""

from __future__ import annotations

from importlib import import_module

import typer

app = typer.Typer(
    name="vitrine",
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
    ("train", "train"),
    ("personas", "personas"),
    ("recommend", "recommend"),
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
    ("doctor", "doctor"),
    ("demo", "demo"),
)
"""Each verb and the module of this package that does it."""


def build() -> typer.Typer:
    """Register every verb and return the application."""
    from studio.cli.errors import told_in_a_sentence

    for verb, module in VERBS:
        command = import_module(f"studio.cli.{module}").command
        app.command(verb)(told_in_a_sentence(command))
    return app
