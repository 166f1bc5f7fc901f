"""`vitrine personas`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from studio.cli import jobs, say
from studio.cli.options import Json, ProjectFolder, Seed, one_of, place
from studio.domain.errors import InputProblem, NotYet
from studio.domain.jobs import AudienceResult, BuildAudience
from studio.domain.persona import EVERYONE, Audience, Persona
from studio.domain.spreadsheet import csv_of
from studio.services.audience import AudienceService
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
        int | None,
        typer.Option(
            "--clusters", min=2, max=8, help="How many; the best if left out."
        ),
    ] = None,
    split: Annotated[
        str, typer.Option("--split", metavar="ID", help="Split a persona by taste.")
    ] = "",
    merge: Annotated[
        list[str] | None,
        typer.Option("--merge", metavar="ID", help="Merge personas; say it for each."),
    ] = None,
    rename: Annotated[
        str, typer.Option("--rename", metavar="ID", help="Rename it to --name.")
    ] = "",
    name: Annotated[
        str, typer.Option("--name", help="For --rename, --split or --merge.")
    ] = "",
    members: Annotated[
        Path | None,
        typer.Option(
            "--members",
            metavar="CSV",
            parser=place,
            help="Write each shopper's share in each persona, by pseudonym.",
        ),
    ] = None,
    seed: Seed = 20261124,
    as_json: Json = False,
) -> None:
    """List the personas with size and portrait; make, split, merge or rename them.

    Stability says how well a group is found again among shoppers drawn anew, clarity
    how much its members belong to it rather than to others; both from 0 to 1.

    Example: `vitrine personas shop --clusters 5 --out personas.csv`
    """
    with Session.open(project) as session:
        if source or clusters:
            job = _job(str(session.folder), source or "cluster", clusters, seed)
            jobs.run(job, AudienceResult, quiet=as_json, title="Personas")
        _by_hand(session.audience, (split, merge or [], rename), name)
        audience = session.audience.audience()
        if members is not None and audience is not None:
            _write(members, _members(session.audience, audience))
    if audience is None:
        raise NotYet("There are no personas yet.", f"Run: vitrine train {project}")
    personas = [p for p in audience.personas if p.id != EVERYONE]
    if out is not None:
        _write(out, [_HEAD, *(_row(persona) for persona in personas)])
    if as_json:
        say.as_machine(personas)
    elif not personas:
        say.line("No group of shoppers is large enough; all get the page “all”.")
    else:
        heads = ("Id", "Name", "Size", "Stability", "Clarity", "Portrait")
        say.table(heads, [_shown(persona) for persona in personas])
        for words in _quality(audience):
            say.line(words)


_HEAD = ("persona_id", "name", "size", "portrait", "stability", "clarity")


def _by_hand(
    service: AudienceService, asked: tuple[str, list[str], str], name: str
) -> None:
    """Do the one change that is asked for, if any."""
    split, merge, rename = asked
    if sum(map(bool, asked)) > 1:
        raise InputProblem(
            "One change at a time.", "Give --split, --merge or --rename, not several."
        )
    if name and not any(asked):
        raise InputProblem("A name for what?", "Say which with --rename ID.")
    if split:
        part = service.split(split)
        if name:
            service.rename(part.id, name)
    elif merge:
        service.merge(merge, name)
    elif rename:
        service.rename(rename, name)


def _job(folder: str, source: str, clusters: int | None, seed: int) -> BuildAudience:
    kind = one_of("source", source, ("segment", "cluster"))
    if kind == "segment" and clusters:
        raise InputProblem(
            "Segments are as many as the shop has.", "Leave --clusters out."
        )
    return BuildAudience(folder, kind, clusters, seed)  # type: ignore[arg-type]


def _members(service: AudienceService, audience: Audience) -> list[tuple[str, ...]]:
    """Each shopper's persona and shares; a share of 0 for who has none."""
    ids = [persona.id for persona in audience.personas if persona.id != EVERYONE]
    rows: list[tuple[str, ...]] = [("shopper", "persona_id", *ids)]
    shares = service.memberships()
    for at, shopper in enumerate(audience.shoppers):
        row = int(audience.member[at])
        own = ids[row] if row >= 0 else EVERYONE
        rows.append((shopper, own, *(f"{share:.4f}" for share in shares[at])))
    return rows


def _write(out: Path, rows: Sequence[tuple[str, ...]]) -> None:
    table = csv_of(list(rows))
    with storage_problems(out):
        out.parent.mkdir(parents=True, exist_ok=True)
    replace_whole(out, table.encode())


def _row(persona: Persona) -> tuple[str, ...]:
    judged = _number(persona.stability), _number(persona.clarity)
    return persona.id, persona.name, str(persona.size), _portrait(persona), *judged


def _shown(persona: Persona) -> tuple[str, ...]:
    known = _number(persona.stability) or "–", _number(persona.clarity) or "–"
    return persona.id, persona.name, str(persona.size), *known, _portrait(persona)


def _portrait(persona: Persona) -> str:
    return persona.portrait.summary.in_("en") or persona.portrait.line.in_("en")


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.2f}"


def _quality(audience: Audience) -> list[str]:
    """How well the groups are parted and found again, and what else was tried."""
    parts = []
    if audience.silhouette is not None:
        parts.append(f"silhouette {audience.silhouette:.2f}")
    if audience.source == "cluster" and audience.stability is not None:
        parts.append(f"stability {audience.stability:.2f}")
    lines = [f"All together: {', '.join(parts)}."] if parts else []
    if len(audience.tried) > 1 and audience.source == "cluster":
        tried = "; ".join(
            f"{one.clusters}: {one.silhouette or 0:.2f}, {one.stability or 0:.2f}"
            for one in audience.tried
        )
        lines.append(f"Tried (silhouette, stability): {tried}.")
    return lines
