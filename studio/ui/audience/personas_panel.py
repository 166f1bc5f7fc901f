"""The list panel: personas with colour, shape, size and one line each."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.domain.persona import EVERYONE, Audience, Persona
from studio.ui import formats
from studio.ui.audience.known import Known, look_of, name_of, said
from studio.ui.language import plural, tr
from studio.ui.widgets import (
    Choice,
    FormRow,
    HLine,
    IconButton,
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
FEWEST, MOST = 2, 8
"""Numbers of clusters to choose from."""
DOUBTFUL = 0.6
"""Stability under which it is said that groups may come out otherwise."""


class PersonasPanel(QWidget):
    """Signals: chosen(str) persona id, opened(str), source_wanted(str).

    number_wanted(object) of clusters, None for the best; more_wanted() the menu.
    """

    chosen = Signal(str)
    opened = Signal(str)
    source_wanted = Signal(str)
    number_wanted = Signal(object)
    more_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        set_surface(self, "panel")
        self._ids: list[str] = []
        self.head = PanelHead(tr("Personas"), line=False)
        self.count = Label("", "label", "text.tertiary")
        self.head.add(self.count)
        self.more = IconButton("ellipsis", tr("Split, merge or choose"))
        self.head.add(self.more)
        self.source = Segmented(
            (("cluster", tr("Discovered")), ("segment", tr("Shop segments"))),
            stretch=True,
        )
        self.source.setAccessibleName(tr("Personas from"))
        self.number = Choice()
        self.number.setAccessibleName(tr("Number of personas"))
        self.number_row = FormRow(tr("How many"), self.number)
        self.list = RowList(tr("Personas"))
        self.note = Label("", "label", "text.secondary", wrap=True)
        self.bar = ProgressBar()
        self.bar.hide()
        self._build()
        self.source.changed.connect(self.source_wanted.emit)
        self.number.chosen.connect(self.number_wanted.emit)
        self.more.clicked.connect(self.more_wanted.emit)
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
        choice.addWidget(self.number_row)
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
        self.note.setToolTip(
            tr(
                "Stability is 1 where shoppers drawn anew fall into the same groups, "
                "and 0 where the groups are chance. Silhouette is 1 where groups lie "
                "apart, and 0 where they touch."
            )
        )
        self.number_row.setVisible(known.audience.source == "cluster")
        self.number.set_items(number_items(known.audience))
        found = sum(each.source == "cluster" for each in known.groups)
        self.number.set_value(found if len(known.audience.tried) == 1 else None)

    def select(self, persona_id: str) -> None:
        """Choose a persona without a signal."""
        at = self._ids.index(persona_id) if persona_id in self._ids else -1
        self.list.select(at)

    def set_busy(self, *, busy: bool, share: float | None = None) -> None:
        """Whether personas are being made at the moment."""
        self.source.setEnabled(not busy)
        self.number.setEnabled(not busy)
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
                tip=tip_of(persona, line),
            )
        )
    return items


def number_items(audience: Audience) -> list[tuple[object, str]]:
    """Numbers of clusters to choose from, with what is known of each."""
    tried = {one.clusters: one for one in audience.tried}
    items: list[tuple[object, str]] = [(None, tr("The best"))]
    for number in range(FEWEST, MOST + 1):
        one = tried.get(number)
        if one is None or one.silhouette is None or one.stability is None:
            items.append((number, formats.count(number)))
            continue
        words = tr(
            "{n}: silhouette {silhouette}, stability {stability}",
            n=number,
            silhouette=formats.decimal(one.silhouette, 2),
            stability=formats.decimal(one.stability, 2),
        )
        items.append((number, words))
    return items


def tip_of(persona: Persona, line: str) -> str:
    """A persona's line, how well it is found again, and how sure its members are."""
    parts = [line]
    if persona.stability is not None:
        share = formats.percent(persona.stability)
        parts.append(
            tr("Found again to {share} when shoppers are drawn anew", share=share)
        )
    if persona.clarity is not None:
        share = formats.percent(persona.clarity)
        parts.append(tr("Its members belong to it to {share}", share=share))
    return "\n".join(parts)


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
    if audience.source == "cluster" and audience.stability is not None:
        value = formats.decimal(audience.stability, 2)
        text = tr("{text}, stability {value}", text=text, value=value)
    text = tr("{text}.", text=text)
    if audience.source == "cluster" and (audience.stability or 1) < DOUBTFUL:
        text += " " + tr(
            "The groups are not sharp: another training may part them anew."
        )
    if known.hidden > 0:
        more = plural(known.hidden, "{n} group", "{n} groups")
        text += " " + tr(
            "{groups} of fewer than {least} shoppers not shown.",
            groups=more,
            least=known.smallest,
        )
    return text
