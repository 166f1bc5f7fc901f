"""Reads what the Audience step shows from a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from studio.domain.errors import InputProblem
from studio.domain.runs import Run
from studio.ui.audience.known import Known

if TYPE_CHECKING:
    from studio.services.session import Session


def read_known(session: Session) -> Known | None:
    """The audience of a project with what its words need; None before there is one."""
    audience = session.audience.audience()
    if audience is None:
        return None
    project = session.project
    run = _run(session, audience.run_id)
    folder = project.pictures_folder
    files = {name: folder / each.file for name, each in project.pictures().items()}
    return Known(
        audience=audience,
        catalogue=project.catalogue(),
        currency=project.shop().currency,
        picture=files.get,
        smallest=project.floor,
        hidden=project.hidden_groups,
        run=run.number if run is not None else None,
        quality=run.comparison if run is not None else None,
    )


def _run(session: Session, run_id: str) -> Run | None:
    try:
        return session.project.runs.run(run_id)
    except InputProblem:
        return session.project.runs.in_use("taste")
