"""`vitrine why`."""

from __future__ import annotations

from typing import Annotated

import typer

from studio.cli import jobs, say
from studio.cli.options import DEVICES, DeviceName, Json, ProjectFolder, one_of
from studio.domain.errors import InputProblem
from studio.domain.explaining import Cause, Explanation
from studio.domain.jobs import Explain
from studio.services.session import Session

BAR = 24
"""Characters of the longest bar."""
SHOWN = 10
DID = {
    "view": "looked at",
    "add_to_cart": "put in the cart",
    "purchase": "bought",
    "search": "searched for",
}


def command(
    project: ProjectFolder,
    product: Annotated[
        str, typer.Option("--product", metavar="ID", help="The product's id.")
    ],
    persona: Annotated[
        str, typer.Option("--persona", metavar="ID", help="Ask for a persona.")
    ] = "",
    shopper: Annotated[
        str, typer.Option("--shopper", metavar="ID", help="Ask for one shopper.")
    ] = "",
    device: DeviceName = "auto",
    as_json: Json = False,
) -> None:
    """Say why a product stands where it does for a persona or a shopper.

    Example: `vitrine why shop --persona all --product P0007`
    """
    if bool(persona) == bool(shopper):
        raise InputProblem(
            "Say for whom.", "Give either --persona ID or --shopper ID, not both."
        )
    with Session.open(project) as session:
        folder = str(session.folder)
    on = one_of("device", device, DEVICES)
    job = Explain(folder, product, persona, shopper, on)  # type: ignore[arg-type]
    found = jobs.run(job, Explanation, quiet=as_json, title="Asking")
    if as_json:
        say.as_machine(found)
        return
    say.line(found.sentence.en)
    said = f"Score {found.score:+.3f}, for an average shopper {found.average:+.3f}."
    if found.asked > 1:
        said += f" Mean of {found.asked} members."
    say.line(said)
    _show("What they did and said", found.causes)
    _show("The product itself", found.features)


def _show(title: str, causes: tuple[Cause, ...]) -> None:
    if not causes:
        return
    say.line("")
    longest = max(abs(cause.value) for cause in causes) or 1.0
    rows = [
        (
            _name(cause),
            f"{cause.value:+.3f}",
            "█" * round(BAR * abs(cause.value) / longest),
        )
        for cause in causes[:SHOWN]
    ]
    more = causes[SHOWN:]
    if more:
        value = sum(cause.value for cause in more)
        rows.append((f"{len(more)} more", f"{value:+.3f}", ""))
    say.table((title, "Adds", ""), rows)


def _name(cause: Cause) -> str:
    name = f"{DID[cause.did]} {cause.label.en}" if cause.did in DID else cause.label.en
    return name if cause.share is None else f"{name} ({cause.share:.0%} of them)"
