"""Chooses shoppers by a list instead of a lasso: by persona and by what they met."""

from __future__ import annotations

import numpy as np

from studio.domain.errors import VitrineError
from studio.domain.persona import Persona
from studio.ui.audience.cloud import Places
from studio.ui.audience.finding import product_places
from studio.ui.audience.known import Known, name_of
from studio.ui.audience.shown import Shown
from studio.ui.language import plural, tr
from studio.ui.tasks import spawn
from studio.ui.widgets import CheckBox, Dialog, Field, FormRow, Label

_NOBODY = np.zeros(0, np.int64)


class ChooseShoppers(Dialog):
    """Personas to tick and products to name; says how many shoppers that is.

    Nothing can be done with fewer than the floor, and their number is not said.
    """

    def __init__(self, step: Shown, known: Known) -> None:
        super().__init__(
            step.window(),
            tr("Choose shoppers"),
            tr(
                "Of no persona means of all. Products are found by a part of their "
                "title or their id."
            ),
            (
                ("cancel", tr("Cancel"), "secondary"),
                ("compare", tr("Compare"), "secondary"),
                ("make", tr("Make a persona"), "primary"),
            ),
        )
        self._step, self._known = step, known
        self.chosen: Places = _NOBODY
        self._asked = 0
        self.boxes: list[tuple[Persona, CheckBox]] = []
        for persona in known.groups:
            box = CheckBox(name_of(persona))
            box.toggled.connect(lambda _: self._ask())
            self.boxes.append((persona, box))
            self.content.addWidget(box)
        self.met = Field("")
        self.met.textChanged.connect(lambda _: self._ask())
        self.content.addWidget(FormRow(tr("Who met"), self.met))
        self.count = Label(" ", "label_strong", wrap=True)
        self.content.addWidget(self.count)
        self._show(_NOBODY, tr("Counting..."))

    def show_dialog(self) -> None:
        """Open with the first persona in focus."""
        self.open(self.boxes[0][1] if self.boxes else self.met)
        self._ask()

    def answer(self, key: str) -> None:
        """Go on with those who are chosen."""
        super().answer(key)
        if key in {"make", "compare"} and len(self.chosen):
            self._step.selected = self.chosen
            if key == "make":
                self._step.make_persona()
            else:
                self._step.compare()

    def _ask(self) -> None:
        spawn(self._count(), self._step.toast_wanted.emit)

    async def _count(self) -> None:
        self._asked += 1
        asked = self._asked
        ids = [persona.id for persona, box in self.boxes if box.isChecked()]
        text = self.met.text().strip()
        products: list[str] = []
        if text:
            places = product_places(self._known, text)
            products = [self._known.audience.products[at] for at in places]
            if not products:
                self._show(_NOBODY, tr("No product is called so"))
                return
        try:
            found = await self._step.aside.ask(
                lambda service: service.who(ids, products)
            )
        except VitrineError:
            found = _NOBODY  # made anew meanwhile
        if asked != self._asked:
            return  # another question came after it
        least = self._known.smallest
        if len(found) < least:
            self._show(_NOBODY, tr("Fewer than {n} shoppers", n=least))
        else:
            words = plural(len(found), "{n} shopper", "{n} shoppers")
            self._show(found, words)

    def _show(self, found: Places, words: str) -> None:
        self.chosen = found
        self.count.setText(words)
        for key in ("make", "compare"):
            self.buttons[key].setEnabled(len(found) > 0)
