"""Conditions of segments as text for scripts, such as `orders >= 3 in 90d`.

    last purchase <= 30d            spent >= 200 in 1y
    bought category Kitchen         never viewed brand "Sorrel & Co"
    bought price 10..50             bought category "Home > Tea" times >= 2 in 90d
    reduced >= 50%                  average order >= 60
    (country = SE, NO or segment = "Gift givers") and not searched tent

`write` is undone by `segment_parser.read`.
"""

from __future__ import annotations

import re

from studio.domain.segments import (
    Condition,
    Deed,
    Frequency,
    FromCountry,
    Group,
    Handling,
    InCategory,
    InSegment,
    Money,
    OfBrand,
    PriceBand,
    Recency,
    Saving,
    Searched,
    tidy,
)

EXAMPLES = (
    "last purchase <= 30d",
    "orders >= 3 in 90d",
    "spent >= 200",
    "bought category Kitchen",
    "never viewed brand Fellmark",
    "bought price 10..50",
    "country = SE, NO",
)
HINT = "For example: " + "; ".join(EXAMPLES) + "."
DEEDS: dict[str, Deed] = {
    "event": "event",
    "view": "view",
    "cart": "add_to_cart",
    "purchase": "purchase",
    "search": "search",
}
VERBS: dict[str, Handling] = {
    "viewed": "view",
    "carted": "add_to_cart",
    "bought": "purchase",
}
RESERVED = frozenset({"and", "or", "not", "in", "times", "(", ")", ","})


def write(condition: Condition) -> str:
    """A condition as text; an empty group is an empty text."""
    if isinstance(condition, Group):
        return _group_text(tidy(condition), outermost=True)
    return _leaf_text(condition)


def _group_text(group: Group, *, outermost: bool) -> str:
    parts = [
        _group_text(part, outermost=False)
        if isinstance(part, Group)
        else _leaf_text(part)
        for part in group.conditions
    ]
    if group.match == "none":
        return f"not ({' or '.join(parts)})"
    joined = (" and " if group.match == "all" else " or ").join(parts)
    return joined if outermost else f"({joined})"


def _leaf_text(leaf: Condition) -> str:  # noqa: C901, PLR0911, PLR0912 - one arm a condition
    match leaf:
        case Recency():
            deed = next(word for word, deed in DEEDS.items() if deed == leaf.event)
            return f"{leaf.edge} {deed} {'<=' if leaf.within else '>'} {leaf.days}d"
        case Frequency():
            return f"{leaf.measure} {_span(leaf.least, leaf.most)}{_in(leaf.days)}"
        case Money():
            what = "spent" if leaf.measure == "spent" else "average order"
            return f"{what} {_span(leaf.least, leaf.most)}{_in(leaf.days)}"
        case Saving():
            return f"reduced {_span(leaf.least, leaf.most, percent=True)}"
        case InCategory():
            return _counted_text(leaf, f"category {_quoted(' > '.join(leaf.path))}")
        case OfBrand():
            names = ", ".join(_quoted(name) for name in leaf.brands)
            return _counted_text(leaf, f"brand {names}")
        case PriceBand():
            return _counted_text(leaf, f"price {_span(leaf.low, leaf.high)}")
        case FromCountry():
            return f"country = {', '.join(_quoted(name) for name in leaf.countries)}"
        case InSegment():
            return f"segment = {_quoted(leaf.segment)}"
        case Searched():
            return f"searched {_quoted(leaf.words)}{_in(leaf.days)}"
        case Group():
            return _group_text(leaf, outermost=False)


def _counted_text(leaf: InCategory | OfBrand | PriceBand, what: str) -> str:
    verb = next(word for word, deed in VERBS.items() if deed == leaf.deed)
    if leaf.least is None and leaf.most == 0:
        return f"never {verb} {what}{_in(leaf.days)}"
    if leaf.least == 1 and leaf.most is None:
        return f"{verb} {what}{_in(leaf.days)}"
    return f"{verb} {what} times {_span(leaf.least, leaf.most)}{_in(leaf.days)}"


def _span(least: float | None, most: float | None, *, percent: bool = False) -> str:
    def number(value: float) -> str:
        return f"{100 * value:.10g}%" if percent else f"{value:.15g}"

    if least is not None and most is not None:
        same = least == most
        return f"= {number(least)}" if same else f"{number(least)}..{number(most)}"
    if most is not None:
        return f"<= {number(most)}"
    return f">= {number(least or 0)}"


def _in(days: int | None) -> str:
    return "" if days is None else f" in {days}d"


def _quoted(name: str) -> str:
    if '"' in name:  # cannot be written within straight marks
        return f"“{name}”"
    plain = re.fullmatch(r"[\w&'’+-]+", name) and name.lower() not in RESERVED
    return name if plain else f'"{name}"'
