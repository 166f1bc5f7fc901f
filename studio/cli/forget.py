"""`vitrine forget`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studio.cli import jobs, say
from studio.cli.options import Json, ProjectFolder, place
from studio.domain.errors import InputProblem
from studio.domain.forgetting import Forgotten
from studio.domain.jobs import Forget
from studio.services.session import Session


def command(
    project: ProjectFolder,
    shopper: Annotated[
        str, typer.Argument(help="The shopper's id as the shop writes it.")
    ] = "",
    file: Annotated[
        Path | None,
        typer.Option(
            "--file", metavar="CSV", help="A list of shoppers to forget.", parser=place
        ),
    ] = None,
    block: Annotated[
        bool,
        typer.Option(
            "--block",
            help="Leave them out of later imports too. A keyed hash of each is kept,"
            " which tells nobody who it is.",
        ),
    ] = False,
    as_json: Json = False,
) -> None:
    """Erase all that is held of a shopper, and say which models learned from it.

    Imports made before cannot be undone any more. Without --block a shopper who is in
    the next export comes in again.

    Example: `vitrine forget shop 17850 --block`
    """
    if not shopper.strip() and file is None:
        raise InputProblem(
            "No shopper is named.", "Give a shopper's id, or a list with --file."
        )
    with Session.open(project) as session:
        folder = str(session.folder)
    job = Forget(
        folder,
        (shopper,) if shopper.strip() else (),
        "" if file is None else str(file.absolute()),
        block,
    )
    done = jobs.run(job, Forgotten, quiet=as_json, title="Forgetting")
    if as_json:
        say.as_machine(done)
        return
    for line in lines(done, str(project)):
        say.line(line)


def lines(done: Forgotten, project: str) -> list[str]:
    """What was done and what is left to do, a sentence a line."""
    said = [f"Forgot {done.found} of {done.asked} shoppers."]
    if not done.found:
        said = [
            "Nothing is held of " + ("them." if done.asked > 1 else "this shopper.")
        ]
    if done.rows:
        gone = ", ".join(f"{n:,} of {table}" for table, n in done.rows.items())
        said.append(f"Rows deleted: {gone}. No import can be undone any more.")
    if done.marked:
        said.append(f"Runs that may have learned from them: {', '.join(done.marked)}.")
    for run in done.retrain:
        model = run.split("-", maxsplit=1)[0]
        said.append(
            f"Train anew: {run} is in use. vitrine train {project} --model {model}"
        )
    said += _left_over(done)
    if done.proofs:
        said.append(f"In the audit trail as: {', '.join(done.proofs[:5])}.")
    return [*said, *done.notes]


def _left_over(done: Forgotten) -> list[str]:
    """What the project does not hold, and what may come in again."""
    said = []
    if done.lists:
        said.append("Lists that were written earlier may name them; delete or mend:")
        said += [f"  {path}" for path in done.lists]
    if done.blocked:
        said.append("Later imports leave them out; a keyed hash of each is kept.")
    elif done.found:
        said.append(
            "An export that has them brings them in again; --block prevents it."
        )
    return said
