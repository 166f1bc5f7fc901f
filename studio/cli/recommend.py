"""`vitrine recommend`."""

from __future__ import annotations

from typing import Annotated

import typer

from studio.cli import jobs, say
from studio.cli.options import (
    DEVICES,
    DeviceName,
    Json,
    OutCsv,
    ProjectFolder,
    Users,
    one_of,
    there,
)
from studio.domain.jobs import FileResult, Recommend
from studio.services.session import Session


def command(
    project: ProjectFolder,
    users: Users,
    out: OutCsv,
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
    on = one_of("device", device, DEVICES)
    job = Recommend(folder, str(there(users)), str(out), k, include_seen, on)  # type: ignore[arg-type]
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
