"""The list of segments: name, size, who they are, and how they were made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.domain.segment_presets import Preset
from studio.domain.segment_views import SegmentRow
from studio.ui.language import plural, tr
from studio.ui.segments.words import said, short_size
from studio.ui.widgets import (
    HLine,
    IconButton,
    IconLabel,
    Label,
    ListItem,
    Menu,
    PanelHead,
    RowList,
    set_surface,
)

WIDTHS = (264, 200, 320)


@dataclass(frozen=True)
class Entry:
    """A row of the list. `key` is a definition's id, empty for the draft."""

    key: str
    row: SegmentRow
    changed: bool = False

    @property
    def loaded(self) -> bool:
        """Whether it came from a file."""
        return self.row.definition is None


class ListPanel(QWidget):
    """Signals: chosen(int) place, new_wanted(), preset_wanted(Preset)."""

    chosen = Signal(int)
    new_wanted = Signal()
    preset_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        set_surface(self, "panel")
        self._presets: tuple[Preset, ...] = ()
        self.head = PanelHead(tr("Segments"))
        self.count = Label("", "label", "text.tertiary")
        self.add = IconButton("plus", tr("New segment"))
        self.head.add(self.count)
        self.head.add(self.add)
        self.list = RowList(tr("Segments"))
        self.note = Label("", "caption", "text.secondary", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.list, 1)
        column.addWidget(HLine("subtle"))
        column.addLayout(self._foot())
        self.list.chosen.connect(self.chosen.emit)
        self.add.clicked.connect(lambda: self.offer(self.add))

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 12, 16, 12)
        foot.setSpacing(8)
        icon = QVBoxLayout()
        icon.addWidget(IconLabel("info"))
        icon.addStretch(1)
        foot.addLayout(icon)
        foot.addWidget(self.note, 1)
        return foot

    def show_entries(self, entries: Sequence[Entry], at: int, now: str) -> None:
        """Show segments; `now` is the last day of the data."""
        self.count.setText(plural(len(entries), "{n} segment", "{n} segments"))
        self.list.set_items([_item(entry) for entry in entries])
        self.list.select(at)
        words = tr("Periods end on {day}, the day of the last event.", day=now)
        self.note.setText(words)

    def set_presets(self, presets: tuple[Preset, ...]) -> None:
        """What can be begun with."""
        self._presets = presets

    def offer(self, below: QWidget) -> None:
        """Open the menu of what can be made."""
        menu = self.menu()
        menu.popup(menu.origin(below.mapToGlobal(QPoint(0, below.height()))))

    def menu(self) -> Menu:
        """A new segment from conditions, or from a preset."""
        menu = Menu(self)
        menu.setToolTipsVisible(True)
        empty = menu.add(tr("From conditions"), "plus")
        empty.triggered.connect(self.new_wanted.emit)
        menu.addSeparator()
        for preset in self._presets:
            action = menu.add(said(preset.name), "users")
            action.setEnabled(preset.condition is not None)
            action.setToolTip(said(preset.why))
            action.triggered.connect(
                lambda _=False, preset=preset: self.preset_wanted.emit(preset)
            )
        return menu


def _item(entry: Entry) -> ListItem:
    row = entry.row
    made = row.definition
    detail = said(row.says)
    if not entry.key and not entry.loaded:
        detail = tr("Not saved yet")
    elif entry.changed:
        detail = tr("Changed, not saved yet")
    used = made is not None and made.applied
    return ListItem(
        row.name,
        detail,
        icon="file" if entry.loaded else "users",
        mark="check" if used else "",
        mark_ink="success.text",
        right=short_size(row.size),
        tip=said(row.says),
    )
