"""Layouts that the page could have, as cards, and the ways from one set to another."""

from __future__ import annotations

import re
from collections.abc import Sequence

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.domain.jobs import Proposal, Proposals
from studio.domain.layout import WEB_BLOCKS
from studio.ui.formats import percent
from studio.ui.language import tr
from studio.ui.pages.card_figures import (
    HIGH,
    Figures,
    FiguresLegend,
    paint_figures,
)
from studio.ui.pages.card_grid import CardGrid
from studio.ui.pages.names import block_name
from studio.ui.said import said
from studio.ui.theme import theme
from studio.ui.widgets.button import Button, IconButton
from studio.ui.widgets.heads import Section
from studio.ui.widgets.label import IconLabel, Label
from studio.ui.widgets.progress import ProgressBar

_LEAST_CARD, _LINE = 116, 18


class ProposalCards(CardGrid):
    """The proposals of one set, numbered from 1."""

    def __init__(self) -> None:
        super().__init__(tr("Proposed layouts"), _LEAST_CARD, _LINE + HIGH + 6)
        self._proposals: tuple[Proposal, ...] = ()

    def set_proposals(self, proposals: Sequence[Proposal], at: int) -> None:
        """Show other proposals; `at` is the one that the page has, or -1."""
        self._proposals = tuple(proposals)
        self.show_cards([each.layout for each in proposals], at)

    def paint_label(
        self, painter: QPainter, line: QRect, at: int, *, here: bool
    ) -> None:
        """Number and how many blocks; below them the figures."""
        each = self._proposals[at]
        first = QRect(line.left(), line.top(), line.width(), _LINE)
        painter.setFont(theme().font("label_strong"))
        painter.setPen(theme().colour("accent.text" if here else "text.primary"))
        painter.drawText(first, Qt.AlignmentFlag.AlignVCenter, str(at + 1))
        painter.setFont(theme().font("caption"))
        painter.setPen(theme().colour("text.tertiary"))
        right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        size = tr("{n} blocks", n=len(each.layout.blocks))
        painter.drawText(first, right, size)
        second = QRect(line.left(), first.bottom(), line.width(), HIGH)
        paint_figures(painter, second, figures_of(each))

    def sentence(self, at: int) -> str:
        """A proposal in words: its figures, then its blocks."""
        each = self._proposals[at]
        told = [tr("Proposal {n}", n=at + 1), *figures_of(each).sentences()]
        blocks = tr(", ").join(block_name(b.type) for b in each.layout.blocks)
        return f"{tr(', ').join(told)}. {blocks}"


class ProposalsSection(Section):
    """Cards, what was dropped of the wishes, and progress while they are made.

    `taken(int)` when a person takes one; `stepped(int)` for the set before or after;
    `cancelled()` when they are not wanted any more.
    """

    taken = Signal(int)
    stepped = Signal(int)
    cancelled = Signal()

    def __init__(self) -> None:
        super().__init__(tr("Proposals"), line=False)
        self.back = IconButton("chevron-left", tr("Proposals before these"), size=24)
        self.on = IconButton("chevron-right", tr("Proposals after these"), size=24)
        self.back.clicked.connect(lambda: self.stepped.emit(-1))
        self.on.clicked.connect(lambda: self.stepped.emit(1))
        self.head.addWidget(self.back)
        self.head.addWidget(self.on)
        self.cards = ProposalCards()
        self.cards.picked.connect(self.taken)
        self.legend = FiguresLegend()
        self.average = Label("", "caption", "text.tertiary", wrap=True)
        self.dropped = _Dropped()
        self.nothing = Label("", "label", "text.secondary", wrap=True)
        self.waiting = _Waiting()
        self.waiting.cancel.clicked.connect(self.cancelled)
        for widget in (
            self.nothing, self.waiting, self.dropped, self.legend, self.average
        ):  # fmt: skip
            self.add(widget)
        layout = self.layout()
        if layout is not None:
            layout.addWidget(self.cards)
        self.show_set(None, -1, 0, 0)

    def show_set(self, shown: Proposals | None, at: int, place: int, of: int) -> None:
        """Show a set; `place` (from 1) of `of` sets made for this page."""
        several = of > 1
        self.back.setVisible(several)
        self.on.setVisible(several)
        self.back.setEnabled(place > 1)
        self.on.setEnabled(place < of)
        self.aside.setText(tr("{n} of {all}", n=place, all=of) if several else "")
        made = shown.proposals if shown else ()
        self.cards.set_proposals(made, at)
        self.cards.setVisible(bool(made))
        self.legend.setVisible(bool(made))
        self.dropped.show_sentences(shown.dropped if shown else ())
        rate = shown.average if shown else None
        self.average.setVisible(rate is not None)
        if rate is not None:
            text = tr("The average page: {share} clicks a block.", share=percent(rate))
            self.average.setText(text)
        self._say_nothing(shown)

    def _say_nothing(self, shown: Proposals | None) -> None:
        text = tr(
            "Ask above: eight layouts appear here. Taking one is an edit like any"
            " other; undo leads back."
        )
        if shown is not None:
            text = tr("No layout keeps all of this. Unlock a block or drop a wish.")
        self.nothing.setText(text)
        self.nothing.setVisible(shown is None or not shown.proposals)

    def show_waiting(self, *, waiting: bool) -> None:
        """Show that proposals are being made."""
        self.waiting.setVisible(waiting)
        if waiting:
            self.nothing.hide()


class _Waiting(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.bar = ProgressBar()
        self.bar.set_progress(None, "running")
        self.cancel = Button(tr("Cancel"), "link")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.bar, 1)
        row.addWidget(self.cancel)
        self.hide()


class _Dropped(QWidget):
    """What of the wishes could not hold."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 4)
        row.setSpacing(6)
        row.addWidget(
            IconLabel("triangle-alert", "warn.fill", 14), 0, Qt.AlignmentFlag.AlignTop
        )
        self.text = Label("", "label", "warn.text", wrap=True)
        row.addWidget(self.text, 1)
        self.hide()

    def show_sentences(self, sentences: Sequence[str]) -> None:
        """Show the sentences, or nothing."""
        names = " ".join(dropped_words(each) for each in sentences)
        self.text.setText(tr("Dropped to keep the rest: {names}", names=names))
        self.setVisible(bool(sentences))


def figures_of(each: Proposal) -> Figures:
    """What the layout model says of a proposal."""
    return Figures(each.layout.engagement, each.layout.realism, each.unlike)


def dropped_words(sentence: str) -> str:
    """What was dropped, with block types as the window calls them."""
    words = said(sentence)
    for name in sorted(WEB_BLOCKS, key=len, reverse=True):
        words = re.sub(
            rf"(?<![a-z0-9_-]){re.escape(name)}(?![a-z0-9_-])", block_name(name), words
        )
    return words
