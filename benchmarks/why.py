"""Do the events that an explanation names matter? And does it add up?

    python benchmarks/why.py PROJECT --preset quick --seeds 1 2 3

Trains the taste model on a project's data for each seed, takes the score of each
shopper's best new product apart, and takes away the three events that raise it most;
beside them three at random (the mean of 5 draws) and the three latest. Captum's
integrated gradients of the same question are printed beside ours where Captum is there.
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch
from msgspec.structs import replace

from studio.domain.taste import TasteInputs
from studio.pipeline.features.fusion import fuse, learn_text
from studio.pipeline.taste.explaining import (
    AT_ONCE,
    Known,
    Parts,
    Wish,
    average_step,
    explainable,
    parts_of,
    question_of,
    without_steps,
)
from studio.pipeline.taste.intervals import interval
from studio.pipeline.taste.learner import SequenceLearner, Task
from studio.pipeline.taste.metrics import hide_seen
from studio.pipeline.taste.scoring import today
from studio.pipeline.taste.settings import settings_for
from studio.pipeline.taste.split import HeldOut, leave_last_out
from studio.store.project import Project
from studio.worker.silent import Unheard
from studio.worker.small_training import learned
from studio.worker.taste_data import shop_data

ASKED, LEAST, TAKEN, DRAWS = 256, 8, 3, 5


def trained(inputs: TasteInputs, preset: str, seed: int) -> SequenceLearner:
    settings = settings_for("sasrec", preset, seed)
    how = (Unheard(lambda: None), "Training")
    return explainable(learned(inputs, settings, "cpu", how))


def questions(learner: SequenceLearner, inputs: TasteInputs) -> HeldOut:
    """Shoppers with enough steps, and the new product that they are shown first."""
    some = np.flatnonzero(np.diff(inputs.steps.start) >= LEAST)
    some = some[np.linspace(0, len(some) - 1, min(ASKED, len(some))).astype(int)]
    asked = today(inputs, some)
    scores = hide_seen(learner.scores(asked), inputs.steps, asked)
    best = np.where(inputs.sellable, scores, -np.inf).argmax(axis=1)
    return replace(asked, target=best.astype(np.int64))


def falls(learner: SequenceLearner, asked: HeldOut, columns, parts: Parts):
    """By how much the scores fall when the steps in some columns (N, 3) are gone."""
    inputs = learner.task.inputs
    back = parts.steps.shape[1] - columns
    gone = (asked.end[:, None] - back).ravel()
    left = replace(inputs, steps=without_steps(inputs.steps, gone))
    again = SequenceLearner(
        Task(
            left, leave_last_out(left.steps), learner.task.settings, learner.task.device
        ),
        learner.net,
    )
    again.memory = learner.memory
    after = replace(today(left, asked.shopper), target=asked.target)
    return parts.score - parts_of(again, after, Wish(points=1)).score


def compare_with_captum(learner: SequenceLearner, asked: HeldOut) -> str:
    try:
        from captum.attr import IntegratedGradients
    except ImportError:
        return "Captum is not installed"
    some = asked.some(slice(32))
    question = question_of(learner, some, Wish())
    known, average = question.known(), average_step(learner)
    start = torch.where(question.own_steps()[..., None], average, known.content)
    nothing = (
        start,
        torch.zeros_like(known.preference),
        torch.zeros_like(known.stated),
    )
    method = IntegratedGradients(lambda *parts: one_at_a_time(question, Known(*parts)))
    theirs = method.attribute(
        known.tensors(), nothing, method="gausslegendre", n_steps=32,
        internal_batch_size=None,
    )  # fmt: skip
    memory, learner.memory = learner.memory, None
    ours = parts_of(learner, some, Wish(points=32))
    learner.memory = memory
    by_step = np.sort(theirs[0].sum(-1).detach().numpy()[:, 1:], axis=1)
    own = np.sort(ours.steps, axis=1)[:, -by_step.shape[1] :]
    said = (theirs[1].sum(-1) + theirs[2]).detach().numpy()
    worst = max(np.abs(by_step - own).max(), np.abs(said - ours.preference).max())
    return f"largest difference from Captum's parts {worst:.1e}"


def one_at_a_time(question, known):
    """Captum stacks the points on the way; the batch beside them is repeated."""
    times = len(known.content) // len(question.batch.size)
    batch = type(question.batch)(
        *(
            getattr(question.batch, name).repeat(
                times, *[1] * (getattr(question.batch, name).ndim - 1)
            )
            for name in question.batch.__struct_fields__
        )
    )
    wide = replace(question, batch=batch, toward=question.toward.repeat(times, 1))
    return wide.scores(known)


def main() -> None:
    asking = argparse.ArgumentParser(description=__doc__)
    asking.add_argument("project", type=Path)
    asking.add_argument("--preset", default="quick")
    asking.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    given = asking.parse_args()
    with Project.open(given.project) as project:
        data = shop_data(project)
    inputs = fuse(data, learn_text(data))
    named, random, latest = [], [], []
    for seed in given.seeds:
        learner = trained(inputs, given.preset, seed)
        asked = questions(learner, inputs)
        began = time.perf_counter()
        parts = parts_of(learner, asked, Wish())
        took = (time.perf_counter() - began) / len(asked)
        rng = np.random.default_rng(seed)
        real = parts.steps != 0
        order = np.argsort(np.where(real, -parts.steps, np.inf), axis=1)[:, :TAKEN]
        fell = falls(learner, asked, order, parts)
        draws = [
            falls(
                learner,
                asked,
                np.argsort(np.where(real, rng.random(real.shape), 2), axis=1)[
                    :, :TAKEN
                ],
                parts,
            )
            for _ in range(DRAWS)
        ]
        width = parts.steps.shape[1]
        last = np.tile(np.arange(width - TAKEN, width), (len(asked), 1))
        named.append(fell)
        random.append(np.mean(draws, axis=0))
        latest.append(falls(learner, asked, last, parts))
        whole = np.abs(parts.score - parts.average).mean()
        print(
            f"seed {seed}: {len(asked)} shoppers, memory"
            f" {learner.memory.weight if learner.memory else 0:g}; fall of the score:"
            f" named {named[-1].mean():.3f}, random {random[-1].mean():.3f},"
            f" latest {latest[-1].mean():.3f};"
            f" named over random for {np.mean(named[-1] > random[-1]):.1%};"
            f" parts miss {np.abs(parts.missed).max() / whole:.1e} of the mean"
            f" difference; {1000 * took:.0f} ms a shopper (batches of {AT_ONCE});"
            f" {compare_with_captum(learner, asked)}",
            flush=True,
        )
    for name, values in (("named", named), ("random", random), ("latest", latest)):
        low, high = interval(np.concatenate(values))
        print(f"{name}: {np.mean(values):.3f} ({low:.3f} to {high:.3f})")


if __name__ == "__main__":
    main()
