"""Parts of the inspector: chips, figures, lifts, traits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from studio.domain.persona import TRAIT_NAMES, Lift, Persona, Traits
from studio.ui import formats
from studio.ui.audience.known import Known
from studio.ui.language import mark, plural, tr
from studio.ui.theme import paint_persona_mark
from studio.ui.widgets import Bar, StatFigure, paint_chip
from studio.ui.widgets.chip import chip_width

TRAITS: dict[str, str] = {
    "search_share": mark("Searches"),
    "cart_share": mark("Adds to cart"),
    "purchase_share": mark("Purchases"),
    "discount_share": mark("On sale"),
    "price_rank": mark("Price rank"),
    "category_entropy": mark("Variety"),
    "brand_loyalty": mark("Brand loyalty"),
    "recency": mark("Recency"),
    "frequency": mark("Frequency"),
    "novelty": mark("New to them"),
}
"""Names of the traits, in the order of `TRAIT_NAMES`."""

_CHIP, _GAP = 20, 6
_MARK = 14


class ChipFlow(QWidget):
    """Chips that break into rows."""

    def __init__(self) -> None:
        super().__init__()
        self._texts: tuple[str, ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_texts(self, texts: Sequence[str]) -> None:
        """Show other chips."""
        self._texts = tuple(texts)
        self.setAccessibleDescription(", ".join(texts))
        self.setVisible(bool(texts))
        self.updateGeometry()
        self.update()

    def texts(self) -> tuple[str, ...]:
        """The chips shown."""
        return self._texts

    def _places(self, width: int) -> list[QPoint]:
        places, x, y = [], 0, 0
        for text in self._texts:
            wide = chip_width(text, icon=False)
            if x and x + wide > width:
                x, y = 0, y + _CHIP + _GAP
            places.append(QPoint(x, y))
            x += wide + _GAP
        return places

    def heightForWidth(self, width: int) -> int:
        """As many rows as the chips need."""
        places = self._places(width)
        return places[-1].y() + _CHIP if places else 0

    def sizeHint(self) -> QSize:
        """Rows for the width there is."""
        wide = self.width() or 264
        return QSize(wide, self.heightForWidth(wide))

    def minimumSizeHint(self) -> QSize:
        """It may get narrow."""
        return QSize(60, _CHIP)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the chips."""
        del event
        painter = QPainter(self)
        for text, at in zip(self._texts, self._places(self.width()), strict=True):
            paint_chip(painter, at, text, "neutral", "")


class PersonaMark(QWidget):
    """A persona's colour and shape in the head of the inspector."""

    def __init__(self) -> None:
        super().__init__()
        self.look = 0
        self.setFixedSize(_MARK, _MARK)

    def set_look(self, look: int) -> None:
        """Show another look."""
        self.look = look
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the mark."""
        del event
        box = QRect(1, 1, _MARK - 2, _MARK - 2)
        paint_persona_mark(QPainter(self), box.toRectF(), self.look)


def show_figures(
    known: Known, persona: Persona, figures: tuple[StatFigure, StatFigure, StatFigure]
) -> None:
    """Shoppers and share, basket beside the shop's, when they were last here."""
    shoppers, basket, last = figures
    share = persona.size / max(1, known.shoppers)
    told = tr("{share} of all", share=formats.percent(share))
    shoppers.set(formats.count(persona.size), told)
    portrait = persona.portrait
    shop = tr("shop {money}", money=known.money(portrait.basket_shop))
    basket.set(known.money(portrait.basket), shop if portrait.basket_shop else "")
    days = portrait.days_since_last
    if days is None:
        last.set(formats.DASH)
    else:
        last.set(plural(round(days), "{n} day", "{n} days"), tr("ago, median"))


def lift_bars(lifts: Sequence[Lift]) -> list[Bar]:
    """Lifts as bars round 1, the highest first; times as in 2.8×."""
    ordered = sorted(lifts, key=lambda lift: -lift.lift)
    return [
        Bar(
            lift.name.rsplit(" > ", maxsplit=1)[-1],
            lift.lift,
            f"{formats.decimal(lift.lift, 1)}×",
            lift.lift > 1,
        )
        for lift in ordered
    ]


def trait_bars(traits: Traits) -> list[Bar]:
    """The traits that are known, as bars from 0 to 1."""
    return [
        Bar(tr(TRAITS[name]), value, formats.decimal(value, 2))
        for name, value in zip(TRAIT_NAMES, traits.values(), strict=True)
        if value is not None
    ]
