"""`vitrine change-passphrase`."""

from __future__ import annotations

from studio.cli import say
from studio.cli.options import Json, ProjectFolder
from studio.cli.passphrases import (
    NewPassphraseFile,
    PassphraseFile,
    chosen,
    current,
)
from studio.services import projects


def command(
    project: ProjectFolder,
    passphrase_file: PassphraseFile = None,
    new_passphrase_file: NewPassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Give a protected project another passphrase.

    The old one comes from VITRINE_PASSPHRASE, a file, or the terminal; the new one from
    a file or the terminal. Copies made before still open with the old one.

    Example: `vitrine change-passphrase shops/wrenfield`
    """
    folder = project.absolute()
    old = current(folder, passphrase_file)
    projects.change_passphrase(
        folder, old, chosen(new_passphrase_file, environment=False)
    )
    if as_json:
        say.as_machine({"project": str(project), "protected": True})
    else:
        say.line(f"{project} has a new passphrase.")
