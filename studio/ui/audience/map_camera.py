"""What is seen of the map: fitting, zooming, and places in pixels."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGraphicsView

from studio.ui.audience.cloud import Cloud, Points

_ZOOM_STEP = 1.5
_ROOM = 0.06
_OUT, _IN = 3.0, 200.0  # how far one may zoom out and in, times the whole map


class MapCamera(pg.GraphicsView):  # type: ignore[misc]  # pyqtgraph has no types
    """A view of a plane without axes. `moved()` when another part of it is seen."""

    moved = Signal()

    def __init__(self) -> None:
        super().__init__(background=None)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        full = QGraphicsView.ViewportUpdateMode.FullViewportUpdate
        self.setViewportUpdateMode(full)
        # a cached background would keep showing a lasso that has moved
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
        self.box = pg.ViewBox(lockAspect=True, enableMenu=False, defaultPadding=0.0)
        self.setCentralItem(self.box)
        self.cloud: Cloud | None = None
        self.untouched = True
        self.box.sigRangeChangedManually.connect(lambda *_: self._touch())
        self.box.sigRangeChanged.connect(lambda *_: self.moved.emit())

    def set_bounds(self, cloud: Cloud) -> None:
        """Keep what is seen near the points."""
        x0, x1, y0, y1 = cloud.bounds
        # the longer side for both, else a flat map could not be seen as a whole
        side = max(x1 - x0, y1 - y0, 1e-6)
        most, least = side * _OUT, side / _IN
        self.box.setLimits(
            maxXRange=most, maxYRange=most, minXRange=least, minYRange=least
        )

    def fit(self) -> None:
        """Show the whole map."""
        if self.cloud is None:
            return
        x0, x1, y0, y1 = self.cloud.bounds
        self.box.setRange(xRange=(x0, x1), yRange=(y0, y1), padding=_ROOM)
        self.untouched = True

    def zoom(self, steps: int) -> None:
        """Zoom in (or out, negative) round the middle."""
        factor = _ZOOM_STEP**-steps
        self._touch()
        self.box.scaleBy((factor, factor))

    def pan(self, right: int, up: int) -> None:
        """Move what is seen by an eighth of the view."""
        (x0, x1), (y0, y1) = self.box.viewRange()
        self._touch()
        self.box.translateBy(x=right * (x1 - x0) / 8, y=up * (y1 - y0) / 8)

    def bring_into_view(self, x: float, y: float) -> None:
        """Move, without zooming, so that a place is seen."""
        (x0, x1), (y0, y1) = self.box.viewRange()
        if x0 < x < x1 and y0 < y < y1:
            return
        self._touch()
        half, tall = (x1 - x0) / 2, (y1 - y0) / 2
        across, up = (x - half, x + half), (y - tall, y + tall)
        self.box.setRange(xRange=across, yRange=up, padding=0)

    def _touch(self) -> None:
        self.untouched = False

    def pixels(self, xy: Points) -> Points:
        """Places on the map (N, 2) in pixels of the view."""
        (x0, x1), (y0, y1) = self.box.viewRange()
        rect = self.box.sceneBoundingRect()
        x = rect.x() + (xy[:, 0] - x0) / (x1 - x0) * rect.width()
        y = rect.y() + (y1 - xy[:, 1]) / (y1 - y0) * rect.height()
        return np.column_stack((x, y))

    def places(self, pixels: Points) -> Points:
        """Pixels of the view (N, 2) as places on the map."""
        (x0, x1), (y0, y1) = self.box.viewRange()
        rect = self.box.sceneBoundingRect()
        x = x0 + (pixels[:, 0] - rect.x()) / rect.width() * (x1 - x0)
        y = y1 - (pixels[:, 1] - rect.y()) / rect.height() * (y1 - y0)
        return np.column_stack((x, y))
