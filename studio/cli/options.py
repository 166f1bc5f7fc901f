"""Arguments and options that several verbs share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, TypeVar

import typer

from studio.domain.errors import InputProblem

T = TypeVar("T", bound=str)


def place(text: str) -> Path:
    """The path that a person means: `~` is the home folder, and nothing is no path."""
    if not text.strip():
        raise InputProblem("A path must not be empty.")
    try:
        text.encode()
        return Path(text).expanduser()
    except UnicodeEncodeError:
        raise InputProblem(
            f"The name {text!r} is not UTF-8.", "Rename it first."
        ) from None
    except RuntimeError:  # there is no such user
        raise InputProblem(f"There is no home folder {text}.") from None


def one_of(what: str, value: str, known: tuple[T, ...]) -> T:
    """The value, if it is among those that are known; raises InputProblem."""
    for name in known:
        if name == value:
            return name
    raise InputProblem(f"There is no {what} “{value}”.", f"Known: {', '.join(known)}.")


def there(file: Path) -> Path:
    """The file, if it is one; raises InputProblem before anything slow begins."""
    if file.is_dir():
        raise InputProblem(f"{file} is a folder.", "Name the file in it.")
    if not file.exists():
        raise InputProblem(
            f"There is no file {file}.", "Look whether it was moved or renamed."
        )
    return file


ProjectFolder = Annotated[
    Path, typer.Argument(metavar="PROJECT", help="The project's folder.", parser=place)
]
PageId = Annotated[
    str, typer.Argument(metavar="PAGE", help="A page id, as `vitrine pages` lists it.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Seed = Annotated[
    int,
    typer.Option(
        "--seed", min=0, max=2**31 - 1, help="The same seed gives the same result."
    ),
]
DeviceName = Annotated[
    str, typer.Option("--device", help="auto, cpu or cuda.", metavar="DEVICE")
]
Users = Annotated[
    Path,
    typer.Option(
        "--users", metavar="CSV", help="A CSV with a column user_id.", parser=place
    ),
]
OutCsv = Annotated[
    Path, typer.Option("--out", metavar="CSV", help="CSV to write.", parser=place)
]
DEVICES = ("auto", "cpu", "cuda")
