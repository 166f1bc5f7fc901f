"""What a row shows for each kind of condition, and the condition that it says."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from studio.domain.segment_views import Named, SegmentNames
from studio.domain.segments import (
    Frequency,
    FromCountry,
    InCategory,
    InSegment,
    Leaf,
    Money,
    OfBrand,
    PriceBand,
    Recency,
    Saving,
    Searched,
)
from studio.ui.language import mark, tr
from studio.ui.segments.controls import (
    Bounds,
    Period,
    Times,
    days_field,
    listen,
    worded,
)
from studio.ui.segments.flow import FlowLayout
from studio.ui.segments.name_field import NameField
from studio.ui.widgets import Choice

FIELDS: tuple[tuple[str, str], ...] = (
    ("recency", mark("Recency")),
    ("frequency", mark("Frequency")),
    ("money", mark("Money")),
    ("category", mark("Category")),
    ("brand", mark("Brand")),
    ("price", mark("Price")),
    ("saving", mark("Reduced price")),
    ("country", mark("Country")),
    ("segment", mark("Segment")),
    ("searched", mark("Search words")),
)
"""Kinds of conditions, by their tags."""
_EDGES: tuple[tuple[tuple[str, str], str], ...] = (
    (("last", "purchase"), mark("Last purchase")),
    (("last", "event"), mark("Last visit")),
    (("last", "view"), mark("Last view")),
    (("last", "add_to_cart"), mark("Last cart")),
    (("last", "search"), mark("Last search")),
    (("first", "purchase"), mark("First purchase")),
    (("first", "event"), mark("First visit")),
)
_MEASURES: tuple[tuple[str, str], ...] = (
    ("orders", mark("Orders")),
    ("sessions", mark("Sessions")),
    ("views", mark("Products viewed")),
    ("carts", mark("Products in cart")),
    ("units", mark("Items bought")),
    ("searches", mark("Searches")),
)
_DEEDS: tuple[tuple[str, str], ...] = (
    ("purchase", mark("bought")),
    ("view", mark("viewed")),
    ("add_to_cart", mark("put in cart")),
)
_SHARE = 100
_WIDE = 176


class Body(QWidget):
    """The controls of one kind of condition, in as many lines as they need.

    `changed` when a person changed one.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._flow = FlowLayout()
        self.setLayout(self._flow)

    def add(self, *widgets: QWidget) -> None:
        """Put widgets at the end, and listen to them."""
        for widget in widgets:
            self._flow.addWidget(widget)
            listen(widget, self.changed)

    def leaf(self) -> Leaf | None:
        """The condition; None while something is missing."""
        raise NotImplementedError

    def show_leaf(self, leaf: Leaf) -> None:
        """Show a condition of this kind, without a signal."""
        raise NotImplementedError


class RecencyBody(Body):
    """The last purchase was within the last 30 days."""

    def __init__(self, _: SegmentNames) -> None:
        super().__init__()
        self.what = Choice([(key, tr(word)) for key, word in _EDGES], width=132)
        self.what.setAccessibleName(tr("Recency"))
        signs = [(True, tr("within the last")), (False, tr("longer ago than"))]
        self.sign = Choice(signs, width=132)
        self.sign.setAccessibleName(tr("Recency"))
        self.days = days_field(tr("Days"), 30)
        self.add(self.what, self.sign, self.days)

    def leaf(self) -> Leaf | None:
        """The condition."""
        edge, event = cast("tuple[Any, Any]", self.what.value())
        return Recency(int(self.days.value()), event, edge, bool(self.sign.value()))

    def show_leaf(self, leaf: Leaf) -> None:
        """Show a condition."""
        if isinstance(leaf, Recency):
            items = [(key, tr(word)) for key, word in _EDGES]
            key = (leaf.edge, leaf.event)
            if key not in dict(items):
                items.append((key, f"{leaf.edge} {leaf.event}"))
            self.what.set_items(items)
            self.what.set_value(key)
            self.sign.set_value(leaf.within)
            self.days.set_value(leaf.days)


