"""The inspector of the Data step: findings, and what privacy does to a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.domain.imports import Finding, ImportPlan
from studio.pipeline.ingest.exports import export_named
from studio.pipeline.ingest.problems import TARGET_WORDS, missing
from studio.ui.data.words import PRIVACY
from studio.ui.language import mark, plural, tr
from studio.ui.said import said
from studio.ui.widgets import (
    Button,
    Chip,
    HLine,
    IconLabel,
    KeyValue,
    Label,
    PanelHead,
    Scroll,
    clear_layout,
    paint_box,
)

_SIGNS = {
    "error": ("circle-alert", "danger.fill"),
    "warning": ("triangle-alert", "warn.fill"),
    "info": ("info", "text.secondary"),
}
_FILLS = {
    "kept": "chart.baseline",
    "pseudonymised": "accent.fill",
    "dropped": "surface.pressed",
}
_KEY_PLACES = {
    "keyring": mark("System keychain"),
    "file": mark("File in your settings"),
    "passphrase": mark("Passphrase"),
    "project": mark("In the project, encrypted"),
}


class FindingView(QWidget):
    """One finding: sign, title, sentence, examples on demand."""

    def __init__(self, finding: Finding) -> None:
        super().__init__()
        self.finding = finding
        self._run: Callable[[], object] | None = None
        icon, role = _SIGNS[finding.severity]
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        row = QHBoxLayout()
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(8)
        sign = QVBoxLayout()
        sign.addWidget(IconLabel(icon, role))
        sign.addStretch(1)
        row.addLayout(sign)
        self._texts = QVBoxLayout()
        self._texts.setSpacing(2)
        self._texts.addWidget(Label(said(finding.title), "label_strong", wrap=True))
        words = Label(said(finding.text), "label", "text.secondary", wrap=True)
        self._texts.addWidget(words)
        row.addLayout(self._texts, 1)
        outer.addLayout(row)
        outer.addWidget(HLine("subtle"))
        if finding.examples:
            self._add_examples(finding.examples)

    def add_action(self, words: str, run: Callable[[], object]) -> None:
        """Offer what can be done about it; a click on the finding does the first."""
        if self._run is None:
            self._run = run
            self.setCursor(Qt.CursorShape.PointingHandCursor)
        button = Button(words, "link")
        button.clicked.connect(lambda _on=False: run())
        self._texts.addSpacing(2)
        self._texts.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click anywhere in it does what its first action does."""
        if self._run is not None and event.button() == Qt.MouseButton.LeftButton:
            self._run()

    def _add_examples(self, examples: Sequence[str]) -> None:
        shown = Label("\n".join(examples), "mono", "text.secondary", wrap=True)
        shown.hide()
        button = Button(tr("Show rows"), "link")

        def toggle() -> None:
            shown.setVisible(not shown.isVisible())
            hide, show = tr("Hide rows"), tr("Show rows")
            button.setText(hide if shown.isVisible() else show)

        button.clicked.connect(toggle)
        self._texts.addSpacing(2)
        self._texts.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._texts.addWidget(shown)


class PrivacyBar(QWidget):
    """Shares of columns kept, pseudonymised and dropped."""

    def __init__(self) -> None:
        super().__init__()
        self._counts: dict[str, int] = {}
        self.setFixedHeight(8)

    def set_counts(self, counts: dict[str, int]) -> None:
        """Show other shares."""
        self._counts = {key: n for key, n in counts.items() if n}
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(120, 8)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the shares with a gap of 2 px."""
        del event
        painter = QPainter(self)
        whole = sum(self._counts.values()) or 1
        room = self.width() - 2 * max(0, len(self._counts) - 1)
        x = 0.0
        for key, n in self._counts.items():
            wide = room * n / whole
            paint_box(painter, QRectF(x, 0, wide, 8), _FILLS[key], "", 2)
            x += wide + 2


class _LegendRow(QWidget):
    def __init__(self, key: str) -> None:
        super().__init__()
        self._key = key
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 3, 0, 4)
        row.addWidget(Label(tr(PRIVACY[key][0]), "label"))
        row.addStretch(1)
        self.count = Label("", "label", "text.secondary")
        row.addWidget(self.count)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the swatch."""
        del event
        swatch = QRectF(0, self.height() / 2 - 4, 8, 8)
        paint_box(QPainter(self), swatch, _FILLS[self._key], "", 2)


