"""SQL that turns the texts of a file into typed rows, each kept or with a reason.

Events are many and are judged as columns (`events/taking.py`); here is what the words
of their files mean. Every other statement selects from the texts of `casts.typed` and
gives `seq`, the columns of the table, `reason` (NULL for a row that is kept) and
`example`. `made_products` makes one row a product of what events tell of theirs in
columns `product_<column>`. Products give `aliases`: other names by which orders and
events call them.
"""
# ruff: noqa: S608 - the SQL is made of our own constants and column numbers

from __future__ import annotations

from collections.abc import Callable

import msgspec

from studio.domain import reading
from studio.domain.imports import COLUMNS, ImportPlan, implied_event
from studio.store.duck import literal
from studio.store.importing.casts import meaning, typed
from studio.store.importing.exports.shape import one_of, reason
from studio.store.importing.products import category_path, products
from studio.store.importing.shapes import shape_of, source_of

PRODUCT_COLUMNS = (*COLUMNS["products"], "rating", "rating_count", "added")
OF_PRODUCTS = ("title", "description", "category", "brand", "image", "currency")
"""What a behaviour file may say of its products."""
NO_SHOPPER = "no shopper"
SEARCH_IS_PERSONAL = "a search that holds personal data"
_NAMING = (
    NO_SHOPPER, "a purchase that was returned whole",
    "a return, taken off its purchase",
)  # fmt: skip
"""Reasons of rows that count for no shopper, but name a product of the shop."""


def stage(plan: ImportPlan) -> str:
    """The statement that stages the file of a plan; it reads `raw` once."""
    return STAGES[plan.kind](plan, f"({typed(plan, _wanted(plan), source(plan))})")


def source(plan: ImportPlan) -> str:
    """The shaped rows of a plan with a shape, all wanted columns among them."""
    shaped = source_of(plan)
    shape = shape_of(plan)
    if shape is None:
        return ""
    absent = [t for t in _wanted(plan) if t not in shape.gives]
    nulls = "".join(f", NULL::VARCHAR AS {t}" for t in absent)
    return f"SELECT *{nulls} FROM ({shaped})"


def _wanted(plan: ImportPlan) -> tuple[str, ...]:
    if plan.kind == "products":
        return PRODUCT_COLUMNS
    if plan.kind == "behaviour":
        return (*COLUMNS["behaviour"], "country", "total", *of_products(plan))
    return COLUMNS[plan.kind]


def of_products(plan: ImportPlan) -> tuple[str, ...]:
    """What a behaviour file says of its products."""
    shape = shape_of(plan)
    said = {column.target for column in plan.columns if column.target}
    return tuple(
        t for t in OF_PRODUCTS if t in said and (shape is None or t in shape.gives)
    )


class RoleCase(msgspec.Struct, frozen=True):
    """A row does not count where the text `x` of a role's column passes a test."""

    role: str
    test: str
    reason: str


def left_out_by_role(plan: ImportPlan) -> tuple[RoleCase, ...]:
    """Why rows of a file without a shape are not used, the first that holds."""
    if shape_of(plan) is not None:
        return ()
    roles = {c.role for c in plan.columns if c.role and not c.target}
    test = f"regexp_matches(x, {literal(reading.TEST_PATTERN)})"
    bot = f"regexp_matches(x, {literal(reading.BOT_PATTERN)})"
    cases = (
        RoleCase("agent", bot, "a bot, by its user agent"),
        RoleCase("status", test, "a test order"),
        RoleCase("test", test, "a test order"),
        RoleCase(
            "status", one_of("x", reading.CANCELLED), "an order that was cancelled"
        ),
        RoleCase("status", one_of("x", reading.UNPAID), "an order that is not paid"),
    )
    return tuple(case for case in cases if case.role in roles)


def shaped(plan: ImportPlan) -> str:
    """SQL of the events of a file with a shape: texts, amounts and moments."""
    return typed(plan, _wanted(plan), source(plan))


def kind_of_event(x: str) -> str:
    """SQL of what a word for an event means; NULL for another word."""
    usual = {
        "view": "view", "cart": "add_to_cart", "addtocart": "add_to_cart",
        "add_to_cart": "add_to_cart", "purchase": "purchase", "search": "search",
        "transaction": "purchase", "view_item": "view", "click": "view",
    }  # fmt: skip
    cases = " ".join(f"WHEN '{word}' THEN '{kind}'" for word, kind in usual.items())
    return f"CASE {x} {cases} ELSE {meaning(x, reading.EVENT_WORDS)} END"


