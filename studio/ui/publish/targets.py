"""Where approved pages go, and the customer list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.ui.dropping import dropped_paths
from studio.ui.language import tr
from studio.ui.widgets.button import Button
from studio.ui.widgets.heads import PanelHead, clear_layout
from studio.ui.widgets.label import HLine, IconLabel, Label, set_surface

ROW_HEIGHT = 52
NAME_WIDTH = 228
WHERE_WIDTH = 232
TABLES = frozenset({".csv", ".tsv", ".txt"})


@dataclass(frozen=True)
class Target:
    """One way out: its name, where it went last, and whether it can be used now."""

    key: str
    icon: str
    name: str
    detail: str
    where: str = ""
    last: str = ""
    note: str = ""
    verb: str = ""
    enabled: bool = True


class Targets(QWidget):
    """Export targets as rows, each with its button; takes a dropped customer list.

    Signals:
        wanted(str): the button of a target was pressed (its key).
        list_dropped(Path): one table was dropped here: the shop's customer list.
    """

    wanted = Signal(str)
    list_dropped = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        set_surface(self, "panel")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(
            PanelHead(
                tr("Export"),
                44,
                tr("Approved revisions only. No shopper data leaves in any of them."),
            )
        )
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        column.addLayout(self._rows)
        column.addStretch(1)

    def show_targets(self, targets: Sequence[Target]) -> None:
        """Show the targets anew."""
        clear_layout(self._rows)
        for target in targets:
            self._rows.addWidget(self._row(target))
            self._rows.addWidget(HLine("subtle"))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take one table; anything else is for the window."""
        if _list_in(event.mimeData()) is None:
            event.ignore()
            return
        event.acceptProposedAction()
        self._light(on=True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Nothing was dropped."""
        del event
        self._light(on=False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Hand the customer list over."""
        self._light(on=False)
        path = _list_in(event.mimeData())
        if path is not None:
            event.acceptProposedAction()
            self.list_dropped.emit(path)

    def _light(self, *, on: bool) -> None:
        set_surface(self, "selected" if on else "panel")
        self.style().unpolish(self)
        self.style().polish(self)

    def _row(self, target: Target) -> QWidget:
        row = QWidget()
        row.setFixedHeight(ROW_HEIGHT)
        line = QHBoxLayout(row)
        line.setContentsMargins(16, 0, 16, 0)
        line.setSpacing(12)
        line.addWidget(IconLabel(target.icon, "text.secondary", 16))
        line.addWidget(_two_lines(target.name, target.detail, NAME_WIDTH))
        where = Label(target.where, "mono", "text.secondary", elide=True)
        where.setFixedWidth(WHERE_WIDTH)
        line.addWidget(where)
        line.addWidget(_two_lines(target.last, target.note, 0), 1)
        button = Button(target.verb, "secondary", height=24)
        button.setAccessibleName(f"{target.name}: {target.verb}")
        button.setEnabled(target.enabled)
        button.clicked.connect(lambda: self.wanted.emit(target.key))
        line.addWidget(button)
        return row


def _list_in(mime: QMimeData) -> Path | None:
    paths = dropped_paths(mime)
    if len(paths) == 1 and paths[0].suffix.lower() in TABLES:
        return paths[0]
    return None


def _two_lines(first: str, second: str, width: int) -> QWidget:
    box = QWidget()
    if width:
        box.setFixedWidth(width)
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 8, 0, 8)
    column.setSpacing(0)
    column.addWidget(Label(first, "label", elide=True))
    column.addWidget(Label(second, "caption", "text.tertiary", elide=True))
    return box
