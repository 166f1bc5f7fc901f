"""Frames a second of the map while it is panned and zoomed.

    QT_QPA_PLATFORM=offscreen python benchmarks/map.py [points ...]

Each frame is the real widget painted into a picture of its own size (1000 x 700), after
a step of a tour that begins with the whole map, zooms in forty times and pans about.
Beside it the same tour of pyqtgraph's own `ScatterPlotItem` with as many points of one
size in as many colours. Both run in this process, in turn. A frame is timed from before
the view is moved to after it is painted; p95 is the slowest but one in twenty. On a
busy machine compare the processor's time: a free core makes
1000 / CPU ms frames a second.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QApplication, QWidget

from studio.domain.persona import Persona
from studio.ui.audience.cloud import Cloud
from studio.ui.audience.map_view import MapView
from studio.ui.theme import persona_colour, theme

SEED = 20261124
WIDE, HIGH = 1000, 700
PERSONAS = 6
STEPS = 36
LONGEST_S = 40.0
_KEPT: list[QWidget] = []  # closing a view of pyqtgraph by hand ends the process


def crowd(n: int) -> tuple[np.ndarray, np.ndarray]:
    """Points (N, 2) of uneven heaps, and the heap of each."""
    rng = np.random.default_rng(SEED)
    group = rng.choice(PERSONAS, n, p=np.arange(1, PERSONAS + 1) / 21)
    middle = rng.uniform(-0.7, 0.7, (PERSONAS, 2))
    wide = rng.uniform(0.05, 0.2, (PERSONAS, 2))
    xy = middle[group] + rng.normal(size=(n, 2)) * wide[group]
    return xy, group.astype(np.int64)


def tour(box: pg.ViewBox, xy: np.ndarray) -> list[Callable[[], None]]:
    """Steps: the whole, in to a fortieth round a heap, and about at three depths."""
    x, y = xy[0].tolist()

    def look(side: float, across: float) -> Callable[[], None]:
        def move() -> None:
            left = x - side / 2 + across * side
            tall = side * HIGH / WIDE
            box.setRange(
                xRange=(left, left + side), yRange=(y - tall / 2, y + tall / 2),
                padding=0,
            )  # fmt: skip

        return move

    into = [look(side, 0.0) for side in np.geomspace(2.4, 2.4 / 40, STEPS)]
    about = [
        look(side, across)
        for side in (2.0, 0.6, 0.15)
        for across in np.linspace(-0.4, 0.4, STEPS // 3)
    ]
    return into + about


def frames(widget: QWidget, steps: list[Callable[[], None]]) -> np.ndarray:
    """Seconds of each frame of a tour, by the clock and of the processor (F, 2)."""
    took: list[tuple[float, float]] = []
    begun = time.perf_counter()
    for step in steps:
        start, busy = time.perf_counter(), time.process_time()
        step()
        widget.grab()
        took.append((time.perf_counter() - start, time.process_time() - busy))
        if time.perf_counter() - begun > LONGEST_S:
            break
    return np.array(took)


def ours(xy: np.ndarray, group: np.ndarray) -> tuple[float, np.ndarray]:
    """Seconds until it is first shown, and seconds of each frame."""
    personas = tuple(
        Persona(str(at), f"Persona {at}", 100, "cluster", at) for at in range(PERSONAS)
    )
    view = MapView()
    view.resize(WIDE, HIGH)
    view.show()
    start = time.perf_counter()
    cloud = Cloud(xy, group, np.arange(len(xy)))
    view.show_cloud(cloud, personas)
    view.grab()
    first = time.perf_counter() - start
    took = frames(view, tour(view.box, xy))
    view.hide()
    _KEPT.append(view)
    return first, took


def plain(xy: np.ndarray, group: np.ndarray) -> tuple[float, np.ndarray]:
    """The same of a scatter plot of pyqtgraph."""
    view = pg.GraphicsView(background=theme().colour("surface.panel"))
    box = pg.ViewBox(lockAspect=True, enableMenu=False)
    view.setCentralItem(box)
    view.resize(WIDE, HIGH)
    view.show()
    start = time.perf_counter()
    for at in range(PERSONAS):
        own = xy[group == at]
        box.addItem(
            pg.ScatterPlotItem(
                own[:, 0], own[:, 1], size=5, pen=None, brush=persona_colour(at)
            ),
            ignoreBounds=True,
        )
    view.grab()
    first = time.perf_counter() - start
    took = frames(view, tour(box, xy))
    view.hide()
    _KEPT.append(view)
    return first, took


def main() -> int:
    """Print a table."""
    app = QApplication.instance() or QApplication([])
    sizes = [int(one) for one in sys.argv[1:]] or [10_000, 100_000, 1_000_000]
    print("| points | map | first shown | frames/s | p95 ms | slowest ms | CPU ms |")
    print("| ---: | --- | ---: | ---: | ---: | ---: | ---: |")
    for n in sizes:
        xy, group = crowd(n)
        for name, kind in (("ours", ours), ("ScatterPlotItem", plain)):
            first, both = kind(xy, group)
            took, busy = both.T
            print(
                f"| {n:,} | {name} | {first:.2f} s | {1 / took.mean():.0f} "
                f"| {np.percentile(took, 95) * 1000:.0f} | {took.max() * 1000:.0f} "
                f"| {busy.mean() * 1000:.0f} |",
                flush=True,
            )
    app.processEvents()
    return 0


if __name__ == "__main__":
    sys.exit(main())
