"""What a condition of a segment must keep to, told in sentences."""

from __future__ import annotations

from studio.domain.errors import InputProblem
from studio.domain.segments import (
    FromCountry,
    Group,
    InCategory,
    InSegment,
    Leaf,
    OfBrand,
    PriceBand,
    Recency,
    Searched,
    leaves,
)

LONGEST_DAYS = 36_500
DEEPEST = 2
"""Groups may hold groups, which hold conditions only."""
_MOST_CONDITIONS = 40
_HIGHEST = 1e12


def check(group: Group) -> None:
    """Raise InputProblem, with a sentence, for a condition that makes no sense."""
    _check_depth(group, 1)
    found = list(leaves(group))
    if len(found) > _MOST_CONDITIONS:
        raise InputProblem(
            f"{len(found)} conditions are too many.",
            f"Use at most {_MOST_CONDITIONS}.",
        )
    for leaf in found:
        _check_leaf(leaf)


def _check_depth(group: Group, depth: int) -> None:
    if depth > DEEPEST:
        raise InputProblem(
            "A group in a group may hold conditions only.",
            "Write it with fewer brackets.",
        )
    for part in group.conditions:
        if isinstance(part, Group):
            _check_depth(part, depth + 1)


def _check_leaf(leaf: Leaf) -> None:
    days = getattr(leaf, "days", None)
    if days is not None and not 1 <= days <= LONGEST_DAYS:
        raise InputProblem(
            f"A period of {days} days cannot be used.", "Give at least one day."
        )
    match leaf:
        case InCategory(path=names) | OfBrand(brands=names):
            _check_names(names)
        case FromCountry(countries=names):
            _check_names(names)
        case InSegment(segment=name) | Searched(words=name):
            _check_names((name,))
        case PriceBand():
            _check_bounds(leaf.low, leaf.high, "price")
        case _:
            pass
    if not isinstance(leaf, Recency | FromCountry | InSegment | Searched):
        _check_bounds(leaf.least, leaf.most, "number")


def _check_names(names: tuple[str, ...]) -> None:
    if not names or not all(name.strip() for name in names):
        raise InputProblem("A condition names nothing.", "Say what it is about.")


def _check_bounds(low: float | None, high: float | None, what: str) -> None:
    if low is None and high is None:
        raise InputProblem(
            f"A condition says neither the least nor the most {what}.",
            "Give one of them.",
        )
    for bound in (low, high):
        if bound is not None and not 0 <= bound < _HIGHEST:
            raise InputProblem(f"{bound:g} is no {what} that can be used.")
    if low is not None and high is not None and low > high:
        raise InputProblem(
            f"The least {what}, {low:g}, is more than the most, {high:g}.",
            "Swap them.",
        )
