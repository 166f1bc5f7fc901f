"""The inspector: one persona's portrait, and how good the taste model is."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.domain.persona import EVERYONE, Persona, Portrait
from studio.ui.audience.details import (
    ChipFlow,
    PersonaMark,
    lift_bars,
    show_figures,
    trait_bars,
)
from studio.ui.audience.known import Known, look_of, name_of, said
from studio.ui.audience.product_row import ProductRow
from studio.ui.language import tr
from studio.ui.theme import theme
from studio.ui.train.comparison import ComparisonTable
from studio.ui.why import WhyBox
from studio.ui.widgets import (
    Bars,
    Button,
    HLine,
    IconButton,
    KeyValue,
    Label,
    Scroll,
    Section,
    StatFigure,
    StatRow,
    clear_layout,
    set_surface,
)

WIDTHS = (300, 264, 400)
_TYPICAL, _BRANDS = 6, 4
_NAME, _LIFT_ROW, _TRAIT_ROW = 112, 24, 22


class Inspector(QWidget):
    """Signals: rename_wanted(str) and pages_wanted(str) persona id.

    why_wanted(str, str) persona and product id.
    """

    rename_wanted = Signal(str)
    pages_wanted = Signal(str)
    why_wanted = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        set_surface(self, "panel")
        self.persona: Persona | None = None
        self.rows: list[ProductRow] = []
        scroll = Scroll()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(scroll)
        body = scroll.body
        body.addLayout(self._make_head())
        body.addWidget(HLine("subtle"))
        body.addWidget(self._make_figures())
        self.categories = Bars(_NAME, middle=1.0, row=_LIFT_ROW)
        self.brands = Bars(_NAME, middle=1.0, row=_LIFT_ROW)
        self.traits = Bars(_NAME, high=1.0, row=_TRAIT_ROW)
        self.sections = {
            "categories": _section(
                tr("Against the whole shop"), tr("share of its events"), self.categories
            ),
            "brands": _section(tr("Brands"), tr("against the shop"), self.brands),
        }
        self.why = self._make_why()
        self.typical = Section(tr("Most typical products"), tr("taste"))
        self.typical.body.setSpacing(0)
        self.searches = Section(tr("Searches"))
        self.queries = ChipFlow()
        self.searches.add(self.queries)
        self.sections["traits"] = _section(tr("Traits"), tr("0 to 1"), self.traits)
        self.reasons = WhyBox()
        self.quality = ComparisonTable(tr("How good the taste model is"))
        for section in (
            self.sections["categories"],
            self.sections["brands"],
            self.why,
            self.typical,
            self.searches,
            self.sections["traits"],
            self.quality,
        ):
            body.addWidget(section)
        body.addStretch(1)
        theme().changed.connect(self._dress)

    def _make_head(self) -> QVBoxLayout:
        self.mark = PersonaMark()
        self.name = Label("", "heading", wrap=True)
        self.rename = IconButton("pencil", tr("Rename"))
        self.summary = Label("", "label", "text.secondary", wrap=True)
        self.chips = ChipFlow()
        self.pages = Button(tr("Go to its pages"), "link")
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.mark)
        row.addWidget(self.name, 1)
        row.addWidget(self.rename)
        column = QVBoxLayout()
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(8)
        column.addLayout(row)
        for widget in (self.summary, self.chips, self.pages):
            column.addWidget(widget)
        self.rename.clicked.connect(lambda: self._ask(self.rename_wanted.emit))
        self.pages.clicked.connect(lambda: self._ask(self.pages_wanted.emit))
        return column

    def _make_figures(self) -> QWidget:
        self.figures = (
            StatFigure(tr("Shoppers"), size="heading"),
            StatFigure(tr("Basket"), size="heading"),
            StatFigure(tr("Last seen"), size="heading"),
        )
        section = Section()
        section.add(StatRow(self.figures))
        return section

    def _make_why(self) -> Section:
        section = Section(tr("Why one group"))
        self.closest = KeyValue(tr("Closest persona"), right=True)
        self.between = KeyValue(tr("Between the two"), right=True)
        section.body.setSpacing(0)
        section.add(self.closest)
        section.add(self.between)
        section.hide()
        return section

    def show_persona(self, known: Known, persona: Persona) -> None:
        """Show a persona's portrait."""
        self.persona = persona
        portrait = persona.portrait
        self.mark.set_look(look_of(persona))
        self.name.setText(name_of(persona))
        self.rename.setVisible(persona.id != EVERYONE)
        self.summary.setText(said(portrait.summary))
        self.summary.setVisible(bool(portrait.summary))
        self.chips.set_texts([said(chip) for chip in portrait.chips])
        show_figures(known, persona, self.figures)
        self._show_lifts(portrait)
        self._show_typical(known, portrait)
        self.queries.set_texts(portrait.searches)
        self.searches.setVisible(bool(portrait.searches))
        bars = trait_bars(persona.traits)
        self.traits.set_bars(bars)
        self.sections["traits"].setVisible(bool(bars))
        self.why.hide()
        self.quality.show_comparison(known.quality)

    def show_neighbour(self, name: str, between: str) -> None:
        """Say which persona is the closest, and how many are between the two."""
        self.closest.set(name)
        self.between.set(between)
        self.why.show()

    def _show_lifts(self, portrait: Portrait) -> None:
        bars = {
            "categories": (self.categories, lift_bars(portrait.categories)),
            "brands": (self.brands, lift_bars(portrait.brands)[:_BRANDS]),
        }
        for key, (widget, found) in bars.items():
            widget.set_bars(found)
            self.sections[key].setVisible(bool(found))

    def _show_typical(self, known: Known, portrait: Portrait) -> None:
        self.typical.body.removeWidget(self.reasons)
        self.reasons.setParent(self)
        self.reasons.clear()
        clear_layout(self.typical.body)
        self.rows = [
            ProductRow(typical, known) for typical in portrait.typical[:_TYPICAL]
        ]
        for at, row in enumerate(self.rows):
            self.typical.add(row)
            row.why_wanted.connect(partial(self._ask_why, at))
        self.typical.setVisible(bool(self.rows))

    def _ask_why(self, at: int, product_id: str) -> None:
        """Show why below the row of the product."""
        self.typical.body.removeWidget(self.reasons)
        self.typical.body.insertWidget(at + 1, self.reasons)
        self._ask(lambda persona: self.why_wanted.emit(persona, product_id))

    def _ask(self, ask: Callable[[str], None]) -> None:
        if self.persona is not None:
            ask(self.persona.id)

    def _dress(self) -> None:
        for row in self.rows:
            row.dress()


def _section(title: str, aside: str, content: QWidget) -> Section:
    section = Section(title, aside)
    section.add(content)
    return section
