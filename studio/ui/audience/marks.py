"""Marks of the map: one sprite a persona, drawn many times."""

from __future__ import annotations

from collections.abc import Callable
from typing import cast

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QPainter, QPainterPath, QPen, QPixmap, QTransform
from shiboken6 import wrapInstance

from studio.ui.audience.cloud import Points
from studio.ui.theme import persona_colour, persona_path, theme

MARK, MARK_IN_FOCUS, MARK_OF_NOBODY = 5.0, 6.0, 4.0
"""Sizes in pixels."""
_EDGE = 1.0
_FIELDS = 10  # numbers of a QPainter::PixmapFragment


class Mark:
    """The mark of a look; that of the persona in focus is larger, with a hairline."""

    def __init__(self, look: int, *, focused: bool) -> None:
        self.focused = focused
        if look < 0:
            self.colour, size = theme().colour("chart.baseline"), MARK_OF_NOBODY
            path = QPainterPath()
            path.addEllipse(0, 0, 1, 1)
        else:
            self.colour = persona_colour(look)
            size, path = MARK_IN_FOCUS if focused else MARK, persona_path(look)
        self.size = size + _EDGE if focused else size
        around = QTransform.fromTranslate(-self.size / 2, -self.size / 2)
        self.path = around.scale(self.size, self.size).map(path)
        self._sprites: dict[float, QPixmap] = {}

    def draw(self, painter: QPainter) -> None:
        """Draw it round the painter's origin."""
        painter.setBrush(self.colour)
        panel = theme().colour("surface.panel")
        painter.setPen(QPen(panel, _EDGE) if self.focused else Qt.PenStyle.NoPen)
        painter.drawPath(self.path)

    def sprite(self, ratio: float) -> QPixmap:
        """It as a pixmap, made once a device pixel ratio."""
        if ratio not in self._sprites:
            side = int(np.ceil((self.size + 2 * _EDGE) * ratio))
            pixmap = QPixmap(side, side)
            pixmap.fill(Qt.GlobalColor.transparent)
            painter = QPainter(pixmap)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.translate(side / 2, side / 2)
            painter.scale(ratio, ratio)
            self.draw(painter)
            painter.end()
            self._sprites[ratio] = pixmap
        return self._sprites[ratio]

    def stamp(self, painter: QPainter, pixels: Points, ratio: float) -> None:
        """Draw the sprite at some pixels (N, 2)."""
        if not len(pixels):
            return
        sprite = self.sprite(ratio)
        fragments = np.zeros((len(pixels), _FIELDS))
        # whole pixels of the device: blitted as they are, and quickly
        half = (sprite.width() % 2) / 2
        fragments[:, :2] = (np.round(pixels * ratio - half) + half) / ratio
        fragments[:, 4:6] = sprite.width(), sprite.height()
        fragments[:, 6:8] = 1 / ratio
        fragments[:, 9] = 1.0
        at = wrapInstance(fragments.ctypes.data, QPainter.PixmapFragment)
        first = cast("QPainter.PixmapFragment", at)
        painter.drawPixmapFragments(first, len(pixels), sprite)

    def trace(self, painter: QPainter, pixels: Points) -> None:
        """Draw the shape itself at some pixels (N, 2), for a file of vectors."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for x, y in pixels.tolist():
            painter.translate(QPointF(x, y))
            self.draw(painter)
            painter.translate(QPointF(-x, -y))


def mark_book() -> Callable[[int, bool], Mark]:
    """Marks by look and focus, each made once; a change of theme needs a new book."""
    made: dict[tuple[int, bool], Mark] = {}

    def mark(look: int, focused: bool) -> Mark:  # noqa: FBT001  a key
        key = look, focused
        if key not in made:
            made[key] = Mark(look, focused=focused)
        return made[key]

    return mark
