"""What sets a segment apart from the whole shop, and some of its shoppers."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from studio.domain.segment_views import Apart, Averages, Lift, Member
from studio.domain.segments import Size
from studio.ui import formats
from studio.ui.language import plural, tr
from studio.ui.segments.words import day
from studio.ui.widgets import (
    Bar,
    Bars,
    Cell,
    Column,
    EmptyState,
    PanelHead,
    Scroll,
    Section,
    StatFigure,
    StatRow,
    Table,
    set_surface,
)

WIDTHS = (300, 264, 400)
_ROW = 28
_HEAD = 29


class AsidePanel(QWidget):
    """Shows what is given; `show_apart(None)` says that there is nothing to tell."""

    def __init__(self) -> None:
        super().__init__()
        set_surface(self, "panel")
        self.money: Callable[[float], str] = lambda amount: f"{amount:,.2f}"
        self.head = PanelHead(tr("What sets them apart"))
        self._scroll = Scroll()
        self._few = EmptyState("", "", title_font="body_strong")
        self._figures = tuple(
            StatFigure(name, size="heading")
            for name in (
                tr("Orders each"), tr("Sessions each"), tr("Spent each"),
                tr("Average order"), tr("Ever bought"), tr("Last seen"),
            )
        )  # fmt: skip
        self.categories = Bars(112, middle=1.0, row=24)
        self.brands = Bars(112, middle=1.0, row=24)
        self.members = Table(
            [
                Column(tr("Shopper"), 100),
                Column(tr("Last seen"), 116),
                Column(tr("Spent"), right=True),
            ],
            _ROW,
            selectable=False,
        )
        never = Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.members.setVerticalScrollBarPolicy(never)
        self.members.setAccessibleName(tr("Some of them"))
        self._build()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._few)
        column.addWidget(self._scroll, 1)
        means = Section(tr("Beside the whole shop"), tr("means"))
        means.body.setSpacing(12)
        for at in range(0, len(self._figures), 2):
            means.add(StatRow(self._figures[at : at + 2]))
        self._liked = Section(tr("Categories against the shop"), tr("share of actions"))
        self._liked.add(self.categories)
        self._branded = Section(tr("Brands against the shop"), tr("share of actions"))
        self._branded.add(self.brands)
        some = Section(tr("Some of them"), tr("by pseudonym"), line=False)
        body = self._scroll.body
        for part in (means, self._liked, self._branded, some):
            body.addWidget(part)
        body.addWidget(self.members)
        body.addStretch(1)

    def show_apart(self, apart: Apart | None, few: Size | None = None) -> None:
        """Show differences; None while they are looked for, or where there are few."""
        fewer = few is not None and few.small
        self._scroll.setVisible(apart is not None)
        self._few.setVisible(apart is None)
        if apart is None:
            floor = few.floor if few is not None else 0
            title = tr("Fewer than {n} shoppers", n=floor) if fewer else ""
            words = tr("Nothing is told of so few, so that nobody can be recognised.")
            self._few.set(title, words if fewer else tr("Looking"))
            return
        self._show_means(apart.segment, apart.shop)
        for section, bars, lifts in (
            (self._liked, self.categories, apart.categories),
            (self._branded, self.brands, apart.brands),
        ):
            section.setVisible(bool(lifts))
            bars.set_bars(_bars(lifts))
        self.members.set_rows([self._row(member) for member in apart.members])
        self.members.setFixedHeight(_HEAD + 2 + _ROW * len(apart.members))

    def _show_means(self, own: Averages, shop: Averages) -> None:
        money = self.money
        pairs = (
            (formats.decimal(own.orders, 1), formats.decimal(shop.orders, 1)),
            (formats.decimal(own.sessions, 1), formats.decimal(shop.sessions, 1)),
            (money(_whole(own.spent)), money(_whole(shop.spent))),
            (self._amount(own.order), self._amount(shop.order)),
            (formats.percent(own.buyers), formats.percent(shop.buyers)),
            (_days(own.unseen), _days(shop.unseen)),
        )
        for figure, (value, compared) in zip(self._figures, pairs, strict=True):
            figure.set(value, tr("shop {value}", value=compared))

    def _amount(self, amount: float | None) -> str:
        return formats.DASH if amount is None else self.money(_whole(amount))

    def _row(self, member: Member) -> list[Cell | str]:
        seen = formats.DASH if member.last_day is None else day(member.last_day)
        return [
            Cell(member.pseudonym, font="mono", tip=member.pseudonym),
            seen,
            self._amount(member.spent) if member.spent else formats.DASH,
        ]


def _bars(lifts: Sequence[Lift]) -> list[Bar]:
    return [Bar(lift.name, lift.lift, f"{lift.lift:.1f}×") for lift in lifts]


def _whole(amount: float) -> float:
    """Cents say nothing in a mean of ten or more."""
    return float(round(amount)) if amount >= 10 else round(amount, 2)  # noqa: PLR2004


def _days(days: float) -> str:
    return plural(round(days), "{n} day", "{n} days")
