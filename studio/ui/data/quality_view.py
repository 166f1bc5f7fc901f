"""The quality report of a project: findings with what to do, days, columns."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from studio.domain.imports import Finding
from studio.domain.quality import ColumnQuality, QualityFinding, QualityReport
from studio.services import quality
from studio.ui.context import Context
from studio.ui.data.column_panel import (
    TYPES,
    ColumnPanel,
    distinct_words,
    span_words,
)
from studio.ui.data.day_chart import DayChart
from studio.ui.data.quality import FindingView
from studio.ui.data.words import TABLES, target_word
from studio.ui.formats import DASH, count, days, percent, within
from studio.ui.language import language, mark, plural, tr
from studio.ui.tasks import spawn
from studio.ui.widgets import (
    Button,
    Cell,
    Chip,
    Column,
    EmptyState,
    Label,
    Menu,
    PanelHead,
    Scroll,
    Section,
    Segmented,
    Splitter,
    Table,
    Toast,
    clear_layout,
)

if TYPE_CHECKING:  # the store's libraries would delay the first window
    from studio.services.session import Session

ACTIONS: dict[str, tuple[str, str]] = {
    "import_events": (mark("Import files..."), "data.import"),
    "import_products": (mark("Import files..."), "data.import"),
    "import_pictures": (mark("Add pictures..."), "data.pictures"),
    "undo_import": (mark("Undo the last import..."), "data.undo_import"),
}
"""What a finding offers: words, and the action of the window."""
EXPORTS = (
    (".html", mark("Page, in both languages")),
    (".csv", mark("Table of the findings")),
    (".json", mark("JSON")),
)


class QualityView(QWidget):
    """Measured in a thread when shown, and again after each import.

    Signals: toast_wanted(Toast); run_wanted(str): run an action of the window.
    """

    toast_wanted = Signal(object)
    run_wanted = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._session: Session | None = None
        self.report: QualityReport | None = None
        self._asked = 0
        self._table = ""
        self.column = ColumnPanel()
        self.chart = DayChart()
        self.columns = Table(
            [
                Column(tr("Column"), 148),
                Column(tr("Data type"), 112),
                Column(tr("Filled"), 72, right=True),
                Column(tr("Different"), 112, right=True),
                Column(tr("Range")),
                Column(tr("Outliers"), 88, right=True),
            ],
            28,
        )
        self.columns.chosen.connect(self._show_column)
        self._tables = Segmented([("", "")])
        self._lay_out()

    def _lay_out(self) -> None:
        self.splitter = Splitter()
        self.splitter.add(self._make_findings(), 320, 264, 440)
        self.splitter.add(self._make_main())
        self.splitter.add(self.column, 300, 264, 400)
        self.empty = EmptyState("", "")
        self._pages = QStackedWidget()
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.splitter)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)

    def _make_findings(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.head = PanelHead(tr("Findings"))
        self._chips = QWidget()
        self.head.add(self._chips)
        self.findings = Scroll()
        column.addWidget(self.head)
        column.addWidget(self.findings, 1)
        return part

    def _make_main(self) -> QWidget:
        part = QWidget()
        column = QVBoxLayout(part)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.title = PanelHead(tr("Quality of the data"), 56)
        self.export = Button(tr("Export report..."), "secondary", height=28)
        self.export.clicked.connect(self._ask_format)
        self.title.add(self.export)
        days = Section(tr("Events a day"))
        days.add(self.chart)
        self._days = days
        self._bar = PanelHead(tr("All columns"), 44)
        column.addWidget(self.title)
        column.addWidget(days)
        column.addWidget(self._bar)
        column.addWidget(self.columns, 1)
        return part

    def set_session(self, session: Session | None) -> None:
        """Show another project."""
        self._session = session
        self.report = None
        self.refresh()

    def refresh(self) -> None:
        """Measure again."""
        self._asked += 1
        session = self._session
        if session is None or not session.project.tables.current():
            self._say(
                tr("Nothing is stored yet"),
                tr("Import files first: what is wrong with them is said here."),
            )
            return
        if self.report is None:
            self._say(tr("Measuring"), tr("All rows are looked at once."))
        spawn(self._measure(session, self._asked), self.toast_wanted.emit)

    def _say(self, title: str, text: str) -> None:
        self.empty.set(title, text)
        self._pages.setCurrentWidget(self.empty)

    async def _measure(self, session: Session, asked: int) -> None:
        made = await asyncio.to_thread(quality.report, session.project)
        if asked == self._asked and session is self._session:
            self.show_report(made)

    def show_report(self, made: QualityReport) -> None:
        """Show a report."""
        self.report = made
        self._pages.setCurrentWidget(self.splitter)
        parts = [tr("measured {when}", when=within(made.at))]
        if made.period:
            parts.insert(0, days(*made.period))
        self.title.set_detail(tr(", ").join(parts))
        self._days.setVisible(bool(made.days))
        self.chart.show_days(made.days, made.gaps)
        self._show_findings(made)
        self._offer_tables(made)

    def _show_findings(self, made: QualityReport) -> None:
        body = self.findings.body
        clear_layout(body)
        for finding in made.findings:
            body.addWidget(self._view_of(finding))
        if not made.findings:
            words = Label(tr("Nothing stands out."), "label", "text.secondary")
            words.setContentsMargins(16, 12, 16, 12)
            body.addWidget(words)
        body.addStretch(1)
        self._chips.deleteLater()
        bad = [f for f in made.findings if f.severity != "info"]
        if bad:
            self._chips = Chip(count(len(bad)), "warn", "triangle-alert")
        elif made.findings:
            n = len(made.findings)
            self._chips = Chip(plural(n, "{n} note", "{n} notes"), "neutral")
        else:
            self._chips = Chip(tr("No findings"), "success", "check")
        self.head.add(self._chips)

    def _view_of(self, finding: QualityFinding) -> QWidget:
        title = finding.title.in_(language())
        text = finding.text.in_(language())
        view = FindingView(
            Finding(finding.severity, title, text, finding.rows, finding.examples)
        )
        if finding.action in ACTIONS:
            words, row = ACTIONS[finding.action]
            view.add_action(tr(words), lambda: self.run_wanted.emit(row))
        return view

    def _offer_tables(self, made: QualityReport) -> None:
        names = [table.table for table in made.tables]
        if self._table not in names:
            self._table = names[0] if names else ""
        self._tables.setParent(None)
        self._tables.deleteLater()
        self._tables = Segmented(
            [(n, tr(TABLES.get(n, n))) for n in names] or [("", "")]
        )
        self._tables.set_value(self._table)
        self._tables.changed.connect(self.show_table)
        self._bar.add(self._tables)
        self.show_table(self._table)

    def show_table(self, name: object) -> None:
        """Show the columns of a table."""
        self._table = str(name)
        columns = self._columns()
        self.columns.set_rows([_row(column) for column in columns])
        tables = self.report.tables if self.report else ()
        rows = sum(table.rows for table in tables if table.table == name)
        self._bar.set_detail(plural(rows, "{n} row", "{n} rows") if rows else "")
        self.columns.select(0 if columns else -1)
        self._show_column(0)

    def _columns(self) -> tuple[ColumnQuality, ...]:
        for table in self.report.tables if self.report else ():
            if table.table == self._table:
                return table.columns
        return ()

    def _show_column(self, row: int) -> None:
        columns = self._columns()
        self.column.show_column(columns[row] if 0 <= row < len(columns) else None)

    def _ask_format(self) -> None:
        menu = Menu(self)
        for suffix, words in EXPORTS:
            menu.add(tr(words)).triggered.connect(
                lambda _=False, suffix=suffix: self._ask_place(suffix)
            )
        menu.popup(self.export.mapToGlobal(QPoint(0, self.export.height() + 4)))

    def _ask_place(self, suffix: str) -> None:
        name = f"{tr('quality')}{suffix}"
        chosen, _ = QFileDialog.getSaveFileName(self, tr("Export report"), name)
        if chosen:
            path = Path(chosen)
            path = path if path.suffix else path.with_suffix(suffix)
            spawn(self.save(path), self.toast_wanted.emit)

    async def save(self, path: Path) -> None:
        """Write the report to a file."""
        made = self.report
        if made is None:
            return
        await asyncio.to_thread(quality.save, made, path)
        words = tr("{name} has the report.", name=path.name)
        self.toast_wanted.emit(Toast(tr("Report exported"), words, "success"))

    def panels(self) -> tuple[QWidget, ...]:
        """What F6 goes through."""
        if self._pages.currentWidget() is self.empty:
            return (self.empty,)
        return self.splitter.panels()


def _row(column: ColumnQuality) -> list[Any]:
    outliers = column.outliers.rows if column.outliers else 0
    low = column.filled == 0
    return [
        target_word(column.name),
        Cell(tr(TYPES[column.type]), "text.secondary"),
        Cell(percent(column.filled), "text.tertiary" if low else "text.primary"),
        distinct_words(column) if column.distinct else DASH,
        Cell(span_words(column), "text.secondary"),
        count(outliers) if outliers else DASH,
    ]
