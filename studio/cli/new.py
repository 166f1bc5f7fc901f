"""`vitrine new`."""

from __future__ import annotations

from typing import Annotated

import typer

from studio.cli import say
from studio.cli.options import Json, ProjectFolder
from studio.cli.passphrases import PassphraseFile, chosen
from studio.services.session import Session


def command(
    project: ProjectFolder,
    name: Annotated[str, typer.Option("--name", help="The shop's name.")] = "",
    passphrase: Annotated[
        bool,
        typer.Option(
            "--passphrase",
            help="Protect it with a passphrase (VITRINE_PASSPHRASE, or asked for).",
        ),
    ] = False,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Make an empty project.

    Example: `vitrine new shops/wrenfield --name Wrenfield`
    """
    protects = passphrase or passphrase_file is not None
    words = chosen(passphrase_file) if protects else ""
    with Session.create(project, name, words) as session:
        if as_json:
            say.as_machine({"project": str(session.folder), "name": session.name})
        else:
            say.line(f"Made {session.folder}. Next: vitrine import {project} FILES...")
