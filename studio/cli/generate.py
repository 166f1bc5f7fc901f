"""`vitrine generate`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studio.cli import jobs, say
from studio.cli.options import (
    DEVICES,
    DeviceName,
    Json,
    ProjectFolder,
    Seed,
    one_of,
    place,
)
from studio.domain.errors import InputProblem
from studio.domain.jobs import GenerateResult
from studio.domain.page import SCENARIOS
from studio.domain.wishes import Asked, Wishes
from studio.services.briefs import read_brief
from studio.services.session import Session

KNOWN = ", ".join(SCENARIOS)


def command(
    project: ProjectFolder,
    scenario: Annotated[
        str,
        typer.Option(
            "--scenario",
            help="recommendation, promotion, advertisement, marketing, cross_platform.",
        ),
    ] = "",
    persona: Annotated[
        list[str] | None,
        typer.Option("--persona", help="A persona id, or all; may be repeated."),
    ] = None,
    candidates: Annotated[
        int, typer.Option("--candidates", min=1, max=12, help="Pages a persona.")
    ] = 8,
    brief: Annotated[
        Path | None,
        typer.Option(
            "--brief",
            metavar="FILE",
            help="JSON: name, start, end, offer...",
            parser=place,
        ),
    ] = None,
    length: Annotated[
        int | None, typer.Option("--length", help="Blocks of a web page, 7 to 11.")
    ] = None,
    must: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="BLOCK", help="A block that must appear."),
    ] = None,
    must_not: Annotated[
        list[str] | None,
        typer.Option("--without", metavar="BLOCK", help="A block that must not."),
    ] = None,
    surprise: Annotated[
        float,
        typer.Option(
            "--surprise",
            help="0 like the shop's own pages, 1 surprise me.",
            min=0,
            max=1,
        ),
    ] = 0.5,
    like: Annotated[
        str,
        typer.Option("--like", metavar="PAGE", help="Layouts like that of a page."),
    ] = "",
    refresh: Annotated[
        str, typer.Option("--refresh", metavar="PAGE", help="Make a stale page anew.")
    ] = "",
    seed: Seed = 20261124,
    device: DeviceName = "auto",
    as_json: Json = False,
) -> None:
    """Make candidate pages for a persona, or for all of them and everybody else.

    Example: `vitrine generate shop --scenario promotion --brief sale.json`

    Wishes that contradict each other are named, and the fewest are dropped.
    """
    personas = [] if not persona or "all" in persona else persona
    on = one_of("device", device, DEVICES)
    asked = Asked(Wishes(length, tuple(must or ()), tuple(must_not or ())), surprise)
    with Session.open(project) as session:
        if refresh:
            job = session.pages.refresh_job(refresh, seed=seed)
        elif not scenario:
            raise InputProblem("No scenario is named.", f"Give --scenario: {KNOWN}.")
        else:
            told = read_brief(brief) if brief is not None else None
            job = session.pages.generate_job(
                scenario,
                personas,
                candidates=candidates,
                brief=told,
                seed=seed,
                device=on,  # type: ignore[arg-type]
                asked=asked,
                like=like,
            )
    result = jobs.run(job, GenerateResult, quiet=as_json, title="Generating")
    if as_json:
        say.as_machine(result.pages)
        return
    rows = [(m.page_id, m.persona, m.scenario, str(m.candidate)) for m in result.pages]
    say.table(("Page", "Persona", "Scenario", "Candidate"), rows)
