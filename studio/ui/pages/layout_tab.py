"""The inspector of the layout: what to ask for, what came, and why it suits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.domain.jobs import LayoutReasons
from studio.domain.page import Block, Page
from studio.ui.formats import decimal, percent
from studio.ui.language import tr
from studio.ui.pages.ask_section import AskSection
from studio.ui.pages.names import block_name
from studio.ui.pages.proposal_cards import ProposalsSection
from studio.ui.pages.reason_rows import ReasonRows, sureness
from studio.ui.widgets.heads import Scroll, Section
from studio.ui.widgets.label import Label

_NAMED = 2  # block types that a sentence names


class LayoutTab(Scroll):
    """Asking, proposals and reasons; the parts have the signals."""

    def __init__(self) -> None:
        super().__init__()
        self.empty = Section(line=False)
        self.nothing = Label("", "label", "text.secondary", wrap=True)
        self.empty.add(self.nothing)
        self.ask = AskSection()
        self.proposals = ProposalsSection()
        self.why = WhySection()
        for widget in (self.empty, self.ask, self.proposals, self.why):
            self.body.addWidget(widget)
        self.body.addStretch(1)
        self.show_page(None, "", (), None, "")

    def show_page(
        self,
        page: Page | None,
        persona: str,
        blocks: Sequence[Block],
        reasons: LayoutReasons | None,
        block_id: str,
    ) -> None:
        """Show a page; `blocks` are its web blocks that shoppers see."""
        for part in (self.ask, self.proposals, self.why):
            part.setVisible(bool(blocks))
        self.empty.setVisible(not blocks)
        if not blocks:
            self.nothing.setText(
                tr("No page is open.")
                if page is None
                else tr(
                    "Only web pages are laid out by the model; layouts of e-mails,"
                    " advertisements and social pictures come from a grammar."
                )
            )
            return
        self.why.show_reasons(persona, blocks, reasons, block_id)


class WhySection(QWidget):
    """Why this layout suits this persona, block by block, with a lock for each."""

    def __init__(self) -> None:
        super().__init__()
        self.head = Section(tr("Why this layout"), line=False)
        self.sentence = Label("", "label", "text.secondary", wrap=True)
        self.head.add(self.sentence)
        self.rows = ReasonRows()
        self.foot = Section(line=False)
        self.note = Label("", "caption", "text.tertiary", wrap=True)
        self.foot.add(self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.head, self.rows, self.foot):
            column.addWidget(widget)

    def show_reasons(
        self,
        persona: str,
        blocks: Sequence[Block],
        reasons: LayoutReasons | None,
        block_id: str,
    ) -> None:
        """Show reasons; None while they are asked for."""
        known = {each.block_id: each for each in reasons.blocks} if reasons else {}
        self.head.title.setText(tr("Why this layout for {name}", name=persona))
        self.rows.show_blocks(blocks, known, block_id)
        self.sentence.setText(_sentence(persona, reasons))
        self.note.setText(
            tr(
                "Bars: clicks on the block against the average block of the average"
                " page. Thin line: 90 % interval. Pale: too little is known to tell."
            )
        )
        self.foot.setVisible(bool(known))


def _sentence(persona: str, reasons: LayoutReasons | None) -> str:
    if reasons is None:
        return tr("Asking the model...")
    if not reasons.blocks or reasons.rate is None or not reasons.average:
        return tr(
            "The model has not learned from clicks yet: import page_events.csv with"
            " layouts.jsonl, then train the layout GAN."
        )
    times = decimal(reasons.rate / reasons.average, 1)
    told = tr(
        "{name} are expected to click {share} of the blocks they see, {times} times"
        " the average page.",
        name=persona, share=percent(reasons.rate), times=times,
    )  # fmt: skip
    sure = [each for each in reasons.blocks if sureness(each)]
    liked = sorted((e for e in sure if e.rate > e.usual), key=lambda e: -e.rate)
    missed = sorted((e for e in sure if e.rate < e.usual), key=lambda e: e.rate)
    if liked:
        names = _names([each.type for each in liked])
        told = f"{told} {tr('Most of it comes from {names}.', names=names)}"
    if missed:
        names = _names([each.type for each in missed])
        told = f"{told} {tr('They leave {names} alone.', names=names)}"
    if not sure:
        told = f"{told} {tr('No single block stands out for sure.')}"
    return told


def _names(types: Sequence[str]) -> str:
    first = list(dict.fromkeys(types))[:_NAMED]
    return tr(" and ").join(block_name(each).lower() for each in first)
