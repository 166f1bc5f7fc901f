"""The command `vitrine`: without a verb the window, with one the command line."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def open_window(
    project: Annotated[
        Path | None, typer.Argument(metavar="[PROJECT]", help="The project to open.")
    ] = None,
    sample: Annotated[
        bool, typer.Option("--sample", help="Open the sample shop.")
    ] = False,
) -> None:
    """Open the window.

    Example: `vitrine open shops/wrenfield`
    """
    from studio import app
    from studio.services.projects import ask_with

    ask_with(None)  # the window asks, not the terminal that it was started from
    raise typer.Exit(app.main(project, sample=sample))


def main() -> None:
    """Start what was asked for, and import no more than that needs."""
    if len(sys.argv) == 1:
        from studio import app

        sys.exit(app.main(None, sample=False))
    try:
        from studio.cli.app import build
        from studio.services.log import log_to_file

        log_to_file("vitrine")
        commands = build()
        commands.command("open")(open_window)
    except KeyboardInterrupt:  # before there is anything to cancel
        sys.exit(130)
    commands()


if __name__ == "__main__":
    main()
