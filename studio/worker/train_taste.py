"""Train the taste model, compare it, use it, and make the audience from it."""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

import msgspec
from torch import Tensor

from studio.domain.errors import CancelledByUser, InputProblem, ModelRefused
from studio.domain.estimates import Estimate
from studio.domain.jobs import (
    BuildAudience,
    Comparison,
    Fact,
    Note,
    Report,
    TrainResult,
    TrainTaste,
)
from studio.domain.taste import TasteInputs
from studio.pipeline.features.fusion import ShopData, fuse, learn_text
from studio.pipeline.features.text import TextSpace
from studio.pipeline.taste.checkpoint import (
    Weights,
    checkpoint_of,
    go_on_from,
    start_from,
    weights_of,
)
from studio.pipeline.taste.learner import (
    Learner,
    SequenceLearner,
    Task,
    warm_products,
)
from studio.pipeline.taste.loop import Keep, Loop
from studio.pipeline.taste.private import PrivateLoop, private_settings
from studio.pipeline.taste.refit import epochs_at_most, refit
from studio.pipeline.taste.remembering import remember
from studio.pipeline.taste.scoring import fresh_learner
from studio.pipeline.taste.settings import (
    Private,
    Settings,
    for_catalogue,
    settings_for,
)
from studio.pipeline.taste.split import leave_last_out
from studio.store import weights as files
from studio.store.project import Project
from studio.worker.build_audience import make_audience
from studio.worker.early_shop import early_shop
from studio.worker.estimate_taste import estimate, refuse_what_cannot_fit
from studio.worker.later_purchases import keep_later
from studio.worker.machine import device_words, memory_words, use_threads
from studio.worker.measuring import origin_of
from studio.worker.page_recall import with_pages
from studio.worker.recording import RunRecorder
from studio.worker.silent import ticker
from studio.worker.taste_data import (
    CHECKPOINT,
    JUDGED,
    WEIGHTS,
    Trained,
    device_for,
    fingerprint,
    read_taste,
    shop_data,
    text_arrays,
    text_of,
)
from studio.worker.taste_table import baseline_rows, groups_of, test_table

CHECKPOINT_KIND = "taste-checkpoint"
EPSILONS = (0.1, 100.0)
MOST_DELTA = 0.01
"""A greater chance that the promise does not hold is no promise."""
MOST_CLIP = 100.0
VALIDATION = "the last but one new product of each shopper (validation)"


class Prepared(msgspec.Struct, frozen=True):
    """All that a training needs before its first step."""

    data: ShopData
    space: TextSpace | None
    inputs: TasteInputs
    settings: Settings
    origin: Weights | None = None


def run(job: TrainTaste, report: Report) -> TrainResult:
    """Train, keep the weights in the run's folder, use them, make the audience."""
    use_threads()
    with Project.open(Path(job.project)) as project:
        prepared = prepare(job, project)
        expected = _expected(job, project, prepared, report)
        run_id = _begin(job, project)
        recorder = RunRecorder(project, run_id, report)
        if expected is not None:
            recorder.expect(expected)
        try:
            result, learner = _train(job, project, (run_id, prepared), recorder)
        except CancelledByUser as stop:
            recorder.end("cancelled")
            raise CancelledByUser(_kept(project, run_id)) from stop
        except Exception as problem:
            recorder.end("failed", message=str(problem))
            raise
        model = Trained(
            run=project.runs.run(run_id),
            weights=read_taste(project.runs.folder(run_id) / WEIGHTS),
            data=prepared.data,
            inputs=prepared.inputs,
            learner=learner,
        )
        early = early_shop(project, model, (job.device, report))
        if early is not None and early.weights is not None:
            keep_later(project, run_id, early.weights)
        make_audience(project, model, BuildAudience(job.project, seed=job.seed), report)
        return with_pages(project, result, (model, early), report)


def _expected(
    job: TrainTaste, project: Project, prepared: Prepared, report: Report
) -> Estimate | None:
    """What the training will take; None for one that goes on from a checkpoint.

    Raises InputProblem, before anything is written, for one that cannot fit.
    """
    if job.resume:
        return None
    how = (device_for(job.device), loop_for, ticker(report, "Measuring a few steps"))
    refit = job.protocol == "refit"
    expected = estimate(project, prepared.inputs, prepared.settings, how, refit=refit)
    refuse_what_cannot_fit(expected)
    return expected


def prepare(job: TrainTaste, project: Project) -> Prepared:
    """Read the project and settle the settings; raises what is wrong with either."""
    data = shop_data(project)
    settings = settings_for(job.model, job.preset, job.seed, job.epochs)
    if job.epsilon is not None:
        settings = private_settings(settings, _private(job))
    origin = None
    if job.resume:
        settings = _settings_of(project, job)
    elif job.start_from:
        origin = read_taste(_origin(project, job.start_from))
        settings = _like(origin, settings)
    space = text_of(origin, job.start_from) if origin else learn_text(data)
    inputs = fuse(data, space)
    if not job.resume:
        settings = for_catalogue(settings, len(inputs.products))
        settings = _as_asked(job, settings)
    if origin is not None:
        settings = _like(origin, settings)
    return Prepared(data, space, inputs, settings, origin)


