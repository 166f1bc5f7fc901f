"""Marks of the map: one cached sprite a persona, drawn many times."""

from __future__ import annotations

from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtGui import QPen, QTransform

from studio.ui.audience.cloud import Points
from studio.ui.theme import persona_colour, persona_path, theme

MARK, MARK_IN_FOCUS, MARK_OF_NOBODY = 5.0, 6.0, 4.0
"""Sizes in pixels."""
_EDGE = 1.0


def marks(look: int, xy: Points, *, focused: bool) -> Any:  # noqa: ANN401  pyqtgraph
    """The marks of a persona's points (N, 2), or of nobody's with a negative look.

    Those of the persona in focus are larger, with a hairline in the panel's colour.
    """
    symbol: Any
    if look < 0:
        brush, symbol, size = theme().colour("chart.baseline"), "o", MARK_OF_NOBODY
    else:
        brush, size = persona_colour(look), MARK_IN_FOCUS if focused else MARK
        symbol = QTransform.fromTranslate(-0.5, -0.5).map(persona_path(look))
    pen = QPen(theme().colour("surface.panel"), _EDGE)
    pen.setCosmetic(True)  # else it would grow with the symbol, which is one unit wide
    return pg.ScatterPlotItem(
        xy[:, 0],
        xy[:, 1],
        symbol=symbol,
        size=size + _EDGE if focused else size,
        pen=pen if focused else QPen(Qt.PenStyle.NoPen),
        brush=brush,
        antialias=True,
        pxMode=True,
    )
