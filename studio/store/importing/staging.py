"""SQL that turns the texts of a file into typed rows, each kept or with a reason.

Every statement selects from the texts of `casts.typed` and gives `seq`, the columns
of the table, `reason` (NULL for a row that is kept) and `example`.
"""
# ruff: noqa: S608 - the SQL is made of our own constants and column numbers

from __future__ import annotations

from collections.abc import Callable

from studio.domain import reading
from studio.domain.imports import COLUMNS, ImportPlan
from studio.store.importing.casts import meaning, typed

PRODUCT_COLUMNS = (*COLUMNS["products"], "rating", "rating_count", "added")
_PRODUCT_TEXTS = ("title", "title_zh", "description", "brand", "link", "image", "added")
_OUT_OF_STOCK = (
    "('out of stock', 'outofstock', 'out_of_stock', 'sold out', '缺货', '售罄')"
)


def stage(plan: ImportPlan) -> str:
    """The statement that stages the file of a plan."""
    targets = PRODUCT_COLUMNS if plan.kind == "products" else COLUMNS[plan.kind]
    return STAGES[plan.kind](plan, f"({typed(plan, targets)})")


def _behaviour(plan: ImportPlan, texts: str) -> str:
    targets = {column.target for column in plan.columns}
    implied = "purchase" if {"quantity", "price"} <= targets else "view"
    has_event = "event" in targets
    kind = meaning("event", reading.EVENT_WORDS) if has_event else f"'{implied}'"
    reasons = {
        "no shopper": "shopper IS NULL",
        "no word for what the shopper did": "kind IS NULL AND event IS NULL",
        "an event of another kind": "kind IS NULL",
        "no time": "time IS NULL AND timestamp IS NULL",
        "the time cannot be read": "time IS NULL",
        "a search without words": "kind = 'search' AND query IS NULL",
        "a search that holds personal data": (
            "kind = 'search' AND holds_personal(query)"
        ),
        "no product": "kind <> 'search' AND product IS NULL",
        "a return, or a quantity of zero": "quantity <= 0",
    }
    return f"""
    SELECT seq, shopper, kind, product, query, time, session, quantity, price,
        {_reason(reasons)},
        CASE WHEN kind IS NULL THEN event WHEN time IS NULL THEN timestamp
            WHEN quantity <= 0 THEN product END AS example
    FROM (
        SELECT seq, user_id AS shopper, {kind} AS kind,
            normal_id(product_id) AS product,
            CASE WHEN NOT holds_personal(query) OR {kind} = 'search' THEN query END
                AS query,
            timestamp_moment AS time, session_id AS session,
            quantity_amount AS quantity,
            CASE WHEN price_amount >= 0 THEN price_amount END AS price,
            event, timestamp
        FROM {texts}
    )"""


def _preferences(_: ImportPlan, texts: str) -> str:
    reasons = {
        "no shopper": "shopper IS NULL",
        "a kind of preference that is not known": "known IS NULL",
        "no value": "value IS NULL",
        "a value that holds personal data": "holds_personal(value)",
    }
    return f"""
    SELECT seq, shopper, known AS kind, value, weight, {_reason(reasons)},
        CASE WHEN known IS NULL THEN said END AS example
    FROM (
        SELECT seq, user_id AS shopper, kind AS said,
            {meaning("kind", reading.PREFERENCE_WORDS)} AS known, value,
            coalesce(weight_amount, 1.0) AS weight
        FROM {texts}
    )"""


def _segments(_: ImportPlan, texts: str) -> str:
    reasons = {"no shopper": "user_id IS NULL", "no segment": "segment IS NULL"}
    return f"""
    SELECT seq, user_id AS shopper, segment, {_reason(reasons)}, NULL AS example
    FROM {texts}"""


def _page_events(_: ImportPlan, texts: str) -> str:
    words = {"true": reading.CLICK_WORDS, "false": reading.IMPRESSION_WORDS}
    reasons = {
        "no shopper": "shopper IS NULL",
        "no page": "page_id IS NULL",
        "no place of the block": "block_index IS NULL",
        "neither an impression nor a click": "clicked IS NULL",
        "the time cannot be read": "time IS NULL AND timestamp IS NOT NULL",
    }
    return f"""
    SELECT seq, shopper, page_id, block_index, block_type, clicked, time,
        {_reason(reasons)},
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


def _products(_: ImportPlan, texts: str) -> str:
    shown = ", ".join(f"coalesce({name}, '') AS {name}" for name in _PRODUCT_TEXTS)
    reasons = {
        "no product id": "id IS NULL",
        "no title": "title = ''",
        "the same product again further down": "again",
    }
    return f"""
    SELECT * EXCLUDE (full_price, sale), coalesce(full_price, sale) AS price,
        CASE WHEN sale < full_price THEN sale END AS sale_price,
        {_reason(reasons)}, CASE WHEN again OR title = '' THEN id END AS example
    FROM (
        SELECT *, lead(id) OVER (PARTITION BY id ORDER BY seq) IS NOT NULL AS again
        FROM (
            SELECT seq, normal_id(product_id) AS id, {shown}, {_category()} AS category,
                CASE WHEN price_amount > 0 THEN price_amount END AS full_price,
                CASE WHEN sale_price_amount > 0 THEN sale_price_amount END AS sale,
                coalesce(upper(currency), '') AS currency,
                CASE WHEN lower(stock) IN {_OUT_OF_STOCK} THEN 0
                    ELSE try_cast(floor(stock_amount) AS INTEGER) END AS stock,
                CASE WHEN rating_amount BETWEEN 0 AND 5 THEN rating_amount END
                    AS rating,
                try_cast(rating_count_amount AS INTEGER) AS rating_count
            FROM {texts}
        )
    )"""


STAGES: dict[str, Callable[[ImportPlan, str], str]] = {
    "products": _products,
    "behaviour": _behaviour,
    "preference": _preferences,
    "segments": _segments,
    "page_events": _page_events,
}
"""How each kind of file is staged, in the order in which they are imported."""


def _reason(reasons: dict[str, str]) -> str:
    cases = " ".join(f"WHEN {test} THEN '{words}'" for words, test in reasons.items())
    return f"CASE {cases} END AS reason"


def _category() -> str:
    return (
        "coalesce(list_filter(CASE WHEN regexp_matches(category, '[>»]')"
        r" THEN string_split_regex(category, '\s*[>»]\s*')"
        r" ELSE string_split_regex(category, '\s*[/|]\s*') END,"
        " lambda step: step <> ''), []::VARCHAR[])"
    )
