"""Draws the shoppers or products: as marks where they are few, else as density."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from studio.domain.persona import Persona
from studio.ui.audience.cloud import NOBODY, Cloud
from studio.ui.audience.density import Density, beside, rgb
from studio.ui.audience.grid import Grid
from studio.ui.audience.marks import mark_book
from studio.ui.theme import persona_colour, theme

MOST_MARKS = 12_000
"""Marks drawn at once; where more are in view, their density is drawn."""
_MARGIN_PX = 8
Seen = tuple[tuple[float, float], tuple[float, float]]


class MarkLayer:
    """The points of one cloud in the colours of personas.

    Attributes:
        shown: How many points were in view when it was last drawn.
        kind: Whether they were drawn as marks or as density.
    """

    def __init__(self, cloud: Cloud, personas: Sequence[Persona]) -> None:
        self.grid = Grid(cloud)
        self.shown = len(self.grid)
        many = self.shown > MOST_MARKS
        self.kind: Literal["marks", "density"] = "density" if many else "marks"
        self._personas = tuple(personas)
        self._density = Density(self.grid)
        self._mark = mark_book()

    @property
    def told(self) -> tuple[str, int]:
        """How the points were last drawn, and how many."""
        return self.kind, self.shown

    def redress(self) -> None:
        """The theme has changed."""
        self._mark = mark_book()

    def draw(
        self,
        painter: QPainter,
        room: QRectF,
        seen: Seen,
        focus: str,
        *,
        vector: bool = False,
    ) -> None:
        """Draw what is seen into a room of the painter.

        Args:
            painter: At the scale of the window.
            room: Where, in pixels.
            seen: What of the map fills the room: left to right, bottom to top.
            focus: Id of the persona that is drawn last and larger.
            vector: Shapes instead of sprites, for a file that can be enlarged.
        """
        (x0, x1), (y0, y1) = seen
        if room.width() < 1 or room.height() < 1:
            return
        unit = (x1 - x0) / room.width()
        wider = (x0 - _MARGIN_PX * unit, x1 + _MARGIN_PX * unit)
        higher = (y0 - _MARGIN_PX * unit, y1 + _MARGIN_PX * unit)
        count = self.grid.count(wider, higher)
        if count > MOST_MARKS:
            self.kind, self.shown = "density", count
            self._draw_density(painter, room, seen, focus)
            return
        self.kind = "marks"
        some = self.grid.within(wider, higher)
        self.shown = len(some)
        pixels = np.column_stack((
            room.x() + (self.grid.x[some] - x0) / (x1 - x0) * room.width(),
            room.y() + (y1 - self.grid.y[some]) / (y1 - y0) * room.height(),
        ))  # fmt: skip
        group = self.grid.group[some]
        ratio = painter.device().devicePixelRatioF()
        for at in self._order(focus):
            own = pixels[group == at]
            look = self._personas[at].look if at >= 0 else NOBODY
            mark = self._mark(look, at >= 0 and self._personas[at].id == focus)
            if vector:
                mark.trace(painter, own)
            else:
                mark.stamp(painter, own, ratio)

    def _order(self, focus: str) -> list[int]:
        """Nobody's first, the group in focus last."""
        groups = [NOBODY, *range(len(self._personas))]
        return sorted(groups, key=lambda at: at >= 0 and self._personas[at].id == focus)

    def _draw_density(
        self, painter: QPainter, room: QRectF, seen: Seen, focus: str
    ) -> None:
        (x0, x1), _ = seen
        colours = self._colours(focus)
        side = self._density.side_for(self.grid.size / (x1 - x0) * room.width())
        if side:
            image = self._density.image(side, colours)
            painter.drawImage(room, image, self._density.source(side, seen))
            return
        size = round(room.width()), round(room.height())
        image = self._density.in_view(seen, size, colours)
        painter.drawImage(room, image)

    def _colours(self, focus: str) -> list[tuple[int, int, int]]:
        """Of each persona, of nobody, and of the panel."""
        panel = theme().colour("surface.panel")
        any_focus = focus in [persona.id for persona in self._personas]
        found = []
        for persona in self._personas:
            colour = persona_colour(persona.look)
            paler = any_focus and persona.id != focus
            found.append(beside(colour, panel) if paler else rgb(colour))
        return [*found, rgb(theme().colour("chart.baseline")), rgb(panel)]
