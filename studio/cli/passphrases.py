"""Where a verb gets a passphrase: a file, VITRINE_PASSPHRASE, or the terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn

from studio.cli.options import place, there
from studio.domain.errors import InputProblem, PassphraseNeeded
from studio.store.problems import storage_problems

PASSPHRASE = "VITRINE_PASSPHRASE"  # noqa: S105 - the variable's name
LONGEST = 4096
LOST = (
    "A lost passphrase cannot be recovered by anyone. Keep it in a safe place, such as"
    " a password manager."
)

PassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--passphrase-file",
        metavar="FILE",
        help="A file whose first line is the passphrase.",
        parser=place,
    ),
]
NewPassphraseFile = Annotated[
    Path | None,
    typer.Option(
        "--new-passphrase-file",
        metavar="FILE",
        help="A file whose first line is the new passphrase.",
        parser=place,
    ),
]


def current(folder: Path, file: Path | None) -> str:
    """The passphrase that a project has."""
    if file is not None:
        return from_file(file)
    passphrase = os.environ.get(PASSPHRASE) or ask(folder)
    if not passphrase:
        raise PassphraseNeeded(
            f"{folder.name} is protected with a passphrase.",
            f"Set {PASSPHRASE} to it, or give --passphrase-file.",
        )
    return passphrase


def chosen(file: Path | None, *, environment: bool = True) -> str:
    """A new passphrase; on the terminal it is asked for twice."""
    if file is not None:
        return from_file(file)
    named = os.environ.get(PASSPHRASE) if environment else None
    if named:
        return named
    if not _somebody():
        option = "--passphrase-file" if environment else "--new-passphrase-file"
        hint = f"Set {PASSPHRASE}, or give" if environment else "Give"
        raise InputProblem("There is no passphrase.", f"{hint} {option}.")
    typer.echo(LOST, err=True)
    first = _asked("New passphrase")
    if first != _asked("Again"):
        raise InputProblem("The two are not the same.", "Nothing was changed.")
    return first


def ask(folder: Path) -> str | None:
    """Ask for a project's passphrase, if there is somebody at the terminal."""
    return _asked(f"Passphrase of {folder.name}") if _somebody() else None


def from_file(file: Path) -> str:
    """The first line of a file."""
    with storage_problems(there(file)), file.open("rb") as stream:
        raw = stream.readline(LONGEST)
    try:
        line = raw.decode("utf-8-sig").rstrip("\r\n")
    except UnicodeDecodeError:
        raise InputProblem(f"{file} is not UTF-8.", "Write it again.") from None
    if not line:
        raise InputProblem(f"The first line of {file} is empty.")
    return line


@contextmanager
def copying(what: str, *, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A bar of how many bytes of how many are done, on standard error."""
    with Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        console=Console(stderr=True),
        disable=quiet,
        transient=True,
    ) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _asked(what: str) -> str:
    answer: str = typer.prompt(what, hide_input=True, err=True, default="")
    return answer


def _somebody() -> bool:
    """Whether there is a person at a terminal who can be asked."""
    return sys.stdin.isatty()
