"""`vitrine retention`."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from studio.cli import jobs, say
from studio.cli.options import Json, ProjectFolder
from studio.domain.forgetting import Retained
from studio.domain.jobs import Retain
from studio.services.privacy import PrivacyService
from studio.services.session import Session


def command(
    project: ProjectFolder,
    months: Annotated[
        int | None,
        typer.Option("--months", min=0, help="How long to keep events; 0: for ever."),
    ] = None,
    now: Annotated[
        bool, typer.Option("--now", help="Delete now what is older.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Say or set how long events are kept; --now deletes what is older at once.

    Older events are deleted at every import and when the project is opened. Off unless
    set: nothing is deleted that nobody asked to delete.

    Example: `vitrine retention shop --months 24`
    """
    with Session.open(project) as session:
        service = PrivacyService(session.project)
        if months is not None:
            service.set_retention(months)
        months = session.project.retention_months
        found = service.too_old(months)
        folder = str(session.folder)
    if now and months:
        found = jobs.run(Retain(folder), Retained, quiet=as_json, title="Deleting")
    if as_json:
        say.as_machine(found)
        return
    if not months:
        say.line("Events are kept for ever. Set a period with --months.")
        return
    day = datetime.fromtimestamp(found.before, UTC).date().isoformat()
    say.line(f"Events are kept for {months} months: those before {day} go.")
    if found.nothing:
        say.line("Nothing is older.")
        return
    done = "Deleted" if now else "To go at the next import, or now with --now"
    say.line(
        f"{done}: {found.events:,} of {found.of_events:,} events, and all of"
        f" {found.shoppers:,} shoppers who did nothing since."
    )
    if now and found.marked:
        say.line(f"Runs that learned from them: {', '.join(found.marked)}.")
    for note in found.notes:
        say.line(note)
