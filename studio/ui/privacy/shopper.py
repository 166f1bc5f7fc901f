"""One shopper's rights: see what is held of them, hand it over, forget them."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.domain.forgetting import Forgotten
from studio.services.privacy_access import ShopperData
from studio.ui.data.words import TABLES
from studio.ui.formats import DASH, count, day
from studio.ui.language import language, plural, tr
from studio.ui.widgets import (
    Button,
    CheckBox,
    Field,
    KeyValue,
    Label,
    PanelHead,
    Scroll,
    Section,
    clear_layout,
)

WIDTHS = (320, 280, 420)


class ShopperPanel(QWidget):
    """Signals: look_wanted(id), save_wanted(), forget_wanted(id, block)."""

    look_wanted = Signal(str)
    save_wanted = Signal()
    forget_wanted = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self.head = PanelHead(tr("One shopper"))
        self.field = Field("", tr("Id as the shop writes it"))
        self.field.setAccessibleName(tr("Shopper"))
        self.look = Button(tr("Look"), "secondary", height=28)
        self.block = CheckBox(tr("Leave out of later imports too"))
        self.forget = Button(tr("Forget..."), "danger", height=28)
        self.save = Button(tr("Save their data..."), "secondary", height=28)
        self._found = Scroll()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._ask())
        column.addWidget(self._found, 1)
        column.addWidget(self._act())
        self.field.returnPressed.connect(self._look)
        self.look.clicked.connect(self._look)
        self.save.clicked.connect(self.save_wanted.emit)
        self.forget.clicked.connect(
            lambda: self.forget_wanted.emit(self.shopper, self.block.isChecked())
        )
        self.field.textChanged.connect(lambda _: self.show_nothing())
        self.show_nothing()

    @property
    def shopper(self) -> str:
        """The id in the field."""
        return self.field.text().strip()

    def _ask(self) -> Section:
        section = Section()
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.field, 1)
        row.addWidget(self.look)
        section.body.addLayout(row)
        words = tr("The id is turned into its pseudonym in memory and kept nowhere.")
        section.add(Label(words, "caption", "text.tertiary", wrap=True))
        return section

    def _act(self) -> QWidget:
        self._actions = Section(line=False)
        self._actions.add(self.block)
        words = tr(
            "Of a shopper who is left out, a keyed hash is kept that tells nobody who"
            " it is. Without it, the next export brings them in again."
        )
        self._actions.add(Label(words, "caption", "text.tertiary", wrap=True))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.save)
        row.addStretch(1)
        row.addWidget(self.forget)
        self._actions.body.addLayout(row)
        return self._actions

    def _look(self) -> None:
        if self.shopper:
            self.look_wanted.emit(self.shopper)

    def show_nothing(self) -> None:
        """Show no shopper: the field says another one."""
        words = tr(
            "Look up a shopper who asks what is held of them, who wants a copy, or"
            " who wants to be forgotten."
        )
        self._say([words])
        self._allow(held=False)
        self.look.setEnabled(bool(self.shopper))

    def show_data(self, data: ShopperData) -> None:
        """Show what is held of a shopper."""
        if data.nothing:
            said = [tr("Nothing is held of this shopper.")]
            said += [
                tr("Forgotten on {day}.", day=day(when)) for when in data.forgotten
            ]
            if data.blocked:
                said.append(tr("Imports leave this shopper out."))
            self._say(said)
            self._allow(held=False)
            return
        clear_layout(self._found.body)
        held = Section(tr("Held under"), line=False)
        name = Label(data.pseudonym, "mono", elide=True)
        held.add(name)
        for table, rows in data.rows.items():
            words = plural(len(rows), "{n} row", "{n} rows")
            held.add(KeyValue(tr(TABLES.get(table, table)), words, name_width=128))
        persona = data.persona
        page = DASH
        if persona is not None:
            zh = language() == "zh" and persona.name_zh
            page = persona.name_zh if zh else persona.name
        held.add(KeyValue(tr("Page for"), page, name_width=128))
        held.add(KeyValue(tr("Taste"), _numbers(len(data.taste)), name_width=128))
        self._found.body.addWidget(held)
        self._found.body.addStretch(1)
        self._allow(held=True)

    def show_forgotten(self, done: Forgotten) -> None:
        """Say what was erased and what is left to do."""
        rows = sum(done.rows.values())
        said = [
            tr("Forgotten: {n} rows are deleted, wherever they lay.", n=count(rows)),
            tr("No import can be undone any more."),
        ]
        if done.marked:
            said.append(
                tr("May have learned from them: {runs}.", runs=", ".join(done.marked))
            )
        if done.retrain:
            said.append(
                tr("Train anew: {runs} is in use.", runs=", ".join(done.retrain))
            )
        if done.lists:
            said.append(
                tr(
                    "Lists written earlier may name them; delete or mend: {paths}",
                    paths=", ".join(done.lists),
                )
            )
        if done.blocked:
            said.append(tr("Imports leave this shopper out."))
        self._say(said)
        self._allow(held=False)

    def set_busy(self, *, busy: bool) -> None:
        """Whether a shopper is being looked up or forgotten."""
        self.look.setEnabled(not busy and bool(self.shopper))
        if busy:
            self.forget.setEnabled(False)
            self.save.setEnabled(False)

    def _say(self, sentences: list[str]) -> None:
        clear_layout(self._found.body)
        section = Section(line=False)
        for words in sentences:
            section.add(Label(words, "label", "text.secondary", wrap=True))
        self._found.body.addWidget(section)
        self._found.body.addStretch(1)

    def _allow(self, *, held: bool) -> None:
        self.save.setEnabled(held)
        # somebody of whom nothing is held may still ask to be left out
        self.forget.setEnabled(bool(self.shopper))


def _numbers(n: int) -> str:
    return plural(n, "{n} number", "{n} numbers") if n else DASH
