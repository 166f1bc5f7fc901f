"""What several trainings scored, as Markdown and as the window shows it."""

from __future__ import annotations

from collections.abc import Sequence

from studio.domain.jobs import Comparison
from studio.pipeline.layout.judging import as_comparison
from studio.pipeline.layout.metrics import Realism
from studio.pipeline.layout.protocol import (
    FIGURES,
    Judged,
    mean_figures,
    mean_of,
)

HEADINGS: dict[str, str] = {
    "auc": "C2ST AUC", "cooccurrence": "co-occurrence", "repeats": "repeats",
    "length": "length", "types": "types", "bigrams": "bigrams", "novel": "novel",
    "distinct": "distinct", "coverage": "coverage", "frechet": "Frechet",
    "kernel": "kernel",
}  # fmt: skip


def rows_table(found: Sequence[Judged]) -> str:
    """One line for each way of making pages: mean and spread over the trainings."""
    head = "| pages | " + " | ".join(HEADINGS[name] for name in FIGURES) + " |"
    lines = [head, "| --- |" + " ---: |" * len(FIGURES)]
    for name in found[0].rows:
        rows = [one.rows[name] for one in found]
        cells = _cells(mean_of(rows), mean_of(rows, spread=True), len(rows))
        lines.append(f"| {name} | " + " | ".join(cells) + " |")
    return "\n".join(lines)


def figures_table(found: Sequence[dict[str, float]], heading: str) -> str:
    """One line for each figure: its mean over the trainings, and each of them."""
    lines = [f"| {heading} | mean | each |", "| --- | ---: | --- |"]
    for name, value in mean_figures(list(found)).items():
        each = ", ".join(f"{one[name]:.3f}" for one in found)
        lines.append(f"| {name} | {value:.3f} | {each} |")
    return "\n".join(lines)


def dated(found: Sequence[Judged], date: str) -> Comparison:
    """The mean rows as the window shows them beside a project's model."""
    rows = tuple(mean_of([one.rows[n] for one in found], n) for n in found[0].rows)
    on = f"pages of 57 shops not learned from, mean of {len(found)} trainings"
    return as_comparison(rows, on, f"Figures of the model card of {date}.")


def _cells(mean: Realism, spread: Realism, trainings: int) -> list[str]:
    return [
        f"{getattr(mean, name):.3f} ± {getattr(spread, name):.3f}"
        if trainings > 1
        else f"{getattr(mean, name):.3f}"
        for name in FIGURES
    ]
