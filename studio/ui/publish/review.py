"""The review pane: what is to be known of a page before it goes out."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from studio.domain.page import Page
from studio.domain.review import PageRow
from studio.pipeline.review.findings import PageFinding
from studio.ui import formats
from studio.ui.language import language, plural, tr
from studio.ui.publish.names import STATES, title_of
from studio.ui.widgets.button import Button
from studio.ui.widgets.chip import Chip
from studio.ui.widgets.heads import EmptyState, PanelHead, Scroll, Section, clear_layout
from studio.ui.widgets.label import HLine, IconLabel, Label
from studio.ui.widgets.wireframe import WireframeCard

SIGNS = {
    "error": ("circle-alert", "danger.text"),
    "warning": ("triangle-alert", "warn.text"),
    "info": ("info", "text.secondary"),
}
CARD_SIZE = (168, 236)
"""Of the wireframe, in pixels."""


class ReviewPane(QWidget):
    """One page: its state, its findings, its look as a wireframe, and the decision.

    Signals:
        show_wanted(str, str): show a page (and a block of it) in the Pages step.
        approve_wanted(str), withdraw_wanted(str), refresh_wanted(str): a page id.
    """

    show_wanted = Signal(str, str)
    approve_wanted = Signal(str)
    withdraw_wanted = Signal(str)
    refresh_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._row: PageRow | None = None
        self.head = PanelHead("", 44)
        self.chip = Chip("")
        self.head.add(self.chip)
        self.sentence = Label("", "label", "text.secondary", wrap=True)
        self.findings = Section(tr("Findings"))
        self.look = Section(tr("Layout"), line=False)
        empty = EmptyState(
            tr("Nothing to review"),
            tr("Select a page in the list to see its findings and to approve it."),
            title_font="body_strong",
        )
        self._stack = QStackedWidget()
        self._stack.addWidget(empty)
        self._stack.addWidget(self._whole())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _whole(self) -> QWidget:
        scroll = Scroll()
        about = QWidget()
        inner = QVBoxLayout(about)
        inner.setContentsMargins(16, 10, 16, 10)
        inner.addWidget(self.sentence)
        for widget in (about, HLine("subtle"), self.findings, self.look):
            scroll.body.addWidget(widget)
        scroll.body.addStretch(1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(scroll, 1)
        column.addWidget(HLine("default"))
        column.addWidget(self._foot())
        return whole

    def _foot(self) -> QWidget:
        foot = QWidget()
        foot.setFixedHeight(48)
        line = QHBoxLayout(foot)
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(8)
        self.reason = Label("", "caption", "text.tertiary", elide=True)
        self.open = Button(tr("Open in Pages"), "secondary")
        self.withdraw = Button(tr("Withdraw"), "secondary")
        self.refresh = Button(tr("Refresh"), "secondary", "refresh-cw")
        self.approve = Button(tr("Approve..."), "secondary", "check")
        line.addWidget(self.reason, 1)
        for button, signal in (
            (self.withdraw, self.withdraw_wanted),
            (self.refresh, self.refresh_wanted),
            (self.approve, self.approve_wanted),
        ):
            button.clicked.connect(lambda _=False, s=signal: s.emit(self._id()))
        self.open.clicked.connect(lambda: self.show_wanted.emit(self._id(), ""))
        for button in (self.open, self.withdraw, self.refresh, self.approve):
            line.addWidget(button)
        return foot

    def clear(self) -> None:
        """No page is selected."""
        self._row = None
        self._stack.setCurrentIndex(0)

    def show_page(
        self, row: PageRow, page: Page, findings: Sequence[PageFinding]
    ) -> None:
        """Show a page with what the checks found."""
        self._row = row
        self._stack.setCurrentIndex(1)
        self.head.set_title(title_of(row))
        word, tone, icon = STATES[row.status]
        self.chip.set(tr(word), tone, icon)  # type: ignore[arg-type]
        self.sentence.setText(_sentence(row))
        self._show_findings(findings)
        clear_layout(self.look.body)
        card = WireframeCard(page, CARD_SIZE, tr("Layout of the page"))
        self.look.add(card)
        self._show_decision(row, findings)

    def _show_findings(self, findings: Sequence[PageFinding]) -> None:
        clear_layout(self.findings.body)
        errors = sum(f.severity == "error" for f in findings)
        self.findings.aside.setText(
            plural(errors, "{n} error", "{n} errors") if errors else ""
        )
        if not findings:
            self.findings.add(
                Label(tr("Nothing was found."), "label", "text.secondary")
            )
        for finding in findings:
            self.findings.add(self._finding(finding))

    def _finding(self, finding: PageFinding) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 4, 0, 4)
        line.setSpacing(8)
        icon, ink = SIGNS[finding.severity]
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(Label(finding.title.in_(language()), "label_strong", wrap=True))
        words.addWidget(
            Label(
                finding.sentence.in_(language()), "label", "text.secondary", wrap=True
            )
        )
        line.addWidget(IconLabel(icon, ink, 16))
        line.addLayout(words, 1)
        show = Button(tr("Show"), "link", height=24)
        show.clicked.connect(
            lambda: self.show_wanted.emit(self._id(), finding.block_id)
        )
        line.addWidget(show)
        return row

    def _show_decision(self, row: PageRow, findings: Sequence[PageFinding]) -> None:
        errors = sum(f.severity == "error" for f in findings)
        self.withdraw.setVisible(row.approval is not None)
        self.refresh.setVisible(row.status == "stale")
        self.approve.setVisible(row.status != "approved")
        self.approve.setEnabled(errors == 0)
        self.reason.setText(
            plural(
                errors,
                "{n} error must be settled first",
                "{n} errors must be settled first",
            )
            if errors and row.status != "approved"
            else ""
        )

    def _id(self) -> str:
        return self._row.page_id if self._row else ""


def _sentence(row: PageRow) -> str:
    approval = row.approval
    if approval is None:
        return tr("Not approved yet. Only approved pages are exported.")
    words = tr(
        "Approved at revision {n} by {name}: {day}.",
        n=approval.revision,
        day=formats.within(approval.at),
        name=approval.by,
    )
    note = f" “{approval.note}”" if approval.note else ""
    if row.status == "stale":
        why = row.stale_why or tr("The page has changed since.")
        return f"{words}{note} {why}"
    return words + note
