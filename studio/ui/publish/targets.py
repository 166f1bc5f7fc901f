"""Where approved pages go, and the customer list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.ui.language import tr
from studio.ui.widgets.button import Button
from studio.ui.widgets.heads import PanelHead, clear_layout
from studio.ui.widgets.label import HLine, IconLabel, Label

ROW_HEIGHT = 52
NAME_WIDTH = 228
WHERE_WIDTH = 232


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
    """Export targets as rows, each with its button.

    Signals:
        wanted(str): the button of a target was pressed (its key).
    """

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
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
