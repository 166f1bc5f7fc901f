"""An axis without a box: figures in the caption font, no ticks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pyqtgraph as pg
from PySide6.QtGui import QPen

from studio.ui.formats import count
from studio.ui.theme import theme


class PlainAxis(pg.AxisItem):  # type: ignore[misc]  # pyqtgraph has no types
    """Labels only; numbers as the window writes them."""

    def __init__(self, orientation: str) -> None:
        super().__init__(orientation, maxTickLength=0)
        self.dress()

    def dress(self) -> None:
        """Take colours and font from the theme."""
        self.setPen(QPen(theme().colour("surface.panel"), 0))
        self.setTextPen(theme().colour("chart.axis"))
        self.setStyle(
            tickFont=theme().font("caption"),
            tickTextOffset=10,
            autoReduceTextSpace=False,
            hideOverlappingLabels=True,
        )
        if self.orientation == "left":
            self.setWidth(40)
        else:
            self.setHeight(26)
        self.picture = None
        self.update()

    def tickStrings(
        self, values: Sequence[float], scale: float, spacing: float
    ) -> list[str]:
        """Whole numbers grouped, others with as many decimals as they need."""
        places = _places(spacing * scale)
        if places == 0:
            return [count(round(value * scale)) for value in values]
        return [f"{value * scale:.{places}f}" for value in values]

    def tickSpacing(self, low: float, high: float, size: float) -> list[Any]:
        """One level of ticks, about six along the axis."""
        levels = super().tickSpacing(low, high, size)
        return list(levels[:1])


def _places(spacing: float) -> int:
    for places in range(5):
        if abs(round(spacing, places) - spacing) < spacing * 1e-6:
            return places
    return 4
