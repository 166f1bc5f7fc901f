"""The report of the layout model: every metric beside the rows it is compared with."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from studio.domain.errors import CancelledByUser, VitrineError
from studio.domain.jobs import Comparison, Evaluate, EvaluateResult, Score
from studio.ui import formats
from studio.ui.jobs import JobSignals
from studio.ui.language import tr
from studio.ui.said import said, told
from studio.ui.tasks import spawn
from studio.ui.train.measures import MEASURES, Measure, measure_of
from studio.ui.train.realism import ordered, row_name, said_in_turn
from studio.ui.widgets import (
    Button,
    Cell,
    Column,
    Label,
    PanelHead,
    ProgressBar,
    Scroll,
    Table,
    Toast,
    clear_layout,
    set_surface,
)

_DENSE, _FIGURE, _WORD = 28, 120, 150


class LayoutReport(QWidget):
    """A table of metrics and what each says. Signals: closed(), measure_wanted()."""

    closed = Signal()
    measure_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        set_surface(self, "panel")
        self.head = PanelHead(tr("How real the layouts are"), 48)
        self.measure = Button(tr("Measure now"), icon="refresh-cw")
        self.back = Button(tr("Close the report"), icon="x")
        for button in (self.measure, self.back):
            self.head.add(button)
        self.back.clicked.connect(self.closed)
        self.measure.clicked.connect(self.measure_wanted)
        self.bar = ProgressBar()
        self.on = Label("", "label", "text.secondary", wrap=True)
        self.table = Table((Column(""),), _DENSE, selectable=False)
        self.words = QGridLayout()
        self.note = Label("", "caption", "text.tertiary", wrap=True)
        self._build()
        self.show_comparison(None)

    def _build(self) -> None:
        scroll = Scroll()
        body = scroll.body
        body.setContentsMargins(16, 14, 16, 16)
        body.setSpacing(12)
        self.words.setContentsMargins(0, 0, 0, 0)
        self.words.setHorizontalSpacing(12)
        self.words.setVerticalSpacing(8)
        self.words.setColumnStretch(1, 1)
        for widget in (self.bar, self.on, self.table):
            body.addWidget(widget)
        body.addWidget(Label(tr("What the figures say"), "label_strong"))
        body.addLayout(self.words)
        body.addWidget(self.note)
        body.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(scroll, 1)

    def show_comparison(self, comparison: Comparison | None) -> None:
        """Show what was measured; None before anything was."""
        rows = ordered(comparison.rows) if comparison is not None else ()
        names = _names(rows)
        self.table.setVisible(bool(names))
        heads = (Column(row_name(row), _FIGURE, right=True) for row in rows)
        self.table.set_columns((Column(tr("Metric")), *heads))
        self.table.set_rows([_cells(measure_of(name), name, rows) for name in names])
        self.table.fit_height()
        self._explain(names)
        if comparison is None or not names:
            self.on.setText(
                tr("Nothing is measured yet. Measure now, or train the layout GAN.")
            )
        else:
            what = said(comparison.on)
            self.on.setText(tr("Judged on {what}.", what=what) if comparison.on else "")
        note = comparison.note if comparison is not None else ""
        self.note.setText(said_in_turn(note) if note else "")

    def show_busy(self, *, busy: bool) -> None:
        """Show that the model is measured at the moment."""
        self.bar.setVisible(busy)
        self.bar.set_progress(None, "running")
        self.measure.setEnabled(not busy)

    def _explain(self, names: Sequence[str]) -> None:
        clear_layout(self.words)
        for at, name in enumerate(names):
            each = measure_of(name)
            title = Label(each.name, "label_strong", wrap=True)
            title.setFixedWidth(_WORD)
            self.words.addWidget(title, at, 0)
            text = f"{each.words} {_ideal(each)}".strip()
            self.words.addWidget(
                Label(text, "label", "text.secondary", wrap=True), at, 1
            )


class Reporting:
    """Measures the layout model in use and shows what came."""

    def __init__(
        self, report: LayoutReport, jobs: JobSignals, tell: Callable[[Toast], None]
    ) -> None:
        self.report = report
        self._jobs, self._tell = jobs, tell

    def show(self, kept: Comparison | None) -> None:
        """Show what was measured of the run on show."""
        self.report.show_busy(busy=self._jobs.of(Evaluate) is not None)
        self.report.show_comparison(kept)

    def measure(self, project: str) -> None:
        """Do what `vitrine evaluate --model layout` does, and show it."""
        if self._jobs.of(Evaluate) is None:
            spawn(self._measure(project), self._tell)

    async def _measure(self, project: str) -> None:
        self.report.show_busy(busy=True)
        try:
            job = Evaluate(project, "layout")
            found = await self._jobs.result(job, EvaluateResult)
        except CancelledByUser:
            return
        except VitrineError as problem:
            self.report.on.setText(told(problem.message, problem.hint))
            return
        finally:
            self.report.show_busy(busy=False)
        if found.comparisons:
            self.report.show_comparison(found.comparisons[0])


def _names(rows: Sequence[Score]) -> list[str]:
    """The metrics that any row has, known ones first."""
    there = dict.fromkeys(name for row in rows for name in row.values)
    known = [name for name in MEASURES if name in there]
    return [*known, *(name for name in there if name not in MEASURES)]


def _cells(measure: Measure, name: str, rows: Sequence[Score]) -> tuple[Cell, ...]:
    """One metric: what it is called, then the figure of each row, the best strong."""
    known = [row.values[name] for row in rows if name in row.values]
    best = measure.best(known)
    cells = [Cell(measure.short, tip=measure.words)]
    for row in rows:
        value = row.values.get(name)
        leads = value is not None and value == best
        text = formats.DASH if value is None else measure.text(value)
        font = "label_strong" if row.ours or leads else "label"
        cells.append(Cell(text, font=font, tip=tr("Best of the row") if leads else ""))
    return tuple(cells)


def _ideal(measure: Measure) -> str:
    if measure.ideal is None:
        return ""
    return tr("Ideal: {n}.", n=measure.text(measure.ideal))
