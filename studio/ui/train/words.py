"""What models, states and facts of a run are called."""

from __future__ import annotations

from typing import Literal

from studio.domain.runs import Run
from studio.ui.language import mark, tr
from studio.ui.said import said
from studio.ui.widgets.chip import Tone

Model = Literal["taste", "layout"]
Condition = Literal["none", "queued", "running", "finished", "cancelled", "failed"]

MODELS: tuple[Model, ...] = ("taste", "layout")
NAMES: dict[Model, str] = {"taste": mark("Taste model"), "layout": mark("Layout GAN")}
EARLIER: dict[Model, str] = {
    "taste": mark("Earlier taste runs"),
    "layout": mark("Earlier layout runs"),
}
NETWORKS: dict[str, str] = {
    "sasrec": mark("Transformer"),
    "article": mark("LSTM and convolution"),
}
CHIPS: dict[Condition, tuple[str, Tone, str]] = {
    "none": (mark("Not trained"), "neutral", "circle-dashed"),
    "queued": (mark("Waiting"), "neutral", "circle-dashed"),
    "running": (mark("Training"), "accent", "circle-dot"),
    "finished": (mark("Ready"), "success", "check"),
    "cancelled": (mark("Stopped"), "neutral", "circle-dashed"),
    "failed": (mark("Failed"), "danger", "circle-alert"),
}
"""(word, tone, icon) of the chip of each condition."""

FACTS: dict[str, str] = {
    "device": mark("Device"),
    "memory": mark("Memory"),
    "speed": mark("Speed"),
    "data": mark("Data"),
    "events": mark("Events"),
    "shoppers": mark("Shoppers"),
    "products": mark("Products"),
    "pages": mark("Pages"),
    "approved": mark("Approved pages"),
    "held_out": mark("Held out"),
    "parameters": mark("Parameters"),
    "model": mark("Network"),
    "network": mark("Network"),
    "preset": mark("Preset"),
    "protocol": mark("Protocol"),
    "epochs": mark("Epochs"),
    "steps": mark("Steps"),
    "batch": mark("Batch"),
    "negatives": mark("Negatives"),
    "seed": mark("Seed"),
    "start_from": mark("Begun from"),
    "epsilon": mark("Epsilon"),
    "privacy": mark("Privacy"),
    "forgotten": mark("Forgotten"),
}
"""Names of what a run says of itself, in the order they are shown."""

SCORES: dict[str, str] = {
    "ndcg@10": mark("NDCG@10"),
    "hr@10": mark("HR@10"),
    "coverage": mark("Coverage"),
    "recall@24": mark("Recall@24"),
    "weighted": mark("By place"),
}


def condition_of(run: Run | None) -> Condition:
    """How a run stands; a loaded model is as good as a trained one."""
    if run is None:
        return "none"
    return "finished" if run.state == "imported" else run.state


def as_model(name: str) -> Model:
    """A model by its name."""
    return "layout" if name == "layout" else "taste"


def run_name(number: int) -> str:
    """A run in words, such as "Run 7"."""
    return tr("Run {n}", n=number)


def fact_name(name: str) -> str:
    """What a fact is called; an unknown name as it is."""
    known = FACTS.get(name)
    return tr(known) if known else name.replace("_", " ").capitalize()


def fact_value(name: str, value: str) -> str:
    """What a fact says, with the names of networks and devices in words."""
    if name in ("model", "network") and value in NETWORKS:
        return tr(NETWORKS[value])
    if name == "device" and value in ("cpu", "cuda"):
        return tr("Processor") if value == "cpu" else tr("Graphics card")
    if name == "preset":
        return tr(value.capitalize())
    return said(value)
