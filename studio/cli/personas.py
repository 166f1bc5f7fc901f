"""`vitrine personas`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studio.cli import jobs, say
from studio.cli.options import Json, ProjectFolder, Seed, one_of, place
from studio.domain.errors import InputProblem, NotYet
from studio.domain.jobs import AudienceResult, BuildAudience
from studio.domain.persona import EVERYONE, Persona
from studio.domain.spreadsheet import csv_of
from studio.services.session import Session
from studio.store.problems import storage_problems
from studio.store.whole import replace_whole


def command(
    project: ProjectFolder,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="CSV file to write.", metavar="CSV", parser=place),
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
            job = _job(str(session.folder), source or "cluster", clusters, seed)
            jobs.run(job, AudienceResult, quiet=as_json, title="Personas")
        audience = session.audience.audience()
    if audience is None:
        raise NotYet("There are no personas yet.", f"Run: vitrine train {project}")
    personas = [p for p in audience.personas if p.id != EVERYONE]
    rows = [_row(persona) for persona in personas]
    if out is not None:
        _write(out, rows)
    if as_json:
        say.as_machine(personas)
    elif not rows:
        say.line("No group of shoppers is large enough; all get the page “all”.")
    else:
        say.table(("Id", "Name", "Size", "Portrait"), rows)


def _job(folder: str, source: str, clusters: int | None, seed: int) -> BuildAudience:
    kind = one_of("source", source, ("segment", "cluster"))
    if kind == "segment" and clusters:
        raise InputProblem(
            "Segments are as many as the shop has.", "Leave --clusters out."
        )
    return BuildAudience(folder, kind, clusters, seed)  # type: ignore[arg-type]


def _write(out: Path, rows: list[tuple[str, str, str, str]]) -> None:
    table = csv_of([("persona_id", "name", "size", "portrait"), *rows])
    with storage_problems(out):
        out.parent.mkdir(parents=True, exist_ok=True)
    replace_whole(out, table.encode())


def _row(persona: Persona) -> tuple[str, str, str, str]:
    portrait = persona.portrait.summary.in_("en") or persona.portrait.line.in_("en")
    return persona.id, persona.name, str(persona.size), portrait
