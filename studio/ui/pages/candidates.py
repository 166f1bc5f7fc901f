"""The candidates of one persona and scenario, as small pictures of their layouts."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.domain.page import Page
from studio.domain.review import PageRow
from studio.ui.formats import decimal
from studio.ui.language import tr
from studio.ui.pages.names import STATUS_NAMES, letter
from studio.ui.theme import paint_icon, theme
from studio.ui.widgets.wireframe import paint_wireframe

_SIDE, _GAP, _LABEL, _ROW_GAP = 16, 12, 24, 6
_LEAST_CARD = 96


class Candidate(msgspec.Struct, frozen=True):
    """A candidate's row and the page itself."""

    row: PageRow
    page: Page


class CandidateCards(QWidget):
    """Cards in two columns. `chosen(page_id)` when a person goes to one."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._cards: tuple[Candidate, ...] = ()
        self._at = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.setAccessibleName(tr("Candidates"))

    def set_candidates(self, cards: Sequence[Candidate], page_id: str) -> None:
        """Show other candidates, one of them as the open page."""
        self._cards = tuple(cards)
        self._at = next(
            (i for i, card in enumerate(cards) if card.row.page_id == page_id), -1
        )
        self._describe()
        self.setMinimumHeight(self.heightForWidth(self.width()))
        self.update()

    def card(self, at: int) -> QRect:
        """Where the picture of a candidate is drawn."""
        columns = self._columns()
        width = (self.width() - 2 * _SIDE - _GAP * (columns - 1)) // columns
        row, column = divmod(at, columns)
        height = width + 4
        return QRect(
            _SIDE + column * (width + _GAP),
            2 + row * (height + _LABEL + _ROW_GAP),
            width,
            height,
        )

    def _columns(self) -> int:
        return max(2, (self.width() - 2 * _SIDE + _GAP) // (_LEAST_CARD + 44 + _GAP))

    def heightForWidth(self, width: int) -> int:
        """As tall as the rows of cards."""
        del width
        if not self._cards:
            return 0
        return self.card(len(self._cards) - 1).bottom() + _LABEL + _ROW_GAP

    def sizeHint(self) -> QSize:
        """Room for every card."""
        return QSize(264, self.heightForWidth(264))

    def resizeEvent(self, event: object) -> None:
        """Take the height that the new width needs."""
        del event
        self.setMinimumHeight(self.heightForWidth(self.width()))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the cards."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, card in enumerate(self._cards):
            self._paint(painter, at, card)

    def _paint(self, painter: QPainter, at: int, card: Candidate) -> None:
        rect, here = self.card(at), at == self._at
        painter.setPen(QPen(theme().colour("border.default"), 1))
        painter.setBrush(theme().colour("wireframe.paper"))
        painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.save()
        painter.setClipRect(rect.adjusted(2, 2, -2, -2))
        paint_wireframe(painter, rect.adjusted(3, 3, -3, -3), card.page)
        painter.restore()
        if here:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().colour("border.focus"), 2))
            painter.drawRoundedRect(QRectF(rect).adjusted(-1, -1, 1, 1), 5, 5)
        self._paint_label(painter, rect, card.row, here=here)

    def _paint_label(
        self, painter: QPainter, rect: QRect, row: PageRow, *, here: bool
    ) -> None:
        line = QRect(rect.left(), rect.bottom() + 3, rect.width(), 20)
        painter.setFont(theme().font("label_strong"))
        painter.setPen(theme().colour("accent.text" if here else "text.primary"))
        name = letter(row.candidate)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, name)
        if row.chosen:
            x = line.left() + painter.fontMetrics().horizontalAdvance(name) + 6
            role = "success.fill" if row.status == "approved" else "text.secondary"
            box = QRect(x, line.top() + 3, 14, 14)
            paint_icon(painter, box, "check", role)
        painter.setFont(theme().font("label"))
        painter.setPen(theme().colour("text.secondary"))
        number = decimal(row.recall)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(line, right, number)
        if row.edited:
            wide = painter.fontMetrics().horizontalAdvance(number)
            box = QRect(line.right() - wide - 18, line.top() + 3, 14, 14)
            paint_icon(painter, box, "pencil", "text.secondary")

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go to the card under the pointer."""
        at = self._hit(event.position().toPoint())
        if at >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self._go(at)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move through the candidates."""
        columns = self._columns()
        steps = {
            Qt.Key.Key_Left: -1,
            Qt.Key.Key_Right: 1,
            Qt.Key.Key_Up: -columns,
            Qt.Key.Key_Down: columns,
        }
        step = steps.get(Qt.Key(event.key()))
        if step is None or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            super().keyPressEvent(event)
        elif 0 <= self._at + step < len(self._cards):
            self._go(self._at + step)

    def event(self, event: QEvent) -> bool:
        """Tips: what the signs beside a candidate say."""
        if event.type() == QEvent.Type.ToolTip:
            at = self._hit(self.mapFromGlobal(self.cursor().pos()))
            self.setToolTip(self._sentence(at) if at >= 0 else "")
        return super().event(event)

    def _hit(self, at: QPoint) -> int:
        for i in range(len(self._cards)):
            if self.card(i).adjusted(0, 0, 0, _LABEL).contains(at):
                return i
        return -1

    def _go(self, at: int) -> None:
        self._at = at
        self._describe()
        self.update()
        self.chosen.emit(self._cards[at].row.page_id)

    def _sentence(self, at: int) -> str:
        row = self._cards[at].row
        parts = [
            tr("Candidate {letter}", letter=letter(row.candidate)),
            tr(STATUS_NAMES[row.status]),
            tr("predicted recall {value}", value=decimal(row.recall)),
        ]
        if row.chosen:
            parts.append(tr("chosen for this persona and scenario"))
        if row.edited:
            parts.append(tr("edited by hand"))
        return ", ".join(parts)

    def _describe(self) -> None:
        if self._at >= 0:
            self.setAccessibleDescription(self._sentence(self._at))
