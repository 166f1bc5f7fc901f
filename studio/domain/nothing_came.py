"""An import that brought nothing: when it is one, and how that is told."""

from __future__ import annotations

from collections.abc import Sequence

from studio.domain.errors import InputProblem
from studio.domain.imports import ImportPlan, ImportResult

UNCOUNTED: frozenset[str] = frozenset({"layouts", "promotions"})
"""Kinds of files of which a result does not say how many rows came."""
KNOWN_BEFORE: frozenset[str] = frozenset({"imported before"})
"""Why rows are left out without anything being wrong."""


def all_left_out(plans: Sequence[ImportPlan], result: ImportResult) -> bool:
    """Whether an import brought nothing, as every row of its files was left out.

    Rows that came with an earlier import are there already, which is no failure.
    """
    if any((result.products, result.events, result.shoppers, result.pictures)):
        return False
    if not plans or any(plan.kind in UNCOUNTED for plan in plans):
        return False
    reasons = {dropped.reason for dropped in result.dropped if dropped.rows}
    return bool(reasons) and not reasons & KNOWN_BEFORE


def nothing_came(result: ImportResult) -> InputProblem:
    """What to say of it: the reason of most rows, and how to mend it."""
    most = max(result.dropped, key=lambda dropped: dropped.rows)
    rows = "1 row" if most.rows == 1 else f"{most.rows:,} rows"
    such = f", such as “{most.example}”" if most.example else ""
    return InputProblem(
        "Nothing came in: every row was left out.",
        f"Left out of {most.file}: {most.reason} ({rows}{such})."
        " Look at where its columns go, or export it again.",
    )
