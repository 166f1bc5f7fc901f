"""`vitrine pages`."""

from __future__ import annotations

from studio.cli import say
from studio.cli.options import Json, ProjectFolder
from studio.services.session import Session


def command(project: ProjectFolder, as_json: Json = False) -> None:
    """List the pages of a project with their status.

    Example: `vitrine pages shop`
    """
    with Session.open(project) as session:
        rows = session.pages.rows()
    if as_json:
        say.as_machine(rows)
        return
    if not rows:
        say.line(
            f"No pages yet. Run: vitrine generate {project} --scenario recommendation"
        )
        return
    say.table(
        ("Page", "Persona", "Scenario", "Candidate", "Status", "Revision"),
        [
            (
                row.page_id,
                row.persona_name or row.persona_id,
                row.scenario,
                f"{row.candidate}{' chosen' if row.chosen else ''}",
                row.status,
                str(row.revision),
            )
            for row in rows
        ],
    )
