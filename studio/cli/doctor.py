"""`vitrine doctor`."""

from __future__ import annotations

import typer

from studio.cli import say
from studio.cli.options import Json
from studio.services.doctor import examine

SIGNS = {"ok": "ok", "warning": "look", "error": "mend"}


def command(as_json: Json = False) -> None:
    """Say what is installed, which device there is, what is missing and how to mend it.

    Example: `vitrine doctor`
    """
    checks = examine()
    if as_json:
        say.as_machine(checks)
    else:
        say.table(
            ("", "What", "Found"), [(SIGNS[c.state], c.name, c.found) for c in checks]
        )
        for check in checks:
            if check.mend:
                say.line(f"{check.name}: {check.mend}")
    if any(check.state == "error" for check in checks):
        raise typer.Exit(1)
