"""Persona rows by scenario columns: which pages there are, and their status."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from studio.domain.page import SCENARIOS
from studio.domain.review import PageRow
from studio.ui.formats import DASH
from studio.ui.language import mark, tr
from studio.ui.pages.names import SCENARIO_ICONS, STATUS_NAMES, scenario_name
from studio.ui.theme import paint_icon, paint_persona_mark, theme
from studio.ui.widgets.focus import RingPainter

HEAD, ROW, CELL, RIGHT, LEFT = 30, 28, 25, 12, 16
_MARK, _NAME = 10, 20
_STATUS_ICONS = {
    "approved": ("check", "success.fill"),
    "stale": ("triangle-alert", "warn.fill"),
}
_NO_PAGE = mark("no page yet")


class MatrixRow(msgspec.Struct, frozen=True):
    """A persona with the chosen page of each scenario, as far as there is one."""

    persona_id: str
    name: str
    look: int
    pages: dict[str, PageRow]


class PageMatrix(RingPainter):
    """The matrix. `chosen(persona_id, scenario)` when a person goes to a cell."""

    chosen = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[MatrixRow, ...] = ()
        self._at = (0, 0)
        self._hover = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Pages by persona and scenario"))

    def set_rows(self, rows: Sequence[MatrixRow]) -> None:
        """Show other rows; the place stays."""
        self._rows = tuple(rows)
        self._at = (min(self._at[0], max(0, len(rows) - 1)), self._at[1])
        self.updateGeometry()
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def set_place(self, persona_id: str, scenario: str) -> None:
        """Mark a cell without a signal."""
        for at, row in enumerate(self._rows):
            if row.persona_id == persona_id and scenario in SCENARIOS:
                self._at = (at, SCENARIOS.index(scenario))
        self._describe()
        self.update()

    @property
    def place(self) -> tuple[str, str] | None:
        """Persona and scenario of the marked cell; None without rows."""
        if not self._rows:
            return None
        return self._rows[self._at[0]].persona_id, SCENARIOS[self._at[1]]

    def cell(self, persona_id: str, scenario: str) -> QRect:
        """Where a cell is drawn."""
        at = next(i for i, r in enumerate(self._rows) if r.persona_id == persona_id)
        return self._cell(at, SCENARIOS.index(scenario))

    def sizeHint(self) -> QSize:
        """A head and the rows."""
        return QSize(264, HEAD + ROW * len(self._rows) + 4)

    # Painting -----------------------------------------------------------------

    def _cell(self, row: int, column: int) -> QRect:
        x = self.width() - RIGHT - CELL * (len(SCENARIOS) - column)
        return QRect(x, HEAD + ROW * row, CELL, ROW)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw column heads, rows and the marked cell."""
        del event
        painter = QPainter(self)
        for column, scenario in enumerate(SCENARIOS):
            box = QRect(0, 0, 14, 14)
            box.moveCenter(self._cell(0, column).center())
            box.moveTop(8)
            paint_icon(painter, box, SCENARIO_ICONS[scenario], "text.secondary")
        for at, row in enumerate(self._rows):
            self._paint_row(painter, at, row)
        if self._rows:
            self._paint_place(painter)

    def _paint_row(self, painter: QPainter, at: int, row: MatrixRow) -> None:
        here = at == self._at[0]
        top = HEAD + ROW * at
        if here or at == self._hover:
            fill = theme().colour("surface.hover")
            painter.fillRect(QRect(0, top, self.width(), ROW), fill)
        middle = top + (ROW - _MARK) / 2
        paint_persona_mark(painter, QRectF(LEFT, middle, _MARK, _MARK), row.look)
        painter.setFont(theme().font("label_strong" if here else "label"))
        painter.setPen(theme().colour("text.primary"))
        left = LEFT + _NAME
        room = self._cell(at, 0).left() - left - 8
        name = painter.fontMetrics().elidedText(
            row.name, Qt.TextElideMode.ElideRight, room
        )
        painter.drawText(
            QRect(left, top, room, ROW), Qt.AlignmentFlag.AlignVCenter, name
        )
        for column, scenario in enumerate(SCENARIOS):
            status = row.pages[scenario].status if scenario in row.pages else ""
            paint_status(painter, self._cell(at, column).center(), status)

    def _paint_place(self, painter: QPainter) -> None:
        cell = self._cell(*self._at)
        box = QRectF(0, 0, 22, 22)
        box.moveCenter(QRectF(cell).center())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(theme().colour("border.focus"), 2))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        if self._by_keyboard:
            ring = QRectF(0, cell.top(), self.width(), ROW)
            painter.drawRoundedRect(ring.adjusted(1, 1, -1, -1), 4, 4)

    # The person ---------------------------------------------------------------

    def _hit(self, at: QPoint) -> tuple[int, int] | None:
        row = (at.y() - HEAD) // ROW
        if at.y() < HEAD or row >= len(self._rows):
            return None
        for column in range(len(SCENARIOS)):
            if self._cell(row, column).contains(at):
                return row, column
        return row, self._at[1]

    def _go(self, row: int, column: int) -> None:
        self._at = (
            max(0, min(row, len(self._rows) - 1)),
            max(0, min(column, len(SCENARIOS) - 1)),
        )
        self._describe()
        self.update()
        if (place := self.place) is not None:
            self.chosen.emit(*place)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the cell under the pointer."""
        hit = self._hit(event.position().toPoint())
        if hit is not None and event.button() == Qt.MouseButton.LeftButton:
            self._go(*hit)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the row under the pointer."""
        hit = self._hit(event.position().toPoint())
        self._hover = -1 if hit is None else hit[0]
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the row."""
        del event
        self._hover = -1
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move."""
        steps = {
            Qt.Key.Key_Up: (-1, 0),
            Qt.Key.Key_Down: (1, 0),
            Qt.Key.Key_Left: (0, -1),
            Qt.Key.Key_Right: (0, 1),
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
            return
        self._go(self._at[0] + step[0], self._at[1] + step[1])

    def event(self, event: QEvent) -> bool:
        """Tips: the scenario of a head, the status of a cell."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(event.pos()), self)
            return True
        return super().event(event)

    def tip_at(self, at: QPoint) -> str:
        """What the tip at a point says."""
        for column, scenario in enumerate(SCENARIOS):
            cell = self._cell(0, column)
            if cell.left() <= at.x() <= cell.right() and at.y() < HEAD:
                return scenario_name(scenario)
        hit = self._hit(at)
        return "" if hit is None else self._sentence(*hit)

    def _sentence(self, row: int, column: int) -> str:
        persona, scenario = self._rows[row], SCENARIOS[column]
        page = persona.pages.get(scenario)
        state = tr(STATUS_NAMES[page.status] if page else _NO_PAGE)
        text = f"{persona.name}, {scenario_name(scenario)}: {state}"
        return f"{text}. {page.stale_why}" if page and page.stale_why else text

    def _describe(self) -> None:
        if self._rows:
            self.setAccessibleDescription(self._sentence(*self._at))


def paint_status(painter: QPainter, centre: QPoint, status: str) -> None:
    """The sign of a page's status: tick, dot, triangle, or an en dash for none."""
    if status in _STATUS_ICONS:
        name, role = _STATUS_ICONS[status]
        box = QRect(0, 0, 14, 14)
        box.moveCenter(centre)
        paint_icon(painter, box, name, role)
        return
    if status == "draft":
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("text.secondary"))
        dot = QRectF(0, 0, 6, 6)
        dot.moveCenter(QRectF(centre.x(), centre.y(), 1, 1).center())
        painter.drawEllipse(dot)
        painter.restore()
        return
    painter.setFont(theme().font("caption"))
    painter.setPen(theme().colour("text.tertiary"))
    box = QRect(0, 0, 14, 14)
    box.moveCenter(centre)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, DASH)


class Legend(QWidget):
    """What the signs of the matrix mean."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(30)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the three signs with their words."""
        del event
        painter = QPainter(self)
        x = LEFT
        for status in ("approved", "draft", "stale"):
            paint_status(painter, QPoint(x + 6, 12), status)
            painter.setFont(theme().font("caption"))
            painter.setPen(theme().colour("text.secondary"))
            word = tr(STATUS_NAMES[status])
            x += 18
            width = painter.fontMetrics().horizontalAdvance(word)
            box = QRect(x, 2, width + 2, 20)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, word)
            x += width + 16
