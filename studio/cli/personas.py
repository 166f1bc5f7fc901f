"""`vitrine personas`."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Annotated

import typer

from studio.cli import jobs, say
from studio.cli.options import Json, ProjectFolder, Seed
from studio.domain.errors import NotYet
from studio.domain.jobs import AudienceResult, BuildAudience
from studio.domain.persona import EVERYONE, Persona
from studio.services.session import Session


def command(
    project: ProjectFolder,
    out: Annotated[
        Path | None, typer.Option("--out", help="CSV file to write.", metavar="CSV")
    ] = None,
    source: Annotated[
        str, typer.Option("--source", help="Make anew from segment or cluster.")
    ] = "",
    clusters: Annotated[
        int | None, typer.Option("--clusters", min=2, max=8, help="How many.")
    ] = None,
    seed: Seed = 20261124,
    as_json: Json = False,
) -> None:
    """List the personas with size and portrait.

    Example: `vitrine personas shop --out personas.csv`
    """
    with Session.open(project) as session:
        if source or clusters:
            kind = "segment" if source == "segment" else "cluster"
            job = BuildAudience(str(session.folder), kind, clusters, seed)  # type: ignore[arg-type]
            jobs.run(job, AudienceResult, quiet=as_json, title="Personas")
        audience = session.audience.audience()
    if audience is None:
        raise NotYet("There are no personas yet.", f"Run: vitrine train {project}")
    personas = [p for p in audience.personas if p.id != EVERYONE]
    rows = [_row(persona) for persona in personas]
    if out is not None:
        with out.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(("persona_id", "name", "size", "portrait"))
            writer.writerows(rows)
    if as_json:
        say.as_machine(personas)
    else:
        say.table(("Id", "Name", "Size", "Portrait"), rows)


def _row(persona: Persona) -> tuple[str, str, str, str]:
    portrait = persona.portrait.summary.in_("en") or persona.portrait.line.in_("en")
    return persona.id, persona.name, str(persona.size), portrait
