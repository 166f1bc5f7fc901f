"""`vitrine assign`."""

from __future__ import annotations

from studio.cli import jobs
from studio.cli.options import Json, OutCsv, ProjectFolder, Users, there
from studio.cli.recommend import show_file
from studio.domain.jobs import Assign, FileResult
from studio.services.session import Session


def command(
    project: ProjectFolder,
    users: Users,
    out: OutCsv,
    as_json: Json = False,
) -> None:
    """Give a customer list back with a persona and a page column.

    The ids as the shop writes them pass through memory only.

    Example: `vitrine assign shop --users customers.csv --out assigned.csv`
    """
    with Session.open(project) as session:
        job = Assign(str(session.folder), str(there(users)), str(out))
    result = jobs.run(job, FileResult, quiet=as_json, title="Assigning")
    show_file(result, as_json=as_json)
