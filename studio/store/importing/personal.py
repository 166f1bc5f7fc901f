"""SQL that tells persons in free texts, as `studio.domain.personal` does in Python."""

from __future__ import annotations

from studio.domain import personal
from studio.store.duck import literal


def personal_macros() -> tuple[str, ...]:
    """Macros `narrow_text(x)`, `is_gtin(x)` and `holds_personal(x)`.

    Most texts are told by a look for digits and signs alone; only those that have some
    are held against the patterns.
    """
    hint, pattern = literal(personal.HINT), literal(personal.ANY_PATTERN)
    number = literal(personal.LONG_NUMBER)
    wide, narrow = literal(personal.WIDE), literal(personal.NARROW)
    numbers = f"regexp_extract_all(x, {number})"
    hinted, matched = (f"regexp_matches(x, {it})" for it in (hint, pattern))
    sizes = ", ".join(str(size) for size in personal.BARCODES)
    weighted = (
        "list_sum(list_transform(range(length(x)), lambda n:"
        " x[length(x) - n]::INTEGER * CASE WHEN n % 2 = 1 THEN 3 ELSE 1 END))"
    )
    return (
        f"narrow_text(x) AS lower(translate(x, {wide}, {narrow}))",
        f"is_gtin(x) AS length(x) IN ({sizes}) AND {weighted} % 10 = 0",
        f"other_numbers(x) AS list_filter({numbers}, lambda it: NOT is_gtin(it))",
        f"holds_narrow(x) AS {hinted} AND ({matched} OR len(other_numbers(x)) > 0)",
        "holds_personal(x) AS coalesce(holds_narrow(narrow_text(x)), false)",
        "search_is_personal(x) AS holds_personal(x)",
    )
