"""`vitrine sample-layouts`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from studio.cli import jobs
from studio.cli.options import DEVICES, DeviceName, Json, Seed, one_of, place
from studio.cli.recommend import show_file
from studio.domain.jobs import FileResult, SampleLayouts
from studio.domain.layout import PAGE_KINDS
from studio.services.session import Session


def command(
    out: Annotated[
        Path,
        typer.Option("--out", metavar="JSONL", help="File to write.", parser=place),
    ],
    project: Annotated[
        Path | None,
        typer.Argument(
            metavar="[PROJECT]", help="Use this project's weights.", parser=place
        ),
    ] = None,
    n: Annotated[int, typer.Option("--n", min=1, help="How many layouts.")] = 100,
    page_kind: Annotated[
        str,
        typer.Option("--page-kind", help="home, landing, collection, product, other."),
    ] = "",
    campaign: Annotated[
        bool | None,
        typer.Option("--campaign/--no-campaign", help="Sale pages, or not."),
    ] = None,
    seed: Seed = 20261124,
    device: DeviceName = "auto",
    as_json: Json = False,
) -> None:
    """Write layouts that the GAN samples, one JSON object a line.

    Example: `vitrine sample-layouts --n 1000 --page-kind home --out layouts.jsonl`
    """
    if page_kind:
        one_of("page kind", page_kind, PAGE_KINDS)
    one_of("device", device, DEVICES)
    folder = ""
    if project is not None:
        with Session.open(project) as session:
            folder = str(session.folder)
    job = SampleLayouts(str(out), n, folder, page_kind, campaign, seed, device)  # type: ignore[arg-type]
    result = jobs.run(job, FileResult, quiet=as_json, title="Sampling")
    show_file(result, as_json=as_json)
