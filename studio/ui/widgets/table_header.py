"""The painted head of a table."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView

from studio.ui.theme import paint_icon, theme
from studio.ui.widgets.table_model import RowModel

EDGE = 16
"""Padding of the first and last cell at the panel's edge; others have half."""


def cell_box(rect: QRect, *, first: bool, last: bool) -> QRect:
    """A cell's rectangle without its padding."""
    left = EDGE if first else EDGE // 2
    right = EDGE if last else EDGE // 2
    return rect.adjusted(left, 0, -right, 0)


class TableHeader(QHeaderView):
    """Heads of 28 px with a sort arrow before the text."""

    sort_wanted = Signal(int, bool)

    def __init__(self, rows: RowModel, *, sortable: bool) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self._rows = rows
        self._sortable = sortable
        self.height_px = 29
        self.setHighlightSections(False)
        self.setSectionsClickable(sortable)
        self.setMinimumSectionSize(24)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setFont(theme().font("caption_strong"))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def sizeHint(self) -> QSize:
        """28 px and a hairline."""
        return QSize(super().sizeHint().width(), self.height_px)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        """Draw text, arrow and hairline."""
        painter.save()
        painter.fillRect(rect, theme().colour("surface.panel"))
        line = QRect(rect.x(), rect.bottom(), rect.width(), 1)
        painter.fillRect(line, theme().colour("border.default"))
        column = self._rows.columns[section]
        last = section == len(self._rows.columns) - 1
        box = cell_box(rect, first=section == 0, last=last)
        if column.right and section:  # its own left padding is room for a long head
            box.setLeft(rect.left())
        by = self._rows.sorted_by
        on = by is not None and by[0] == section
        painter.setFont(self.font())
        painter.setPen(theme().colour("text.primary" if on else "text.secondary"))
        side = (
            Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
        )
        metrics = painter.fontMetrics()
        text = metrics.elidedText(
            column.title, Qt.TextElideMode.ElideRight, box.width()
        )
        painter.drawText(box, side | Qt.AlignmentFlag.AlignVCenter, text)
        if on and by is not None:
            wide = metrics.horizontalAdvance(text)
            x = box.right() - wide - 18 if column.right else box.x() + wide + 4
            name = "arrow-down" if by[1] else "arrow-up"
            arrow = QRect(x, rect.center().y() - 6, 12, 12)
            paint_icon(painter, arrow, name, "text.primary")
        painter.restore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Sort by the clicked head; again, the other way."""
        super().mouseReleaseEvent(event)
        section = self.logicalIndexAt(event.position().toPoint())
        if self._sortable and section >= 0:
            by = self._rows.sorted_by
            descending = by is not None and by == (section, False)
            self.sort_wanted.emit(section, descending)
