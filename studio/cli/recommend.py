"""`vitrine recommend`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studio.cli import jobs, say
from studio.cli.options import DeviceName, Json, ProjectFolder
from studio.domain.jobs import FileResult, Recommend
from studio.services.session import Session


def command(
    project: ProjectFolder,
    users: Annotated[
        Path, typer.Option("--users", metavar="CSV", help="A file with user_id.")
    ],
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help="CSV to write.")],
    k: Annotated[int, typer.Option("-k", min=1, help="Products a shopper.")] = 10,
    include_seen: Annotated[
        bool, typer.Option("--include-seen", help="Products seen before count too.")
    ] = False,
    device: DeviceName = "auto",
    as_json: Json = False,
) -> None:
    """Rank products for each shopper of a list.

    Example: `vitrine recommend shop --users users.csv -k 10 --out ranked.csv`
    """
    with Session.open(project) as session:
        folder = str(session.folder)
    job = Recommend(folder, str(users), str(out), k, include_seen, device)  # type: ignore[arg-type]
    result = jobs.run(job, FileResult, quiet=as_json, title="Ranking")
    show_file(result, as_json=as_json)


def show_file(result: FileResult, *, as_json: bool) -> None:
    """Say which file was written."""
    if as_json:
        say.as_machine(result)
        return
    for note in result.notes:
        say.line(note)
    say.line(f"{result.path}: {result.rows:,} rows")
