"""The start page: drop zone, which files are needed, recent projects."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.ui.data.dropzone import BigDropZone
from studio.ui.formats import moment
from studio.ui.language import tr
from studio.ui.settings import RecentProject
from studio.ui.widgets import (
    Button,
    Cell,
    Column,
    Label,
    Scroll,
    Table,
    paint_box,
)

_WIDTH = 760


class _Need(QWidget):
    """One kind of file: what it holds, whether it is needed."""

    def __init__(self, title: str, need: str, text: str) -> None:
        super().__init__()
        self.setFixedHeight(80)
        column = QVBoxLayout(self)
        column.setContentsMargins(13, 12, 13, 12)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.addWidget(Label(title, "body_strong"))
        row.addStretch(1)
        row.addWidget(Label(need, "caption", "text.tertiary"))
        column.addLayout(row)
        column.addWidget(Label(text, "label", "text.tertiary", wrap=True))
        column.addStretch(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the edge."""
        del event
        rect = QRectF(self.rect())
        paint_box(QPainter(self), rect, "surface.panel", "border.default", 8)


class StartPage(Scroll):
    """What an empty project shows.

    Signals: choose_wanted, sample_wanted, folder_wanted, open_wanted(Path).
    """

    choose_wanted = Signal()
    sample_wanted = Signal()
    folder_wanted = Signal()
    open_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._recent: tuple[RecentProject, ...] = ()
        content = QWidget()
        content.setFixedWidth(_WIDTH)
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(0, 64, 0, 32)
        self._column.setSpacing(0)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(content)
        middle.addStretch(1)
        self.body.addLayout(middle)
        self.body.addStretch(1)
        self._add_intro()
        self._add_needs()
        self._add_recent()

    def _add_intro(self) -> None:
        self._column.addWidget(Label(tr("Start with your shop’s data"), "title"))
        words = Label(
            tr(
                "Vitrine reads your shop’s exports and learns what each group of"
                " shoppers prefers. Names, e-mail addresses and network addresses are"
                " dropped before anything is stored."
            ),
            "body",
            "text.secondary",
            wrap=True,
        )
        words.setFixedSize(580, 40)
        self._column.addSpacing(6)
        self._column.addWidget(words)
        self._column.addSpacing(24)
        self.zone = BigDropZone()
        self.zone.choose_wanted.connect(self.choose_wanted.emit)
        self.zone.sample_wanted.connect(self.sample_wanted.emit)
        self._column.addWidget(self.zone)
        self._column.addSpacing(16)

    def _add_needs(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(16)
        needed, optional = tr("Needed"), tr("Optional")
        for title, need, text in (
            (tr("Behaviour"), needed, tr("views, baskets, purchases, searches")),
            (tr("Products"), needed, tr("id, title, category, price, stock, image")),
            (tr("Preferences"), optional, tr("answers, ratings, favourites")),
            (tr("Segments"), optional, tr("groups your shop already uses")),
        ):
            row.addWidget(_Need(title, need, text), 1)
        self._column.addLayout(row)

    def _add_recent(self) -> None:
        self._projects = QWidget()
        column = QVBoxLayout(self._projects)
        column.setContentsMargins(0, 32, 0, 0)
        column.setSpacing(4)
        row = QHBoxLayout()
        row.addWidget(Label(tr("Recent projects"), "heading"))
        row.addStretch(1)
        folder = Button(tr("Open folder..."), "link")
        folder.clicked.connect(self.folder_wanted.emit)
        row.addWidget(folder)
        column.addLayout(row)
        columns = [Column("", 216), Column("", 236), Column("", 120), Column("")]
        self.recent = Table(columns, 44)
        self.recent.setAccessibleName(tr("Recent projects"))
        self.recent.hide_head()
        self.recent.opened.connect(self._open)
        self.recent.clicked.connect(lambda index: self._open(index.row()))
        column.addWidget(self.recent)
        words = tr(
            "No project has been opened yet. Drop files above, or try the sample shop."
        )
        self.none_yet = Label(words, "label", "text.secondary", wrap=True)
        column.addWidget(self.none_yet)
        self._column.addWidget(self._projects)

    def _open(self, row: int) -> None:
        if 0 <= row < len(self._recent):
            self.open_wanted.emit(Path(self._recent[row].path))

    def show_recent(self, recent: Sequence[RecentProject]) -> None:
        """Show the projects that were open lately."""
        self._recent = tuple(recent)[:6]
        self.recent.set_rows([_row(project) for project in self._recent])
        self.recent.fit_height()
        self.recent.setVisible(bool(self._recent))
        self.none_yet.setVisible(not self._recent)


def _row(project: RecentProject) -> list[Cell]:
    path = project.path.replace(str(Path.home()), "~", 1)
    state = Cell(project.line, "text.secondary")
    if not project.there:
        state = Cell(tr("Folder not found"), "warn.text")
    return [
        Cell(
            project.name,
            font="body",
            icon="lock" if project.protected else "folder-open",
            tip=tr("Protected") if project.protected else "",
        ),
        Cell(path, "text.tertiary", tip=project.path),
        Cell(moment(project.at), "text.secondary"),
        state,
    ]