class FrequencyBody(Body):
    """At least three orders in the last 90 days."""

    def __init__(self, _: SegmentNames) -> None:
        super().__init__()
        items = [(key, tr(word)) for key, word in _MEASURES]
        self.what = Choice(items, width=132)
        self.what.setAccessibleName(tr("Frequency"))
        self.bounds = Bounds(tr("Frequency"), start=2)
        self.period = Period()
        self.add(self.what, self.bounds, self.period)

    def leaf(self) -> Leaf | None:
        """The condition."""
        least, most = (None if n is None else int(n) for n in self.bounds.values())
        measure = self.what.value()
        return Frequency(measure, least, most, self.period.value())  # type: ignore[arg-type]

    def show_leaf(self, leaf: Leaf) -> None:
        """Show a condition."""
        if isinstance(leaf, Frequency):
            self.what.set_value(leaf.measure)
            self.bounds.set_values(leaf.least, leaf.most)
            self.period.set_value(leaf.days)


class MoneyBody(Body):
    """At least €200 spent."""

    def __init__(self, _: SegmentNames) -> None:
        super().__init__()
        self.what = Choice(
            [("spent", tr("Spent in all")), ("order", tr("Average order"))], width=132
        )
        self.what.setAccessibleName(tr("Money"))
        self.bounds = Bounds(tr("Amount"), 2, start=100)
        self.period = Period()
        self.add(self.what, self.bounds, self.period)

    def leaf(self) -> Leaf | None:
        """The condition."""
        measure = self.what.value()
        days = self.period.value()
        return Money(measure, *self.bounds.values(), days)  # type: ignore[arg-type]

    def show_leaf(self, leaf: Leaf) -> None:
        """Show a condition."""
        if isinstance(leaf, Money):
            self.what.set_value(leaf.measure)
            self.bounds.set_values(leaf.least, leaf.most)
            self.period.set_value(leaf.days)


class SavingBody(Body):
    """At least half of what was bought was reduced."""

    def __init__(self, _: SegmentNames) -> None:
        super().__init__()
        self.bounds = Bounds(tr("Reduced price"), suffix=" %", start=50)
        self.add(worded("", self.bounds, after=tr("of what they bought")))

    def leaf(self) -> Leaf | None:
        """The condition."""
        least, most = self.bounds.values()
        return Saving(
            None if least is None else least / _SHARE,
            None if most is None else most / _SHARE,
        )

    def show_leaf(self, leaf: Leaf) -> None:
        """Show a condition."""
        if isinstance(leaf, Saving):
            bounds = (
                None if n is None else n * _SHARE for n in (leaf.least, leaf.most)
            )
            self.bounds.set_values(*bounds)


class CountedBody(Body):
    """Bought something of a category, brand or price, so often."""

    def __init__(self, names: SegmentNames, kind: str) -> None:
        super().__init__()
        self._kind = kind
        self.deed = Choice([(key, tr(word)) for key, word in _DEEDS], width=104)
        self.deed.setAccessibleName(tr("Action"))
        self.names: NameField | None = None
        self.bounds: Bounds | None = None
        self.add(self.deed)
        if kind == "price":
            self.bounds = Bounds(tr("Price"), 2, start=20)
            self.add(self.bounds)
        else:
            brands = kind == "brand"
            known = names.brands if brands else names.categories
            hint = tr("Brands") if brands else tr("Category")
            self.names = NameField(hint, _names(known), several=brands)
            self.add(self.names)
        self.times = Times()
        self.period = Period()
        self.add(self.times, self.period)

    def leaf(self) -> Leaf | None:
        """The condition."""
        deed = self.deed.value()
        rest = (deed, *self.times.values(), self.period.value())
        if self.bounds is not None:
            return PriceBand(*self.bounds.values(), *rest)  # type: ignore[arg-type]
        names = self.names.names() if self.names is not None else ()
        if not names:
            return None
        if self._kind == "brand":
            return OfBrand(names, *rest)  # type: ignore[arg-type]
        path = tuple(step.strip() for step in names[0].split(">") if step.strip())
        return InCategory(path, *rest) if path else None  # type: ignore[arg-type]

    def show_leaf(self, leaf: Leaf) -> None:
        """Show a condition."""
        if not isinstance(leaf, InCategory | OfBrand | PriceBand):
            return
        self.deed.set_value(leaf.deed)
        self.times.set_values(leaf.least, leaf.most)
        self.period.set_value(leaf.days)
        if isinstance(leaf, PriceBand) and self.bounds is not None:
            self.bounds.set_values(leaf.low, leaf.high)
        elif isinstance(leaf, OfBrand) and self.names is not None:
            self.names.set_names(leaf.brands)
        elif isinstance(leaf, InCategory) and self.names is not None:
            self.names.set_names((" > ".join(leaf.path),))


