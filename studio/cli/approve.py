"""`vitrine approve`."""

from __future__ import annotations

from typing import Annotated

import typer

from studio.cli import say
from studio.cli.options import Json, PageId, ProjectFolder
from studio.services.session import Session
from studio.services.settings import load


def command(
    project: ProjectFolder,
    page: PageId,
    note: Annotated[str, typer.Option("--note", help="Why, or what was checked.")] = "",
    by: Annotated[
        str, typer.Option("--by", help="Who approves; default: your name.")
    ] = "",
    withdraw: Annotated[
        bool, typer.Option("--withdraw", help="Take an approval back.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Approve a page as it is now. Only approved pages are exported.

    Example: `vitrine approve shop pg-0001 --note "Prices checked" --by Ines`
    """
    with Session.open(project) as session:
        if withdraw:
            session.pages.withdraw(page)
            approval = None
        else:
            approval = session.pages.approve(
                page, by=by or load().approver_name, note=note
            )
    if as_json:
        say.as_machine(approval)
    elif approval is None:
        say.line(f"{page} is a draft again.")
    else:
        say.line(f"{page}: revision {approval.revision} approved by {approval.by}.")
