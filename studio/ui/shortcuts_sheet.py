"""Help: the keyboard shortcuts, those of the shown step first."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.ui.actions import ROWS, Row, key_text
from studio.ui.language import tr
from studio.ui.widgets import Dialog, HLine, KeyCaps, Label, Scroll, Spacer


def rows_for(step: str) -> dict[str, list[Row]]:
    """Rows with a shortcut by group: the shown step's first, then the window's."""
    own = [row for row in ROWS if row.step == step and row.shortcut]
    general = [row for row in ROWS if not row.step and row.shortcut]
    groups: dict[str, list[Row]] = {}
    for row in (*own, *general):
        groups.setdefault(row.menu.value, []).append(row)
    return groups


def open_shortcuts(window: QWidget, step: str) -> Dialog:
    """Show the sheet."""
    dialog = Dialog(
        window,
        tr("Keyboard shortcuts"),
        tr("Single letters work while the preview or a list has the focus."),
        [("close", tr("Close"), "secondary")],
        width=440,
    )
    scroll = Scroll("raised")
    scroll.setFixedHeight(420)
    for group, rows in rows_for(step).items():
        head = Label(tr(group), "label_strong")
        head.setContentsMargins(0, 12, 0, 4)
        scroll.body.addWidget(head)
        for row in rows:
            scroll.body.addWidget(_line(row))
            scroll.body.addWidget(HLine("subtle"))
    scroll.body.addStretch(1)
    dialog.content.addWidget(scroll)
    dialog.open()
    return dialog


def _line(row: Row) -> QWidget:
    line = QWidget()
    line.setFixedHeight(28)
    layout = QHBoxLayout(line)
    layout.setContentsMargins(0, 0, 12, 0)
    layout.addWidget(Label(tr(row.text), "label", "text.secondary"))
    layout.addWidget(Spacer(), 1)
    layout.addWidget(KeyCaps(key_text(row.shortcut)))
    return line
