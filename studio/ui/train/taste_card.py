"""The taste model: progress, figures and curves of the shown run."""

from __future__ import annotations

import re

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.ui import formats
from studio.ui.charts.lines import Baseline, Line, LineChart
from studio.ui.language import mark, tr
from studio.ui.train.figures import ProgressLine, TasteFigures, fit_chart
from studio.ui.train.model_head import ModelHead
from studio.ui.train.watched import Watched
from studio.ui.widgets import EmptyState, set_surface

CHART_HEIGHT = 150
_LIVE, _FINAL = mark("{name} {value}"), mark("{name}, final test {value}")
_EPOCHS = re.compile(r"(\d+) of (\d+)")


class TasteCard(QWidget):
    """Everything of one taste run."""

    def __init__(self) -> None:
        super().__init__()
        set_surface(self, "panel")
        self.head = ModelHead("taste")
        self.progress = ProgressLine()
        self.figures = TasteFigures()
        self.loss = LineChart(
            tr("Loss by epoch"),
            (Line(tr("Training")), Line(tr("Validation"), "chart.b")),
        )
        self.ndcg = LineChart(
            tr("NDCG@10 on held-out shoppers"), (Line(tr("Taste model")),)
        )
        self.empty = EmptyState(
            tr("No taste model yet"),
            tr(
                "It learns from what shoppers viewed, searched and bought. Personas, "
                "the map and the order of products on a page come from it."
            ),
            title_font="body_strong",
        )
        self._drawn: tuple[int, int, str] = (0, -1, "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._make_body(), 1)
        column.addWidget(self.empty, 1)

    def _make_body(self) -> QWidget:
        self.body = QWidget()
        column = QVBoxLayout(self.body)
        column.setContentsMargins(16, 14, 16, 10)
        column.setSpacing(14)
        column.addWidget(self.progress)
        column.addWidget(self.figures)
        charts = QHBoxLayout()
        charts.setSpacing(24)
        for chart in (self.loss, self.ndcg):
            fit_chart(chart, CHART_HEIGHT)
            charts.addWidget(chart, 1)
        column.addLayout(charts, 1)
        return self.body

    def show_run(self, watched: Watched, *, usable: bool, resumable: bool) -> None:
        """Show a run."""
        self.head.show_run(watched, usable=usable, resumable=resumable)
        nothing = watched.condition in ("none", "queued")
        self.body.setVisible(not nothing)
        self.empty.setVisible(nothing)
        if nothing:
            return
        self.progress.setVisible(watched.condition == "running")
        self.progress.show_run(watched)
        self.figures.show_run(watched)
        drawn = (id(watched), watched.version, watched.condition)
        if drawn != self._drawn:
            self._drawn = drawn
            self._draw(watched)

    def _draw(self, watched: Watched) -> None:
        curves = {
            self.loss: (
                (tr("Training"), "loss/train"),
                (tr("Validation"), "loss/validation"),
            ),
            self.ndcg: ((tr("Taste model"), "ndcg@10"),),
        }
        running = watched.condition == "running"
        end = epochs_of(watched) if running else None
        for chart, lines in curves.items():
            for name, metric in lines:
                curve = watched.curve(metric)
                chart.set_points(name, curve.xs, curve.ys)
            chart.set_x_end(end)
            chart.set_now(running)
        self.ndcg.set_baselines(baselines_of(watched))


def epochs_of(watched: Watched) -> float | None:
    """How many epochs a run has, as far as it has said so."""
    found = _EPOCHS.search(watched.progress.label) if watched.progress else None
    return float(found[2]) if found else None


def baselines_of(watched: Watched) -> tuple[Baseline, ...]:
    """What NDCG@10 is compared with on the same split.

    While a run trains that is the split of its curve; a final comparison was measured
    on the test, and its labels say so.
    """
    words = _LIVE if watched.ours is None else _FINAL
    found = []
    for name, value in watched.baselines:
        text = tr(words, name=tr(name), value=formats.decimal(value))
        found.append(Baseline(name, value, text))
    return tuple(found)
