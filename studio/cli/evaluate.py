"""`vitrine evaluate`."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Annotated

import typer

from studio.cli import jobs, say
from studio.cli.options import DEVICES, DeviceName, Json, ProjectFolder, Seed, one_of
from studio.domain.errors import InputProblem
from studio.domain.jobs import Comparison, Evaluate, EvaluateResult, Score
from studio.services.session import Session


def command(
    project: ProjectFolder,
    model: Annotated[
        str, typer.Option("--model", help="taste, layout or all.")
    ] = "all",
    split: Annotated[
        str,
        typer.Option(
            "--split",
            help="last: each shopper's last new product. temporal: a model is trained"
            " on what came before a day and asked for what came after.",
        ),
    ] = "last",
    cut: Annotated[
        str,
        typer.Option(
            "--cut",
            metavar="DAY",
            help="First day that is asked about with --split temporal, such as"
            " 2026-09-01; default: the last fifth of the time.",
        ),
    ] = "",
    ablation: Annotated[
        bool,
        typer.Option(
            "--ablation",
            help="What behaviour and stated preferences are each worth, by how much is"
            " known of a shopper; trains two models.",
        ),
    ] = False,
    seed: Seed = 20261124,
    device: DeviceName = "auto",
    as_json: Json = False,
) -> None:
    """Judge the models on held-out data, beside honest baselines.

    Every metric stands with its 95 % bootstrap interval over shoppers. Groups that are
    served worse than the whole are marked.

    Example: `vitrine evaluate shop --model taste --split temporal`
    """
    with Session.open(project) as session:
        folder = str(session.folder)
    how = one_of("split", split, ("last", "temporal"))
    if cut and how == "last":
        raise InputProblem("A day is of use with --split temporal only.")
    if how == "temporal" and model == "layout":
        raise InputProblem("Layouts are not judged by time.", "Leave out --split.")
    if ablation and (how == "temporal" or model == "layout"):
        raise InputProblem(
            "--ablation is of the taste model, and has a split of its own.",
            "Leave out --split and --model layout.",
        )
    job = Evaluate(
        folder,
        one_of("model", model, ("taste", "layout", "all")),
        one_of("device", device, DEVICES),  # type: ignore[arg-type]
        how,  # type: ignore[arg-type]
        _moment(cut),
        seed,
        ablation,
    )
    result = jobs.run(job, EvaluateResult, quiet=as_json, title="Evaluating")
    if as_json:
        say.as_machine(result)
        return
    for at, comparison in enumerate(result.comparisons):
        if at:
            say.line("")
        show_comparison(comparison)


def show_comparison(comparison: Comparison) -> None:
    """Print models and baselines of one comparison, one a line, then the groups."""
    if comparison.on:
        say.line(comparison.on)
    _show_rows("", comparison.rows)
    if comparison.note:
        say.line(comparison.note)
    if comparison.groups:
        say.line("")
        _show_rows("Group", comparison.groups, marked=True)
    if any(row.behind for row in comparison.groups):
        say.line("“behind”: its interval lies wholly below the figure of all shoppers.")
    if comparison.pages:
        say.line("")
        say.line(comparison.pages_on)
        _show_rows("", comparison.pages)


def _show_rows(head: str, rows: tuple[Score, ...], *, marked: bool = False) -> None:
    names = tuple(dict.fromkeys(key for row in rows for key in row.values))
    heads = (head, *names, *(("shoppers", "") if marked else ()))
    say.table(
        heads,
        [
            (
                row.name,
                *(_number(row, name) for name in names),
                *((f"{row.asked:,}", "behind" * row.behind) if marked else ()),
            )
            for row in rows
        ],
    )


def _number(row: Score, name: str) -> str:
    value = row.values.get(name)
    if value is None:
        return "–"
    if name not in row.between:
        return f"{value:.4f}"
    low, high = row.between[name]
    return f"{value:.4f} ({low:.4f}–{high:.4f})"


def _moment(day: str) -> int | None:
    if not day:
        return None
    try:
        parsed = date.fromisoformat(day)
    except ValueError:
        raise InputProblem(
            f"“{day}” is not a day.", "Write it as year-month-day, such as 2026-09-01."
        ) from None
    return int(datetime(parsed.year, parsed.month, parsed.day, tzinfo=UTC).timestamp())
