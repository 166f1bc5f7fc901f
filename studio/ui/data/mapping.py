"""The middle of the Data step: a file's columns, and the rows as stored."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from studio.domain.imports import ImportPlan
from studio.pipeline.ingest.exports import export_named
from studio.pipeline.ingest.vocabulary import targets_of
from studio.ui.data.how_read import HowRead, can_be_read_otherwise
from studio.ui.data.mapping_rows import column_row, stored_columns, stored_row
from studio.ui.data.words import KINDS, PRIVACY, reading_line, target_word
from studio.ui.formats import day
from studio.ui.language import tr
from studio.ui.said import said
from studio.ui.widgets import (
    Button,
    Choice,
    Column,
    EmptyState,
    HLine,
    IconButton,
    Label,
    Menu,
    PanelHead,
    Table,
)

_GOES_TO, _PRIVACY = 3, 5
_MOST_ROWS, _FEWER_ROWS = 12, 7
_HEAD, _ROW = 29, 32
_LONGEST = 40


class MappingPanel(QWidget):
    """Columns of one file; everything a person changes is asked for by a signal.

    Signals: kind_wanted(str), target_wanted(str, str), privacy_wanted(str, str),
    change_wanted(Change) of how the file is read, removed().
    """

    kind_wanted = Signal(str)
    target_wanted = Signal(str, str)
    privacy_wanted = Signal(str, str)
    change_wanted = Signal(object)
    removed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._plan: ImportPlan | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._make_head())
        column.addWidget(self._make_known())
        self.how = HowRead()
        self.how.wanted.connect(self.change_wanted.emit)
        self.how.hide()
        column.addWidget(self.how)
        self._middle = QStackedLayout()
        self._middle.addWidget(self._make_tables())
        self.problem = EmptyState("", "", title_font="heading")
        self._middle.addWidget(self.problem)
        column.addLayout(self._middle, 1)

    def _make_head(self) -> QWidget:
        self.head = PanelHead("", 56)
        self.how_read = Button(tr("How it is read"), "quiet")
        self.how_read.setCheckable(True)
        self.how_read.toggled.connect(self._show_how)
        self.head.add(self.how_read)
        self.kind_label = Label(tr("Kind"), "label", "text.secondary")
        self.head.add(self.kind_label)
        self.kind = Choice([(k, tr(word)) for k, word in KINDS], 28, 148)
        self.kind.setAccessibleName(tr("Kind"))
        self.kind.chosen.connect(lambda kind: self.kind_wanted.emit(str(kind)))
        self.head.add(self.kind)
        more = IconButton("ellipsis", tr("More"))
        more.clicked.connect(lambda: self._more(more))
        self.head.add(more)
        return self.head

    def _make_known(self) -> QWidget:
        """What the studio knows of such a file: its export, an earlier mapping."""
        self.known = QWidget()
        row = QHBoxLayout()
        row.setContentsMargins(16, 6, 16, 6)
        row.setSpacing(16)
        self.export = Label("", "label", "text.secondary")
        self.remembered = Label("", "label", "text.secondary")
        self.forget = Button(tr("Forget this mapping"), "link")
        self.forget.clicked.connect(
            lambda: self.change_wanted.emit(
                lambda service, plan: service.forget_mapping(plan)
            )
        )
        row.addWidget(self.export)
        row.addWidget(self.remembered)
        row.addWidget(self.forget)
        row.addStretch(1)
        column = QVBoxLayout(self.known)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(HLine("subtle"))
        return self.known

    def _show_known(self, plan: ImportPlan) -> None:
        export = export_named(plan.export) if plan.export else None
        self.export.setVisible(export is not None)
        if export is not None:
            title = tr(export.title)
            self.export.setText(tr("{export}, recognised by its columns", export=title))
        for part in (self.remembered, self.forget):
            part.setVisible(plan.remembered > 0)
        if plan.remembered > 0:
            words = tr("Remembered from {day}", day=day(plan.remembered))
            self.remembered.setText(words)
        self.known.setVisible(export is not None or plan.remembered > 0)

    def _show_how(self, on: bool) -> None:  # noqa: FBT001  Qt's signal
        offered = self._plan is not None and can_be_read_otherwise(self._plan)
        self.how_read.setVisible(offered)
        self.how.setVisible(on and offered)
        if self._plan is not None and offered:
            self.how.show_plan(self._plan)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """As many rows as there are columns; fewer where the reading is shown too."""
        columns = len(self._plan.columns) if self._plan else 0
        most = _MOST_ROWS if self.how.isHidden() else _FEWER_ROWS
        self.columns.setFixedHeight(_HEAD + min(columns, most) * _ROW)

    def _make_tables(self) -> QWidget:
        tables = QWidget()
        column = QVBoxLayout(tables)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.columns = Table(
            [
                Column(tr("Column in the file"), 132),
                Column(tr("Sample")),
                Column(tr("Read as"), 116),
                Column(tr("Goes to"), 156),
                Column(tr("Match"), 64, right=True),
                Column(tr("Privacy"), 168),
            ]
        )
        self.columns.setAccessibleName(tr("Columns of the file"))
        self.columns.menu_wanted.connect(self._ask)
        column.addWidget(self.columns)
        column.addWidget(HLine("default"))
        column.addLayout(self._stored_head())
        column.addWidget(HLine("subtle"))
        self.stored = Table([], 28, selectable=False)
        self.stored.setAccessibleName(tr("Result after privacy"))
        column.addWidget(self.stored, 1)
        return tables

    def _stored_head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(16, 10, 16, 10)
        row.setSpacing(8)
        row.addWidget(Label(tr("Result after privacy"), "label_strong"))
        words = Label(
            tr("first rows, as they will be stored"), "label", "text.tertiary"
        )
        row.addWidget(words)
        row.addStretch(1)
        self.copy = Button(tr("Copy rows"), "quiet", height=24)
        self.copy.clicked.connect(self._copy)
        row.addWidget(self.copy)
        return row

    def show_plan(self, plan: ImportPlan) -> None:
        """Show a file."""
        self._plan = plan
        self.head.set_title(plan.name)
        unreadable = bool(plan.problem and not plan.columns)
        self.head.set_detail(
            tr("Cannot be imported") if unreadable else reading_line(plan)
        )
        self._show_known(plan)
        self._show_how(self.how_read.isChecked())
        self.kind.set_value(plan.kind)
        self.kind.setEnabled(plan.kind != "layouts")
        for part in (self.kind_label, self.kind):
            part.setVisible(not unreadable)
        if unreadable:
            self.problem.set(said(plan.problem), said(plan.hint))
            self._middle.setCurrentIndex(1)
            return
        self._middle.setCurrentIndex(0)
        self.columns.set_rows([column_row(column) for column in plan.columns])
        self.columns.setVisible(bool(plan.columns))
        self.stored.set_columns(stored_columns(plan))
        self.stored.set_rows([stored_row(plan, row) for row in plan.stored])

    def _ask(self, row: int, column: int, at: QPoint) -> None:
        if self._plan is None:
            return
        plan = self._plan.columns[row]
        menu = Menu(self)
        if column == _GOES_TO:
            for target in ("", *targets_of(self._plan.kind)):
                icon = "check" if target == plan.target else ""
                action = menu.add(target_word(target), icon)
                action.triggered.connect(
                    lambda _=False, target=target: self.target_wanted.emit(
                        plan.name, target
                    )
                )
        elif column == _PRIVACY:
            for key, (word, icon, _) in PRIVACY.items():
                action = menu.add(tr(word), icon)
                action.triggered.connect(
                    lambda _=False, key=key: self.privacy_wanted.emit(plan.name, key)
                )
        menu.popup(menu.origin(at))

    def offer_column(self, target: str) -> Menu | None:
        """Let a person choose which column goes to a target that the file needs."""
        plan = self._plan
        if plan is None or not plan.columns:
            return None
        menu = Menu(self)
        for column in sorted(plan.columns, key=lambda column: bool(column.target)):
            example = column.sample.split(", ")[0][:_LONGEST]
            action = menu.add(f"{column.name}  {example}".rstrip())
            action.triggered.connect(
                lambda _=False, name=column.name: self.target_wanted.emit(name, target)
            )
        menu.popup(menu.origin(self.columns.mapToGlobal(QPoint(16, _HEAD))))
        menu.setActiveAction(menu.actions()[0])
        return menu

    def offer_kind(self) -> None:
        """Let a person say what kind of file it is."""
        self.kind.setFocus(Qt.FocusReason.PopupFocusReason)
        self.kind.showPopup()

    def _more(self, button: QWidget) -> None:
        menu = Menu(self)
        action = menu.add(tr("Take off the list"), "x")
        action.triggered.connect(self.removed.emit)
        corner = button.mapToGlobal(QPoint(0, button.height()))
        menu.popup(menu.origin(corner))

    def _copy(self) -> None:
        if self._plan is None:
            return
        lines = [self._plan.stored_columns, *self._plan.stored]
        text = "\n".join("\t".join(line) for line in lines)
        QGuiApplication.clipboard().setText(text)
