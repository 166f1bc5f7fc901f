"""The map of shoppers and products: pan, zoom, hover, lasso."""

from __future__ import annotations

from typing import Literal

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPixmap,
    QPolygonF,
    QResizeEvent,
)

from studio.domain.persona import Persona
from studio.domain.taste import Flags
from studio.ui.audience import map_paint
from studio.ui.audience.cloud import NEAR_PX, NOBODY, Cloud, Places, Points, nearest
from studio.ui.audience.known import look_of, name_of
from studio.ui.audience.map_camera import MapCamera
from studio.ui.audience.map_marks import MarkLayer
from studio.ui.language import tr
from studio.ui.theme import theme

Tool = Literal["point", "lasso"]
_CLICK_PX = 4
_ARROWS = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, 1),
    Qt.Key.Key_Down: (0, -1),
}
_LEAST_POINTS = 3


class MapView(MapCamera):
    """Marks coloured by persona over a grid of dots, labels and the lasso on top.

    Signals:
        persona_clicked(str): a mark or a label was clicked.
        pointed(int): the point under the pointer (place in the cloud), -1 for none.
        lassoed(object): a lasso was closed; its corners on the map, (N, 2).
        left(): Escape was pressed.
        drew(): other points, or as many in another way, were drawn than before.
    """

    persona_clicked = Signal(str)
    pointed = Signal(int)
    lassoed = Signal(object)
    left = Signal()
    drew = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(tr("Map of tastes"))
        self.personas: tuple[Persona, ...] = ()
        self.tool: Tool = "point"
        self.focus = ""
        self.lasso: Points | None = None
        self.marked = -1
        self.pills: list[map_paint.Pill] = []
        self.found: Places = np.zeros(0, np.int64)
        self.layer: MarkLayer | None = None
        self.by_keyboard = False
        self._told: tuple[str, int] = ("", -1)
        self._drawing: list[QPointF] = []
        self._pressed: QPointF | None = None
        self._pointed = -1
        self._dots: QPixmap | None = None
        self._anchors: list[tuple[float, float] | None] = []
        theme().changed.connect(self._dress)

    # Showing ------------------------------------------------------------------

    def show_cloud(self, cloud: Cloud, personas: tuple[Persona, ...]) -> None:
        """Show points in the colours of personas; the view stays when it can."""
        self.cloud, self.personas = cloud, personas
        self.lasso, self.marked = None, -1
        self.found = np.zeros(0, np.int64)
        self._pointed = -1
        self._anchors = [cloud.label_at(at) for at in range(len(personas))]
        self.set_bounds(cloud)
        self.layer = MarkLayer(cloud, personas)
        if self.untouched:
            self.fit()
        self.viewport().update()

    def show_only(self, shown: Flags | None) -> None:
        """Leave all but some points (N,) of the cloud out; None shows all."""
        if self.cloud is None:
            return
        self.cloud = self.cloud.only(shown)
        self.layer = MarkLayer(self.cloud, self.personas)
        self._pointed = -1
        self.viewport().update()

    def set_focus(self, persona_id: str) -> None:
        """Draw a persona last and larger."""
        if persona_id != self.focus:
            self.focus = persona_id
            self.viewport().update()

    def set_tool(self, tool: Tool) -> None:
        """Point and pan, or draw a lasso."""
        self.tool = tool
        lasso = tool == "lasso"
        shape = Qt.CursorShape.CrossCursor if lasso else Qt.CursorShape.ArrowCursor
        self.viewport().setCursor(shape)

    def set_lasso(self, corners: Points | None) -> None:
        """Show a lasso by its corners on the map, or take it away."""
        self.lasso = corners
        self.viewport().update()

    def mark_point(self, at: int) -> None:
        """Put a ring round a point and bring it into view; -1 takes it away."""
        self.marked = at
        if at >= 0 and self.cloud is not None:
            self.bring_into_view(*self.cloud.xy[at].tolist())
        self.viewport().update()

    def show_found(self, places: Places) -> None:
        """Ring some points of the cloud that were looked for."""
        self.found = places
        self.viewport().update()

    def polygon(self) -> QPolygonF | None:
        """The lasso in pixels, while it is drawn or when it is closed."""
        if self._drawing:
            return QPolygonF(self._drawing)
        if self.lasso is None:
            return None
        return QPolygonF([QPointF(x, y) for x, y in self.pixels(self.lasso)])

    def _dress(self) -> None:
        self._dots = None
        if self.layer is not None:
            self.layer.redress()
        self.viewport().update()

    # Painting -----------------------------------------------------------------

    def drawBackground(self, painter: QPainter, rect: QRectF) -> None:
        """Dots, the lasso's fill and the marks."""
        del rect
        painter.save()
        painter.resetTransform()
        self._paint_ground(painter)
        self._paint_marks(painter)
        painter.restore()

    def drawForeground(self, painter: QPainter, rect: QRectF) -> None:
        """Labels, the lasso's line, the rings, over the marks."""
        del rect
        painter.save()
        painter.resetTransform()
        self._paint_over(painter)
        if self.hasFocus() and self.by_keyboard:
            map_paint.paint_focus(painter, self.viewport().rect())
        painter.restore()
        if self.layer is not None and self.layer.told != self._told:
            self._told = self.layer.told
            self.drew.emit()

    def draw_into(self, painter: QPainter, *, vector: bool = False) -> None:
        """Draw what is seen, as large as the view, into a picture or a file."""
        self._paint_ground(painter, dots=not vector)
        self._paint_marks(painter, vector=vector)
        self._paint_over(painter)

    def _paint_ground(self, painter: QPainter, *, dots: bool = True) -> None:
        size = self.viewport().size()
        if dots:
            ground = self._dots
            if ground is None or ground.deviceIndependentSize() != size.toSizeF():
                ground = map_paint.dots_pixmap(size, self.devicePixelRatioF())
                self._dots = ground
            painter.drawPixmap(0, 0, ground)
        else:
            rect = self.viewport().rect()
            painter.fillRect(rect, theme().colour("surface.panel"))
        polygon = self.polygon()
        if polygon is not None:
            map_paint.paint_lasso_fill(painter, polygon)

    def _paint_marks(self, painter: QPainter, *, vector: bool = False) -> None:
        if self.layer is not None:
            left_right, bottom_top = self.box.viewRange()
            seen = tuple(left_right), tuple(bottom_top)
            room = self.box.sceneBoundingRect()
            self.layer.draw(painter, room, seen, self.focus, vector=vector)

    def _paint_over(self, painter: QPainter) -> None:
        words = tr("Nearby points have alike taste. The axes have no unit.")
        map_paint.paint_words(painter, self.viewport().rect(), words)
        polygon = self.polygon()
        if polygon is not None:
            map_paint.paint_lasso_line(painter, polygon)
        self._paint_rings(painter)
        self.pills = self._placed_pills()
        for pill in self.pills:
            focused = pill.persona_id == self.focus
            map_paint.paint_pill(painter, pill, focused=focused)

    def _placed_pills(self) -> list[map_paint.Pill]:
        wished = []
        for persona, at in zip(self.personas, self._anchors, strict=True):
            if at is None:
                continue
            x, y = self.pixels(np.array([at]))[0]
            text = name_of(persona)
            rect = map_paint.pill_rect(text, x, y)
            wished.append(map_paint.Pill(persona.id, text, look_of(persona), rect))
        room = QRectF(self.viewport().rect()).adjusted(0, 0, 0, -32)
        return map_paint.place_pills(wished, room)

    def _paint_rings(self, painter: QPainter) -> None:
        if self.cloud is None:
            return
        at = self.marked if self.marked >= 0 else self._pointed
        places = self.found if at < 0 else np.append(self.found, at)
        if len(places):
            map_paint.paint_rings(painter, self.pixels(self.cloud.xy[places]))

    # Pointer and keys ---------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a lasso, or a pan that may turn out to be a click."""
        self._pressed = event.position()
        if self.tool == "lasso" and event.button() == Qt.MouseButton.LeftButton:
            self.lasso = None
            self._drawing = [event.position()]
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with the lasso, or tell what is under the pointer."""
        if self._drawing:
            last = self._drawing[-1]
            if (event.position() - last).manhattanLength() >= _CLICK_PX:
                self._drawing.append(event.position())
                self.viewport().update()
            return
        super().mouseMoveEvent(event)
        if not event.buttons():
            self._point_at(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Close the lasso; a press without a move was a click."""
        if self._drawing:
            self._close_lasso()
            return
        super().mouseReleaseEvent(event)
        pressed, self._pressed = self._pressed, None
        if event.button() != Qt.MouseButton.LeftButton or pressed is None:
            return
        if (event.position() - pressed).manhattanLength() < _CLICK_PX:
            self._click(event.position())

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        super().leaveEvent(event)
        self._set_pointed(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves; plus, minus and 0 zoom, arrows move what is seen."""
        steps = {Qt.Key.Key_Plus: 1, Qt.Key.Key_Equal: 1, Qt.Key.Key_Minus: -1}
        key = Qt.Key(event.key())
        if key in _ARROWS:
            self.pan(*_ARROWS[key])
            return
        if key == Qt.Key.Key_Escape:
            self._drawing = []
            self.left.emit()
        elif key in steps:
            self.zoom(steps[key])
        elif key == Qt.Key.Key_0:
            self.fit()
        else:
            event.ignore()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show a ring where the focus came by keyboard."""
        reason = event.reason()
        keys = Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason
        self.by_keyboard = reason in (*keys, Qt.FocusReason.ShortcutFocusReason)
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the ring away."""
        super().focusOutEvent(event)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """The whole map stays in view until somebody has moved it."""
        super().resizeEvent(event)
        if event is None:
            return  # pyqtgraph calls it while it is being made
        if self.untouched:
            self.fit()
        self.moved.emit()

    def _close_lasso(self) -> None:
        drawn, self._drawing = self._drawing, []
        if len(drawn) >= _LEAST_POINTS:
            corners = self.places(np.array([(p.x(), p.y()) for p in drawn]))
            self.set_lasso(corners)
            self.lassoed.emit(corners)
        else:
            self.left.emit()
        self.viewport().update()

    def _click(self, at: QPointF) -> None:
        for pill in reversed(self.pills):
            if pill.rect.contains(at):
                self.persona_clicked.emit(pill.persona_id)
                return
        place = self._near(at)
        group = NOBODY if place < 0 or self.cloud is None else self.cloud.group[place]
        if group >= 0:
            self.persona_clicked.emit(self.personas[int(group)].id)

    def _near(self, at: QPointF) -> int:
        if self.cloud is None or self.layer is None:
            return -1
        grid = self.layer.grid
        corners = np.array(
            [(at.x() + d, at.y() + d) for d in (-NEAR_PX, NEAR_PX)], np.float64
        )
        (x0, y1), (x1, y0) = self.places(corners).tolist()
        drawn = grid.places[grid.within((x0, x1), (y0, y1))]
        near = nearest(self.pixels(self.cloud.xy[drawn]), at.x(), at.y())
        return int(drawn[near]) if near >= 0 else -1

    def _point_at(self, at: QPointF) -> None:
        over_pill = any(pill.rect.contains(at) for pill in self.pills)
        self._set_pointed(-1 if over_pill else self._near(at))

    def _set_pointed(self, place: int) -> None:
        if place != self._pointed:
            self._pointed = place
            self.pointed.emit(place)
            self.viewport().update()
