"""Why a product stands high for a shopper or a persona, as values."""

from __future__ import annotations

from typing import Literal

import msgspec

from studio.domain.words import Words


class Cause(msgspec.Struct, frozen=True):
    """One thing that raises or lowers a product's score.

    `kind` says what: events on a product, searches, stated preferences, how often
    bought together (`company`), or a feature of the product itself. `value` is what it
    adds; `label` names it. `share` is the share of a persona's members it is true of,
    None for a shopper; `when` the time of a shopper's event, in seconds since 1970 UTC.
    """

    kind: Literal["product", "search", "preference", "other", "feature"]
    label: Words
    value: float
    product_id: str = ""
    did: str = ""
    share: float | None = None
    when: int | None = None


class Explanation(msgspec.Struct, frozen=True):
    """What the score of a product is made of; result of the job `Explain`.

    `score` says how far the product stands above the mean product of the shop, in the
    model's own unit; `average` what it would be for an average shopper. The values of
    `causes` add up to the difference of the two, but for `missed`; those of `features`
    to the score. `rank` is the product's place among `of` sellable products. For a
    persona all numbers are means over `asked` of its members; its ranking holds more
    than taste, so `taste_rank` is the place by taste alone, and `chosen` the product's
    share of what the members chose of late, `chosen_in_shop` that of the whole shop;
    both are None where too few members met the product to tell.
    """

    subject: str
    product_id: str
    score: float
    average: float
    rank: int
    of: int
    causes: tuple[Cause, ...]
    features: tuple[Cause, ...] = ()
    missed: float = 0.0
    asked: int = 1
    sentence: Words = Words()
    taste_rank: int | None = None
    chosen: float | None = None
    chosen_in_shop: float | None = None
