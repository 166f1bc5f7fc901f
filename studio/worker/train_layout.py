"""Train the layout GAN on a project's own pages, from the shipped weights on."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import msgspec
import torch

from studio.domain.errors import CancelledByUser
from studio.domain.jobs import (
    Comparison,
    Fact,
    Note,
    Report,
    Score,
    TrainLayout,
    TrainResult,
)
from studio.domain.layout import Layout
from studio.domain.page import Page
from studio.domain.persona import Traits
from studio.pipeline.layout.changing import what_changed
from studio.pipeline.layout.engagement import Clicks, gather_clicks
from studio.pipeline.layout.judging import as_comparison, comparison
from studio.pipeline.layout.model import LayoutModel, new_model
from studio.pipeline.layout.own_pages import ENOUGH, material_of
from studio.pipeline.layout.sampling import load_generator
from studio.pipeline.layout.settings import BASE, QUICK, SCRATCH, TrainSettings
from studio.pipeline.layout.training import Material, Saving, Trained, train
from studio.pipeline.layout.weights import pack, shipped_comparison
from studio.store import weights
from studio.store.project import Project
from studio.worker.estimate_layout import estimate_layout
from studio.worker.machine import device_words, memory_words, use_threads
from studio.worker.measuring import origin_of
from studio.worker.recording import RunRecorder
from studio.worker.silent import ticker

_PRESETS: dict[str, TrainSettings] = {"quick": QUICK, "base": BASE, "scratch": SCRATCH}
CHANGES_SEED = 7
_CHECKPOINT = "checkpoint.safetensors"
_WEIGHTS = "weights.safetensors"
_PICKLE_BYTE = b"\x80"


class Prepared(msgspec.Struct, frozen=True):
    """All that a training needs: weights to begin with, pages, settings.

    `own` counts the shop's pages, `approved` those of them that were approved here;
    `leaning` says how far the shipped weights are leaned on.
    """

    base: LayoutModel
    model: LayoutModel
    material: Material
    settings: TrainSettings
    own: int
    leaning: str
    approved: int = 0


def run(job: TrainLayout, report: Report) -> TrainResult:
    """Train, keep the weights in the run's folder, and use them."""
    use_threads()
    with Project.open(Path(job.project)) as project:
        run_id = _begin(job, project)
        recorder = RunRecorder(project, run_id, report)
        try:
            return _train(job, project, run_id, recorder)
        except CancelledByUser as stop:
            recorder.end("cancelled")
            kept = "The checkpoint is kept; the run can be resumed."
            raise CancelledByUser(kept) from stop
        except Exception as problem:
            recorder.end("failed", message=str(problem))
            raise


def device_of(wished: str) -> str:
    """The device to use: CUDA where it is there and not refused."""
    if wished == "cpu" or not torch.cuda.is_available():
        return "cpu"
    return "cuda"


def own_clicks(project: Project) -> Clicks:
    """The project's page events, summed by page and persona."""
    audience = project.audience()
    persona_of: dict[str, Traits] = {}
    if audience is not None:
        for shopper, at in zip(
            audience.shoppers, audience.member.tolist(), strict=True
        ):
            if at >= 0:
                persona_of[shopper] = audience.personas[at].traits
    return gather_clicks(project.page_events(), dict(project.layouts()), persona_of)


def _begin(job: TrainLayout, project: Project) -> str:
    if job.resume:
        return project.runs.resume(job.resume).id
    settings = {"preset": job.preset, "seed": str(job.seed)}
    if job.steps is not None:
        settings["steps"] = str(job.steps)
    return project.runs.start("layout", settings).id


def _train(
    job: TrainLayout, project: Project, run_id: str, report: RunRecorder
) -> TrainResult:
    folder = project.runs.folder(run_id)
    ready = prepare(job, project, _asked(job, project, run_id))
    if not job.resume:
        tick = ticker(report, "Measuring a few steps")
        report.expect(estimate_layout(project, ready, tick))
    model, material, settings = ready.model, ready.material, ready.settings
    device = torch.device(settings.device)
    project.runs.came_from(run_id, origin_of(project, "layout", settings, device))
    report.send(Note(ready.leaning))
    _say_facts(settings, model, material, ready.own, report)
    report.send(Fact("approved", str(ready.approved)))
    report.send(Fact("changed", str(len(ready.material.turned_down))))
    trained = train(model, material, settings, report, _saving(folder, job))
    model.to("cpu").about["own_pages"] = str(ready.own)
    for name in ("comparison", "kinds"):
        model.about.setdefault(name, ready.base.about.get(name, ""))
    return _end(project, run_id, (model, material, trained, ready.leaning), report)


