"""The stored rows of every table, however many they are."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from studio.ui.context import Context
from studio.ui.data.long_table import LongTable
from studio.ui.data.row_pages import Row, RowPages
from studio.ui.data.words import NUMBERS, TABLES, stored_text, target_word
from studio.ui.formats import count
from studio.ui.language import plural, tr
from studio.ui.theme import theme
from studio.ui.widgets import Column, EmptyState, Label, Number, PanelHead, Segmented

if TYPE_CHECKING:  # the store's libraries would delay the first window
    from studio.services.session import Session
    from studio.store.project import Project

NARROWEST, WIDEST, ROOM = 72, 320, 28
"""Widths of columns in pixels, and the room around a cell's text."""
MEASURED = 60
"""Rows that the widths of columns are taken from."""


class TableView(QWidget):
    """One table at a time, all rows under one scroll bar.

    Signals: toast_wanted(Toast).
    """

    toast_wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._session: Session | None = None
        self._pages: RowPages | None = None
        self._rows: dict[str, int] = {}
        self._name = ""
        self.head = PanelHead(tr("Stored rows"), 44)
        self.kinds = Segmented([("", "")])
        self.go_to = Number(1, 1, 1)
        self.go_to.setAccessibleName(tr("Go to row"))
        self.go_to.setFixedWidth(112)
        self.head.add(Label(tr("Go to row"), "label", "text.secondary"))
        self.head.add(self.go_to)
        self.rows = LongTable()
        self.rows.setAccessibleName(tr("Stored rows"))
        text = tr("Import files first: their rows are here as they are stored.")
        self.empty = EmptyState(tr("Nothing is stored yet"), text)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.rows)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._stack, 1)
        self.go_to.done.connect(lambda row: self.rows.go_to(int(row) - 1))
        self.rows.moved.connect(self._say_place)

    def set_session(self, session: Session | None) -> None:
        """Show another project's rows."""
        self._session = session
        self.refresh()

    def refresh(self) -> None:
        """Read again which tables there are, and show the same one anew."""
        current = self._session.project.tables.current() if self._session else {}
        self._rows = {n: current[n].rows for n in TABLES if n in current}
        name = self._name if self._name in self._rows else next(iter(self._rows), "")
        self._offer(name)
        self.show_table(name)

    def _offer(self, name: str) -> None:
        self.kinds.setParent(None)
        self.kinds.deleteLater()
        words = [(n, tr(title)) for n, title in TABLES.items() if n in self._rows]
        self.kinds = Segmented(words or [("", "")])
        self.kinds.set_value(name)
        self.kinds.changed.connect(self.show_table)
        self.head.add(self.kinds)
        self.kinds.setVisible(bool(words))

    def show_table(self, name: object) -> None:
        """Show a table from its first row."""
        self._name = str(name)
        if self._pages is not None:
            self._pages.close()
            self._pages = None
        total = self._rows.get(self._name, 0)
        self._stack.setCurrentWidget(self.rows if total else self.empty)
        self.go_to.setEnabled(total > 0)
        self.go_to.setRange(1, max(1, total))
        if self._session is None or not total:
            self.head.set_detail("")
            self.rows.show_pages(None, 0)
            return
        self.head.set_detail(plural(total, "{n} row", "{n} rows"))
        project = self._session.project
        self._pages = RowPages(partial(_shown, project, self._name), self._tell)
        self.rows.set_columns([])
        self._pages.arrived.connect(self._name_columns)
        self.rows.show_pages(self._pages, total)

    def _tell(self, toast: object) -> None:
        self.toast_wanted.emit(toast)

    def _name_columns(self) -> None:
        """Make the columns once the first rows tell how wide they are."""
        pages = self._pages
        if pages is None or len(self.rows.table.rows.columns) == len(pages.names):
            return
        first = [pages.row(at) or () for at in range(min(MEASURED, self.rows.total))]
        columns = [
            Column(target_word(name), _width(name, at, first), name in NUMBERS)
            for at, name in enumerate(pages.names)
        ]
        self.rows.set_columns(columns)

    def _say_place(self, row: int) -> None:
        self.go_to.blockSignals(True)
        self.go_to.setValue(row + 1)
        self.go_to.blockSignals(False)

    def panels(self) -> tuple[QWidget, ...]:
        """What F6 goes through."""
        return (self.kinds, self.rows) if self._rows else (self.empty,)

    def header_line(self) -> str:
        """How many rows are stored in all."""
        return tr("{n} rows stored", n=count(sum(self._rows.values())))


def _shown(
    project: Project, table: str, offset: int, limit: int
) -> tuple[tuple[str, ...], tuple[Row, ...]]:
    """Rows of a table as they are shown, and the names of their columns."""
    names, rows = project.rows(table, offset, limit)
    return names, tuple(tuple(map(stored_text, names, row)) for row in rows)


def _width(name: str, at: int, rows: list[Row]) -> int:
    measure = QFontMetrics(theme().font("label")).horizontalAdvance
    texts = [row[at][:80] for row in rows if at < len(row)]
    widest = max([measure(text) for text in [*texts, target_word(name)]])
    return min(max(widest + ROOM, NARROWEST), WIDEST)
