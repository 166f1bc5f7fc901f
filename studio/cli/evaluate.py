"""`vitrine evaluate`."""

from __future__ import annotations

from typing import Annotated

import typer

from studio.cli import jobs, say
from studio.cli.options import DEVICES, DeviceName, Json, ProjectFolder, one_of
from studio.domain.jobs import Comparison, Evaluate, EvaluateResult
from studio.services.session import Session


def command(
    project: ProjectFolder,
    model: Annotated[
        str, typer.Option("--model", help="taste, layout or all.")
    ] = "all",
    device: DeviceName = "auto",
    as_json: Json = False,
) -> None:
    """Judge the models on held-out data, beside honest baselines.

    Example: `vitrine evaluate shop --model taste --json`
    """
    with Session.open(project) as session:
        folder = str(session.folder)
    kind = one_of("model", model, ("taste", "layout", "all"))
    job = Evaluate(folder, kind, one_of("device", device, DEVICES))  # type: ignore[arg-type]
    result = jobs.run(job, EvaluateResult, quiet=as_json, title="Evaluating")
    if as_json:
        say.as_machine(result)
        return
    for comparison in result.comparisons:
        show_comparison(comparison)


def show_comparison(comparison: Comparison) -> None:
    """Print models and baselines of one comparison, one a line."""
    if comparison.on:
        say.line(comparison.on)
    names = tuple(dict.fromkeys(key for row in comparison.rows for key in row.values))
    rows = [
        (row.name, *(_number(row.values.get(name)) for name in names))
        for row in comparison.rows
    ]
    say.table(("", *names), rows)
    if comparison.note:
        say.line(comparison.note)


def _number(value: float | None) -> str:
    return "–" if value is None else f"{value:.4f}"
