"""The layout GAN: curves, realism and samples of the shown run."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.ui.charts.lines import Baseline, Line, LineChart
from studio.ui.language import tr
from studio.ui.train.figures import ProgressLine, fit_chart
from studio.ui.train.health import health_of
from studio.ui.train.health_line import HealthLine
from studio.ui.train.learned import changed_line, learned_line
from studio.ui.train.model_head import ModelHead
from studio.ui.train.realism import RealismPanel
from studio.ui.train.wall import Wall
from studio.ui.train.watched import Watched
from studio.ui.widgets import Button, Label, set_surface

CHART_HEIGHT = 150


class LayoutCard(QWidget):
    """Everything of one run of the layout GAN."""

    def __init__(self) -> None:
        super().__init__()
        set_surface(self, "panel")
        self.head = ModelHead("layout")
        self.sample = Button(tr("Sample pages"))
        self.head.add_extra(self.sample)
        self.report = Button(tr("Report"))
        self.head.add_extra(self.report)
        self.progress = ProgressLine()
        self.hint = Label(
            tr(
                "The shipped model knows real storefront pages. Training makes it lean "
                "towards this shop's own pages and what shoppers clicked on them."
            ),
            "body",
            "text.secondary",
            wrap=True,
        )
        self.likelihood = LineChart(
            tr("Loss by step, nats a page"),
            (Line(tr("Training")), Line(tr("Validation"), "chart.b")),
        )
        self.adversarial = LineChart(
            tr("Loss by step"),
            (Line(tr("Generator")), Line(tr("Discriminator"), "chart.b")),
        )
        self.accuracy = LineChart(
            tr("Accuracy"),
            (Line(tr("Real")), Line(tr("Made"), "chart.b")),
        )
        chance = Baseline(tr("Chance"), 0.5, tr("chance {n}", n="0.5"))
        self.accuracy.set_baselines([chance])
        self.accuracy.setToolTip(
            tr("How often the discriminator is right on real and on made pages.")
        )
        self.health = HealthLine()
        self.learned = Label("", "label", "text.secondary", wrap=True)
        self.realism = RealismPanel()
        self.wall = Wall()
        self._drawn: tuple[int, int, str] = (0, -1, "")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addLayout(self._make_body(), 1)

    def _make_body(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(12)
        column.addWidget(self.progress)
        column.addWidget(self.hint)
        column.addWidget(self.health)
        column.addWidget(self.learned)
        self.charts = QWidget()
        row = QHBoxLayout(self.charts)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        self.charts.setMinimumHeight(CHART_HEIGHT)
        left = QVBoxLayout()
        for chart in (self.likelihood, self.adversarial, self.accuracy):
            fit_chart(chart, CHART_HEIGHT)
        left.addWidget(self.likelihood)
        left.addWidget(self.adversarial)
        row.addLayout(left, 4)
        row.addWidget(self.accuracy, 3)
        row.addWidget(self.realism, 4)
        column.addWidget(self.charts, 1)
        column.addWidget(self.wall)
        column.addStretch(0)
        return column

    def show_run(self, watched: Watched, *, usable: bool, resumable: bool) -> None:
        """Show a run."""
        self.head.show_run(watched, usable=usable, resumable=resumable)
        nothing = watched.condition in ("none", "queued")
        self.hint.setVisible(nothing)
        self.charts.setVisible(not nothing)
        self.progress.setVisible(watched.condition == "running")
        self.progress.show_run(watched)
        self.health.show_health(health_of(watched))
        self._show_learned(watched)
        if watched.samples:
            self.show_samples(watched)
        self.wall.setVisible(bool(self.wall.layouts))
        drawn = (id(watched), watched.version, watched.condition)
        if drawn != self._drawn:
            self._drawn = drawn
            self._draw(watched)

    def _show_learned(self, watched: Watched) -> None:
        """What the run learned from, and what changed by it."""
        told = [line for line in (learned_line(watched), changed_line(watched)) if line]
        self.learned.setText(" ".join(told))
        self.learned.setVisible(bool(told) and watched.condition != "none")

    def show_samples(self, watched: Watched) -> None:
        """Show what the run made of the same noise."""
        self.wall.show_layouts(
            watched.samples, tr("Home and landing pages, always of the same noise")
        )

    def _draw(self, watched: Watched) -> None:
        running = watched.condition == "running"
        against = bool(watched.curve("loss/discriminator").xs)
        self.adversarial.setVisible(against)
        self.likelihood.setVisible(not against)
        self.accuracy.setVisible(against)
        chart = self.adversarial if against else self.likelihood
        lines = ADVERSARIAL if against else LIKELIHOOD
        for line, metric in zip(chart.lines, lines, strict=True):
            curve = watched.curve(metric)
            chart.set_points(line.name, curve.xs, curve.ys)
        for line, metric in zip(self.accuracy.lines, ACCURACY, strict=True):
            curve = watched.curve(metric)
            self.accuracy.set_points(line.name, curve.xs, curve.ys)
        total = watched.progress.total if watched.progress and running else 0
        for each in (chart, self.accuracy):
            each.set_x_end(float(total) or None)
            each.set_now(running)
        self.realism.show_comparison(watched.comparison)


LIKELIHOOD = ("loss/train", "loss/validation")
ACCURACY = ("accuracy/real", "accuracy/fake")
ADVERSARIAL = ("loss/generator", "loss/discriminator")
