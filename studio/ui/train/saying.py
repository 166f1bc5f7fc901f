"""How training stands, in a line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from studio.domain.runs import Run
from studio.ui import formats
from studio.ui.language import mark, tr
from studio.ui.train.watched import Watched
from studio.ui.train.words import MODELS, NAMES, Model, run_name

_TRAINING: dict[Model, str] = {
    "taste": mark("{run} of the taste model is training"),
    "layout": mark("{run} of the layout GAN is training"),
}


def header_line(live: Mapping[Model, Watched], used: Run | None) -> str:
    """What is under way, or which taste run is in use."""
    for model in MODELS:
        watched = live.get(model)
        if watched is not None and watched.condition == "running":
            return _training(model, watched)
    if used is None:
        return tr("No taste model yet")
    run, ndcg = run_name(used.number), used.metrics.get("ndcg@10")
    if ndcg is None:
        return tr("{run} of the taste model in use", run=run)
    figure = formats.decimal(ndcg)
    return tr("{run} of the taste model in use, NDCG@10 {n}", run=run, n=figure)


def _training(model: Model, watched: Watched) -> str:
    if watched.run is None:
        return tr("{model} is training", model=tr(NAMES[model]))
    return tr(_TRAINING[model], run=run_name(watched.run.number))


def network_of(run: Run) -> Literal["sasrec", "article"]:
    """The network that a run trains."""
    return "article" if run.settings.get("model") == "article" else "sasrec"