class QualityPanel(QWidget):
    """Findings above, privacy below.

    Signals: column_wanted(str) for a target that the shown file needs and no column
    goes to; kind_wanted() of a file of which it is not clear what it is.
    """

    column_wanted = Signal(str)
    kind_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        head = PanelHead(tr("Quality"))
        self.errors = Chip("", "danger")
        self.warnings = Chip("", "warn")
        self.fine = Chip(tr("No findings"), "success", "check")
        for chip in (self.errors, self.warnings, self.fine):
            head.add(chip)
        outer.addWidget(head)
        scroll = Scroll()
        self._findings = QVBoxLayout()
        self._findings.setSpacing(0)
        scroll.body.addLayout(self._findings)
        self._privacy = self._make_privacy()
        scroll.body.addWidget(self._privacy)
        scroll.body.addStretch(1)
        outer.addWidget(scroll, 1)

    def _make_privacy(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 12)
        column.setSpacing(0)
        column.addWidget(PanelHead(tr("Privacy")))
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 12, 16, 0)
        inner.setSpacing(0)
        self.bar = PrivacyBar()
        inner.addWidget(self.bar)
        inner.addSpacing(8)
        self._legend = {key: _LegendRow(key) for key in _FILLS}
        for row in self._legend.values():
            inner.addWidget(row)
        inner.addSpacing(8)
        inner.addWidget(HLine("subtle"))
        inner.addSpacing(6)
        self.key = KeyValue(tr("Pseudonym key"), right=True)
        inner.addWidget(self.key)
        words = tr(
            "Dropped columns are never written to the project. The files stay where"
            " they are."
        )
        inner.addSpacing(4)
        inner.addWidget(Label(words, "label", "text.tertiary", wrap=True))
        column.addLayout(inner)
        return part

    def show_plan(self, plan: ImportPlan, key_place: str) -> None:
        """Show what was found in a file; `key_place` is where the key lies."""
        views = self._show_findings(_all_findings(plan))
        if plan.problem and plan.columns and views:
            self._offer_to_mend(plan, views)
        self._privacy.setVisible(bool(plan.columns))
        counts = dict.fromkeys(_FILLS, 0)
        for column in plan.columns:
            counts[column.privacy] += 1
        self.bar.set_counts(counts)
        for key, n in counts.items():
            words = plural(n, "{n} column", "{n} columns")
            self._legend[key].count.setText(words)
        self.key.set(tr(_KEY_PLACES.get(key_place, key_place)))

    def _offer_to_mend(self, plan: ImportPlan, views: Sequence[FindingView]) -> None:
        """Let a person say what keeps a file from being imported, where it is said."""
        named = [v for v in views if v.finding.title == plan.problem]
        if plan.kind == "unknown" and named:
            named[0].add_action(tr("Say what it is..."), self.kind_wanted.emit)
        export = export_named(plan.export) if plan.export else None
        for target in missing(plan.kind, plan.columns, export) if named else ():
            what = said(TARGET_WORDS[target])
            named[0].add_action(
                tr("Choose the column for {what}...", what=what),
                partial(self.column_wanted.emit, target),
            )

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show findings only (of an import that is done)."""
        self._show_findings(findings)
        self._privacy.hide()

    def _show_findings(self, findings: Sequence[Finding]) -> list[FindingView]:
        clear_layout(self._findings)
        views = [FindingView(finding) for finding in findings]
        for view in views:
            self._findings.addWidget(view)
        errors = sum(1 for f in findings if f.severity == "error")
        warnings = sum(1 for f in findings if f.severity == "warning")
        self.errors.set(plural(errors, "{n} error", "{n} errors"), "danger")
        self.warnings.set(plural(warnings, "{n} warning", "{n} warnings"), "warn")
        self.errors.setVisible(bool(errors))
        self.warnings.setVisible(bool(warnings))
        notes = len(findings) - errors - warnings
        if notes:
            self.fine.set(plural(notes, "{n} note", "{n} notes"))
        else:
            self.fine.set(tr("No findings"), "success", "check")
        self.fine.setVisible(not errors and not warnings)
        return views


def _all_findings(plan: ImportPlan) -> tuple[Finding, ...]:
    """What was found in a file; why it cannot be imported comes first."""
    if not plan.problem or any(f.title == plan.problem for f in plan.findings):
        return tuple(plan.findings)
    return (Finding("error", plan.problem, plan.hint), *plan.findings)


def left_out(plans: Sequence[ImportPlan]) -> str:
    """How many rows of the files will be left out, in words; empty for none."""
    rows = sum(f.rows for plan in plans for f in plan.findings if f.severity == "error")
    if not rows:
        return ""
    return plural(rows, "{n} row will be left out", "{n} rows will be left out")
