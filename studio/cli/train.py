"""`vitrine train`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from studio.cli import jobs, say
from studio.cli.estimate import estimate_all
from studio.cli.evaluate import show_comparison
from studio.cli.options import (
    DEVICES,
    DeviceName,
    Json,
    ProjectFolder,
    Seed,
    one_of,
    place,
)
from studio.domain.errors import CancelledByUser, InputProblem
from studio.domain.jobs import TrainLayout, TrainResult, TrainTaste
from studio.services.session import Session

MODELS = ("taste", "layout")
PRESETS = ("small", "quick", "base", "large", "scratch")
PROTOCOLS = ("refit", "strict")


def command(
    project: ProjectFolder,
    model: Annotated[
        str, typer.Option("--model", help="taste, article or layout; default: both.")
    ] = "",
    preset: Annotated[
        str, typer.Option("--preset", help="small, base or large (layout: scratch).")
    ] = "base",
    protocol: Annotated[
        str,
        typer.Option(
            "--protocol",
            help="refit: measured on held-out events, then learns from them too;"
            " strict: never learns from them.",
        ),
    ] = "refit",
    epochs: Annotated[
        int | None, typer.Option("--epochs", min=1, help="Of the taste model.")
    ] = None,
    steps: Annotated[
        int | None, typer.Option("--steps", min=1, help="Of the layout GAN.")
    ] = None,
    batch: Annotated[
        int | None,
        typer.Option("--batch", min=1, help="Sequences a step of the taste model."),
    ] = None,
    negatives: Annotated[
        int | None,
        typer.Option("--negatives", min=1, help="Wrong answers a step, of it."),
    ] = None,
    estimate: Annotated[
        bool,
        typer.Option(
            "--estimate", help="Only say how long it will take, and how much memory."
        ),
    ] = False,
    seed: Seed = 20261124,
    device: DeviceName = "auto",
    resume: Annotated[
        str, typer.Option("--resume", help="Id of a cancelled run to go on with.")
    ] = "",
    start_from: Annotated[
        str, typer.Option("--start-from", help="A weights file or run to start from.")
    ] = "",
    private: Annotated[
        bool,
        typer.Option(
            "--private",
            help="Train the taste model with differential privacy: no shopper changes"
            " it much. It learns less.",
        ),
    ] = False,
    epsilon: Annotated[
        float, typer.Option("--epsilon", help="Of --private: less is more private.")
    ] = 8.0,
    delta: Annotated[
        float,
        typer.Option("--delta", help="Of --private; 0: by the number of shoppers."),
    ] = 0.0,
    clip: Annotated[
        float, typer.Option("--clip", help="Of --private: length of a gradient.")
    ] = 1.0,
    as_json: Json = False,
) -> None:
    """Train the taste model, with personas and map, and the layout GAN.

    Example: `vitrine train shop --model taste --preset quick`
    """
    one_of("preset", preset, PRESETS)
    one_of("protocol", protocol, PROTOCOLS)
    one_of("device", device, DEVICES)
    with Session.open(project) as session:
        folder = str(session.folder)
        names = _models(session, model, resume)
    if start_from and "layout" in names and model:
        raise InputProblem("--start-from is for the taste model.", "Leave it out.")
    options: dict[str, object] = {
        "preset": "quick" if preset == "small" else preset,
        "protocol": protocol,
        "seed": seed,
        "device": device,
        "resume": resume,
        "epochs": epochs,
        "steps": steps,
        "start_from": _weights(start_from),
        "batch": batch,
        "negatives": negatives,
    }
    if private:
        options |= {"epsilon": epsilon, "delta": delta, "clip": clip}
    asked = {name: _job(folder, name, options) for name in names}
    if estimate:
        estimate_all(asked, as_json=as_json)
        return
    results = {}
    for name, job in asked.items():
        title = "Layout GAN" if name == "layout" else "Taste model"
        try:
            results[name] = jobs.run(job, TrainResult, quiet=as_json, title=title)
        except CancelledByUser as stopped:
            raise _resumable(project, name, stopped) from stopped
        if not as_json:
            _show(title, results[name])
    if as_json:
        say.as_machine(results)


def _resumable(project: Path, model: str, stopped: CancelledByUser) -> CancelledByUser:
    """What was kept, with the command that goes on from there."""
    if not str(stopped):
        return stopped
    with Session.open(project) as session:
        run = session.project.runs.list("layout" if model == "layout" else "taste")[0]
    return CancelledByUser(
        f"{stopped} Go on with: vitrine train {project} --resume {run.id}"
    )


def _models(session: Session, model: str, resume: str) -> tuple[str, ...]:
    """What to train: what is asked for, what the run to resume is of, or both."""
    known = ("taste", "article", "layout")
    if model:
        one_of("model", model, known)
    if not resume:
        return (model,) if model else MODELS
    run = session.project.runs.run(resume)
    article = run.settings.get("model") == "article"
    of = "article" if article else str(run.model)
    if model and model != of:
        raise InputProblem(
            f"{resume} is a run of the {of} model.", "Leave out --model."
        )
    return (of,)


def _weights(start_from: str) -> str:
    """A weights file as the worker finds it from wherever it runs."""
    path = Path(start_from)
    return str(place(start_from).absolute()) if path.suffix else start_from


def _job(
    folder: str, model: str, options: dict[str, object]
) -> TrainTaste | TrainLayout:
    wanted = {key: value for key, value in options.items() if value is not None}
    preset = str(options["preset"])
    if model == "layout":
        kind: type[TrainTaste | TrainLayout] = TrainLayout
        wanted.pop("epochs", None)
        for name in ("protocol", "start_from", "epsilon", "delta", "clip"):
            wanted.pop(name, None)
        # both models at once: "large" is of taste alone, "scratch" of layout alone
        wanted["preset"] = "base" if preset == "large" else preset
    else:
        kind = TrainTaste
        wanted.pop("steps", None)
        wanted["model"] = "article" if model == "article" else "sasrec"
        wanted["preset"] = "base" if preset == "scratch" else preset
    return msgspec.convert({"project": folder, **wanted, **_tag(kind)}, kind)


def _tag(kind: type[TrainTaste | TrainLayout]) -> dict[str, object]:
    return {"job": kind.__struct_config__.tag}


def _show(title: str, result: TrainResult) -> None:
    say.line(f"{title}: run {result.run_id} is kept.")
    if result.comparison is not None:
        show_comparison(result.comparison)
