"""The rules of a project: where the key lies, the floor, the retention period."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.domain.forgetting import Retained
from studio.domain.privacy import FLOOR, RETENTION
from studio.domain.privacy_report import PrivacyReport
from studio.ui.formats import count, day
from studio.ui.language import language, plural, tr
from studio.ui.widgets import (
    Button,
    CheckBox,
    Chip,
    FormRow,
    Label,
    Number,
    PanelHead,
    Scroll,
    Section,
)

WIDTHS = (312, 280, 420)
_LABEL = 128
USUAL_MONTHS = 24
"""What is proposed to who switches the period on."""


class RulesPanel(QWidget):
    """What is set for the whole project.

    Signals: floor_wanted(int) sets the floor; months_wanted(int) asks what a period
    would delete, months_given(int) sets it.
    """

    floor_wanted = Signal(int)
    months_wanted = Signal(int)
    months_given = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.head = PanelHead(tr("Rules"))
        self.floor = Number(FLOOR.default, FLOOR.least, FLOOR.most)
        self.limited = CheckBox(tr("Delete old events by themselves"))
        self.months = Number(USUAL_MONTHS, RETENTION.least, RETENTION.most)
        self.would = Label("", "label", "text.secondary", wrap=True)
        self.save = Button(tr("Set the period"), "secondary", height=28)
        self._set = 0
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        scroll = Scroll()
        column.addWidget(scroll, 1)
        for section in (self._key(), self._smallest(), self._retention()):
            scroll.body.addWidget(section)
        scroll.body.addStretch(1)
        self._connect()

    def _key(self) -> Section:
        section = Section(tr("Pseudonyms"))
        self._sealed = Chip("", "neutral")
        section.head.addWidget(self._sealed)
        self._where = Label("", "label", "text.secondary", wrap=True)
        section.add(self._where)
        self._blocked = Label("", "label", "text.secondary", wrap=True)
        section.add(self._blocked)
        return section

    def _smallest(self) -> Section:
        section = Section(tr("Smallest persona"))
        section.add(FormRow(tr("Shoppers"), self.floor, _LABEL))
        words = tr(
            "No persona of fewer shoppers is shown, generated for or exported; its"
            " shoppers get the page “All shoppers”. What a portrait says is shared by"
            " as many."
        )
        section.add(Label(words, "caption", "text.tertiary", wrap=True))
        return section

    def _retention(self) -> Section:
        section = Section(tr("Retention period"), line=False)
        section.add(self.limited)
        self._row = FormRow(tr("Months to keep"), self.months, _LABEL)
        section.add(self._row)
        section.add(self.would)
        line = QHBoxLayout()
        line.addWidget(self.save)
        line.addStretch(1)
        section.body.addLayout(line)
        return section

    def _connect(self) -> None:
        self.floor.done.connect(lambda value: self.floor_wanted.emit(int(value)))
        self.months.done.connect(lambda _: self._ask())
        self.limited.toggled.connect(lambda _: self._ask())
        self.save.clicked.connect(lambda: self.months_given.emit(self.chosen()))

    def chosen(self) -> int:
        """The period as it stands in the form, 0 for none."""
        return int(self.months.value()) if self.limited.isChecked() else 0

    def show_rules(self, made: PrivacyReport) -> None:
        """Show what the project has set."""
        self._sealed.set(
            tr("Encrypted") if made.protected else tr("Not encrypted"),
            "success" if made.protected else "neutral",
        )
        key = made.key.in_(language())
        self._where.setText(
            tr(
                "Shoppers are stored under pseudonyms. The key that makes them lies"
                " {where}.",
                where=key,
            )
        )
        self._blocked.setVisible(bool(made.suppressed))
        self._blocked.setText(
            plural(
                made.suppressed,
                "{n} shopper is left out of imports.",
                "{n} shoppers are left out of imports.",
            )
        )
        self.floor.set_value(made.floor)
        self._set = made.retention_months
        self.limited.blockSignals(True)
        self.limited.setChecked(bool(self._set))
        self.limited.blockSignals(False)
        self.months.set_value(self._set or USUAL_MONTHS)
        self._ask()

    def show_would(self, found: Retained) -> None:
        """Say what the period in the form would delete."""
        if not found.months:
            self.would.setText(tr("Off: events are kept until somebody deletes them."))
            return
        before = tr("Events before {day} go.", day=day(found.before))
        if found.nothing:
            self.would.setText(f"{before} {tr('Nothing is older now.')}")
            return
        goes = tr(
            "At the next import or opening: {events} of {all} events, and all of"
            " {shoppers} shoppers who did nothing since. That cannot be undone.",
            events=count(found.events),
            all=count(found.of_events),
            shoppers=count(found.shoppers),
        )
        self.would.setText(f"{before} {goes}")

    def _ask(self) -> None:
        self._row.setVisible(self.limited.isChecked())
        self.save.setVisible(self.chosen() != self._set)
        self.months_wanted.emit(self.chosen())
