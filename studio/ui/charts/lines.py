"""Line charts that grow while a model trains."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt, QTimer
from PySide6.QtGui import QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QVBoxLayout, QWidget

from studio.ui.charts.axis import PlainAxis
from studio.ui.charts.legend import Legend
from studio.ui.theme import theme

REPAINT_MS = 100
"""At most ten repaints a second while training."""

_DOT = 8.0


@dataclass
class Line:
    """A curve: its name, its colour role (`chart.a`, `chart.b`) and its points."""

    name: str
    role: str = "chart.a"
    dashed: bool = False
    xs: list[float] = field(default_factory=list)
    ys: list[float] = field(default_factory=list)


@dataclass(frozen=True)
class Baseline:
    """A level to compare with: dashed (the first) or dotted, with its label."""

    name: str
    value: float
    text: str


class LineChart(QWidget):
    """Curves over steps, with baselines.

    Args:
        title: What is drawn, such as "Loss by epoch".
        lines: The curves in order; give points with `add` or `set_points`.
        name: Accessible name; the title when empty.
    """

    def __init__(self, title: str, lines: Sequence[Line]) -> None:
        super().__init__()
        self.setAccessibleName(title)
        self.lines = list(lines)
        self._baselines: tuple[Baseline, ...] = ()
        self._x_end: float | None = None
        self._now = False
        self._items: list[Any] = []
        self.legend = Legend(title, [(line.name, line.role) for line in lines])
        self.plot = self._make_plot()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.legend)
        column.addWidget(self.plot, 1)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REPAINT_MS)
        self._timer.timeout.connect(self._draw)
        theme().changed.connect(self._dress)
        self._dress()

    def _make_plot(self) -> Any:  # noqa: ANN401  pyqtgraph has no types
        axes = {side: PlainAxis(side) for side in ("left", "bottom")}
        plot = pg.PlotWidget(axisItems=axes)
        plot.setMenuEnabled(False)
        plot.hideButtons()
        plot.setMouseEnabled(False, False)
        plot.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        plot.setMinimumHeight(120)
        plot.wheelEvent = lambda event: event.ignore()
        plot.getPlotItem().getViewBox().setDefaultPadding(0.0)
        plot.getPlotItem().layout.setContentsMargins(0, 6, 8, 0)
        return plot

    def add(self, name: str, x: float, y: float) -> None:
        """Add a point to a curve; drawn at most ten times a second."""
        for line in self.lines:
            if line.name == name:
                line.xs.append(x)
                line.ys.append(y)
        self._later()

    def set_points(self, name: str, xs: Sequence[float], ys: Sequence[float]) -> None:
        """Replace the points of a curve."""
        for line in self.lines:
            if line.name == name:
                line.xs, line.ys = list(xs), list(ys)
        self._later()

    def clear(self) -> None:
        """Take all points away."""
        for line in self.lines:
            line.xs, line.ys = [], []
        self._later()

    def set_x_end(self, end: float | None) -> None:
        """Where the x axis ends (all epochs); as far as the points when None."""
        self._x_end = end
        self._later()

    def set_now(self, running: bool) -> None:  # noqa: FBT001  a state
        """Whether to mark where a running job is."""
        self._now = running
        self._later()

    def set_baselines(self, baselines: Sequence[Baseline]) -> None:
        """Draw levels to compare with."""
        self._baselines = tuple(baselines)
        self._later()

    def _later(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _dress(self) -> None:
        self.plot.setBackground(theme().colour("surface.panel"))
        for side in ("left", "bottom"):
            self.plot.getPlotItem().getAxis(side).dress()
        self._draw()

    def _draw(self) -> None:
        for item in self._items:
            self.plot.removeItem(item)
        self._items = []
        self._set_ranges()
        self._add(_Grid(self.plot))
        for at, baseline in enumerate(self._baselines):
            self._add(_Level(self.plot, baseline, dotted=at % 2 == 1))
        for line in self.lines:
            self._add_line(line)
        said = (f"{line.name} {line.ys[-1]:.4g}" for line in self.lines if line.ys)
        self.setAccessibleDescription(", ".join(said))

    def _add(self, item: Any) -> None:  # noqa: ANN401  pyqtgraph has no types
        self.plot.addItem(item, ignoreBounds=True)
        self._items.append(item)

    def _add_line(self, line: Line) -> None:
        if not line.xs:
            return
        pen = QPen(theme().colour(line.role), 1.75)
        pen.setCosmetic(True)
        if line.dashed:
            pen.setStyle(Qt.PenStyle.DashLine)
        curve = pg.PlotCurveItem(line.xs, line.ys, pen=pen, antialias=True)
        self._add(curve)
        if self._now:
            mark = QPen(theme().colour("border.default"), 1)
            mark.setCosmetic(True)
            self._add(pg.InfiniteLine(line.xs[-1], pen=mark))
        edge = QPen(theme().colour("surface.panel"), 1.5)
        edge.setCosmetic(True)
        dot = pg.ScatterPlotItem(
            [line.xs[-1]],
            [line.ys[-1]],
            size=_DOT,
            pen=edge,
            brush=theme().colour(line.role),
            antialias=True,
        )
        self._add(dot)

    def _set_ranges(self) -> None:
        xs = [x for line in self.lines for x in line.xs]
        ys = [y for line in self.lines for y in line.ys]
        ys += [baseline.value for baseline in self._baselines]
        low_x, high_x = (min(xs), max(xs)) if xs else (0.0, 1.0)
        high_x = max(high_x, self._x_end or high_x)
        if high_x <= low_x:
            high_x = low_x + 1
        low, high = (min(ys), max(ys)) if ys else (0.0, 1.0)
        room = (high - low) * 0.08 or max(abs(high) * 0.1, 0.05)
        floor = 0.0 if 0 <= low < 0.3 * high else low - room
        self.plot.setXRange(min(0.0, low_x), high_x, padding=0.015)
        self.plot.setYRange(floor, high + room, padding=0.02)


class _Overlay(pg.GraphicsObject):  # type: ignore[misc]  # pyqtgraph has no types
    """Something drawn in pixels over the whole plot."""

    def __init__(self, plot: Any) -> None:  # noqa: ANN401
        super().__init__()
        self._box = plot.getPlotItem().getViewBox()
        self._plot = plot
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemClipsToShape, False)

    def boundingRect(self) -> QRectF:
        """All that is seen."""
        (x0, x1), (y0, y1) = self._box.viewRange()
        return QRectF(x0, y0, x1 - x0, y1 - y0)

    def to_pixels(self, painter: QPainter, x: float, y: float) -> QPointF:
        """Where a value lies on the screen, in whole pixels."""
        point = painter.transform().map(QPointF(x, y))
        return QPointF(round(point.x()) + 0.5, round(point.y()) + 0.5)


class _Grid(_Overlay):
    """Horizontal hairlines at the ticks, not antialiased."""

    def paint(self, painter: QPainter, *_: object) -> None:
        """Draw the lines."""
        axis = self._plot.getPlotItem().getAxis("left")
        (x0, x1), (y0, y1) = self._box.viewRange()
        levels = axis.tickValues(y0, y1, self._box.height())
        pen = QPen(theme().colour("chart.grid"), 1)
        ends = [
            (self.to_pixels(painter, x0, y), self.to_pixels(painter, x1, y))
            for _, values in levels
            for y in values
        ]
        painter.save()
        painter.resetTransform()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(pen)
        for start, end in ends:
            painter.drawLine(start, end)
        painter.restore()


class _Level(_Overlay):
    """A dashed or dotted level with its label at the right end."""

    def __init__(self, plot: Any, baseline: Baseline, *, dotted: bool) -> None:  # noqa: ANN401
        super().__init__(plot)
        self._baseline, self._dotted = baseline, dotted

    def paint(self, painter: QPainter, *_: object) -> None:
        """Draw line and label."""
        (x0, x1), _range = self._box.viewRange()
        start = self.to_pixels(painter, x0, self._baseline.value)
        end = self.to_pixels(painter, x1, self._baseline.value)
        painter.save()
        painter.resetTransform()
        pen = QPen(theme().colour("chart.baseline"), 1.5)
        pen.setDashPattern([1, 2.4] if self._dotted else [5, 3])
        painter.setPen(pen)
        painter.drawLine(start, end)
        font = theme().font("caption")
        wide = QFontMetrics(font).horizontalAdvance(self._baseline.text)
        at = QPointF(end.x() - wide, end.y() - 5)
        painter.setFont(font)
        painter.setPen(theme().colour("text.secondary"))
        painter.drawText(at, self._baseline.text)
        painter.restore()
