"""The wall of samples: what the generator makes of the same noise."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.domain.layout import Layout
from studio.ui.language import mark, tr
from studio.ui.widgets import Dialog, Label, WireframeCard

CARD = (84, 102)
_GAP = 6
KINDS: dict[str, str] = {
    "home": mark("home page"),
    "landing": mark("landing page"),
    "collection": mark("collection page"),
    "product": mark("product page"),
    "other": mark("page"),
}


class Wall(QWidget):
    """As many samples as fit in a row. `opened(int)` when one is clicked."""

    opened = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.layouts: tuple[Layout, ...] = ()
        self.cards: list[WireframeCard] = []
        self.title = Label(tr("Samples"), "label_strong")
        self.line = Label("", "label", "text.tertiary", elide=True)
        self.count = Label("", "label", "text.tertiary")
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addWidget(self.line, 1)
        head.addWidget(self.count)
        self._row = QHBoxLayout()
        self._row.setSpacing(_GAP)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(self._row)
        self.setMinimumWidth(3 * (CARD[0] + _GAP))

    def show_layouts(self, layouts: Sequence[Layout], line: str) -> None:
        """Show samples; `line` says what they were made for."""
        if tuple(layouts) == self.layouts:
            return
        self.layouts = tuple(layouts)
        self.line.setText(line)
        self._fill()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show as many as fit."""
        super().resizeEvent(event)
        self._fill()

    def _fill(self) -> None:
        fitting = max(1, (self.width() + _GAP) // (CARD[0] + _GAP))
        shown = min(fitting, len(self.layouts))
        while len(self.cards) > shown:
            card = self.cards.pop()
            self._row.removeWidget(card)
            card.hide()
            card.deleteLater()
        while len(self.cards) < shown:
            self.cards.append(self._new_card(len(self.cards)))
        for at, card in enumerate(self.cards):
            card.set_source(self.layouts[at])
            card.setToolTip(described(self.layouts[at]))
            card.setAccessibleDescription(card.toolTip())
        words = tr("{n} of {all}", n=shown, all=len(self.layouts)) if shown else ""
        self.count.setText(words)

    def _new_card(self, at: int) -> WireframeCard:
        card = WireframeCard((), CARD, tr("Sample {n}", n=at + 1))
        card.setCheckable(False)
        card.clicked.connect(lambda: self.opened.emit(at))
        if not at:
            self._row.addStretch(1)
        self._row.insertWidget(at, card)
        return card

    def open_sample(self, at: int) -> Dialog:
        """Show one sample large, over the window."""
        layout = self.layouts[at]
        title = tr("Sample {n}", n=at + 1)
        close = (("close", tr("Close"), "secondary"),)
        dialog = Dialog(self, title, described(layout), close, 440)  # type: ignore[arg-type]
        card = WireframeCard(layout, (400, 460), title)
        card.setEnabled(False)
        dialog.content.addWidget(card)
        dialog.open()
        return dialog


def described(layout: Layout) -> str:
    """The blocks of a layout in words, such as "Home page: hero banner, ..."."""
    kind = tr(KINDS.get(layout.page_kind, "page")).capitalize()
    names = [block.type.replace("-", " ") for block in layout.blocks]
    told = [name if n == 1 else f"{name} × {n}" for name, n in Counter(names).items()]
    return f"{kind}: {', '.join(told)}"