def _as_asked(job: TrainTaste, settings: Settings) -> Settings:
    """The settings with the epochs, batch and negatives that were asked for."""
    training = settings.training
    asked = {"epochs": job.epochs, "batch": job.batch, "negatives": job.negatives}
    if any(value is not None and value < 1 for value in asked.values()):
        raise InputProblem("Epochs, batch and negatives are at least 1.")
    training = msgspec.structs.replace(
        training, **{name: value for name, value in asked.items() if value is not None}
    )
    return msgspec.structs.replace(settings, training=training)


def _private(job: TrainTaste) -> Private:
    """What was asked for, within bounds that mean something."""
    if job.model != "sasrec":
        raise InputProblem(
            "The article's network is not trained with differential privacy.",
            "Choose the transformer (model taste).",
        )
    if job.resume or job.start_from:
        raise InputProblem(
            "A private training starts anew: what earlier weights know is not private.",
            "Leave out resume and start-from.",
        )
    epsilon = job.epsilon or 0.0
    low, high = EPSILONS
    if not (
        low <= epsilon <= high
        and 0 <= job.delta < MOST_DELTA
        and 0 < job.clip <= MOST_CLIP
    ):
        raise InputProblem(
            "These bounds of privacy cannot be meant.",
            f"Epsilon is from {low:g} to {high:g}, delta below {MOST_DELTA:g},"
            f" clip above 0 and up to {MOST_CLIP:g}.",
        )
    return Private(epsilon, job.delta, job.clip)


def loop_for(learner: Learner, task: Task, report: Report) -> Loop:
    """The loop that trains as the settings ask."""
    if task.settings.private is None:
        return Loop(learner, task, report)
    if not isinstance(learner, SequenceLearner):  # `_private` has refused it
        raise InputProblem("Only the transformer is trained privately.")
    return PrivateLoop(learner, task, report)


def _like(origin: Weights, settings: Settings) -> Settings:
    """The settings with the net's sizes of the weights that training starts from."""
    if origin.settings.model != settings.model:
        raise ModelRefused(
            f"The weights to start from are of the model {origin.settings.model}.",
            f"Choose weights of the model {settings.model}.",
        )
    return msgspec.structs.replace(settings, net=origin.settings.net)


def _origin(project: Project, named: str) -> Path:
    """The weights file that a run id or a path names."""
    if Path(named).suffix:
        return Path(named).expanduser()
    return project.runs.folder(project.runs.run(named).id) / WEIGHTS


def _settings_of(project: Project, job: TrainTaste) -> Settings:
    """The settings of the run that is resumed; more epochs may be asked for."""
    _, meta = files.load(_checkpoint_at(project, job.resume), CHECKPOINT_KIND)
    settings = msgspec.json.decode(meta.get("settings", "{}"), type=Settings)
    if job.epochs is None:
        return settings
    training = msgspec.structs.replace(settings.training, epochs=job.epochs)
    return msgspec.structs.replace(settings, training=training)


def _checkpoint_at(project: Project, run_id: str) -> Path:
    path = project.runs.folder(project.runs.run(run_id).id) / CHECKPOINT
    if not path.is_file():
        raise InputProblem(
            f"Run {run_id} has no checkpoint to go on from.", "Start a new run."
        )
    return path


def _begin(job: TrainTaste, project: Project) -> str:
    if job.resume:
        return project.runs.resume(job.resume).id
    settings = {"model": job.model, "preset": job.preset, "seed": str(job.seed)}
    if job.protocol == "strict":
        settings["protocol"] = job.protocol
    if job.epochs is not None:
        settings["epochs"] = str(job.epochs)
    for name in ("batch", "negatives"):
        if (value := getattr(job, name)) is not None:
            settings[name] = str(value)
    if job.start_from:
        settings["start_from"] = job.start_from
    if job.epsilon is not None:
        settings["epsilon"] = f"{job.epsilon:g}"
    return project.runs.start("taste", settings).id


def _kept(project: Project, run_id: str) -> str:
    if (project.runs.folder(run_id) / CHECKPOINT).is_file():
        return "The checkpoint is kept; the run can be resumed."
    return ""


