"""The command palette: find an action or a place and run it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from studio.ui.actions import Group, Row, find, key_text
from studio.ui.language import tr
from studio.ui.palette_list import Entry, PaletteList
from studio.ui.step import Place
from studio.ui.theme import theme
from studio.ui.widgets import Card, HLine, IconLabel, KeyCaps, Label, Scrim

_TOP = 112
_WIDTH = 640
_MOST_PLACES = 8


@dataclass(frozen=True)
class Offer:
    """What the palette offers: rows with what runs them, and places to go to."""

    rows: Sequence[Row]  # those of the shown step come first
    handlers: Mapping[str, Callable[[], object]]
    places: Sequence[Place] = ()


class Palette(QObject):
    """One opening of the palette over a window. `closed` when it is gone."""

    closed = Signal()

    def __init__(self, window: QWidget, offer: Offer) -> None:
        super().__init__(window)
        self._offer = offer
        self.field = QLineEdit()
        self.list = PaletteList()
        self._card = Card(_WIDTH)
        self._build()
        self._scrim = Scrim(window, self._card, _TOP)
        self._scrim.dismissed.connect(self.close)
        self.field.textChanged.connect(self._find)
        self.field.installEventFilter(self)
        self.list.clicked.connect(lambda _: self.run())
        self._open = False

    def _build(self) -> None:
        self.field.setProperty("bare", "true")
        self.field.setFont(theme().font("heading"))
        font = theme().font("heading")
        font.setWeight(font.Weight.Normal)
        self.field.setFont(font)
        self.field.setPlaceholderText(tr("Find or run a command"))
        self.field.setAccessibleName(tr("Find or run a command"))
        self.field.setFixedHeight(48)
        top = QHBoxLayout()
        top.setContentsMargins(16, 0, 16, 0)
        top.setSpacing(12)
        top.addWidget(IconLabel("search", "text.secondary", 16))
        top.addWidget(self.field, 1)
        self._card.body.addLayout(top)
        self._card.body.addWidget(HLine("subtle"))
        self.nothing = Label("", "label", "text.secondary")
        self.nothing.setContentsMargins(16, 12, 16, 12)
        self._card.body.addWidget(self.nothing)
        self._card.body.addWidget(self.list)
        self._card.body.addSpacing(8)
        self._card.body.addWidget(HLine("subtle"))
        self._card.body.addLayout(_foot())

    def open(self) -> None:
        """Show everything that can be done now."""
        self._open = True
        self._find("")
        self._scrim.show_card(self.field)

    def close(self) -> None:
        """Go away."""
        if self._open:
            self._open = False
            self._scrim.close_card()
            self.closed.emit()
            self.deleteLater()

    def run(self) -> None:
        """Run the current line."""
        entry = self.list.current_entry()
        self.close()
        if entry is not None and entry.run is not None:
            entry.run()

    def _find(self, query: str) -> None:
        entries = self._entries(query)
        self.list.show_entries(entries)
        self.list.setVisible(bool(entries))
        self.nothing.setVisible(not entries)
        self.nothing.setText(tr("Nothing is called “{query}”.", query=query.strip()))
        if self._open:
            self._scrim.place()

    def _entries(self, query: str) -> list[Entry]:
        rows = [row for row in self._offer.rows if row.id in self._offer.handlers]
        groups: dict[Group, list[Entry]] = {}
        for hit in find(query, rows):
            entry = Entry(
                tr(hit.row.text),
                self._offer.handlers[hit.row.id],
                icon=hit.row.icon,
                keys=key_text(hit.row.shortcut),
                marks=hit.marks,
            )
            groups.setdefault(hit.row.menu, []).append(entry)
        entries: list[Entry] = []
        for group, found in groups.items():
            entries += [Entry(tr(group.value)), *found]
        places = self._places(query) if query.strip() else []
        return entries + ([Entry(tr("Open")), *places] if places else [])

    def _places(self, query: str) -> list[Entry]:
        words = query.casefold().split()
        return [
            Entry(place.text, place.run, place.detail, place.icon, place.look)
            for place in self._offer.places
            if all(w in f"{place.text} {place.detail}".casefold() for w in words)
        ][:_MOST_PLACES]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move, Enter runs, Tab fills in, Escape closes."""
        if watched is not self.field or not isinstance(event, QKeyEvent):
            return False
        if event.type() != QEvent.Type.KeyPress:
            return False
        return self._key(event.key())

    def _key(self, key: int) -> bool:
        match key:
            case Qt.Key.Key_Down:
                self.list.step(1)
            case Qt.Key.Key_Up:
                self.list.step(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.run()
            case Qt.Key.Key_Escape:
                self.close()
            case Qt.Key.Key_Tab:
                entry = self.list.current_entry()
                if entry is not None:
                    self.field.setText(entry.text)
            case _:
                return False
        return True


def _foot() -> QHBoxLayout:
    foot = QHBoxLayout()
    foot.setContentsMargins(16, 9, 16, 9)
    foot.setSpacing(8)
    for keys, words in (("↑+↓", tr("choose")), ("Enter", tr("run"))):
        foot.addWidget(KeyCaps(keys))
        foot.addWidget(Label(words, "caption", "text.secondary"))
        foot.addSpacing(8)
    foot.addWidget(KeyCaps("Tab"))
    foot.addWidget(Label(tr("fill in"), "caption", "text.secondary"))
    foot.addStretch(1)
    foot.addWidget(KeyCaps("Esc"))
    foot.addWidget(Label(tr("close"), "caption", "text.secondary"))
    return foot
