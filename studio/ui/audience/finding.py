"""Products by what a person types."""

from __future__ import annotations

from studio.ui.audience.known import Known


def product_place(known: Known, text: str) -> int:
    """Place on the map of the product that fits best; -1 for none.

    A whole id fits best, then the start of a title, then a part of one.
    """
    wanted = text.casefold().strip()
    best, at = 0, -1
    for place, product_id in enumerate(known.audience.products):
        product = known.product(product_id)
        titles = [t.casefold() for t in (product.title, product.title_zh) if t]
        fit = _fit(wanted, product_id.casefold(), titles)
        if fit > best:
            best, at = fit, place
    return at


def _fit(wanted: str, product_id: str, titles: list[str]) -> int:
    if not wanted:
        return 0
    if wanted == product_id or wanted in titles:
        return 3
    if any(title.startswith(wanted) for title in titles):
        return 2
    return int(any(wanted in title for title in titles))
