"""The list panel of the Data step: files read, drop zone, earlier imports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.domain.imports import ImportPlan, ImportRecord
from studio.ui.data.dropzone import SmallDropZone
from studio.ui.formats import count, file_size, moment
from studio.ui.language import plural, tr
from studio.ui.said import said
from studio.ui.widgets import (
    HLine,
    IconButton,
    Label,
    ListItem,
    Menu,
    PanelHead,
    RowList,
    Scroll,
)

_SIGNS = {
    "error": ("circle-alert", "danger.fill"),
    "warning": ("triangle-alert", "warn.fill"),
    "fine": ("circle-check", "success.fill"),
}
_MOST_IMPORTS = 8


def worst(plan: ImportPlan) -> str:
    """`error`, `warning` or `fine`: the worst finding of a file."""
    found = {finding.severity for finding in plan.findings}
    if plan.problem or "error" in found:
        return "error"
    return "warning" if "warning" in found else "fine"


class FilePanel(QWidget):
    """Files and earlier imports.

    Signals: chosen(int) a file; add_wanted; removed(int); past_chosen(int) an earlier
    import, by its place in the list shown.
    """

    chosen = Signal(int)
    add_wanted = Signal()
    removed = Signal(int)
    past_chosen = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        head = PanelHead(tr("Files"), line=False)
        add = IconButton("plus", tr("Import files"), "Ctrl+I", size=24)
        add.clicked.connect(self.add_wanted.emit)
        head.add(add)
        column.addWidget(head)
        scroll = Scroll()
        self.files = RowList(tr("Files"))
        self.files.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.files.customContextMenuRequested.connect(self._menu)
        self.files.chosen.connect(self._choose)
        scroll.body.addWidget(self.files)
        zone = SmallDropZone()
        zone.clicked.connect(self.add_wanted.emit)
        around = QVBoxLayout()
        around.setContentsMargins(16, 12, 16, 12)
        around.addWidget(zone)
        scroll.body.addLayout(around)
        scroll.body.addStretch(1)
        column.addWidget(scroll, 1)
        column.addWidget(self._make_past())

    def _make_past(self) -> QWidget:
        self._past = QWidget()
        column = QVBoxLayout(self._past)
        column.setContentsMargins(0, 0, 0, 8)
        column.setSpacing(0)
        column.addWidget(HLine("subtle"))
        title = Label(tr("Earlier imports"), "label_strong")
        title.setContentsMargins(16, 10, 16, 6)
        column.addWidget(title)
        self.past = RowList(tr("Earlier imports"))
        self.past.chosen.connect(self._choose_past)
        column.addWidget(self.past)
        self._past.hide()
        return self._past

    def _choose(self, row: int) -> None:
        self.past.select(-1)
        self.chosen.emit(row)

    def _choose_past(self, row: int) -> None:
        self.files.select(-1)
        self.past_chosen.emit(row)

    def show_files(
        self, plans: Sequence[ImportPlan], reading: Sequence[str], pictures: int
    ) -> None:
        """Show files with how they stand, those still being read, and pictures."""
        items = [_item(plan) for plan in plans]
        if pictures:
            detail = plural(pictures, "{n} picture", "{n} pictures")
            items.append(ListItem(tr("Pictures"), detail, "images"))
        items += [
            ListItem(Path(name).name, tr("Reading"), "loader-circle")
            for name in reading
        ]
        self.files.set_items(items)
        self.files.fit_height()

    def show_past(self, records: Sequence[ImportRecord]) -> None:
        """Show earlier imports, newest first."""
        items = [
            ListItem(
                moment(record.at),
                tr("Taken back") if record.undone else "",
                right=_size_of(record),
                tip=_files_of(record),
            )
            for record in records[:_MOST_IMPORTS]
        ]
        self.past.set_items(items)
        self.past.fit_height()
        self._past.setVisible(bool(items))

    def _menu(self, at: QPoint) -> None:
        row = self.files.indexAt(at).row()
        if row < 0:
            return
        menu = Menu(self)
        action = menu.add(tr("Take off the list"), "x")
        action.triggered.connect(lambda: self.removed.emit(row))
        menu.popup(menu.origin(self.files.viewport().mapToGlobal(at)))


def _item(plan: ImportPlan) -> ListItem:
    mark, ink = _SIGNS[worst(plan)]
    detail = tr("{n} rows, {size}", n=count(plan.rows), size=file_size(plan.size))
    if plan.problem:
        detail = tr("Cannot be imported")
    icon = "file-braces" if plan.kind == "layouts" else "file-spreadsheet"
    tip = said(plan.problem) or plan.path
    return ListItem(plan.name, detail, icon, mark=mark, mark_ink=ink, tip=tip)


def _size_of(record: ImportRecord) -> str:
    result = record.result
    if result.events:
        return plural(result.events, "{n} event", "{n} events")
    if result.products:
        return plural(result.products, "{n} product", "{n} products")
    if result.pictures:
        return plural(result.pictures, "{n} picture", "{n} pictures")
    return plural(len(result.files), "{n} file", "{n} files")


def _files_of(record: ImportRecord) -> str:
    return ", ".join(record.result.files)
