"""Runs beside each other: their curves in one plot, metrics, settings that differ."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.domain.errors import InputProblem
from studio.domain.runs import Run
from studio.services.runs import MOST, Compared, Measure, side_by_side
from studio.ui.charts.lines import Line, LineChart
from studio.ui.language import plural, tr
from studio.ui.said import told
from studio.ui.train.run_words import (
    CURVES,
    metric_name,
    metric_value,
    setting_name,
    setting_value,
    title_of,
)
from studio.ui.widgets import (
    Button,
    Cell,
    Column,
    Label,
    PanelHead,
    Scroll,
    Segmented,
    Switch,
    Table,
    clear_layout,
    set_surface,
)

CHART_HEIGHT = 260
_DENSE = 28
_NAME_WIDTH = 190
ROLES = (
    "chart.a",
    "chart.b",
    "persona.teal",
    "persona.pink",
    "persona.violet",
    "persona.rust",
)
"""Colours of the runs; those after the first two are dashed in turn."""


class SideBySide(QWidget):
    """Signal: closed()."""

    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        set_surface(self, "panel")
        self.runs: tuple[Run, ...] = ()
        self.compared: Compared | None = None
        self.chart: LineChart | None = None
        self.head = PanelHead("", 48)
        self.back = Button(tr("Close the comparison"), icon="x")
        self.head.add(self.back)
        self.warning = Label("", "label", "warn.text", wrap=True)
        self.curves = Segmented([("", "")])
        self.plot = QVBoxLayout()
        self.metrics = Table((Column(""),), _DENSE, selectable=False)
        self.settings = Table((Column(""),), _DENSE, selectable=False)
        self.all = Switch(tr("Show settings that are the same too"))
        self._curve_row = QVBoxLayout()
        self._build()
        self.back.clicked.connect(self.closed.emit)
        self.all.toggled.connect(lambda _: self._show_settings())

    def _build(self) -> None:
        scroll = Scroll()
        body = scroll.body
        body.setContentsMargins(16, 14, 16, 16)
        body.setSpacing(12)
        self.plot.setContentsMargins(0, 0, 0, 0)
        body.addWidget(self.warning)
        body.addLayout(self._curve_row)
        body.addLayout(self.plot)
        body.addWidget(Label(tr("Metrics, the best of each marked"), "label_strong"))
        body.addWidget(self.metrics)
        body.addWidget(Label(tr("Settings"), "label_strong"))
        body.addWidget(self.settings)
        body.addWidget(self.all)
        body.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(scroll, 1)

    def show_runs(self, runs: Sequence[Run]) -> None:
        """Compare runs of one model."""
        if tuple(runs) == self.runs:
            return
        self.runs = tuple(runs)
        title = plural(len(runs), "{n} run compared", "{n} runs compared")
        self.head.set_title(title)
        try:
            self.compared = side_by_side(runs)
        except InputProblem as problem:  # too many of them
            self._say(told(problem.message, problem.hint))
            self.compared = side_by_side(runs[:MOST])
            self.runs = tuple(runs[:MOST])
        else:
            other = tr(
                "These runs learned from different data, so their metrics do not"
                " compare."
            )
            self._say("" if self.compared.same_data else other)
        self._offer_curves()
        self._show_metrics()
        self._show_settings()

    def _say(self, text: str) -> None:
        self.warning.setText(text)
        self.warning.setVisible(bool(text))

    def _offer_curves(self) -> None:
        drawn = {point.name for run in self.runs for point in run.curves}
        offered = [(name, metric_name(name)) for name in CURVES if name in drawn]
        clear_layout(self._curve_row)
        clear_layout(self.plot)
        self.chart = None
        if not offered:
            return
        self.curves = Segmented(offered)
        self.curves.changed.connect(lambda name: self._draw(str(name)))
        self._curve_row.addWidget(self.curves)
        self._draw(offered[0][0])

    def _draw(self, name: str) -> None:
        clear_layout(self.plot)
        lines = [
            Line(title, role, dashed=at > 1 and at % 2 == 1)
            for at, (title, role) in enumerate(zip(self._titles(), ROLES, strict=False))
        ]
        self.chart = LineChart(metric_name(name), lines)
        self.chart.setMinimumHeight(CHART_HEIGHT)
        for title, run in zip(self._titles(), self.runs, strict=True):
            points = [point for point in run.curves if point.name == name]
            xs, ys = [p.step for p in points], [p.value for p in points]
            self.chart.set_points(title, xs, ys)
        self.plot.addWidget(self.chart)

    def _titles(self) -> list[str]:
        """What the runs are called; two of one name are told apart by their ids."""
        names = [title_of(run) for run in self.runs]
        return [
            f"{name} ({run.id})" if names.count(name) > 1 else name
            for name, run in zip(names, self.runs, strict=True)
        ]

    def _columns(self, first: str) -> tuple[Column, ...]:
        runs = (Column(title, right=True, tip=title) for title in self._titles())
        return (Column(first, _NAME_WIDTH), *runs)

    def _show_metrics(self) -> None:
        assert self.compared is not None  # noqa: S101  the caller has compared
        self.metrics.set_columns(self._columns(tr("Metric")))
        self.metrics.set_rows([_metric_row(each) for each in self.compared.metrics])
        self.metrics.fit_height()

    def _show_settings(self) -> None:
        if self.compared is None:
            return
        shown = sorted(self.compared.settings, key=lambda row: not row.differs)
        rows = []
        for each in shown:
            if not (each.differs or self.all.isChecked()):
                continue
            font = "label_strong" if each.differs else "label"
            ink = "accent.text" if each.differs else "text.secondary"
            cells = [Cell(setting_name(each.name), font=font)]
            cells += [
                Cell(setting_value(each.name, value), ink, font)
                for value in each.values
            ]
            rows.append(cells)
        if not rows:
            rows.append([Cell(tr("All settings agree")), *(Cell() for _ in self.runs)])
        self.settings.set_columns(self._columns(tr("Setting")))
        self.settings.set_rows(rows)
        self.settings.fit_height()


def _metric_row(measure: Measure) -> list[Cell]:
    cells = [Cell(metric_name(measure.name))]
    for at, value in enumerate(measure.values):
        best = at == measure.best
        text = metric_value(measure.name, value)
        cells.append(
            Cell(
                text,
                "success.text" if best else "text.primary",
                "label_strong" if best else "label",
                tip=tr("The best of these runs") if best else "",
            )
        )
    return cells
