"""What floats over the map: the bar of a lasso, the tip of a point."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.ui.language import plural, tr
from studio.ui.theme import paint_raised, shadow_margin
from studio.ui.widgets import Button, IconButton, Label, VLine

_LEVEL = 2
_RADIUS = 8
_PICTURE = 40


class _Raised(QWidget):
    """A small raised surface over its parent."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.margin = shadow_margin(_LEVEL)
        self.hide()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the surface."""
        del event
        m = self.margin
        rect: QRect = self.rect().adjusted(m, m, -m, -m)
        paint_raised(QPainter(self), rect, _LEVEL, _RADIUS)

    def fit(self) -> None:
        """Become as large as the texts need, also while it is hidden."""
        layout = self.layout()
        if layout is not None:
            layout.invalidate()
            layout.activate()
            self.resize(layout.totalSizeHint())

    def put(self, left: float, top: float, room: QRect) -> None:
        """Show it with its visible corner at a point, inside the room."""
        self.fit()
        m = self.margin
        least_x, least_y = room.left() + 4, room.top() + 4
        x = max(least_x, min(round(left), room.right() - self.width() + 2 * m - 4))
        y = max(least_y, min(round(top), room.bottom() - self.height() + 2 * m - 4))
        self.move(QPoint(x - m, y - m))
        self.show()
        self.raise_()


class LassoBar(_Raised):
    """What can be done with the shoppers inside a lasso, 32 px high.

    Signals: make_wanted, compare_wanted, closed.
    """

    make_wanted = Signal()
    compare_wanted = Signal()
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        m = self.margin
        self.count = Label("", "label_strong")
        self.why = Label("", "label", "text.secondary")
        self.make = Button(tr("Make a persona"), "quiet", height=24)
        self.compare = Button(tr("Compare"), "quiet", height=24)
        close = IconButton("x", tr("Close"), "Esc", 24)
        row = QHBoxLayout(self)
        row.setContentsMargins(m + 12, m + 4, m + 6, m + 4)
        row.setSpacing(4)
        row.addWidget(self.count)
        row.addSpacing(4)
        row.addWidget(VLine("default", 16))
        for widget in (self.why, self.make, self.compare, close):
            row.addWidget(widget)
        self.make.clicked.connect(self.make_wanted.emit)
        self.compare.clicked.connect(self.compare_wanted.emit)
        close.clicked.connect(self.closed.emit)

    def show_count(self, n: int, least: int) -> None:
        """Say how many are inside; a group below `least` is not told apart."""
        few = n < least
        words = plural(n, "{n} shopper", "{n} shoppers")
        self.count.setText(tr("Fewer than {n} shoppers", n=least) if few else words)
        self.why.setText(tr("Draw it wider: nobody may be recognised"))
        self.why.setVisible(few)
        self.make.setVisible(not few)
        self.compare.setVisible(not few)


class PointTip(_Raised):
    """The name of the point under the pointer, with a product's picture."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        m = self.margin
        self.picture = Label()
        self.picture.setFixedSize(_PICTURE, _PICTURE)
        self.title = Label("", "label_strong")
        self.detail = Label("", "caption", "text.secondary")
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.title)
        texts.addWidget(self.detail)
        row = QHBoxLayout(self)
        row.setContentsMargins(m + 10, m + 6, m + 10, m + 6)
        row.setSpacing(10)
        row.addWidget(self.picture)
        row.addLayout(texts)

    def set(self, title: str, detail: str, picture: QPixmap | None) -> None:
        """Say what the point is."""
        self.title.setText(title)
        self.detail.setText(detail)
        self.picture.setVisible(picture is not None)
        if picture is not None:
            self.picture.setPixmap(picture)