def made_products(plan: ImportPlan) -> str:
    """One row a product that the staged events name, or "" when they say nothing.

    The title is the one that most rows have, notes of the stock room aside; the price
    is the middle one that was paid, or the latest that was shown.
    """
    said = of_products(plan)
    if plan.kind != "behaviour" or not said:
        return ""
    naming = ", ".join(literal(reason) for reason in _NAMING)
    kept = f"(reason IS NULL OR reason IN ({naming})) AND product IS NOT NULL"
    bought = implied_event({c.target for c in plan.columns}) == "purchase"
    price = "quantile_disc(price, 0.5)" if bought else "arg_max(price, time)"
    texts = {
        t: f"mode(product_{t} ORDER BY product_{t})" if t in said else "NULL::VARCHAR"
        for t in OF_PRODUCTS
    }
    if "title" in said:
        note = literal(reading.NOTE_PATTERN)
        proper = f"FILTER (NOT regexp_matches(product_title, {note}))"
        texts["title"] = f"coalesce({texts['title']} {proper}, {texts['title']})"
    columns = ", ".join(f"{sql} AS {t}" for t, sql in texts.items())
    return f"""
    SELECT id, as_text(coalesce(title, concat_ws(' ', brand, category[-1], id)))
            AS title,
        coalesce(as_text(description), '') AS description, category,
        coalesce(brand, '') AS brand, price, coalesce(upper(currency), '') AS currency,
        coalesce(image, '') AS image
    FROM (
        SELECT * REPLACE ({category_path("category")} AS category) FROM (
            SELECT product AS id, {price} AS price, {columns}
            FROM staged WHERE {kept} GROUP BY product
        )
    )"""


def _preferences(plan: ImportPlan, texts: str) -> str:
    reasons = {
        NO_SHOPPER: "shopper IS NULL",
        "a kind of preference that is not known": "known IS NULL",
        "no value": "value IS NULL",
        "a value that holds personal data": _personal(plan, "value"),
    }
    return f"""
    SELECT seq, shopper, known AS kind, value, weight, {reason(reasons)},
        CASE WHEN known IS NULL THEN said END AS example
    FROM (
        SELECT seq, user_id AS shopper, kind AS said,
            {meaning("kind", reading.PREFERENCE_WORDS)} AS known, value,
            coalesce(weight_amount, 1.0) AS weight
        FROM {texts}
    )"""


def _personal(plan: ImportPlan, target: str) -> str:
    """Whether a text is about a person; a pseudonym is not, whatever its digits."""
    return "false" if target in plan.hidden else f"holds_personal({target})"


def _segments(plan: ImportPlan, texts: str) -> str:
    reasons = {
        NO_SHOPPER: "user_id IS NULL",
        "no segment": "segment IS NULL",
        "a segment that holds personal data": _personal(plan, "segment"),
    }
    return f"""
    SELECT seq, user_id AS shopper, segment, {reason(reasons)}, NULL AS example
    FROM {texts}"""


def _page_events(_: ImportPlan, texts: str) -> str:
    words = {"true": reading.CLICK_WORDS, "false": reading.IMPRESSION_WORDS}
    reasons = {
        NO_SHOPPER: "shopper IS NULL",
        "no page": "page_id IS NULL",
        "no place of the block": "block_index IS NULL",
        "neither an impression nor a click": "clicked IS NULL",
        "the time cannot be read": "time IS NULL AND timestamp IS NOT NULL",
    }
    return f"""
    SELECT seq, shopper, page_id, block_index, block_type, clicked, time,
        {reason(reasons)},
        CASE WHEN clicked IS NULL THEN event WHEN time IS NULL THEN timestamp END
            AS example
    FROM (
        SELECT seq, user_id AS shopper, page_id,
            try_cast(block_index_amount AS INTEGER) AS block_index,
            coalesce(block_type, '') AS block_type,
            {meaning("event", words)}::BOOLEAN AS clicked,
            timestamp_moment AS time, event, timestamp
        FROM {texts}
    )"""


def _promotions(_: ImportPlan, texts: str) -> str:
    reasons = {"no product": "product IS NULL", "no week": "week IS NULL"}
    return f"""
    SELECT *, {reason(reasons)}, NULL AS example
    FROM (
        SELECT seq, normal_id(product_id) AS product, coalesce(store_id, '') AS store,
            coalesce(display, '') AS display, coalesce(mailer, '') AS mailer,
            try_cast(week_amount AS INTEGER) AS week
        FROM {texts}
    )"""


STAGES: dict[str, Callable[[ImportPlan, str], str]] = {
    "products": products,
    "preference": _preferences,
    "segments": _segments,
    "page_events": _page_events,
    "promotions": _promotions,
}
"""How each kind of file is staged, in the order in which they are imported."""
