"""`vitrine protect`."""

from __future__ import annotations

import typer

from studio.cli import say
from studio.cli.options import Json, ProjectFolder
from studio.cli.passphrases import LOST, PassphraseFile, chosen, copying
from studio.services import projects


def command(
    project: ProjectFolder,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Protect a project with a passphrase: all its files are encrypted from then on.

    The passphrase comes from VITRINE_PASSPHRASE, a file, or the terminal. A lost one
    cannot be recovered.

    Example: `vitrine protect shops/wrenfield`
    """
    words = chosen(passphrase_file)
    with copying("Encrypting", quiet=as_json) as step:
        left = projects.protect(project.absolute(), words, step)
    if as_json:
        say.as_machine({"project": str(project), "protected": True, "left": left})
        return
    say.line(f"Protected {project}.")
    if left:
        say.line(f"Not part of the project, so left as they are: {', '.join(left)}.")
    typer.echo(LOST, err=True)
