"""Progress: a bar of 4 px and a ring."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QPen, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.ui.theme import theme
from studio.ui.widgets.button import paint_box

ProgressState = Literal["running", "paused", "done", "failed"]

_FILLS = {
    "running": "accent.fill",
    "paused": "border.control",
    "done": "success.fill",
    "failed": "danger.fill",
}
_STEP_MS = 40
_STEPS = 60


class _Moving(QWidget):
    """Moves a third along while the length is unknown and the widget is seen."""

    def __init__(self) -> None:
        super().__init__()
        self.share: float | None = 0.0
        self.state: ProgressState = "running"
        self.phase = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_STEP_MS)
        self._timer.timeout.connect(self._advance)

    def set_progress(
        self, share: float | None, state: ProgressState = "running"
    ) -> None:
        """Show a share from 0 to 1; None for unknown length."""
        self.share = None if share is None else min(1.0, max(0.0, share))
        self.state = state
        words = "" if self.share is None else f"{round(self.share * 100)}%"
        self.setAccessibleDescription(words)
        self._run()
        self.update()

    def _run(self) -> None:
        moving = self.share is None and self.state == "running" and self.isVisible()
        if moving and not self._timer.isActive():
            self._timer.start()
        elif not moving:
            self._timer.stop()

    def _advance(self) -> None:
        self.phase = (self.phase + 1) % _STEPS
        self.update()

    def showEvent(self, event: QShowEvent) -> None:
        """Move on."""
        super().showEvent(event)
        self._run()

    def hideEvent(self, event: QHideEvent) -> None:
        """Rest."""
        super().hideEvent(event)
        self._timer.stop()


class ProgressBar(_Moving):
    """A bar of 4 px. Never alone: a per cent or a word stands beside it."""

    def __init__(self, width: int | None = None) -> None:
        super().__init__()
        self.setFixedHeight(4)
        if width is None:
            self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        else:
            self.setFixedWidth(width)

    def sizeHint(self) -> QSize:
        """Some width to start from."""
        return QSize(120, 4)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track and bar."""
        del event
        painter = QPainter(self)
        rect = QRectF(self.rect())
        paint_box(painter, rect, "chart.track", "", 2)
        if self.share is None:
            third = rect.width() / 3
            x = (rect.width() + third) * self.phase / _STEPS - third
            bar = QRectF(x, 0, third, 4).intersected(rect)
        else:
            bar = QRectF(0, 0, rect.width() * self.share, 4)
        if bar.width() > 0:
            paint_box(painter, bar, _FILLS[self.state], "", 2)


class RingProgress(_Moving):
    """A ring, for the status bar and the rail."""

    def __init__(self, size: int = 14) -> None:
        super().__init__()
        self.setFixedSize(size, size)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw track and arc."""
        del event
        share = 0.25 if self.share is None else self.share
        turn = self.phase / _STEPS if self.share is None else 0.0
        paint_ring(QPainter(self), QRectF(self.rect()), share, turn)


def paint_ring(
    painter: QPainter, rect: QRectF, share: float, turn: float = 0.0
) -> None:
    """Draw a ring of progress; `turn` (0 to 1) is where the arc begins."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    inner = rect.adjusted(1.5, 1.5, -1.5, -1.5)
    pen = QPen(theme().colour("chart.track"), 2)
    painter.setPen(pen)
    painter.drawEllipse(inner)
    pen.setColor(theme().colour("accent.fill"))
    pen.setCapStyle(Qt.PenCapStyle.RoundCap)
    painter.setPen(pen)
    painter.drawArc(inner, round((90 - 360 * turn) * 16), round(-360 * share * 16))
