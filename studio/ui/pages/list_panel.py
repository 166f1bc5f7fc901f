"""The left panel: matrix, legend, candidates, and the button that makes more."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from studio.domain.page import NEEDS_BRIEF, SCENARIOS
from studio.ui.language import tr
from studio.ui.pages.candidates import Candidate, CandidateCards
from studio.ui.pages.card_figures import FiguresLegend
from studio.ui.pages.matrix import Legend, MatrixRow, PageMatrix
from studio.ui.widgets.button import Button, IconButton
from studio.ui.widgets.heads import PanelHead, Scroll
from studio.ui.widgets.label import HLine, Label, set_surface

MOST_ROWS_IN_SIGHT = 10
CANDIDATES = 8
"""How many pages one press of Generate makes."""


class ListPanel(QWidget):
    """What pages there are.

    `place_chosen(persona_id, scenario)`, `page_chosen(page_id)` and
    `generate_requested()` say what the person asks for.
    """

    place_chosen = Signal(str, str)
    page_chosen = Signal(str)
    generate_requested = Signal()
    all_requested = Signal()

    def __init__(self) -> None:
        super().__init__()
        set_surface(self, "panel")
        self.head = PanelHead(tr("Pages"), line=False)
        self.count = Label("", "label", "text.tertiary")
        self.head.add(self.count)
        self.add_button = IconButton(
            "plus", tr("Generate for every persona..."), size=24
        )
        self.add_button.clicked.connect(self.all_requested)
        self.head.add(self.add_button)
        self.matrix = PageMatrix()
        self.matrix.chosen.connect(self.place_chosen)
        self._matrix_scroll = _scroll(self.matrix)
        self.legend = FiguresLegend()
        self.legend.hide()
        self.cards = CandidateCards()
        self.cards.chosen.connect(self.page_chosen)
        self.generate = Button(tr("Generate..."), icon="shuffle", height=28)
        self.generate.setSizePolicy(
            QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed
        )
        self.generate.clicked.connect(self.generate_requested)
        self.reason = Label("", "caption", "text.tertiary", wrap=True)
        self.reason.hide()
        self._lay_out()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._matrix_scroll)
        column.addWidget(Legend())
        column.addWidget(HLine("default"))
        heads = QHBoxLayout()
        heads.setContentsMargins(16, 14, 16, 8)
        heads.addWidget(Label(tr("Candidates"), "label_strong"))
        heads.addStretch(1)
        heads.addWidget(Label(tr("Predicted recall"), "caption", "text.tertiary"))
        column.addLayout(heads)
        legend = QHBoxLayout()
        legend.setContentsMargins(16, 0, 16, 4)
        legend.addWidget(self.legend)
        column.addLayout(legend)
        scroll = Scroll()
        scroll.body.addWidget(self.cards)
        scroll.body.addStretch(1)
        column.addWidget(scroll, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 8, 16, 12)
        foot.setSpacing(6)
        foot.addWidget(self.generate)
        foot.addWidget(self.reason)
        column.addLayout(foot)

    def set_rows(self, rows: Sequence[MatrixRow]) -> None:
        """Show the personas with their pages."""
        self.matrix.set_rows(rows)
        made = sum(len(row.pages) for row in rows)
        whole = len(rows) * len(SCENARIOS)
        self.count.setText(tr("{made} of {whole}", made=made, whole=whole))
        height = self.matrix.sizeHint().height()
        least = min(height, 30 + 28 * MOST_ROWS_IN_SIGHT)
        self._matrix_scroll.setFixedHeight(least)

    def set_candidates(
        self, cards: Sequence[Candidate], page_id: str, scenario: str
    ) -> None:
        """Show the candidates of the place."""
        self.cards.set_candidates(cards, page_id)
        self.legend.setVisible(any(card.figures.known for card in cards))
        dialog = scenario in NEEDS_BRIEF
        if cards:
            more = tr("Generate {n} more...") if dialog else tr("Generate {n} more")
            self.generate.setText(more.format(n=CANDIDATES))
        else:
            self.generate.setText(tr("Generate...") if dialog else tr("Generate"))

    def set_reason(self, reason: str) -> None:
        """Say why nothing can be generated yet; empty when it can."""
        self.generate.setEnabled(not reason)
        self.add_button.setEnabled(not reason)
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))


def _scroll(widget: QWidget) -> QScrollArea:
    area = Scroll()
    area.body.addWidget(widget)
    return area
