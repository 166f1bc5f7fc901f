"""The line under the preview: what the page is expected to do, and findings."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.domain.page import Page
from studio.ui.formats import decimal
from studio.ui.language import plural, tr
from studio.ui.pages.advice import Finding
from studio.ui.theme import paint_icon, theme
from studio.ui.widgets.button import Button, paint_box
from studio.ui.widgets.label import HLine, Label, VLine, set_surface
from studio.ui.widgets.menu import Menu

_ROOMY = 560
"""Width from which the comparison with the bestseller page has room."""


class FindingsButton(Button):
    """How many findings there are; a state, so an icon and a word in its colour."""

    def __init__(self) -> None:
        super().__init__(tr("No findings"), "quiet", "circle-check", 24)
        self._n = 0

    def set_count(self, n: int) -> None:
        """Say how many there are."""
        self._n = n
        text = plural(n, "{n} finding", "{n} findings") if n else tr("No findings")
        self.setText(text)
        self.setAccessibleName(text)
        self.set_icon("triangle-alert" if n else "circle-check")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw sign and words in the colour of the state."""
        if not self._n:
            super().paintEvent(event)
            return
        painter = QPainter(self)
        if self.underMouse():
            paint_box(painter, self.rect().toRectF(), "surface.hover", "", 6)
        paint_icon(painter, QRect(8, 5, 14, 14), "triangle-alert", "warn.fill")
        painter.setFont(theme().font("label"))
        painter.setPen(theme().colour("warn.text"))
        box = self.rect().adjusted(28, 0, -4, 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, self.text())


class Footer(QWidget):
    """Predicted recall beside the bestseller page's, brands, findings.

    `finding_chosen` gives the finding that the person goes to.
    """

    finding_chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        set_surface(self, "panel")
        self.setFixedHeight(33)
        self._findings: tuple[Finding, ...] = ()
        self.recall = Label("", "label_strong")
        self.bestsellers = Label("", "label", "text.tertiary")
        self.brands = Label("", "label_strong")
        self.findings = FindingsButton()
        self.findings.clicked.connect(self._open)
        self._parts = QWidget()
        self._lay_out()

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(HLine("default"))
        parts = QHBoxLayout(self._parts)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(4)
        parts.addWidget(Label(tr("Predicted recall"), "label", "text.tertiary"))
        parts.addWidget(self.recall)
        parts.addSpacing(8)
        parts.addWidget(self.bestsellers)
        parts.addSpacing(8)
        parts.addWidget(VLine("default", 16))
        parts.addSpacing(8)
        parts.addWidget(Label(tr("Brands shown"), "label", "text.tertiary"))
        parts.addWidget(self.brands)
        row = QHBoxLayout()
        row.addStrut(32)
        row.setContentsMargins(16, 0, 8, 0)
        row.addWidget(self._parts)
        row.addStretch(1)
        row.addWidget(self.findings)
        outer.addLayout(row, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The comparison gives way where the footer is narrow."""
        super().resizeEvent(event)
        self.bestsellers.setVisible(self.width() >= _ROOMY)

    def set_page(self, page: Page | None, brands: int) -> None:
        """Show the numbers of a page."""
        self._parts.setVisible(page is not None)
        self.findings.setVisible(page is not None)
        if page is None:
            return
        self.recall.setText(decimal(page.recall))
        value = decimal(page.recall_bestsellers)
        self.bestsellers.setText(tr("bestseller page {value}", value=value))
        self.brands.setText(str(brands))

    def set_findings(self, findings: Sequence[Finding]) -> None:
        """Show how many findings the page has."""
        self._findings = tuple(findings)
        self.findings.set_count(len(findings))

    def _open(self) -> None:
        if not self._findings:
            return
        menu = Menu(self)
        for finding in self._findings:
            action = menu.add(
                finding.text, "circle-alert" if finding.error else "triangle-alert"
            )
            action.triggered.connect(
                lambda _=False, finding=finding: self.finding_chosen.emit(finding)
            )
        above = QPoint(0, -menu.sizeHint().height())
        menu.exec(self.findings.mapToGlobal(above))
