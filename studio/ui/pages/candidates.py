"""The candidates of one persona and scenario, as small pictures of their layouts."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter

from studio.domain.page import Page
from studio.domain.review import PageRow
from studio.ui.formats import decimal
from studio.ui.language import tr
from studio.ui.pages.card_figures import HIGH, Figures, paint_figures
from studio.ui.pages.card_grid import CardGrid
from studio.ui.pages.names import STATUS_NAMES, letter
from studio.ui.theme import paint_icon, theme

_LEAST_CARD, _LINE = 140, 20


class Candidate(msgspec.Struct, frozen=True):
    """A candidate's row, the page itself, and how unlike the others it is."""

    row: PageRow
    page: Page
    unlike: float | None = None

    @property
    def figures(self) -> Figures:
        """What the layout model says of it."""
        page = self.page
        unlike = self.unlike if page.realism is not None else None
        return Figures(page.engagement, page.realism, unlike)


class CandidateCards(CardGrid):
    """Cards in two columns. `chosen(page_id)` when a person goes to one."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__(tr("Candidates"), _LEAST_CARD, _LINE + HIGH + 6)
        self._cards: tuple[Candidate, ...] = ()
        self.picked.connect(lambda at: self.chosen.emit(self._cards[at].row.page_id))

    def set_candidates(self, cards: Sequence[Candidate], page_id: str) -> None:
        """Show other candidates, one of them as the open page."""
        self._cards = tuple(cards)
        ids = [card.row.page_id for card in cards]
        at = ids.index(page_id) if page_id in ids else -1
        self.show_cards([card.page for card in cards], at)

    def paint_label(
        self, painter: QPainter, line: QRect, at: int, *, here: bool
    ) -> None:
        """Letter, signs and predicted recall; below them what the layout model says."""
        card = self._cards[at]
        first = QRect(line.left(), line.top(), line.width(), _LINE)
        self._paint_name(painter, first, card.row, here=here)
        if card.figures.known:
            second = QRect(line.left(), first.bottom(), line.width(), HIGH)
            paint_figures(painter, second, card.figures)

    @staticmethod
    def _paint_name(
        painter: QPainter, line: QRect, row: PageRow, *, here: bool
    ) -> None:
        painter.setFont(theme().font("label_strong"))
        painter.setPen(theme().colour("accent.text" if here else "text.primary"))
        name = letter(row.candidate)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, name)
        if row.chosen:
            x = line.left() + painter.fontMetrics().horizontalAdvance(name) + 6
            role = "success.fill" if row.status == "approved" else "text.secondary"
            box = QRect(x, line.top() + 3, 14, 14)
            paint_icon(painter, box, "check", role)
        painter.setFont(theme().font("label"))
        painter.setPen(theme().colour("text.secondary"))
        number = decimal(row.recall)
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        painter.drawText(line, right, number)
        if row.edited:
            wide = painter.fontMetrics().horizontalAdvance(number)
            box = QRect(line.right() - wide - 18, line.top() + 3, 14, 14)
            paint_icon(painter, box, "pencil", "text.secondary")

    def sentence(self, at: int) -> str:
        """A candidate in words."""
        card = self._cards[at]
        row = card.row
        parts = [
            tr("Candidate {letter}", letter=letter(row.candidate)),
            tr(STATUS_NAMES[row.status]),
            tr("predicted recall {value}", value=decimal(row.recall)),
            *card.figures.sentences(),
        ]
        if row.chosen:
            parts.append(tr("chosen for this persona and scenario"))
        if row.edited:
            parts.append(tr("edited by hand"))
        return ", ".join(parts)
