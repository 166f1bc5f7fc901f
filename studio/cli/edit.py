"""`vitrine edit`."""

from __future__ import annotations

from typing import Annotated

import msgspec
import typer

from studio.cli import say
from studio.cli.options import Json, PageId, ProjectFolder
from studio.domain.edits import Edit
from studio.domain.errors import InputProblem
from studio.services.session import Session


def command(
    project: ProjectFolder,
    page: PageId,
    edit: Annotated[str, typer.Argument(metavar="EDIT", help="One edit as JSON.")],
    as_json: Json = False,
) -> None:
    """Apply one typed edit to a page, as the window would.

    Example: `vitrine edit shop pg-0001 '{"edit":"moveblock","block_id":"b2","to":0}'`
    """
    try:
        value: Edit = msgspec.json.decode(edit, type=Edit)
    except msgspec.DecodeError as error:
        raise InputProblem(f"That is no edit: {error}.") from error
    with Session.open(project) as session:
        changed = session.pages.apply(page, value)
        row = session.pages.row(page)
    if as_json:
        say.as_machine(changed)
    else:
        say.line(f"{page} is at revision {row.revision}.")
