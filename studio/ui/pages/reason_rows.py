"""The blocks of a page in rows: locked or not, and how much the persona likes each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip

from studio.domain.jobs import BlockReason
from studio.domain.page import Block
from studio.ui.formats import decimal, percent
from studio.ui.language import plural, tr
from studio.ui.pages.names import block_name
from studio.ui.theme import paint_icon, theme
from studio.ui.widgets.button import paint_box
from studio.ui.widgets.focus import RingPainter

_ROW, _SIDE, _LOCK, _NUMBER = 28, 16, 24, 44
_NAME_SHARE = 0.5
_LEAST_REACH = 0.02  # of a click rate: small differences stay small


class ReasonRows(RingPainter):
    """One row a block, in the order of the page.

    `lock_wanted(block id, bool)` when a person locks or lets go; `chosen(block id)`
    when a person goes to a block.
    """

    lock_wanted = Signal(str, bool)
    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._blocks: tuple[Block, ...] = ()
        self._reasons: dict[str, BlockReason] = {}
        self._here = -1
        self._hover = -1
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Blocks of the page"))

    def show_blocks(
        self,
        blocks: Sequence[Block],
        reasons: Mapping[str, BlockReason],
        block_id: str,
    ) -> None:
        """Show blocks with what is known of each; `block_id` is the selected one."""
        self._blocks = tuple(blocks)
        self._reasons = dict(reasons)
        ids = [block.id for block in blocks]
        self._here = ids.index(block_id) if block_id in ids else -1
        self._describe()
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        """One row a block."""
        return QSize(264, _ROW * len(self._blocks))

    def lock_of(self, at: int) -> QRect:
        """Where the lock of a row is drawn."""
        return QRect(_SIDE - 4, at * _ROW + 2, _LOCK, _ROW - 4)

    # Painting -----------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the rows."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for at, block in enumerate(self._blocks):
            self._paint_row(painter, at, block)

    def _paint_row(self, painter: QPainter, at: int, block: Block) -> None:
        row = QRect(0, at * _ROW, self.width(), _ROW)
        if at == self._here:
            painter.fillRect(row, theme().colour("surface.selected"))
        elif at == self._hover:
            painter.fillRect(row, theme().colour("surface.hover"))
        if at == self._here and self._by_keyboard:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme().colour("border.focus"), 2))
            painter.drawRoundedRect(QRectF(row).adjusted(1, 1, -1, -1), 4, 4)
        lock = QRect(0, 0, 14, 14)
        lock.moveCenter(self.lock_of(at).center())
        name, role = ("lock", "accent.text") if block.locked else (
            "lock-open", "text.tertiary"
        )  # fmt: skip
        paint_icon(painter, lock, name, role)
        left = _SIDE + _LOCK
        wide = round((self.width() - left - _SIDE) * _NAME_SHARE)
        font = "label_strong" if block.locked else "label"
        painter.setFont(theme().font(font))
        painter.setPen(theme().colour("text.primary"))
        text = painter.fontMetrics().elidedText(
            block_name(block.type), Qt.TextElideMode.ElideRight, wide - 8
        )
        box = QRect(left, row.top(), wide, _ROW)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, text)
        reason = self._reasons.get(block.id)
        if reason is not None:
            self._paint_reason(painter, row, left + wide, reason)

    def _paint_reason(
        self, painter: QPainter, row: QRect, left: int, reason: BlockReason
    ) -> None:
        room = QRectF(
            left, row.top(), row.right() - _SIDE - _NUMBER - left, row.height()
        )
        reach = self._reach()
        middle, y = room.center().x(), room.center().y()

        def x_of(rate: float) -> float:
            share = (rate - reason.usual) / reach
            return middle + room.width() / 2 * max(-1.0, min(1.0, share))

        end = x_of(reason.rate)
        sure = sureness(reason)
        fill = "accent.fill" if end > middle else "chart.baseline"
        bar = QRectF(min(middle, end), y - 4, abs(end - middle), 8)
        paint_box(painter, bar, fill if sure else "chart.track", "", 2)
        painter.setPen(QPen(theme().colour("text.secondary"), 1))
        painter.drawLine(QPoint(round(x_of(reason.low)), round(y)),
                         QPoint(round(x_of(reason.high)), round(y)))  # fmt: skip
        painter.setPen(QPen(theme().colour("border.control"), 1))
        painter.drawLine(QPoint(round(middle), row.top() + 7),
                         QPoint(round(middle), row.bottom() - 6))  # fmt: skip
        painter.setFont(theme().font("label"))
        ink = "text.primary" if sure else "text.tertiary"
        painter.setPen(theme().colour(ink))
        box = row.adjusted(0, 0, -_SIDE, 0)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(box, right, times_text(reason))

    def _reach(self) -> float:
        gaps = [abs(r.rate - r.usual) for r in self._reasons.values()]
        return max(_LEAST_REACH, *gaps) if gaps else 1.0

    # The person ---------------------------------------------------------------

    def _row_at(self, at: QPoint) -> int:
        row = at.y() // _ROW
        return row if 0 <= row < len(self._blocks) else -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The lock turns; elsewhere the block is selected."""
        at = self._row_at(event.position().toPoint())
        if at < 0 or event.button() != Qt.MouseButton.LeftButton:
            return
        if event.position().x() < _SIDE + _LOCK:
            self._turn(at)
        else:
            self.chosen.emit(self._blocks[at].id)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show the row under the pointer."""
        self._hover = self._row_at(event.position().toPoint())
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """Forget the row."""
        del event
        self._hover = -1
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go through the blocks, Space locks."""
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        to = self._here + step
        if step and 0 <= to < len(self._blocks):
            self.chosen.emit(self._blocks[to].id)
        elif event.key() == Qt.Key.Key_Space and self._here >= 0:
            self._turn(self._here)
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tips: what is known of a block."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self._row_at(event.pos())
            text = self.sentence(at) if at >= 0 else ""
            if at >= 0 and event.pos().x() < _SIDE + _LOCK:
                locked = self._blocks[at].locked
                text = tr("Let the block go") if locked else tr("Keep this block")
            QToolTip.showText(event.globalPos(), text, self)
            return True
        return super().event(event)

    def sentence(self, at: int) -> str:
        """A row in words."""
        block = self._blocks[at]
        told = [block_name(block.type)]
        if block.locked:
            told.append(tr("locked"))
        reason = self._reasons.get(block.id)
        if reason is None:
            return tr(", ").join(told)
        rate, usual = percent(reason.rate), percent(reason.usual)
        low, high = percent(reason.low), percent(reason.high)
        text = tr(
            "{share} of views clicked (90 % sure: {low} to {high}); the average block"
            " {usual}.",
            share=rate, low=low, high=high, usual=usual,
        )  # fmt: skip
        if reason.seen:
            seen = plural(
                reason.seen,
                "Learned from {n} impression of this persona.",
                "Learned from {n} impressions of this persona.",
            )
            text = f"{text} {seen}"
        return f"{tr(', ').join(told)}: {text}"

    def _turn(self, at: int) -> None:
        block = self._blocks[at]
        self.lock_wanted.emit(block.id, not block.locked)

    def _describe(self) -> None:
        text = self.sentence(self._here) if self._here >= 0 else ""
        self.setAccessibleDescription(text)


def sureness(reason: BlockReason) -> bool:
    """Whether the interval lies wholly on one side of the average block."""
    return reason.low > reason.usual or reason.high < reason.usual


def times_text(reason: BlockReason) -> str:
    """How many times the average block's rate."""
    if reason.usual <= 0:
        return percent(reason.rate)
    return "× " + decimal(reason.rate / reason.usual, 1)
