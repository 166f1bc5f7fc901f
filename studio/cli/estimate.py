"""`vitrine train --estimate`: how long, and how much memory."""

from __future__ import annotations

from collections.abc import Mapping

from studio.cli import jobs, say
from studio.domain.estimates import Estimate, duration, gigabytes
from studio.domain.jobs import EstimateTraining, TrainLayout, TrainTaste


def estimate_all(
    asked: Mapping[str, TrainTaste | TrainLayout], *, as_json: bool
) -> None:
    """Estimate trainings, and print what each will take."""
    found = {}
    for name, training in asked.items():
        job = EstimateTraining(training.project, training)
        found[name] = jobs.run(job, Estimate, quiet=as_json, title="Estimate")
    if as_json:
        say.as_machine(
            {
                name: {"seconds": each.seconds, "fits": each.fits, "estimate": each}
                for name, each in found.items()
            }
        )
        return
    for name, each in found.items():
        title = "Layout GAN" if name == "layout" else "Taste model"
        say.line(f"{title}: {_words(each, layout=name == 'layout')}")


def _words(expected: Estimate, *, layout: bool) -> str:
    need = f"{gigabytes(expected.memory)} of memory"
    free = f"{gigabytes(expected.there)} are free"
    if not expected.fits:
        return f"needs about {need}, but {free}. {expected.advice}"
    unit = "steps" if layout else "epochs"
    each = f"{expected.epochs:,} {unit} of {expected.each:.2g} s"
    time = duration(expected.seconds)
    return f"about {time} if it goes through all {each}, {need} ({free})."
