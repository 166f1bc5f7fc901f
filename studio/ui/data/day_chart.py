"""Events a day, with the days on which some are missing."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from studio.domain.quality import Day, Gap
from studio.ui.formats import count, days, written
from studio.ui.language import plural, tr
from studio.ui.theme import theme

HEIGHT = 148
_LEFT, _RIGHT, _TOP, _FOOT = 56, 16, 8, 20


class DayChart(QWidget):
    """One bar a day (or the most of several days where they are narrower than 1 px).

    Gaps are filled from top to bottom in the colour of a warning; a tip says the day.
    """

    def __init__(self) -> None:
        super().__init__()
        self._days: tuple[Day, ...] = ()
        self._missing: frozenset[str] = frozenset()
        self.setMouseTracking(True)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Events a day"))

    def show_days(self, shown: Sequence[Day], gaps: Sequence[Gap]) -> None:
        """Show other days; all of them, those without events too."""
        self._days = tuple(shown)
        self._missing = frozenset(
            day.day for day in shown for gap in gaps if gap.first <= day.day <= gap.last
        )
        words = plural(len(gaps), "{n} gap", "{n} gaps")
        self.setAccessibleDescription(
            tr(", ").join((days(shown[0].day, shown[-1].day), words)) if shown else ""
        )
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(320, HEIGHT)

    def _plot(self) -> QRectF:
        return QRectF(_LEFT, _TOP, self.width() - _LEFT - _RIGHT, HEIGHT - _TOP - _FOOT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw gaps, bars, the base line and the first and the last day."""
        del event
        if not self._days:
            return
        painter = QPainter(self)
        plot = self._plot()
        most = max(1, *(day.events for day in self._days))
        self._paint_scale(painter, plot, most)
        wide = plot.width() / len(self._days)
        missing = theme().colour("warn.soft")
        for at, day in enumerate(self._days):
            if day.day in self._missing:
                x = plot.left() + at * wide
                painter.fillRect(QRectF(x, plot.top(), wide, plot.height()), missing)
        bar = theme().colour("chart.baseline")
        gap = 1.0 if wide >= 3 else 0.0  # noqa: PLR2004 - narrower bars would vanish
        for at, day in enumerate(self._days):
            high = plot.height() * day.events / most
            x = plot.left() + at * wide
            painter.fillRect(QRectF(x, plot.bottom() - high, wide - gap, high), bar)

    def _paint_scale(self, painter: QPainter, plot: QRectF, most: int) -> None:
        painter.setFont(theme().font("caption"))
        painter.setPen(theme().colour("border.subtle"))
        painter.drawLine(QPointF(plot.left(), plot.top()), plot.topRight())
        painter.setPen(theme().colour("border.control"))
        painter.drawLine(plot.bottomLeft(), plot.bottomRight())
        painter.setPen(theme().colour("text.tertiary"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        left_of = QRectF(0, plot.top() - 8, _LEFT - 8, 16)
        painter.drawText(left_of, right, count(most))
        painter.drawText(left_of.translated(0, plot.height()), right, "0")
        foot = QRectF(plot.left(), plot.bottom() + 4, plot.width(), 16)
        painter.drawText(foot, Qt.AlignmentFlag.AlignLeft, written(self._days[0].day))
        painter.drawText(foot, Qt.AlignmentFlag.AlignRight, written(self._days[-1].day))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say the day under the pointer."""
        plot = self._plot()
        if not self._days or not plot.width():
            return
        place = (event.position().x() - plot.left()) / plot.width()
        at = int(place * len(self._days))
        if not 0 <= at < len(self._days):
            return
        day = self._days[at]
        usual = tr("usually {n}", n=count(round(day.usual)))
        events = plural(day.events, "{n} event", "{n} events")
        QToolTip.showText(
            event.globalPosition().toPoint(),
            f"{written(day.day)}: {events}, {usual}",
            self,
        )
