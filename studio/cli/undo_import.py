"""`vitrine undo-import`."""

from __future__ import annotations

from studio.cli import say
from studio.cli.options import Json, ProjectFolder
from studio.services.session import Session


def command(project: ProjectFolder, as_json: Json = False) -> None:
    """Take the latest import back as a whole. Works for the last three, one by one.

    Example: `vitrine undo-import shop`
    """
    with Session.open(project) as session:
        record = session.imports.undo()
        summary = session.project.summary()
    if as_json:
        say.as_machine(record)
        return
    files = ", ".join(record.result.files) or "pictures"
    say.line(f"Took back the import of {files}.")
    say.line(
        f"The project has {summary.products:,} products, {summary.events:,} events."
    )
