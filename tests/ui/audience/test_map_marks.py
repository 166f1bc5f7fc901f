from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage

from studio.domain.persona import Persona
from studio.ui.audience.cloud import NOBODY, Cloud
from studio.ui.audience.density import Density, summed
from studio.ui.audience.grid import Grid
from studio.ui.audience.map_marks import MOST_MARKS
from studio.ui.audience.map_view import MapView
from studio.ui.theme import persona_colour

MANY = 60_000
PERSONAS = (
    Persona("left", "Left", MANY // 2, "cluster", 0),
    Persona("right", "Right", MANY // 2, "cluster", 1),
)


def crowd() -> Cloud:
    rng = np.random.default_rng(5)
    group = np.arange(MANY) % 2
    xy = rng.normal(size=(MANY, 2)) * 0.15 + np.column_stack((group - 0.5, group * 0))
    return Cloud(xy, group, np.arange(MANY))


@pytest.fixture
def view(qtbot, context) -> Iterator[MapView]:
    made = MapView()
    made.resize(600, 400)
    made.show()
    made.show_cloud(crowd(), PERSONAS)
    yield made
    made.hide()
    made.deleteLater()


def colour_at(view: MapView, x: float, y: float) -> QColor:
    picture = view.grab().toImage()
    left, top = view.pixels(np.array([[x, y]]))[0]
    ratio = picture.devicePixelRatioF()
    return QColor(picture.pixelColor(round(left * ratio), round(top * ratio)))


def _kind(view: MapView) -> str:
    """What is drawn now; a call, for it changes between two looks."""
    return "" if view.layer is None else view.layer.kind


def apart(one: QColor, other: QColor) -> int:
    return sum(
        abs(a - b)
        for a, b in (
            (one.red(), other.red()),
            (one.green(), other.green()),
            (one.blue(), other.blue()),
        )
    )


def test_that_a_grid_finds_the_points_of_a_rectangle() -> None:
    cloud = crowd()
    grid = Grid(cloud)
    across, up = (-0.3, 0.1), (-0.05, 0.2)
    found = set(grid.places[grid.within(across, up)].tolist())
    x, y = cloud.xy[:, 0].astype(np.float32), cloud.xy[:, 1].astype(np.float32)
    inside = (x >= -0.3) & (x <= 0.1) & (y >= -0.05) & (y <= 0.2)
    assert found == set(np.flatnonzero(inside).tolist())
    assert grid.count(across, up) >= len(found)
    assert not len(grid.within((5, 6), (5, 6)))


def test_that_a_cell_has_the_colour_of_most_of_those_in_it() -> None:
    cell = np.array([4, 4, 4, 9, 9, 9, 9])
    group = np.array([0, 1, 1, NOBODY, 0, 0, NOBODY], np.int16)
    cells, largest, count = summed(cell, group, np.ones(7, np.int64))
    assert cells.tolist() == [4, 9]
    assert largest.tolist()[0] == 1
    assert count.tolist() == [3, 4]


def test_that_coarser_pictures_hold_as_many_shoppers_as_the_finest() -> None:
    density = Density(Grid(crowd()))
    totals = {side: density._summed(side)[2].sum() for side in (2048, 512, 128)}
    assert set(totals.values()) == {MANY}
    assert density.side_for(1200) == 1024
    assert density.side_for(100_000) == 0


def test_that_many_are_drawn_as_density_and_as_marks_when_near(view: MapView) -> None:
    left = colour_at(view, -0.5, 0.0)
    assert view.layer is not None
    assert _kind(view) == "density"
    own, other = persona_colour(0), persona_colour(1)
    assert apart(left, own) < apart(left, other)
    assert apart(left, own) < 120
    for _ in range(30):
        view.zoom(1)
        view.grab()
        if _kind(view) == "marks":
            break
    assert _kind(view) == "marks"
    assert 0 < view.layer.shown <= MOST_MARKS


def test_that_arrows_move_and_signs_zoom(view: MapView, qtbot) -> None:
    (x0, x1), (y0, y1) = view.box.viewRange()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    qtbot.keyClick(view, Qt.Key.Key_Up)
    (x2, x3), (y2, _) = view.box.viewRange()
    assert x2 > x0
    assert y2 > y0
    assert x3 - x2 == pytest.approx(x1 - x0)
    qtbot.keyClick(view, Qt.Key.Key_Plus)
    assert np.ptp(view.box.viewRange()[0]) < x1 - x0
    qtbot.keyClick(view, Qt.Key.Key_0)
    assert view.box.viewRange()[1] == pytest.approx([y0, y1])


def test_that_only_those_who_are_shown_are_drawn_and_found(view: MapView) -> None:
    cloud = view.cloud
    assert cloud is not None
    view.show_only(np.arange(MANY) < 10)
    view.grab()
    assert view.layer is not None
    assert (view.layer.kind, view.layer.shown) == ("marks", 10)
    x, y = view.pixels(cloud.xy[3:4])[0]
    near = view._near(QPoint(round(x), round(y)).toPointF())
    assert near in range(10)
    view.show_only(None)
    view.grab()
    assert view.layer is not None
    assert view.layer.kind == "density"


def test_that_an_empty_map_is_drawn(view: MapView) -> None:
    nothing = Cloud(np.zeros((0, 2)), np.zeros(0, np.int64), np.zeros(0, np.int64))
    view.show_cloud(nothing, ())
    assert isinstance(view.grab().toImage(), QImage)
    assert view.layer is not None
    assert view.layer.shown == 0
