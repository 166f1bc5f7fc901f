"""Give a customer list back with the persona and the page of each shopper."""

from __future__ import annotations

from pathlib import Path

from studio.domain.errors import NotYet
from studio.domain.jobs import Assign, FileResult, Report
from studio.domain.page import SCENARIOS
from studio.domain.persona import EVERYONE, Audience
from studio.store.forgetting import remember_list
from studio.store.project import Project
from studio.worker.users_csv import read_users, write_csv

ADDED = ["persona", "page"]


def run(job: Assign, report: Report) -> FileResult:
    """Write the given columns, then `persona,page`; ids pass through memory only."""
    users = read_users(Path(job.users))
    with Project.open(Path(job.project)) as project:
        audience = project.audience()
        if audience is None:
            raise NotYet(
                "There are no personas yet.",
                "Train the taste model first, which makes them.",
            )
        report.progress(0, 1, "Assigning shoppers")
        persona_of = personas_by_shopper(audience)
        pages = pages_by_persona(project)
        found = [
            persona_of.get(project.pseudonym(name), EVERYONE) if name else EVERYONE
            for name in users.ids
        ]
    width = len(users.header)
    rows = [
        [*row, *[""] * (width - len(row)), persona, pages.get(persona, "")]
        for row, persona in zip(users.rows, found, strict=True)
    ]
    write_csv(Path(job.out), [*users.header, *ADDED], rows)
    with Project.open(Path(job.project)) as project:
        remember_list(project, Path(job.out))
    unknown = found.count(EVERYONE)
    notes = (f"{unknown:,} of {len(found):,} shoppers are in no persona.",)
    return FileResult(job.out, len(rows), notes if unknown else ())


def personas_by_shopper(audience: Audience) -> dict[str, str]:
    """Persona id by pseudonym, for shoppers who are in one."""
    return {
        shopper: audience.personas[at].id
        for shopper, at in zip(audience.shoppers, audience.member.tolist(), strict=True)
        if at >= 0
    }


def pages_by_persona(project: Project) -> dict[str, str]:
    """Id of the approved page of each persona, product recommendations first."""
    approved = [page for page, _ in project.pages.approved()]
    approved.sort(key=lambda page: SCENARIOS.index(page.scenario))
    pages: dict[str, str] = {}
    for page in approved:
        pages.setdefault(page.persona_id, page.id)
    return pages
