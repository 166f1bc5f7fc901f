"""`vitrine train`."""

from __future__ import annotations

from typing import Annotated

import msgspec
import typer

from studio.cli import jobs, say
from studio.cli.evaluate import show_comparison
from studio.cli.options import DeviceName, Json, ProjectFolder, Seed
from studio.domain.errors import InputProblem
from studio.domain.jobs import Job, TrainLayout, TrainResult, TrainTaste
from studio.services.session import Session

MODELS = ("taste", "layout")


def command(
    project: ProjectFolder,
    model: Annotated[
        str, typer.Option("--model", help="taste, article or layout; default: both.")
    ] = "",
    preset: Annotated[
        str, typer.Option("--preset", help="quick, base or large (layout: scratch).")
    ] = "base",
    epochs: Annotated[
        int | None, typer.Option("--epochs", min=1, help="Of the taste model.")
    ] = None,
    seed: Seed = 20261124,
    device: DeviceName = "auto",
    resume: Annotated[
        str, typer.Option("--resume", help="Id of a cancelled run to go on with.")
    ] = "",
    start_from: Annotated[
        str, typer.Option("--start-from", help="A weights file or run to start from.")
    ] = "",
    as_json: Json = False,
) -> None:
    """Train the taste model, with personas and map, and the layout GAN.

    Example: `vitrine train shop --model taste --preset quick`
    """
    with Session.open(project) as session:
        folder = str(session.folder)
    options = {
        "preset": preset,
        "seed": seed,
        "device": device,
        "resume": resume,
        "epochs": epochs,
        "start_from": start_from,
    }
    results = {}
    for name in (model,) if model else MODELS:
        job = _job(folder, name, options)
        title = "Layout GAN" if name == "layout" else "Taste model"
        results[name] = jobs.run(job, TrainResult, quiet=as_json, title=title)
        if not as_json:
            _show(title, results[name])
    if as_json:
        say.as_machine(results)


def _job(folder: str, model: str, options: dict[str, object]) -> Job:
    wanted = {key: value for key, value in options.items() if value is not None}
    if model == "layout":
        kind: type[TrainTaste | TrainLayout] = TrainLayout
        wanted.pop("epochs", None)
        wanted.pop("start_from", None)
        if wanted["preset"] == "large":
            wanted["preset"] = "base"
    elif model in ("taste", "article"):
        kind = TrainTaste
        wanted["model"] = "article" if model == "article" else "sasrec"
    else:
        raise InputProblem(
            f"There is no model “{model}”.", "Known: taste, article, layout."
        )
    try:
        return msgspec.convert({"project": folder, **wanted, **_tag(kind)}, kind)
    except msgspec.ValidationError as error:
        raise InputProblem(f"That option does not fit: {error}.") from error


def _tag(kind: type[TrainTaste | TrainLayout]) -> dict[str, object]:
    return {"job": kind.__struct_config__.tag}


def _show(title: str, result: TrainResult) -> None:
    say.line(f"{title}: run {result.run_id} is kept.")
    if result.comparison is not None:
        show_comparison(result.comparison)
