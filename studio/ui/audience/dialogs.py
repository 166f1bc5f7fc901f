"""Dialogs of the Audience step: a name, and a comparison."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QWidget

from studio.domain.names_given import LONGEST_NAME
from studio.domain.persona import EVERYONE, Persona
from studio.services.audience import Selection
from studio.ui import formats
from studio.ui.audience.details import ChipFlow, lift_bars
from studio.ui.audience.known import Known, name_of, said
from studio.ui.language import plural, tr
from studio.ui.name_dialog import NameDialog
from studio.ui.widgets import Bar, Bars, CheckBox, Dialog, Field, FormRow, Label

_MOST_BARS = 6
_WIDE = 520


class PersonaName(NameDialog):
    """Asks for a persona's name."""

    longest = LONGEST_NAME


class MergePersonas(Dialog):
    """Ticks personas that become one with another, and names the whole."""

    def __init__(
        self,
        window: QWidget,
        persona: Persona,
        others: Sequence[Persona],
        take: Callable[[list[str], str], None],
    ) -> None:
        super().__init__(
            window,
            tr("Merge {name} with", name=name_of(persona)),
            tr("The whole keeps the pages of its largest part."),
            (
                ("cancel", tr("Cancel"), "secondary"),
                ("merge", tr("Merge"), "primary"),
            ),
        )
        self._take = take
        self.boxes: list[tuple[Persona, CheckBox]] = []
        for other in others:
            box = CheckBox(name_of(other))
            box.toggled.connect(lambda _: self._check())
            self.boxes.append((other, box))
            self.content.addWidget(box)
        self.field = Field("")
        self.field.setMaxLength(LONGEST_NAME)
        self.field.setPlaceholderText(tr("As the largest"))
        self.content.addWidget(FormRow(tr("Name"), self.field))
        self._check()

    def show_dialog(self) -> None:
        """Open with the first persona in focus."""
        self.open(self.boxes[0][1] if self.boxes else None)

    def answer(self, key: str) -> None:
        """Hand over whom to merge."""
        chosen = [persona.id for persona, box in self.boxes if box.isChecked()]
        name = self.field.text()
        super().answer(key)
        if key == "merge" and chosen:
            self._take(chosen, name)

    def _check(self) -> None:
        ticked = any(box.isChecked() for _, box in self.boxes)
        merge = self.buttons["merge"]
        merge.setEnabled(ticked)
        merge.setToolTip("" if ticked else tr("Tick a persona to merge with."))


def compare_dialog(window: QWidget, known: Known, selection: Selection) -> Dialog:
    """What sets the shoppers of a lasso apart from the whole shop."""
    n = plural(selection.size, "{n} shopper", "{n} shoppers")
    title = tr("{shoppers} beside the whole shop", shoppers=n)
    summary = said(selection.portrait.summary)
    close = (("close", tr("Close"), "secondary"),)
    dialog = Dialog(window, title, summary, close, _WIDE)  # type: ignore[arg-type]
    content = dialog.content
    chips = ChipFlow()
    chips.set_texts([said(chip) for chip in selection.portrait.chips])
    content.addWidget(chips)
    content.addWidget(Label(tr("Their personas"), "label_strong"))
    members = Bars(high=1.0, row=24)
    members.set_bars(member_bars(known, selection))
    content.addWidget(members)
    lifts = lift_bars(selection.portrait.categories)[:_MOST_BARS]
    if lifts:
        content.addWidget(Label(tr("Categories against the shop"), "label_strong"))
        bars = Bars(middle=1.0, row=24)
        bars.set_bars(lifts)
        content.addWidget(bars)
    basket, shop = selection.portrait.basket, selection.portrait.basket_shop
    words = tr(
        "Basket {basket}, shop {shop}",
        basket=known.money(basket),
        shop=known.money(shop),
    )
    content.addWidget(Label(words, "label", "text.secondary"))
    return dialog


def member_bars(known: Known, selection: Selection) -> list[Bar]:
    """Shares of the personas that the shoppers are in; small groups are left out."""
    bars = []
    for persona in known.shown:
        n = selection.personas.get(persona.id, 0)
        share = n / max(1, selection.size)
        if n >= known.smallest:
            outside = persona.id == EVERYONE
            name = tr("In no persona") if outside else name_of(persona)
            bars.append(Bar(name, share, formats.percent(share)))
    return sorted(bars, key=lambda bar: -bar.value)
