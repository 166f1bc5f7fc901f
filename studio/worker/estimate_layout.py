"""How long a training of the layout GAN will take, and whether it fits."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Protocol

import msgspec
import torch

from studio.domain.estimates import Estimate
from studio.pipeline.layout.estimate import pace
from studio.pipeline.layout.model import LayoutModel
from studio.pipeline.layout.settings import TrainSettings
from studio.pipeline.layout.training import LayoutLoop, Material
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

ADVICE = "Close other programs, or train on a machine with more memory."


class Asked(Protocol):
    """What is known of a training before its first step."""

    @property
    def model(self) -> LayoutModel:
        """Weights to begin with."""

    @property
    def material(self) -> Material:
        """Pages to learn from."""

    @property
    def settings(self) -> TrainSettings:
        """How long and how."""


def estimate_layout(
    project: Project, ready: Asked, tick: Callable[[], None]
) -> Estimate:
    """What a training takes here; measured once, then kept.

    Args:
        project: Where measurements are kept.
        ready: Weights, pages and settings.
        tick: Called between the steps; may raise CancelledByUser.
    """
    device = torch.device(ready.settings.device)
    same = msgspec.structs.replace(ready.settings, seed=0)
    key = probe_key(project, "layout", device, msgspec.json.encode(same))
    kept = project.runs.probes.once(key, lambda: _measured(project, ready, tick))
    now = msgspec.structs.replace(
        kept, memory=max(peak_memory(), kept.memory), there=memory_there(device)
    )
    return now if now.fits else msgspec.structs.replace(now, advice=ADVICE)


def _measured(project: Project, ready: Asked, tick: Callable[[], None]) -> Estimate:
    settings, held = ready.settings, memory_held()
    own_peak = forget_peak()
    wall, processor = time.perf_counter(), time.process_time()
    with tempfile.TemporaryDirectory(
        prefix=".estimate-", dir=project.path / "runs"
    ) as folder:

        def save(loop: LayoutLoop) -> None:
            tensors, meta = loop.state()
            files.save(Path(folder) / "checkpoint.safetensors", tensors, meta)

        took = pace(ready.model, ready.material, settings, Unheard(tick), save)
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    memory = recent_peak() if own_peak else peak_memory()
    return Estimate(
        fixed=took.after,
        each=took.steps / max(settings.steps, 1),
        epochs=settings.steps,
        processor=processor / max(wall, 1e-9),
        memory=memory,
        parts={"program": held, "steps": max(memory - held, 0)},
    )
