"""The inspector's first tab: what the shown run says of itself."""

from __future__ import annotations

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from studio.ui.language import tr
from studio.ui.train.comparison import ComparisonTable
from studio.ui.train.log_lines import LogLines
from studio.ui.train.watched import Watched
from studio.ui.train.words import FACTS, fact_name, fact_value
from studio.ui.widgets import (
    Button,
    IconLabel,
    KeyValue,
    Label,
    Section,
    clear_layout,
)


class RunTab(QWidget):
    """Facts, the comparison on the same split, the log."""

    def __init__(self) -> None:
        super().__init__()
        self._facts: dict[str, str] = {}
        self.values: dict[str, KeyValue] = {}
        self.facts = Section()
        self.facts.body.setSpacing(0)
        self.compared = ComparisonTable(tr("Compared on the same split"))
        self.log = LogLines()
        self.log_section = Section(tr("Log"), line=False)
        self.copy = Button(tr("Copy"), "link")
        self.log_section.head.addWidget(self.copy)
        self.log_section.add(self.log)
        self.nothing = Label(
            tr("The log is kept while Vitrine is open."), "caption", "text.tertiary"
        )
        self.log_section.add(self.nothing)
        self.log_section.body.addStretch(0)
        self.none = Section(line=False)
        self.none.add(
            Label(tr("No run of this model yet."), "label", "text.secondary", wrap=True)
        )
        self.foot = _Foot()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for section in (self.facts, self.compared, self.none):
            column.addWidget(section)
        column.addWidget(self.log_section, 1)
        column.addWidget(self.foot)
        self.copy.clicked.connect(self._copy)

    def show_run(self, watched: Watched) -> None:
        """Show a run."""
        self._show_facts(watched.facts)
        self.compared.show_comparison(watched.comparison)
        begun = watched.run is not None or bool(watched.log)
        self.none.setVisible(not begun)
        self.log_section.setVisible(begun)
        self.log.show_lines(watched.log)
        self.log.setVisible(bool(watched.log))
        self.copy.setVisible(bool(watched.log))
        self.nothing.setVisible(not watched.log)
        policy = QSizePolicy.Policy
        tall = policy.Expanding if begun else policy.Preferred
        self.log_section.setSizePolicy(policy.Expanding, tall)
        self.foot.setVisible(watched.condition == "running")

    def _show_facts(self, facts: dict[str, str]) -> None:
        order = list(FACTS)
        names = [name for name in order if facts.get(name)]
        names += [name for name in facts if name not in FACTS and facts[name]]
        if names != list(self.values):
            clear_layout(self.facts.body)
            self.values = {name: KeyValue(fact_name(name)) for name in names}
            for row in self.values.values():
                self.facts.add(row)
        for name, row in self.values.items():
            row.set(fact_value(name, facts[name]))
        self.facts.setVisible(bool(names))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.log.text())


class _Foot(QWidget):
    """That one can go on working."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(8)
        text = tr(
            "You can go on working. Closing Vitrine pauses the run; it can be resumed "
            "from its last checkpoint."
        )
        icon = QVBoxLayout()
        icon.addWidget(IconLabel("info"))
        icon.addStretch(1)
        row.addLayout(icon)
        row.addWidget(Label(text, "label", "text.secondary", wrap=True), 1)
