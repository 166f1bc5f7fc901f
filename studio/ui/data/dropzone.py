"""Where files can be dropped: a dashed box. Clicking it chooses files."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.ui.language import tr
from studio.ui.theme import theme
from studio.ui.widgets import Button, IconLabel, Label


class DashedBox(QWidget):
    """A box with a dashed edge; `sunken` fills it. Signal: clicked."""

    clicked = Signal()

    def __init__(self, *, sunken: bool = False) -> None:
        super().__init__()
        self._sunken = sunken

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw fill and edge."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(theme().colour("border.control"), 1)
        pen.setDashPattern([4, 3])
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if self._sunken:
            role = "surface.window"
            painter.setBrush(theme().colour(role))
        rect = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(rect, 8, 8)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click chooses files."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.clicked.emit()


class SmallDropZone(DashedBox):
    """The one below a list of files."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(64)
        self.setAccessibleName(tr("Drop more files here"))
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 10, 8, 10)
        column.setSpacing(4)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addWidget(IconLabel("upload", "text.secondary"), 0, middle)
        text = Label(tr("Drop more files here"), "label", "text.secondary")
        column.addWidget(text, 0, middle)


class BigDropZone(DashedBox):
    """The one of an empty project. Signals: choose_wanted, sample_wanted."""

    choose_wanted = Signal()
    sample_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(sunken=True)
        self.setFixedHeight(208)
        self.clicked.connect(self.choose_wanted.emit)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(6)
        middle = Qt.AlignmentFlag.AlignHCenter
        column.addStretch(1)
        column.addWidget(IconLabel("upload", "text.secondary", 20), 0, middle)
        column.addSpacing(4)
        column.addWidget(Label(tr("Drop your exports here"), "heading"), 0, middle)
        words = tr(
            "CSV, Excel, Parquet, JSON or zip, several at once. Files are read where"
            " they are and never changed."
        )
        column.addWidget(Label(words, "label", "text.tertiary"), 0, middle)
        column.addSpacing(10)
        row = QHBoxLayout()
        row.setSpacing(8)
        self.choose = Button(tr("Choose files..."), "primary")
        self.sample = Button(tr("Use the sample shop"), "secondary", "store")
        self.choose.clicked.connect(self.choose_wanted.emit)
        self.sample.clicked.connect(self.sample_wanted.emit)
        row.addStretch(1)
        row.addWidget(self.choose)
        row.addWidget(self.sample)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
