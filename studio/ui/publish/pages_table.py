"""The list of pages with their status."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from studio.domain.review import PageRow
from studio.ui import formats
from studio.ui.language import tr
from studio.ui.publish.names import persona_name, scenario_name, status_cell
from studio.ui.widgets.cells import Cell
from studio.ui.widgets.forms import SearchField
from studio.ui.widgets.heads import EmptyState, PanelHead
from studio.ui.widgets.segmented import Segmented
from studio.ui.widgets.table import Table
from studio.ui.widgets.table_model import Column

FILTER_WIDTH = 180


class PagesTable(QWidget):
    """Pages by persona and scenario; a segment and a search narrow them.

    Signals:
        chosen(str): a page id was selected.
        opened(str): a page should be shown in the Pages step.
        generate_wanted(): there is no page yet, and one is asked for.
    """

    chosen = Signal(str)
    opened = Signal(str)
    generate_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._rows: tuple[PageRow, ...] = ()
        self._shown: list[PageRow] = []
        self._findings: dict[str, int] = {}
        head = PanelHead(tr("Pages"), 44)
        self.segments = Segmented([("all", tr("All"))], 24)
        self.search = SearchField(tr("Filter pages"))
        self.search.setMinimumWidth(FILTER_WIDTH // 2)
        self.search.setMaximumWidth(FILTER_WIDTH)
        head.left.insertWidget(1, self.segments)
        head.add(self.search)
        self.table = Table(_columns(), sortable=True)
        self.nothing = EmptyState(
            tr("No pages yet"),
            tr("Pages are made in the Pages step, and approved there or here."),
            tr("Go to Pages"),
        )
        self.filtered = EmptyState(
            tr("No page fits the filter"),
            tr("Other pages are hidden by the filter above."),
            tr("Clear the filter"),
            title_font="body_strong",
        )
        self._stack = QStackedWidget()
        for widget in (self.table, self.nothing, self.filtered):
            self._stack.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        column.addWidget(self._stack, 1)
        self._connect()

    def _connect(self) -> None:
        self.segments.changed.connect(lambda _: self._filter())
        self.search.textChanged.connect(lambda _: self._filter())
        self.table.chosen.connect(lambda at: self.chosen.emit(self._shown[at].page_id))
        self.table.opened.connect(lambda at: self.opened.emit(self._shown[at].page_id))
        self.nothing.button.clicked.connect(self.generate_wanted)
        self.filtered.button.clicked.connect(self._clear)

    def show_pages(self, rows: Sequence[PageRow], findings: dict[str, int]) -> None:
        """Show the chosen page of each persona and scenario."""
        self._rows, self._findings = tuple(rows), findings
        counts = {s: sum(r.status == s for r in rows) for s in _STATUSES}
        self.segments.set_items(
            [
                ("all", tr("All {n}", n=len(rows))),
                ("draft", tr("Draft {n}", n=counts["draft"])),
                ("approved", tr("Approved {n}", n=counts["approved"])),
                ("stale", tr("Stale {n}", n=counts["stale"])),
            ]
        )
        self._filter()

    def select(self, page_id: str) -> None:
        """Select a page, if it is shown."""
        for at, row in enumerate(self._shown):
            if row.page_id == page_id:
                self.table.select(at)

    def _clear(self) -> None:
        self.search.clear()
        self.segments.set_value("all")
        self._filter()

    def _filter(self) -> None:
        words = self.search.text().casefold().split()
        status = self.segments.value()
        self._shown = [
            row
            for row in self._rows
            if status in ("all", None, row.status)
            and all(
                word in f"{persona_name(row)} {scenario_name(row)}".casefold()
                for word in words
            )
        ]
        self.table.set_rows([self._cells(row) for row in self._shown])
        widget = self.table if self._shown else self.filtered
        self._stack.setCurrentWidget(widget if self._rows else self.nothing)

    def _cells(self, row: PageRow) -> list[Cell | str]:
        found = self._findings.get(row.page_id, 0)
        return [
            Cell(persona_name(row), look=row.look),
            scenario_name(row),
            status_cell(row),
            Cell(formats.count(row.revision), sort=row.revision),
            Cell(
                formats.count(found or None),
                ink="warn.text" if found else "text.tertiary",
                sort=found,
            ),
            Cell(formats.moment(row.changed), sort=row.changed),
            row.approval.by if row.approval else formats.DASH,
        ]


_STATUSES = ("draft", "approved", "stale")


def _columns() -> list[Column]:
    return [
        Column(tr("Persona"), 160),
        Column(tr("Scenario"), 148),
        Column(tr("Status"), 116),
        Column(tr("Revision"), 76, right=True),
        Column(tr("Findings"), 80, right=True),
        Column(tr("Changed"), 110),
        Column(tr("Approved by"), 0),
    ]
