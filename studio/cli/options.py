"""Arguments and options that several verbs share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

ProjectFolder = Annotated[
    Path, typer.Argument(metavar="PROJECT", help="The project's folder.")
]
PageId = Annotated[
    str, typer.Argument(metavar="PAGE", help="A page id, as `vitrine pages` lists it.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON for machines.")]
Seed = Annotated[int, typer.Option("--seed", help="The same seed gives the same.")]
DeviceName = Annotated[
    str, typer.Option("--device", help="auto, cpu or cuda.", metavar="DEVICE")
]
