"""The big numbers of a taste run, each with what it was compared with."""

from __future__ import annotations

import time
from datetime import datetime

from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from studio.ui import formats
from studio.ui.charts.lines import LineChart
from studio.ui.language import mark, tr
from studio.ui.train.watched import Watched
from studio.ui.widgets import Label, ProgressBar, StatFigure, StatRow
from studio.ui.widgets.progress import ProgressState

ABOVE, BELOW = mark("{n} above {name}"), mark("{n} below {name}")
_BARS: dict[str, ProgressState] = {
    "running": "running",
    "finished": "done",
    "failed": "failed",
}


PARTS = frozenset({"Net alone", "Memory alone"})
"""Parts of the model itself: the table has them, the line under the figure has room
for them only where one is better than the whole."""


class ProgressLine(QWidget):
    """The bar with its per cent."""

    def __init__(self) -> None:
        super().__init__()
        self.bar = ProgressBar()
        self.text = Label("", "label")
        self.text.setMinimumWidth(34)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.bar, 1)
        row.addWidget(self.text)

    def show_run(self, watched: Watched) -> None:
        """Show how far a run is."""
        done = watched.condition == "finished"
        share = 1.0 if done else watched.share
        if share is None and watched.condition != "running":
            share = 0.0
        self.bar.set_progress(share, _BARS.get(watched.condition, "paused"))
        self.text.setText("" if share is None else formats.percent(share))


class TasteFigures(QWidget):
    """Elapsed, remaining, NDCG@10 beside the baselines, validation loss."""

    def __init__(self) -> None:
        super().__init__()
        self.elapsed = StatFigure(tr("Elapsed"))
        self.remaining = StatFigure(tr("Remaining"))
        self.ndcg = StatFigure(tr("NDCG@10"), elide=True)
        self.loss = StatFigure(tr("Validation loss"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        figures = (self.elapsed, self.remaining, self.ndcg, self.loss)
        column.addWidget(StatRow(figures, (4, 4, 9, 5)))

    def show_run(self, watched: Watched) -> None:
        """Show the numbers of a run."""
        self._show_times(watched)
        ndcg = watched.ndcg
        note, ink = compared(watched, ndcg)
        self.ndcg.set(formats.decimal(ndcg), note, ink)
        loss = watched.last("loss/validation")
        best = watched.curve("loss/validation").best(high=False)
        note = ""
        if best is not None:
            value = formats.decimal(best[1], 2)
            note = tr("best {value} at epoch {n}", value=value, n=round(best[0]))
        self.loss.set(formats.decimal(loss, 2), note)

    def _show_times(self, watched: Watched) -> None:
        running = watched.condition == "running"
        began = datetime.fromtimestamp(watched.began)  # noqa: DTZ006  local time
        started = formats.DASH
        if watched.began:
            when = formats.within(watched.began)
            started = f"{began:%H:%M:%S}" if running else when
        elapsed = watched.elapsed()
        self.elapsed.set(
            formats.clock(elapsed) if elapsed else formats.DASH,
            tr("started {time}", time=started) if watched.began else "",
        )
        self.remaining.label.setText(tr("Remaining") if running else tr("Best epoch"))
        if not running:
            self._show_best(watched)
            return
        left = watched.progress.seconds_left if watched.progress else None
        if left is None:
            self.remaining.set(formats.DASH, tr("estimating"))
            return
        ready = datetime.fromtimestamp(time.time() + left)  # noqa: DTZ006
        note = tr("ready near {time}", time=f"{ready:%H:%M}")
        self.remaining.set(formats.estimate(left), note)

    def _show_best(self, watched: Watched) -> None:
        curve = watched.curve("ndcg@10")
        best = curve.best(high=True)
        if best is None:
            self.remaining.set(formats.DASH)
            return
        note = tr("of {n} trained", n=round(curve.xs[-1]))
        self.remaining.set(formats.count(round(best[0])), note)


def fit_chart(chart: LineChart, height: int) -> None:
    """Let a chart be as high as there is room, and at least some pixels."""
    policy = QSizePolicy.Policy
    chart.plot.setSizePolicy(policy.Expanding, policy.Ignored)
    chart.setMinimumHeight(height)


def compared(watched: Watched, ndcg: float | None) -> tuple[str, str]:
    """How far a value lies above the baselines, and the ink to say it in."""
    if ndcg is None:
        return "", "text.tertiary"
    told, above = [], True
    for name, base in watched.baselines:
        if name in PARTS and ndcg >= base:
            continue
        above = above and ndcg >= base
        words = ABOVE if ndcg >= base else BELOW
        difference = formats.decimal(abs(ndcg - base))
        told.append(tr(words, n=difference, name=baseline_name(name)))
    if told:
        return tr(", ").join(told), "success.text" if above else "warn.text"
    best = watched.curve("ndcg@10").best(high=True)
    if best is None:
        return "", "text.tertiary"
    return tr("best at epoch {n}", n=round(best[0])), "text.tertiary"


def baseline_name(name: str) -> str:
    """A baseline within a sentence."""
    return tr("popularity") if name == "Popularity" else tr(name)