def _train(
    job: TrainTaste, project: Project, at: tuple[str, Prepared], report: RunRecorder
) -> tuple[TrainResult, Learner]:
    run_id, prepared = at
    inputs = prepared.inputs
    task = Task(
        inputs, leave_last_out(inputs.steps), prepared.settings, device_for(job.device)
    )
    folder = project.runs.folder(run_id)
    origin = origin_of(project, "taste", task.settings, task.device)
    project.runs.came_from(run_id, origin)
    learner = fresh_learner(task)
    _say_facts(task, learner, report)
    report.send(Fact("data", f"{len(prepared.data.events):,} events"))
    tick = ticker(report, "Comparing with the baselines")
    baselines = baseline_rows(task, "validation", tick)
    if baselines:
        report.send(Comparison("taste", baselines, VALIDATION))
    if prepared.origin is not None:
        matched = start_from(learner, prepared.origin, inputs.products, job.start_from)
        known = f"{matched} of {len(inputs.products)} products"
        report.send(Note(f"starts from {job.start_from}, which knows {known}"))
    loop = loop_for(learner, task, report)
    if job.resume:
        _resume(loop, folder / CHECKPOINT, report)
        if (folder / JUDGED).is_file():  # what learned from everything is out of date
            (folder / JUDGED).replace(folder / WEIGHTS)
    _learn(loop, _keep(folder, prepared), report)
    table = _table(loop, project, report)
    if table.rows:
        report.send(table)
    used: Learner = learner
    if job.protocol == "refit" and epochs_at_most(task.settings)[1]:
        used = _refit(folder, prepared, loop, report)
    return _end(project, run_id, (loop, table), report), used


def _learn(loop: Loop, keep: Keep, report: Report) -> None:
    """Train the net, then weigh the memory beside it."""
    loop.run(keep)
    learner = loop.learner
    if not isinstance(learner, SequenceLearner):
        return
    memory = remember(learner, loop.task, ticker(report, "Weighing the memory"))
    keep.best(loop)
    if learner.memory is not None:
        said = f"the memory counts {memory.weight:g}, fading by {memory.fade:g}"
        report.send(Note(said))


def _refit(
    folder: Path, prepared: Prepared, loop: Loop, report: Report
) -> SequenceLearner:
    """Learn from everything; the weights that were measured are kept beside."""
    learner = refit(loop, report)
    shutil.copyfile(folder / WEIGHTS, folder / JUDGED)
    _save(folder / WEIGHTS, learner, learner.net.state_dict(), prepared)
    return learner


def _save(
    path: Path, learner: Learner, net: Mapping[str, Tensor], prepared: Prepared
) -> None:
    memory = learner.memory if isinstance(learner, SequenceLearner) else None
    kept = Weights(
        net=weights_of(net),
        settings=prepared.settings,
        products=prepared.inputs.products,
        warm=warm_products(prepared.inputs, learner.task.split),
        extra=text_arrays(prepared.space),
        memory=memory.arrays() if memory is not None else {},
    )
    files.save(path, kept.arrays(), kept.meta())


def _keep(folder: Path, prepared: Prepared) -> Keep:
    mark = fingerprint(prepared.inputs)
    settings = msgspec.json.encode(prepared.settings).decode()

    def checkpoint(loop: Loop) -> None:
        arrays, meta = checkpoint_of(loop)
        meta |= {"kind": CHECKPOINT_KIND, "data": mark, "settings": settings}
        files.save(folder / CHECKPOINT, arrays, meta)
        loop.report.send(Fact("memory", memory_words(loop.task.device)))

    def best(loop: Loop) -> None:
        _save(folder / WEIGHTS, loop.learner, loop.best, prepared)

    return Keep(checkpoint, best)


def _resume(loop: Loop, path: Path, report: Report) -> None:
    arrays, meta = files.load(path, CHECKPOINT_KIND)
    if meta.get("data") != fingerprint(loop.task.inputs):
        raise ModelRefused(
            "The data has changed since this run was stopped.",
            "Start a new run; it can start from this run's weights.",
        )
    go_on_from(loop, arrays, meta, path.name)
    report.send(Note(f"resumed after epoch {loop.place.epoch}"))


def _end(
    project: Project, run_id: str, found: tuple[Loop, Comparison], report: RunRecorder
) -> TrainResult:
    loop, table = found
    metrics = {"epochs": float(loop.place.epoch)}
    if table.rows:
        metrics |= next(row.values for row in table.rows if row.ours)
    report.end("finished", metrics=metrics, comparison=table)
    project.runs.use(run_id)
    return TrainResult(run_id, metrics, table)


def _table(loop: Loop, project: Project, report: Report) -> Comparison:
    """Ours and the baselines on the test, whose steps nobody has learned from."""
    tick = ticker(report, "Measuring on the held-out products")
    groups = (groups_of(project, loop.task.inputs.shoppers), project.floor)
    return test_table(loop.learner, loop.task, groups, tick)


def _say_facts(task: Task, learner: Learner, report: Report) -> None:
    inputs = task.inputs
    parameters = sum(p.numel() for p in learner.net.parameters())
    said = f"{parameters / 1e6:.2f} million" if parameters >= 1e6 else f"{parameters:,}"  # noqa: PLR2004
    for name, value in {
        "device": device_words(task.device),
        "memory": memory_words(task.device),
        "products": f"{len(inputs.products):,}",
        "shoppers": f"{len(inputs.shoppers):,}",
        "held_out": "last new product of each shopper",
        "parameters": said,
        "seed": str(task.settings.seed),
    }.items():
        report.send(Fact(name, value))
