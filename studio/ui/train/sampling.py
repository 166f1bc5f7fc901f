"""Samples on demand: pages of the layout model in use, for the wall."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from studio.domain.errors import JobFailed
from studio.domain.jobs import FileResult, SampleLayouts
from studio.domain.layout import Layout
from studio.pipeline.ingest.layouts import read_layouts
from studio.ui.jobs import JobSignals
from studio.ui.language import tr
from studio.ui.tasks import spawn
from studio.ui.train.wall import Wall

if TYPE_CHECKING:
    from studio.ui.step import Step

SAMPLES = 64


def sample_pages(step: Step, jobs: JobSignals, project: str, wall: Wall) -> None:
    """Sample in a job and show what came out."""
    spawn(_sample(jobs, project, wall), step.toast_wanted.emit)


async def _sample(jobs: JobSignals, project: str, wall: Wall) -> None:
    seed = time.time_ns() % 2**31
    with tempfile.TemporaryDirectory(prefix="vitrine-") as folder:
        out = Path(folder) / "samples.jsonl"
        job = SampleLayouts(str(out), SAMPLES, project, seed=seed)
        try:
            await jobs.result(job, FileResult)
        except JobFailed:
            return  # the window has told how the job ended
        layouts = read_samples(out)
    wall.show_layouts(layouts, tr("Fresh noise, as often as real shops have each kind"))
    wall.show()


def read_samples(path: Path) -> tuple[Layout, ...]:
    """The layouts of a file of samples, in its order."""
    with path.open("rb") as lines:
        found, _ = read_layouts(lines, path.name)
    return tuple(layout for _, layout in found)
