"""`vitrine export`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studio.cli import say
from studio.cli.options import Json, ProjectFolder, place
from studio.domain.errors import InputProblem
from studio.services.session import Session


def command(
    project: ProjectFolder,
    out: Annotated[
        Path,
        typer.Option("--out", metavar="DIR", help="Folder to write.", parser=place),
    ],
    formats: Annotated[
        str, typer.Option("--format", help="html, json or both with a comma.")
    ] = "html,json",
    as_json: Json = False,
) -> None:
    """Export the approved pages, with a manifest of content hashes.

    Example: `vitrine export shop --format html,json --out out`
    """
    names = tuple(part.strip() for part in formats.split(",") if part.strip())
    if not names:
        raise InputProblem("No format is named.", "Known: html, json.")
    with Session.open(project) as session:
        result = session.publish.export(names, out)
    if as_json:
        say.as_machine(result)
        return
    say.line(f"{result.pages} approved pages, {result.files} files in {result.folder}")
    for note in result.notes:
        say.line(note)
