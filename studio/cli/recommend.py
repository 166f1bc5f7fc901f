"""`vitrine recommend`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studio.cli import jobs, say
from studio.cli.options import (
    DEVICES,
    DeviceName,
    Json,
    OutCsv,
    ProjectFolder,
    one_of,
    place,
    there,
)
from studio.domain.jobs import FileResult, Recommend
from studio.services.session import Session


def command(
    project: ProjectFolder,
    out: OutCsv,
    users: Annotated[
        Path | None,
        typer.Option(
            "--users",
            metavar="CSV",
            help="A CSV with a column of shopper ids, such as user_id; the imported"
            " events will do. Default: all shoppers, by pseudonym.",
            parser=place,
        ),
    ] = None,
    k: Annotated[
        int, typer.Option("--top", "-k", min=1, help="Products a shopper.")
    ] = 10,
    include_seen: Annotated[
        bool,
        typer.Option(
            "--include-seen",
            help="Products met before count too, for shops where people buy again:"
            " each shopper's own repeats are mixed with the model's new products.",
        ),
    ] = False,
    device: DeviceName = "auto",
    as_json: Json = False,
) -> None:
    """Rank products for each shopper of a list, or for all.

    The file has the columns user_id, product_id, rank and score, with the ids of the
    list. Shoppers that are not known get the bestsellers.

    Example: `vitrine recommend shop --users users.csv --top 10 --out ranked.csv`
    """
    with Session.open(project) as session:
        folder = str(session.folder)
    on = one_of("device", device, DEVICES)
    named = "" if users is None else str(there(users))
    job = Recommend(folder, named, str(out), k, include_seen, on)  # type: ignore[arg-type]
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
