"""The middle of the Data step: a file's columns, and the rows as stored."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from studio.domain.imports import ColumnPlan, ImportPlan
from studio.pipeline.ingest.exports import export_named
from studio.pipeline.ingest.vocabulary import targets_of
from studio.ui.data.how_read import HowRead, can_be_read_otherwise
from studio.ui.data.words import (
    KINDS,
    NUMBERS,
    PRIVACY,
    reading_line,
    reading_word,
    target_word,
)
from studio.ui.formats import DASH, day, percent
from studio.ui.language import tr
from studio.ui.said import said
from studio.ui.widgets import (
    Button,
    Cell,
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
_SURE = 0.8
_MOST_ROWS, _FEWER_ROWS = 12, 7
_HEAD, _ROW = 29, 32


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
        self.columns.set_rows([_row(column) for column in plan.columns])
        self.columns.setVisible(bool(plan.columns))
        self.stored.set_columns(_stored_columns(plan))
        self.stored.set_rows([_stored_row(plan, row) for row in plan.stored])

    def select_column(self, name: str) -> None:
        """Choose a column's row."""
        if self._plan is not None:
            names = [column.name for column in self._plan.columns]
            self.columns.select(names.index(name) if name in names else -1)

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


def _row(column: ColumnPlan) -> list[Cell]:
    word, icon, ink = PRIVACY[column.privacy]
    used = bool(column.target)
    match = percent(column.match) if used else DASH
    sure = column.match >= _SURE or not used
    why = said(column.why)
    dropped = bool(why) and column.privacy == "dropped"
    quiet = "text.primary" if used else "text.tertiary"
    return [
        Cell(column.name, font="mono", tip=column.name),
        Cell(
            why if dropped else column.sample,
            "text.tertiary",
            tip=why if dropped else column.sample,
        ),
        Cell(reading_word(column.read_as), "text.secondary"),
        Cell(target_word(column.target), quiet, chevron=True),
        Cell(match, "text.primary" if sure else "warn.text", sort=column.match),
        Cell(tr(word), ink, icon=icon, icon_ink=ink, chevron=True, tip=why),
    ]


_WIDE = frozenset({"title", "title_zh", "query", "description", "value"})
_WIDTHS = {
    "user_id": 112,
    "timestamp": 168,
    "quantity": 72,
    "price": 72,
    "weight": 72,
    "link": 160,
}
_ID_LENGTH = 10
_MONO = frozenset({"user_id", "session_id", "product_id", "page_id"})


def _stored_columns(plan: ImportPlan) -> list[Column]:
    roomy = any(name in _WIDE for name in plan.stored_columns)
    last = -1 if roomy else len(plan.stored_columns) - 1
    return [
        Column(
            target_word(name),
            0 if at == last or name in _WIDE else _WIDTHS.get(name, 96),
            right=name in NUMBERS,
        )
        for at, name in enumerate(plan.stored_columns)
    ]


def _short(name: str, text: str) -> str:
    return text[:_ID_LENGTH] if name in ("user_id", "session_id") else text


def _stored_row(plan: ImportPlan, row: tuple[str, ...]) -> list[Cell]:
    return [
        Cell(
            _short(name, text) or DASH,
            font="mono" if name in _MONO else "label",
            tip=text,
        )
        for name, text in zip(plan.stored_columns, row, strict=False)
    ]
