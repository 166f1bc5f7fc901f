"""`vitrine assign`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studio.cli import jobs
from studio.cli.options import Json, ProjectFolder
from studio.cli.recommend import show_file
from studio.domain.jobs import Assign, FileResult
from studio.services.session import Session


def command(
    project: ProjectFolder,
    users: Annotated[
        Path, typer.Option("--users", metavar="CSV", help="The shop's customer list.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="CSV", help="CSV to write.")],
    as_json: Json = False,
) -> None:
    """Give a customer list back with a persona and a page column.

    The ids as the shop writes them pass through memory only.

    Example: `vitrine assign shop --users customers.csv --out assigned.csv`
    """
    with Session.open(project) as session:
        job = Assign(str(session.folder), str(users), str(out))
    result = jobs.run(job, FileResult, quiet=as_json, title="Assigning")
    show_file(result, as_json=as_json)
