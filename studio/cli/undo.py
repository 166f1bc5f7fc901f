"""`vitrine undo`."""

from __future__ import annotations

from typing import Annotated

import typer

from studio.cli import say
from studio.cli.options import Json, PageId, ProjectFolder
from studio.domain.errors import InputProblem
from studio.services.session import Session


def command(
    project: ProjectFolder,
    page: PageId,
    redo: Annotated[bool, typer.Option("--redo", help="Take an undo back.")] = False,
    as_json: Json = False,
) -> None:
    """Take the last edit of a page back.

    Example: `vitrine undo shop pg-0001`
    """
    with Session.open(project) as session:
        session.pages.row(page)
        changed = session.pages.redo(page) if redo else session.pages.undo(page)
        row = session.pages.row(page)
    if changed is None:
        raise InputProblem(f"{page} has nothing to {'redo' if redo else 'undo'}.")
    if as_json:
        say.as_machine(changed)
    else:
        say.line(f"{page} is at revision {row.revision}.")
