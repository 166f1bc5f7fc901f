"""A project's data as the taste stages read it, and its trained weights."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
import numpy as np
import torch

from studio.domain.errors import InputProblem, ModelRefused, NotYet
from studio.domain.runs import Run
from studio.domain.taste import TasteInputs
from studio.pipeline.features.fusion import ShopData, fuse
from studio.pipeline.features.text import BUCKETS, TextSpace
from studio.pipeline.taste.checkpoint import Arrays, Weights, read_weights
from studio.pipeline.taste.learner import Learner
from studio.pipeline.taste.scoring import restore
from studio.store import weights as files
from studio.store.project import Project

WEIGHTS = "weights.safetensors"
JUDGED = "judged.safetensors"
"""The weights as measured, before they learned from the held-out steps too."""
CHECKPOINT = "checkpoint.safetensors"
TASTES = "tastes.safetensors"
_TEXT = ("idf", "components")


def device_for(wished: str) -> torch.device:
    """The device to use; raises InputProblem for one that is not there."""
    if wished == "cuda" and not torch.cuda.is_available():
        raise InputProblem(
            "There is no CUDA device here.", "Choose the device auto or cpu."
        )
    cuda = wished != "cpu" and torch.cuda.is_available()
    return torch.device("cuda" if cuda else "cpu")


def shop_data(project: Project) -> ShopData:
    """What the project knows of products and shoppers.

    Raises:
        NotYet: There is no event on any product.
    """
    events = project.events()
    if not (events.product >= 0).any():
        raise NotYet(
            "There are no shopper events on products yet.",
            "Import a behaviour file first.",
        )
    return ShopData(
        events=events,
        catalogue=project.catalogue(),
        preferences=project.preferences(),
        extra_shoppers=tuple(dict.fromkeys(project.segments().shopper)),
    )


def fingerprint(inputs: TasteInputs) -> str:
    """A short text that differs when steps, products or shoppers do."""
    digest = hashlib.sha256()
    for part in (inputs.products, inputs.shoppers):
        digest.update(msgspec.json.encode(part))
    steps = inputs.steps
    for column in (steps.start, steps.product, steps.kind, steps.time):
        digest.update(np.ascontiguousarray(column).tobytes())
    return digest.hexdigest()[:16]


def text_arrays(space: TextSpace | None) -> Arrays:
    """The text space as arrays, to lie beside the weights."""
    if space is None:
        return {}
    return {"text/idf": space.idf, "text/components": space.components}


def text_of(weights: Weights, name: str) -> TextSpace | None:
    """The text space that a model was trained with; raises ModelRefused.

    `name` is what to call the weights in a refusal.
    """
    idf, components = (weights.extra.get(f"text/{part}") for part in _TEXT)
    if idf is None and components is None:
        return None
    if (
        idf is None
        or components is None
        or idf.shape != (BUCKETS,)
        or components.ndim != 2  # noqa: PLR2004 - rows and columns
        or len(components) != BUCKETS
        or not components.size
    ):
        raise ModelRefused(
            f"{name} is of another shape: the words of its texts do not fit.",
            "Choose weights of the same model and preset, or train anew.",
        )
    return TextSpace(idf.astype(np.float32), components.astype(np.float32))


def read_taste(path: Path) -> Weights:
    """Weights of a taste model; raises ModelRefused."""
    arrays, meta = files.load(path, "taste")
    return read_weights(arrays, meta, path.name)


class Trained(msgspec.Struct, frozen=True):
    """The model in use beside the data as it is now."""

    run: Run
    weights: Weights
    data: ShopData
    inputs: TasteInputs
    learner: Learner


def trained(project: Project, device: str = "auto", *, judged: bool = False) -> Trained:
    """The taste model in use; `judged`: as it was before it saw the held-out steps.

    Raises:
        NotYet: None has been trained yet.
        ModelRefused: Its weights do not fit.
    """
    run = project.runs.in_use("taste")
    if run is None:
        raise NotYet(
            "No taste model has been trained yet.",
            "Train one in the Train step, or with: vitrine train PROJECT",
        )
    path = project.runs.folder(run.id) / WEIGHTS
    before = path.with_name(JUDGED)
    if judged and before.is_file():
        path = before
    return trained_in(project, run, path, device)


def trained_in(project: Project, run: Run, path: Path, device: str) -> Trained:
    """The taste model of a run's weights file; raises ModelRefused."""
    weights = read_taste(path)
    data = shop_data(project)
    inputs = fuse(data, text_of(weights, path.name))
    learner = restore(weights, inputs, device_for(device), path.name)
    return Trained(run, weights, data, inputs, learner)
