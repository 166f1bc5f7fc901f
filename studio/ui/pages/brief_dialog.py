"""Asks what a promotion, an advertisement or a mailing needs to know."""

from __future__ import annotations

from datetime import date
from typing import Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from studio.domain.brief import Brief, Offer
from studio.domain.catalogue import Catalogue
from studio.domain.words import Language, Words
from studio.ui.language import tr
from studio.ui.pages.names import scenario_name
from studio.ui.widgets.dialog import Dialog
from studio.ui.widgets.forms import Choice, Field, FormRow
from studio.ui.widgets.label import Label
from studio.ui.widgets.segmented import Segmented

_LABEL, _SHORT_LABEL = 96, 48
WHOLE, CATEGORY, ON_SALE, LIST = "whole", "category", "on_sale", "list"


class BriefDialog(QObject):
    """The form of a brief, checked in place.

    `done(Brief)` comes once the form is right and the person accepts. Texts are
    entered in one language; the other one's stay as they were.
    """

    done = Signal(object)

    def __init__(
        self,
        window: QWidget,
        scenario: str,
        catalogue: Catalogue,
        language: Language,
        *,
        brief: Brief | None = None,
        verb: str = "",
    ) -> None:
        super().__init__(window.window())
        self._catalogue, self._language = catalogue, language
        self._old = brief or Brief()
        self.dialog = Dialog(
            window,
            tr("Brief: {scenario}", scenario=scenario_name(scenario)),
            tr("Without an end there is no countdown."),
            (
                ("", tr("Cancel"), "secondary"),
                ("ok", verb or tr("Generate"), "primary"),
            ),
            width=460,
        )
        self._build()
        # the dialog stays open while something is wrong
        self.dialog.buttons["ok"].clicked.disconnect()
        self.dialog.buttons["ok"].clicked.connect(self._accept)

    def open(self) -> None:
        """Show the form."""
        self.dialog.open(self.name)

    def _build(self) -> None:
        old, spoken = self._old, self._language
        self.name = Field(old.name.in_(spoken), tr("Autumn trip week"), 28)
        self.start = Field(_shown(old.start), "2026-11-24", 28)
        self.end = Field(_shown(old.end), tr("none"), 28)
        self.which = Segmented(
            [
                (WHOLE, tr("All")),
                (CATEGORY, tr("Category")),
                (ON_SALE, tr("On sale")),
                (LIST, tr("List")),
            ],
            24,
            stretch=True,
        )
        self.which.changed.connect(lambda _: self._show_which())
        self.category = Choice(_categories(self._catalogue), 28)
        self.products = Field(", ".join(old.products), tr("ids, comma separated"), 28)
        self.offer = Field(old.offer.text.in_(spoken), tr("20% off tents"), 28)
        self.code = Field(old.offer.code, tr("none"), 28)
        self.rows = {
            "name": FormRow(tr("Name"), self.name, _LABEL),
            "start": FormRow(tr("Start"), self.start, _LABEL),
            "end": FormRow(tr("End"), self.end, _SHORT_LABEL),
            "which": FormRow(tr("Products"), self.which, _LABEL),
            "category": FormRow("", self.category, _LABEL),
            "products": FormRow("", self.products, _LABEL),
            "offer": FormRow(tr("Offer"), self.offer, _LABEL),
            "code": FormRow(tr("Code"), self.code, _LABEL),
        }
        days = QWidget()
        pair = QHBoxLayout(days)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.setSpacing(12)
        pair.addWidget(self.rows["start"])
        pair.addWidget(self.rows["end"])
        for key, row in self.rows.items():
            if key == "start":
                self.dialog.content.addWidget(days)
            elif key != "end":
                self.dialog.content.addWidget(row)
        hint = tr("Days as 2026-11-24, both included.")
        self.dialog.content.addWidget(Label(hint, "caption", "text.tertiary"))
        self.which.set_value(self._kind_of(old))
        self.category.set_value(old.category)
        self._show_which()

    @staticmethod
    def _kind_of(brief: Brief) -> str:
        if brief.products:
            return LIST
        if brief.category:
            return CATEGORY
        return ON_SALE if brief.on_sale else WHOLE

    def _show_which(self) -> None:
        kind = self.which.value()
        self.rows["category"].setVisible(kind == CATEGORY)
        self.rows["products"].setVisible(kind == LIST)
        self.dialog.place()

    def _accept(self) -> None:
        brief = self.read()
        if brief is not None:
            self.dialog.answer("ok")
            self.done.emit(brief)

    def read(self) -> Brief | None:
        """The brief as it is filled in; None when something is wrong, said in place."""
        for row in self.rows.values():
            row.set_error("")
        name = self.name.text().strip()
        if not name:
            self.rows["name"].set_error(tr("A campaign needs a name."))
        start = self._day("start", self.start)
        end = self._day("end", self.end)
        if start and end and end < start:
            self.rows["end"].set_error(tr("The end lies before the start."))
            name = ""
        ids = self._ids()
        wrong = not name or start is False or end is False or ids is None
        self.dialog.place()
        if wrong:
            return None
        kind, old = self.which.value(), self._old
        category = self.category.value()
        return Brief(
            name=old.name.with_(self._language, name)
            if old.name
            else Words(name, name),
            start=start or None,
            end=end or None,
            products=ids or (),
            category=category
            if kind == CATEGORY and isinstance(category, tuple)
            else (),
            on_sale=kind == ON_SALE,
            offer=Offer(self._offer_text(), self.code.text().strip(), old.offer.terms),
        )

    def _offer_text(self) -> Words:
        text, old = self.offer.text().strip(), self._old.offer.text
        return old.with_(self._language, text) if old else Words(text, text)

    def _day(self, key: str, field: Field) -> date | Literal[False] | None:
        text = field.text().strip()
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.rows[key].set_error(tr("Write a day as 2026-11-24."))
            return False

    def _ids(self) -> tuple[str, ...] | None:
        if self.which.value() != LIST:
            return ()
        ids = tuple(part.strip() for part in self.products.text().split(","))
        ids = tuple(dict.fromkeys(part for part in ids if part))
        unknown = [each for each in ids if self._catalogue.get(each) is None]
        if unknown:
            said = tr("{id} is not in the catalogue.", id=unknown[0])
            self.rows["products"].set_error(said)
            return None
        if not ids:
            self.rows["products"].set_error(tr("Name at least one product."))
            return None
        return ids


def _shown(day: date | None) -> str:
    return day.isoformat() if day else ""


def _categories(catalogue: Catalogue) -> list[tuple[object, str]]:
    paths: dict[tuple[str, ...], None] = {}
    for product in catalogue:
        for n in range(1, len(product.category) + 1):
            paths[product.category[:n]] = None
    return [(path, " > ".join(path)) for path in sorted(paths)]
