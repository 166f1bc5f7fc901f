"""`vitrine unprotect`."""

from __future__ import annotations

from studio.cli import say
from studio.cli.options import Json, ProjectFolder
from studio.cli.passphrases import PassphraseFile, copying, current
from studio.services import projects


def command(
    project: ProjectFolder,
    passphrase_file: PassphraseFile = None,
    as_json: Json = False,
) -> None:
    """Take the passphrase off a project: its files lie in the clear from then on.

    Example: `vitrine unprotect shops/wrenfield`
    """
    folder = project.absolute()
    words = current(folder, passphrase_file)
    with copying("Decrypting", quiet=as_json) as step:
        projects.unprotect(folder, words, step)
    if as_json:
        say.as_machine({"project": str(project), "protected": False})
    else:
        say.line(f"{project} is not protected any more.")
