"""What a promotion, an advertisement or a mailing needs to know."""

from __future__ import annotations

from datetime import date

import msgspec

from studio.domain.words import Words


class Offer(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the shopper gets; `code` is typed at the till; `terms` in one sentence."""

    text: Words = Words()
    code: str = ""
    terms: Words = Words()


class Brief(msgspec.Struct, frozen=True, omit_defaults=True):
    """A campaign. Dates are whole local days, both included.

    Without `end` no countdown is made. `products` (ids), `category` (path prefix) and
    `on_sale` narrow what the page sells; all empty means the whole catalogue.
    """

    name: Words = Words()
    start: date | None = None
    end: date | None = None
    products: tuple[str, ...] = ()
    category: tuple[str, ...] = ()
    on_sale: bool = False
    offer: Offer = Offer()
