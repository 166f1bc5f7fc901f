"""Lines of invoices: returns are taken off their purchases, fees are no products.

A line is a return when its quantity is negative or its invoice is a cancellation (C and
a number). The units that a shopper returned of a product are taken off the latest
purchases of it before the last return; a purchase of which nothing remains is left out.
A return that has no purchase in the file changes nothing.

What is no product is told by rule: its code is short or of several words and has no
digit, where nearly all codes have one, or its description is a fee; and a price of
zero or less marks a stock note or a correction.
"""
# ruff: noqa: S608 - the SQL is made of our own constants

from __future__ import annotations

from studio.domain import reading
from studio.store.duck import literal
from studio.store.importing.exports.shape import Shape, gives, names, one_of

_CODED = 0.9
"""Share of lines whose code has a digit from which a code without one is a fee."""
_SHORT = 5
"""A longer word may be a product's code all the same, such as DCGSSBOY."""

LINES = Shape(
    names=names(
        "session_id product_id title quantity timestamp price user_id country brand"
        " category currency"
    ),
    gives=gives(
        "user_id event product_id timestamp session_id quantity price country title"
        " brand category currency"
    ),
    sql=rf"""parts AS (
        SELECT * REPLACE (upper(product_id) AS product_id),
            amount(quantity) AS units, amount(price) AS unit_price,
            coalesce(regexp_matches(session_id, '^(?i)c-?[0-9]'), false) AS is_credit,
            regexp_matches(product_id, '[0-9]') AS coded,
            in_time(timestamp) AS bought_at
        FROM given
    ), rule AS (
        SELECT coalesce(avg(coded::INTEGER), 0) >= {_CODED} AS by_code FROM parts
    ), judged AS MATERIALIZED (
        SELECT *, CASE
            WHEN product_id IS NULL THEN NULL
            WHEN regexp_matches(title, {literal(reading.FEE_PATTERN)})
                OR {one_of("title", reading.FEE_WORDS)}
                OR (by_code AND NOT coded AND (length(product_id) < {_SHORT}
                    OR contains(product_id, ' ')))
            THEN 'no product, but a fee'
            WHEN regexp_matches(product_id, '^(?i)test') THEN 'a test line'
            WHEN unit_price <= 0
            THEN 'a price of zero or less: a stock note or a correction'
            END AS not_sold
        FROM parts, rule
    ), returned AS (
        SELECT user_id, product_id, sum(abs(units)) AS units,
            max((bought_at, seq)) AS last
        FROM judged
        WHERE not_sold IS NULL AND user_id IS NOT NULL AND (units < 0 OR is_credit)
        GROUP BY ALL
    ), bought AS (
        SELECT j.seq, j.user_id, j.product_id, j.units, r.units AS back,
            coalesce(sum(j.units) OVER (
                PARTITION BY j.user_id, j.product_id ORDER BY (j.bought_at, j.seq) DESC
                ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS later
        FROM judged j JOIN returned r USING (user_id, product_id)
        WHERE j.not_sold IS NULL AND j.units > 0 AND NOT j.is_credit
            AND (j.bought_at, j.seq) < r.last
    ), remaining AS (
        SELECT seq, units - greatest(0, least(units, back - later)) AS units FROM bought
    ), matched AS (
        SELECT DISTINCT user_id, product_id, true AS found FROM bought
    )
    SELECT seq, user_id, 'purchase' AS event, j.product_id, timestamp, session_id,
        quantity, NULL::VARCHAR AS price, unit_price AS price_amount,
        coalesce(remaining.units, j.units) AS quantity_amount, country, title, brand,
        category, currency,
        CASE WHEN not_sold IS NOT NULL THEN not_sold
            WHEN (j.units < 0 OR is_credit) AND user_id IS NULL
            THEN 'a return without a shopper'
            WHEN (j.units < 0 OR is_credit) AND m.found
            THEN 'a return, taken off its purchase'
            WHEN j.units < 0 OR is_credit
            THEN 'a return whose purchase is not in the file'
            WHEN remaining.units <= 0 THEN 'a purchase that was returned whole'
            END AS left_out,
        concat_ws(' ', j.product_id, title) AS left_out_example
    FROM judged j LEFT JOIN remaining USING (seq)
        LEFT JOIN matched m USING (user_id, product_id)
    """,
    held=True,
)
