"""The list panel: personas with colour, shape, size and one line each."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.domain.persona import EVERYONE
from studio.ui import formats
from studio.ui.audience.known import Known, look_of, name_of, said
from studio.ui.language import plural, tr
from studio.ui.widgets import (
    HLine,
    IconLabel,
    Label,
    ListItem,
    PanelHead,
    ProgressBar,
    RowList,
    Segmented,
    set_surface,
)

WIDTHS = (264, 200, 320)


class PersonasPanel(QWidget):
    """Signals: chosen(str) persona id, opened(str), source_wanted(str)."""

    chosen = Signal(str)
    opened = Signal(str)
    source_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        set_surface(self, "panel")
        self._ids: list[str] = []
        self.head = PanelHead(tr("Personas"), line=False)
        self.count = Label("", "label", "text.tertiary")
        self.head.add(self.count)
        self.source = Segmented(
            (("cluster", tr("Discovered")), ("segment", tr("Shop segments"))),
            stretch=True,
        )
        self.source.setAccessibleName(tr("Personas from"))
        self.list = RowList(tr("Personas"))
        self.note = Label("", "label", "text.secondary", wrap=True)
        self.bar = ProgressBar()
        self.bar.hide()
        self._build()
        self.source.changed.connect(self.source_wanted.emit)
        self.list.chosen.connect(lambda at: self.chosen.emit(self._ids[at]))
        self.list.opened.connect(lambda at: self.opened.emit(self._ids[at]))

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        choice = QVBoxLayout()
        choice.setContentsMargins(16, 4, 16, 12)
        choice.setSpacing(8)
        choice.addWidget(self.source)
        choice.addWidget(self.bar)
        column.addLayout(choice)
        column.addWidget(self.list, 1)
        column.addWidget(HLine("subtle"))
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 12, 16, 12)
        foot.setSpacing(8)
        icon = QVBoxLayout()
        icon.addWidget(IconLabel("info"))
        icon.addStretch(1)
        foot.addLayout(icon)
        foot.addWidget(self.note, 1)
        column.addLayout(foot)

    def show_known(self, known: Known, chosen: str) -> None:
        """Show an audience's personas."""
        self.count.setText(plural(known.shoppers, "{n} shopper", "{n} shoppers"))
        self.source.set_value(known.audience.source)
        self._ids = [persona.id for persona in known.shown]
        self.list.set_items(_items(known, chosen))
        self.select(chosen)
        self.note.setText(note_of(known))

    def select(self, persona_id: str) -> None:
        """Choose a persona without a signal."""
        at = self._ids.index(persona_id) if persona_id in self._ids else -1
        self.list.select(at)

    def set_busy(self, *, busy: bool, share: float | None = None) -> None:
        """Whether personas are being made at the moment."""
        self.source.setEnabled(not busy)
        self.bar.setVisible(busy)
        self.bar.set_progress(share)


def _items(known: Known, chosen: str) -> list[ListItem]:
    largest = max((persona.size for persona in known.groups), default=1)
    items = []
    for persona in known.shown:
        line = said(persona.portrait.line)
        share: float | None = persona.size / max(1, largest)
        if persona.id == EVERYONE:
            line, share = tr("Who is in no persona gets this page"), None
        items.append(
            ListItem(
                name_of(persona),
                line,
                look=look_of(persona),
                right=formats.count(persona.size),
                bar=share,
                strong=persona.id == chosen,
                tip=line,
            )
        )
    return items


def note_of(known: Known) -> str:
    """How the personas came about, and how well they are apart."""
    audience = known.audience
    n = len(known.groups)
    if audience.source == "cluster":
        text = plural(n, "{n} cluster of taste", "{n} clusters of taste")
    else:
        text = plural(n, "{n} segment of the shop", "{n} segments of the shop")
    if audience.silhouette is not None:
        value = formats.decimal(audience.silhouette, 2)
        text = tr("{text}, silhouette {value}", text=text, value=value)
    text = tr("{text}.", text=text)
    if known.hidden > 0:
        more = plural(known.hidden, "{n} group", "{n} groups")
        text += " " + tr(
            "{groups} of fewer than {least} shoppers not shown.",
            groups=more,
            least=known.smallest,
        )
    return text
