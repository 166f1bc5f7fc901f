"""What the settings and metrics of a run are called where runs stand side by side."""

from __future__ import annotations

from studio.domain.runs import Run
from studio.ui import formats
from studio.ui.language import mark, tr
from studio.ui.train.words import FACTS, SCORES, fact_value, run_name

SETTINGS: dict[str, str] = {
    "net.width": mark("Width"),
    "net.blocks": mark("Blocks"),
    "net.heads": mark("Heads"),
    "net.length": mark("Longest history"),
    "net.inner": mark("Inner width"),
    "training.epochs": mark("Epochs at most"),
    "training.batch": mark("Batch"),
    "training.rate": mark("Learning rate"),
    "training.weight_decay": mark("Weight decay"),
    "training.dropout": mark("Dropout"),
    "training.product_dropout": mark("Product dropout"),
    "training.negatives": mark("Negatives"),
    "training.warm_up": mark("Warm-up"),
    "training.average": mark("Averaging"),
    "training.patience": mark("Patience"),
    "training.judged": mark("Shoppers judged"),
    "rate": mark("Learning rate"),
    "likelihood": mark("Likelihood steps"),
    "warm_up": mark("Warm-up steps"),
    "adversarial": mark("Adversarial steps"),
    "data": mark("Data, digest"),
    "rows.events": mark("Events"),
    "rows.products": mark("Products"),
    "rows.preferences": mark("Preferences"),
    "rows.segments": mark("Segments"),
    "rows.page_events": mark("Page events"),
    "rows.layouts": mark("Own pages"),
    "rows.approved": mark("Approved pages"),
    "version.vitrine": mark("Vitrine"),
    "version.torch": mark("PyTorch"),
    "version.python": mark("Python"),
}
METRICS: dict[str, str] = {
    **SCORES,
    "loss/train": mark("Training loss"),
    "loss/validation": mark("Validation loss"),
    "loss/generator": mark("Generator loss"),
    "loss/discriminator": mark("Discriminator loss"),
    "epochs": mark("Epochs trained"),
    "steps": mark("Steps trained"),
    "accuracy": mark("Accuracy"),
    "accuracy/real": mark("Accuracy on real pages"),
    "accuracy/fake": mark("Accuracy on made pages"),
    "novelty": mark("Novelty"),
    "novel": mark("Novelty"),
    "seconds": mark("Duration"),
    "processor": mark("Processor time"),
    "peak_memory": mark("Peak of memory"),
}
CURVES = (
    "ndcg@10",
    "loss/validation",
    "loss/train",
    "loss/generator",
    "loss/discriminator",
    "hr@10",
    "novelty",
)
"""Curves that can be laid over each other, in the order they are offered."""


def setting_name(name: str) -> str:
    """A setting in words; an unknown one as it is."""
    known = FACTS.get(name) or SETTINGS.get(name)
    return tr(known) if known else name.replace(".", ": ").replace("_", " ")


def metric_name(name: str) -> str:
    """A metric in words; an unknown one as it is."""
    known = METRICS.get(name)
    if known:
        return tr(known)
    kind, _, what = name.partition("/")
    if kind == "changed":
        return tr("Change of {name}", name=what.replace("-", " "))
    return name.replace("_", " ")


def setting_value(name: str, value: str) -> str:
    """A setting's value in words; an en dash where a run does not say."""
    return fact_value(name, value) if value else formats.DASH


def metric_value(name: str, value: float | None) -> str:
    """A metric with the digits that tell runs apart."""
    if value is None:
        return formats.DASH
    if name in ("seconds", "processor"):
        return formats.clock(value)
    if name == "peak_memory":
        return formats.file_size(round(value))
    if name in ("epochs", "steps"):
        return formats.count(round(value))
    return formats.decimal(value, 4)


def title_of(run: Run) -> str:
    """A run by a person's name for it, else by its number."""
    return run.name or run_name(run.number)
