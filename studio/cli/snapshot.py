"""`vitrine snapshot`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studio.cli import say
from studio.cli.options import Json, PageId, ProjectFolder, place
from studio.services.session import Session


def command(
    project: ProjectFolder,
    page: PageId,
    out: Annotated[
        Path, typer.Option("--out", metavar="PNG", help="File to write.", parser=place)
    ],
    width: Annotated[
        int, typer.Option("--width", min=200, max=3000, help="In page pixels.")
    ] = 1440,
    theme: Annotated[
        str, typer.Option("--theme", help="auto, light or dark.")
    ] = "auto",
    language: Annotated[str, typer.Option("--language", help="en or zh.")] = "",
    surface: Annotated[
        str, typer.Option("--surface", help="web, mail, ad, social.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Draw a page as shoppers will see it into a PNG file.

    Example: `vitrine snapshot shop pg-0001 --width 390 --out phone.png`
    """
    from studio.web.snapshot import SnapshotRequest, snapshot

    with Session.open(project) as session:
        session.pages.row(page)
        size = snapshot(
            session.project,
            SnapshotRequest(page, out, width, theme, language, surface),
        )
    if as_json:
        say.as_machine({"path": str(out), "width": size[0], "height": size[1]})
    else:
        say.line(f"{out}: {size[0]} x {size[1]}")
