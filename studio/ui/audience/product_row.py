"""A product in the inspector: picture, title, category and price, score."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.domain.persona import Typical
from studio.ui import formats
from studio.ui.audience.known import Known, title_of
from studio.ui.audience.pictures import product_pixmap
from studio.ui.language import tr
from studio.ui.widgets import IconButton, Label

_PICTURE = 32


class ProductRow(QWidget):
    """One typical product, 44 px high.

    `why_wanted(str)` product id, when a person asks why it is typical.
    """

    why_wanted = Signal(str)

    def __init__(self, typical: Typical, known: Known) -> None:
        super().__init__()
        self._typical, self._known = typical, known
        product = known.product(typical.product_id)
        self.picture = Label()
        self.picture.setFixedSize(_PICTURE, _PICTURE)
        self.title = Label(title_of(product), "body", elide=True)
        line = known.product_line(product)
        self.line = Label(line, "caption", "text.tertiary", elide=True)
        score = formats.decimal(typical.score, 2)
        self.score = Label(score, "label", "text.secondary")
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.title)
        texts.addWidget(self.line)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(12)
        row.addWidget(self.picture)
        row.addLayout(texts, 1)
        row.addWidget(self.score)
        self.why = IconButton("circle-question-mark", tr("Why this product"), size=24)
        self.why.clicked.connect(lambda: self.why_wanted.emit(typical.product_id))
        row.addWidget(self.why)
        self.dress()

    def dress(self) -> None:
        """Draw the picture in the theme's colours."""
        path = self._known.picture(self._typical.product_id)
        ratio = self.devicePixelRatioF()
        self.picture.setPixmap(product_pixmap(path, _PICTURE, ratio))
