"""Bars: a name, a bar from zero or from a middle line, a number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.theme import theme
from studio.ui.widgets.button import paint_box

_ROW = 27


@dataclass(frozen=True)
class Bar:
    """One bar: its name, value, the number in words, and whether it is ours."""

    name: str
    value: float
    text: str
    ours: bool = False


class Bars(QWidget):
    """Horizontal bars on one scale.

    Args:
        name_width: Room for the names in pixels.
        high: Value of a full bar; the largest when None.
        middle: None for bars from zero with a track; else the value of the middle
            line, from which larger values go right in accent, smaller ones left in
            grey.
    """

    def __init__(
        self,
        name_width: int = 144,
        high: float | None = None,
        middle: float | None = None,
        row: int = _ROW,
    ) -> None:
        super().__init__()
        self._bars: tuple[Bar, ...] = ()
        self._name_width, self._high, self._middle = name_width, high, middle
        self._row = row
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_bars(self, bars: Sequence[Bar]) -> None:
        """Show other bars."""
        self._bars = tuple(bars)
        said = ", ".join(f"{bar.name} {bar.text}" for bar in self._bars)
        self.setAccessibleDescription(said)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """One row a bar."""
        return QSize(self._name_width + 160, self._row * len(self._bars))

    def minimumSizeHint(self) -> QSize:
        """Rows never shrink."""
        return QSize(self._name_width + 80, self._row * len(self._bars))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw names, bars and numbers."""
        del event
        painter = QPainter(self)
        for at, bar in enumerate(self._bars):
            rect = QRect(0, at * self._row, self.width(), self._row)
            font = "label_strong" if bar.ours and self._middle is None else "label"
            painter.setFont(theme().font(font))
            painter.setPen(theme().colour("text.primary"))
            name = rect.adjusted(0, 0, self._name_width - self.width() - 8, 0)
            text = painter.fontMetrics().elidedText(
                bar.name, Qt.TextElideMode.ElideRight, name.width()
            )
            painter.drawText(name, Qt.AlignmentFlag.AlignVCenter, text)
            painter.setFont(theme().font("label"))
            painter.drawText(
                rect,
                Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight,
                bar.text,
            )
            room = rect.adjusted(self._name_width, 0, -52, 0)
            self._paint_bar(painter, bar, QRectF(room))

    def _paint_bar(self, painter: QPainter, bar: Bar, room: QRectF) -> None:
        middle = room.center().y()
        if self._middle is None:
            track = QRectF(room.x(), middle - 4, room.width(), 8)
            paint_box(painter, track, "chart.track", "", 4)
            high = self._high or max((b.value for b in self._bars), default=1.0) or 1.0
            fill = "accent.fill" if bar.ours else "chart.baseline"
            wide = room.width() * min(1.0, max(0.0, bar.value / high))
            paint_box(painter, QRectF(room.x(), middle - 4, wide, 8), fill, "", 4)
            return
        reach = max((abs(b.value - self._middle) for b in self._bars), default=1.0)
        half = room.width() / 2
        wide = half * (bar.value - self._middle) / (reach or 1.0)
        fill = "accent.fill" if wide > 0 else "chart.baseline"
        start = room.center().x() + min(0.0, wide)
        paint_box(painter, QRectF(start, middle - 4, abs(wide), 8), fill, "", 2)
