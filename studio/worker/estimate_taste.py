"""How long a training of the taste model will take, and whether it fits."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import numpy as np
import torch

from studio.domain.errors import InputProblem
from studio.domain.estimates import Estimate, gigabytes
from studio.domain.jobs import Report
from studio.domain.taste import TasteInputs
from studio.pipeline.taste.baselines import popularity, popularity_scores
from studio.pipeline.taste.checkpoint import checkpoint_of
from studio.pipeline.taste.estimate import Clock, counted, longest_of, measured
from studio.pipeline.taste.learner import Learner, SequenceLearner, Task
from studio.pipeline.taste.loop import Loop
from studio.pipeline.taste.metrics import at_once, judge
from studio.pipeline.taste.refit import epochs_at_most
from studio.pipeline.taste.remembering import remember
from studio.pipeline.taste.scoring import fresh_learner
from studio.pipeline.taste.settings import PRESETS, Settings
from studio.pipeline.taste.split import NONE, Split, held_out, leave_last_out
from studio.store import weights as files
from studio.store.project import Project
from studio.worker.measuring import (
    forget_peak,
    memory_held,
    memory_there,
    peak_memory,
    probe_key,
    recent_peak,
)
from studio.worker.silent import Unheard
from studio.worker.taste_table import baseline_rows

MakeLoop = Callable[[Learner, Task, Report], Loop]
Tick = Callable[[], None]
FEW, MORE = 32, 128
"""Questions that the memory is weighed with; the difference tells the rate."""
BASELINES = 2
"""Of them each is judged as long as popularity is; they take most time to be made."""
PARTS = 3
"""Rows of the final table: the model, its net alone, its memory alone."""
LEAST_BATCH, LEAST_NEGATIVES = 16, 64
NOT_IN_PROBE = 3
"""Copies of the weights that a training holds and the measured steps do not."""
SAVED = 6
"""Copies of the weights in the bytes of a checkpoint."""


def estimate(
    project: Project,
    inputs: TasteInputs,
    settings: Settings,
    how: tuple[torch.device, MakeLoop, Tick],
    *,
    refit: bool = False,
) -> Estimate:
    """What a training with these settings takes here; measured once, then kept.

    Args:
        project: Where measurements are kept.
        inputs: What would be learned from.
        settings: How.
        how: The device, what makes the loop, and what is called between the parts.
        refit: Whether it learns from the held-out steps in the end.
    """
    device, _, tick = how
    held, there = memory_held(), memory_there(device)
    parts = counted(inputs, settings, longest_of(inputs, settings))
    parts = {"program": held, **parts}
    rough = Estimate(
        0.0,
        0.0,
        settings.training.epochs,
        memory=max(peak_memory(), _together(parts)),
        there=there,
        parts=parts,
        measured=False,
    )
    if not rough.fits:
        return msgspec.structs.replace(rough, advice=advice(inputs, settings, rough))
    key = _key(project, settings, device)
    kept = project.runs.probes.once(
        key, lambda: _measured(project, inputs, settings, how)
    )
    tick()
    now = msgspec.structs.replace(
        kept,
        epochs=settings.training.epochs,
        again=epochs_at_most(settings)[1] if refit else 0,
        memory=max(peak_memory(), kept.memory),
        there=there,
    )
    return (
        now
        if now.fits
        else msgspec.structs.replace(now, advice=advice(inputs, settings, now))
    )


def refuse_what_cannot_fit(expected: Estimate) -> None:
    """Raise InputProblem, with what to change, before anything starts."""
    if not expected.fits:
        raise InputProblem(
            f"This training needs about {gigabytes(expected.memory)} of memory, and"
            f" {gigabytes(expected.there)} are free.",
            expected.advice,
        )


def advice(inputs: TasteInputs, settings: Settings, now: Estimate) -> str:
    """The first change that makes it fit: batch, then negatives, then preset."""
    for text, other in _smaller(settings):
        parts = counted(inputs, other, longest_of(inputs, other))
        memory = _together({"program": now.parts.get("program", 0), **parts})
        if msgspec.structs.replace(now, memory=memory).fits:
            return text
    return "Train on a machine with more memory, or with a part of the catalogue."


def _smaller(settings: Settings) -> list[tuple[str, Settings]]:
    """Settings that need less, each with the words that ask for it."""
    found = []
    training = settings.training
    batch, negatives = training.batch, training.negatives
    while batch > LEAST_BATCH:
        batch //= 2
        other = msgspec.structs.replace(training, batch=batch)
        text = f"Use a batch of {batch}."
        found.append((text, msgspec.structs.replace(settings, training=other)))
    while negatives > LEAST_NEGATIVES:
        negatives //= 2
        other = msgspec.structs.replace(training, batch=batch, negatives=negatives)
        text = f"Use a batch of {batch} and {negatives} negatives."
        found.append((text, msgspec.structs.replace(settings, training=other)))
    if settings.model == "sasrec":
        found += [
            (f"Use the preset {name}.", PRESETS[name]) for name in ("base", "quick")
        ]
    return found


def _key(project: Project, settings: Settings, device: torch.device) -> str:
    """Of a measurement, which holds for all but the epochs."""
    training = msgspec.structs.replace(settings.training, epochs=1, patience=1)
    same = msgspec.structs.replace(settings, seed=0, training=training)
    return probe_key(project, "taste", device, msgspec.json.encode(same))


def _measured(
    project: Project,
    inputs: TasteInputs,
    settings: Settings,
    how: tuple[torch.device, MakeLoop, Tick],
) -> Estimate:
    device, make_loop, tick = how
    split = leave_last_out(inputs.steps)
    task = Task(inputs, split, settings, device)
    held = memory_held()
    baselines = project.runs.probes.once(
        probe_key(project, "taste", device, b"baselines"),
        lambda: _baselines(task, tick),
    )
    own_peak = forget_peak()
    clock = Clock()
    loop = make_loop(fresh_learner(task), task, Unheard(tick))
    took = measured(task, loop, tick)
    remembering = _remembering(loop.learner, task, tick)
    testing = _testing(loop.learner, task, tick)
    saving = _saving(project, loop)
    wall, processor = clock.read()
    weights = sum(t.numel() * t.element_size() for t in loop.average.values())
    parts = counted(inputs, settings, longest_of(inputs, settings))
    parts = {"program": held, **parts, "baselines": baselines.memory}
    memory = _together(parts)
    if own_peak:
        memory = max(recent_peak() + NOT_IN_PROBE * weights, held + baselines.memory)
    validating = min(int((split.validation >= 0).sum()), settings.training.judged)
    return Estimate(
        fixed=baselines.fixed + baselines.each * validating + testing + remembering,
        more=took.steps,
        each=took.steps + took.judging + saving,
        epochs=settings.training.epochs,
        processor=processor / max(wall, 1e-9),
        memory=memory,
        parts=parts,
    )


def _together(parts: dict[str, int]) -> int:
    """Bytes at the worst moment: a step, the judging, saving or the baselines."""
    always = parts["program"] + parts["weights"]
    saving = parts["weights"] * SAVED // 8
    return always + max(
        parts["steps"], parts["scores"], saving, parts.get("baselines", 0)
    )


def _baselines(task: Task, tick: Tick) -> Estimate:
    """Seconds that the baselines take (`each` a question), and their bytes."""
    held = memory_held()
    forget_peak()
    few = _thinned(task, MORE)
    clock = Clock()
    baseline_rows(few, "test", tick)
    whole = clock.read()[0]
    steps, products = task.inputs.steps, len(task.inputs.products)
    counts = popularity(steps, task.split.train_end, products)
    asked = held_out(steps, few.split.test)
    clock = Clock()
    judge(popularity_scores(counts), steps, asked, task.inputs.sellable, tick)
    each = BASELINES * clock.read()[0] / max(len(asked), 1)
    return Estimate(
        fixed=max(whole - each * len(asked), 0.0),
        each=each,
        epochs=0,
        memory=max(recent_peak() - held, 0),
    )


def _thinned(task: Task, number: int) -> Task:
    """The task with so many questions."""
    ats = []
    for at in (task.split.validation, task.split.test):
        kept = at.copy()
        kept[np.flatnonzero(at >= 0)[number:]] = NONE
        ats.append(kept)
    split = Split(task.split.train_end, *ats)
    return msgspec.structs.replace(task, split=split)


def _testing(learner: Learner, task: Task, tick: Tick) -> float:
    """Seconds of the model's own rows of the final table, for each of its parts."""
    inputs = task.inputs
    asked = held_out(inputs.steps, task.split.test, at_once(len(inputs.products)))
    if not len(asked):
        return 0.0
    clock = Clock()
    judge(learner.scores, inputs.steps, asked, inputs.sellable, tick)
    tested = int((task.split.test >= 0).sum())
    parts = PARTS if isinstance(learner, SequenceLearner) else 1
    return parts * clock.read()[0] / len(asked) * tested


def _remembering(learner: Learner, task: Task, tick: Tick) -> float:
    """Seconds that it takes to weigh the memory beside the net."""
    asked = int((task.split.validation >= 0).sum())
    if not isinstance(learner, SequenceLearner) or not asked:
        return 0.0
    times = []
    for number in (FEW, MORE):
        clock = Clock()
        remember(learner, _thinned(task, number), tick)
        times.append(clock.read()[0])
    each = max(times[1] - times[0], 0.0) / (MORE - FEW)
    asked = min(asked, task.settings.training.judged)
    return times[0] + each * max(asked - FEW, 0)


def _saving(project: Project, loop: Loop) -> float:
    """Seconds that it takes to write a checkpoint beside the runs."""
    arrays, meta = checkpoint_of(loop)
    runs = project.path / "runs"
    clock = Clock()
    with tempfile.TemporaryDirectory(prefix=".estimate-", dir=runs) as folder:
        files.save(
            Path(folder) / "checkpoint.safetensors", arrays, meta | {"kind": "estimate"}
        )
    return clock.read()[0]