def prepare(
    job: TrainLayout, project: Project, asked: tuple[str, int | None, int]
) -> Prepared:
    """Read the pages and settle the settings; `asked` is preset, steps and seed."""
    preset, steps, seed = asked
    base = load_generator()
    layouts = [layout for _, layout in project.layouts()]
    approved = [page for page, _ in project.pages.approved()]
    layouts += [page.layout() for page in approved]
    changed = _changed_pages(project, approved)
    clicks = own_clicks(project)
    material, leaning = material_of(layouts, base, clicks, seed, changed)
    settings = _settings(preset, steps, seed, device_of(job.device))
    model = new_model() if preset == "scratch" else base
    return Prepared(
        base, model, material, settings, len(layouts), leaning, len(approved)
    )


def _changed_pages(project: Project, approved: Sequence[Page]) -> list[Layout]:
    """Approved pages as they were made, where their blocks are others by now."""
    before = []
    for page in approved:
        first = project.pages.at(page.id, 1).layout()
        if first.blocks != page.layout().blocks:
            before.append(first)
    return before


def _say_facts(
    settings: TrainSettings,
    model: LayoutModel,
    material: Material,
    own: int,
    report: Report,
) -> None:
    device = torch.device(settings.device)
    nets = (model.generator, model.discriminator)
    for name, value in {
        "device": device_words(device),
        "memory": memory_words(device),
        "data": f"{own:,} own pages, {material.clicks.impressions:,} impressions",
        "held_out": f"{len(material.held):,} pages",
        "parameters": f"{sum(p.numel() for net in nets for p in net.parameters()):,}",
        "seed": str(settings.seed),
    }.items():
        report.send(Fact(name, value))


def _end(
    project: Project,
    run_id: str,
    made: tuple[LayoutModel, Material, Trained, str],
    report: RunRecorder,
) -> TrainResult:
    model, material, trained, leaning = made
    tensors, meta = pack(model)
    _save(project.runs.folder(run_id) / _WEIGHTS, tensors, meta)
    table = _table(model, material, leaning)
    report.send(table)
    metrics = _metrics(trained) | _changes(model, material)
    report.end("finished", metrics=metrics, comparison=table)
    project.runs.use(run_id)
    return TrainResult(run_id, metrics, table)


def _metrics(trained: Trained) -> dict[str, float]:
    metrics = {"steps": float(trained.steps), "fell_back": float(trained.fell_back)}
    if trained.last is not None:
        metrics |= msgspec.structs.asdict(trained.last)
    return metrics


def _changes(model: LayoutModel, material: Material) -> dict[str, float]:
    """What the pages have more and less of than those of the shipped weights."""
    changed = what_changed(load_generator(), model, material.held, CHANGES_SEED)
    return {f"changed/{name}": value for name, value in changed.items()}


def _table(model: LayoutModel, material: Material, leaning: str) -> Comparison:
    """Live rows where own held-out pages are enough, else the model card's figures."""
    own = int(model.about.get("own_pages", "0"))
    if own >= ENOUGH:
        rows = comparison(model, material.pages, material.held, seed=1)
        return as_comparison(rows, "held-out pages of this shop", leaning)
    shipped = shipped_comparison(model)
    if shipped is not None:
        return msgspec.structs.replace(
            shipped, note=f"{shipped.note} {leaning}".strip()
        )
    return Comparison("layout", (Score("Layout GAN", {}, ours=True),), note=leaning)


def _asked(
    job: TrainLayout, project: Project, run_id: str
) -> tuple[str, int | None, int]:
    """Preset, steps and seed: those of the run where it is resumed."""
    if not job.resume:
        return job.preset, job.steps, job.seed
    said = project.runs.run(run_id).settings
    steps = said.get("steps")
    preset = said.get("preset", job.preset)
    seed = int(said.get("seed", job.seed))
    return preset, int(steps) if steps else job.steps, seed


def _settings(preset: str, steps: int | None, seed: int, device: str) -> TrainSettings:
    settings = msgspec.structs.replace(_PRESETS[preset], seed=seed, device=device)
    if steps is None:
        return settings
    likelihood = steps * settings.likelihood // settings.steps
    warm_up = steps * settings.warm_up // settings.steps
    return msgspec.structs.replace(
        settings,
        likelihood=likelihood,
        warm_up=warm_up,
        adversarial=steps - likelihood - warm_up,
    )


def _save(path: Path, tensors: weights.Tensors, meta: dict[str, str]) -> None:
    """Save so that the file never starts with the byte that pickles start with.

    A safetensors file starts with the length of its header, which may happen to be
    that byte; then a little padding makes the header longer.
    """
    weights.save(path, tensors, meta)
    with path.open("rb") as file:
        start = file.read(1)
    if start == _PICKLE_BYTE:
        weights.save(path, tensors, meta | {"padding": " " * 16})


def _saving(folder: Path, job: TrainLayout) -> Saving:
    def keep(tensors: weights.Tensors, meta: dict[str, str]) -> None:
        _save(folder / _CHECKPOINT, tensors, meta)

    resume = None
    if job.resume and (folder / _CHECKPOINT).is_file():
        resume = weights.load(folder / _CHECKPOINT, "layout-checkpoint")
    return Saving(keep, resume)