class CountryBody(Body):
    """Comes from one of some countries."""

    def __init__(self, names: SegmentNames) -> None:
        super().__init__()
        self.names = NameField(tr("Countries"), _names(names.countries), several=True)
        self.add(worded(tr("is"), self.names))

    def leaf(self) -> Leaf | None:
        """The condition."""
        return FromCountry(self.names.names()) if self.names.names() else None

    def show_leaf(self, leaf: Leaf) -> None:
        """Show a condition."""
        if isinstance(leaf, FromCountry):
            self.names.set_names(leaf.countries)


class SegmentBody(Body):
    """Belongs to a segment that was loaded."""

    def __init__(self, names: SegmentNames) -> None:
        super().__init__()
        self._known = _names(names.segments)
        self.which = Choice([(name, name) for name in self._known])
        self.which.setAccessibleName(tr("Segment"))
        self.which.setFixedWidth(_WIDE)
        self.add(worded(tr("is"), self.which))

    def leaf(self) -> Leaf | None:
        """The condition."""
        chosen = self.which.value()
        return None if chosen is None else InSegment(str(chosen))

    def show_leaf(self, leaf: Leaf) -> None:
        """Show a condition, of a segment that may be gone."""
        if isinstance(leaf, InSegment):
            names = dict.fromkeys([*self._known, leaf.segment])
            self.which.set_items([(name, name) for name in names])
            self.which.set_value(leaf.segment)


class SearchedBody(Body):
    """Searched for some words."""

    def __init__(self, _: SegmentNames) -> None:
        super().__init__()
        self.words = NameField(tr("Search words"), (), several=False)
        self.period = Period()
        self.add(worded(tr("contain"), self.words), self.period)

    def leaf(self) -> Leaf | None:
        """The condition."""
        words = " ".join(self.words.text().split())
        return Searched(words, self.period.value()) if words else None

    def show_leaf(self, leaf: Leaf) -> None:
        """Show a condition."""
        if isinstance(leaf, Searched):
            self.words.set_names((leaf.words,))
            self.period.set_value(leaf.days)


BODIES: dict[str, Callable[[SegmentNames], Body]] = {
    "recency": RecencyBody,
    "frequency": FrequencyBody,
    "money": MoneyBody,
    "category": lambda names: CountedBody(names, "category"),
    "brand": lambda names: CountedBody(names, "brand"),
    "price": lambda names: CountedBody(names, "price"),
    "saving": SavingBody,
    "country": CountryBody,
    "segment": SegmentBody,
    "searched": SearchedBody,
}


def kind_word(kind: str) -> str:
    """What a kind of condition is called."""
    return tr(dict(FIELDS)[kind])


def offered(names: SegmentNames) -> list[tuple[object, str]]:
    """Kinds of conditions that the data allow."""
    lacking = {
        "country": not names.countries,
        "segment": not names.segments,
        "brand": not names.brands,
        "category": not names.categories,
    }
    return [(key, kind_word(key)) for key, _ in FIELDS if not lacking.get(key)]


def _names(known: tuple[Named, ...]) -> list[str]:
    return [each.name for each in known]
