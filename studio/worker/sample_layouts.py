"""Write layouts as JSON lines, after the hard rules and before the page rules."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import torch

from studio.domain.errors import InputProblem
from studio.domain.jobs import FileResult, Report, SampleLayouts
from studio.domain.layout import PAGE_KINDS, Layout
from studio.pipeline.layout.conditions import Conditions
from studio.pipeline.layout.model import LayoutModel, kind_shares
from studio.pipeline.layout.rows import to_lines, wishes_by_share
from studio.pipeline.layout.sampling import load_generator, sample_layouts
from studio.pipeline.layout.weights import unpack
from studio.pipeline.taste.ranking import one_by_one
from studio.store import weights
from studio.store.problems import storage_problems
from studio.store.project import Project
from studio.store.whole import replace_whole
from studio.worker.machine import one_thread
from studio.worker.train_layout import device_of

_BATCH = 500  # layouts between two reports


def run(job: SampleLayouts, report: Report) -> FileResult:
    """Sample with the project's weights, or the shipped ones without a project."""
    if job.n < 1:
        raise InputProblem(f"{job.n} layouts cannot be made; ask for at least 1.")
    model = project_model(job.project, device_of(job.device))
    wishes = _wishes(job, model)
    made = _sampled(model, wishes, job, report)
    _write(Path(job.out), to_lines(made))
    mended = sum(layout.repaired > 0 for layout in made) / len(made)
    note = f"{mended:.1%} of the raw layouts needed a hard rule."
    return FileResult(job.out, len(made), (note,))


def _sampled(
    model: LayoutModel, wishes: list[Conditions], job: SampleLayouts, report: Report
) -> list[Layout]:
    """Layouts in batches, as many at a time as there are cores for."""

    def sampled(at: int) -> list[Layout]:
        part = wishes[at : at + _BATCH]
        return sample_layouts(model, part, len(part), job.seed + at, judged=False)

    made: list[Layout] = []
    threads = torch.get_num_threads()
    with one_thread(), ThreadPoolExecutor(threads, "sampling", one_by_one) as pool:
        for batch in pool.map(sampled, range(0, len(wishes), _BATCH)):
            report.progress(len(made), job.n, "Sampling layouts")
            made += batch
    report.progress(job.n, job.n, "Sampling layouts")
    return made


def project_model(folder: str, device: str) -> LayoutModel:
    """The layout model in use by a project, or the shipped one."""
    if not folder:
        return load_generator(device=device)
    with Project.open(Path(folder)) as project:
        run_in_use = project.runs.in_use("layout")
        if run_in_use is None:
            return load_generator(device=device)
        path = project.runs.folder(run_in_use.id) / "weights.safetensors"
        tensors, meta = weights.load(path, "layout")
    return unpack(tensors, meta, path.name).to(device).eval()


def _wishes(job: SampleLayouts, model: LayoutModel) -> list[Conditions]:
    if job.page_kind and job.page_kind not in PAGE_KINDS:
        raise InputProblem(
            f"There is no page kind “{job.page_kind}”.",
            f"Known: {', '.join(PAGE_KINDS)}.",
        )
    share = {
        (kind, campaign): weight
        for (kind, campaign), weight in kind_shares(model).items()
        if kind == (job.page_kind or kind)
        and campaign == (campaign if job.campaign is None else job.campaign)
    }
    if not sum(share.values()):
        kinds = (job.page_kind,) if job.page_kind else PAGE_KINDS
        share = {(kind, bool(job.campaign)): 1.0 for kind in kinds}
    return wishes_by_share(share, job.n, job.seed)


def _write(path: Path, lines: bytes) -> None:
    with storage_problems(path):
        path.parent.mkdir(parents=True, exist_ok=True)
    replace_whole(path, lines)  # asked for by a person: never sealed
