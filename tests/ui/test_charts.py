from __future__ import annotations

import pytest
from PySide6.QtGui import QColor

from studio.ui.charts.lines import REPAINT_MS, Baseline, Line, LineChart
from studio.ui.context import Context
from studio.ui.theme import theme


@pytest.fixture
def chart(qtbot, context: Context) -> LineChart:
    """A chart of two curves, on the screen."""
    made = LineChart("Loss by epoch", [Line("Training"), Line("Validation", "chart.b")])
    qtbot.addWidget(made)
    made.resize(420, 240)
    made.show()
    return made


def colours_of(chart: LineChart) -> set[str]:
    image = chart.plot.grab().toImage()
    return {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
    }


def test_that_points_are_drawn_at_most_ten_times_a_second(qtbot, chart: LineChart):
    drawn: list[int] = []
    draw = chart._draw

    def count_and_draw() -> None:
        drawn.append(1)
        draw()

    chart._timer.timeout.disconnect()
    chart._timer.timeout.connect(count_and_draw)
    for epoch in range(50):
        chart.add("Training", epoch, 7.0 - epoch / 10)
    assert drawn == []
    qtbot.waitUntil(lambda: len(drawn) == 1, timeout=20 * REPAINT_MS)
    assert "Training 2.1" in chart.accessibleDescription()


def test_that_curves_have_the_colours_of_the_tokens(qtbot, chart: LineChart):
    chart.set_points("Training", [0, 1, 2], [7.0, 5.0, 4.0])
    chart.set_points("Validation", [0, 1, 2], [7.2, 5.5, 4.6])
    qtbot.waitUntil(lambda: QColor("#b26a00").name() in colours_of(chart))
    assert QColor(theme().hex("chart.a")).name() in colours_of(chart)
    theme().set_mode("dark")
    assert QColor(theme().hex("surface.panel")).name() in colours_of(chart)
    theme().set_mode("light")


def test_that_a_baseline_widens_the_scale_so_that_it_is_seen(qtbot, chart: LineChart):
    chart.set_points("Training", [0, 1], [0.02, 0.1])
    chart.set_baselines([Baseline("EASE", 0.196, "EASE 0.196")])
    chart.set_x_end(40)
    box = chart.plot.getPlotItem().getViewBox()
    qtbot.waitUntil(lambda: box.viewRange()[0][1] >= 40)
    assert 0.196 < box.viewRange()[1][1] < 0.25
