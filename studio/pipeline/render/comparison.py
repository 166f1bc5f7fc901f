"""Facts of several products beside each other: table rows and sums."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from studio.domain.catalogue import Product
from studio.domain.page import Slot
from studio.pipeline.render.money import price_text
from studio.pipeline.render.products import Price
from studio.pipeline.render.scope import Places, Scope

_LONGEST = 90


class Row(msgspec.Struct, frozen=True):
    """One fact of every product; `yes` puts a tick before it."""

    name: str
    cells: tuple[str, ...]
    yes: bool = False


def rows(scope: Scope, places: Places) -> tuple[Row, ...]:
    """The rows of a comparison: what the catalogue knows of at least one product."""
    products = [scope.plain(slot.product_id) for _, slot, _ in places]
    facts: tuple[tuple[str, Callable[[Product], str]], ...] = (
        ("row_about", lambda product: _about(scope, product)),
        ("row_kind", lambda product: _kind(scope, product)),
        ("row_brand", lambda product: product.brand),
        ("row_rating", lambda product: _rating(scope, product)),
        ("row_saving", lambda product: _saving(scope, product)),
        ("row_stock", lambda product: _stock(scope, product)),
    )
    table = (
        Row(scope.label(key), tuple(tell(p) if p else "" for p in products))
        for key, tell in facts
    )
    return tuple(row for row in table if any(row.cells))


def together(scope: Scope, slots: Iterable[Slot]) -> Price | None:
    """What several products cost together; None unless every price is known."""
    found = (scope.plain(slot.product_id) for slot in slots if slot.product_id)
    products = [p for p in found if p is not None and not p.sold_out]
    currencies = {p.currency or scope.shop.currency for p in products}
    now = [p.current_price for p in products if p.current_price is not None]
    if not products or len(now) < len(products) or len(currencies) != 1:
        return None
    currency = currencies.pop()
    was = sum(p.price or 0.0 for p in products)
    total = sum(now)
    old = price_text(was, currency) if was > total else ""
    return Price(price_text(total, currency), old)


def _about(scope: Scope, product: Product) -> str:
    """The description, which catalogues have in one language only."""
    if scope.language != "en" or len(product.description) > _LONGEST:
        return ""
    return product.description


def _kind(scope: Scope, product: Product) -> str:
    return " · ".join(scope.category(name) for name in product.category[:2])


def _rating(scope: Scope, product: Product) -> str:
    if product.rating is None:
        return ""
    return scope.label("rating_of", rating=f"{product.rating:.1f}")


def _saving(scope: Scope, product: Product) -> str:
    if not product.discount_percent or product.current_price is None:
        return ""
    saved = (product.price or 0.0) - product.current_price
    return price_text(saved, product.currency or scope.shop.currency)


def _stock(scope: Scope, product: Product) -> str:
    if product.stock is None:
        return ""
    if product.sold_out:
        return scope.label("sold_out")
    if product.low_stock:
        return scope.label("left", count=product.stock)
    return scope.label("in_stock")
