"""Shopify: products whose further rows are variants and pictures, and orders.

An order names its products by SKU and by "Title - Variant"; both stand among the
aliases of a product, whose id is its handle.
"""
# ruff: noqa: S608 - the SQL is made of our own constants

from __future__ import annotations

from studio.domain import reading
from studio.store.duck import literal
from studio.store.importing.exports.shape import Shape, gives, names, one_of

PRODUCTS = Shape(
    names=names(
        "product_id title description brand category type price compare stock sku"
        " image variant_image position status published tracker policy"
        " option1 option2 option3"
    ),
    gives=gives(
        "product_id title description brand category price sale_price stock image"
    ),
    sql=f"""parts AS (
        SELECT *, amount(price) AS now_costs, amount(compare) AS once_cost,
            concat_ws(' / ', nullif(option1, 'Default Title'), option2, option3)
                AS variant,
            price IS NOT NULL AND ((tracker IS NULL AND EXISTS
                (SELECT 1 FROM given WHERE tracker IS NOT NULL))
                OR {one_of("policy", ("continue", "true", "yes"))}) AS endless
        FROM given
    ), products AS (
        SELECT min(seq) AS seq, product_id, arg_min(title, seq) AS title,
            arg_min(description, seq) AS description, arg_min(brand, seq) AS brand,
            coalesce(arg_min(category, seq), arg_min(type, seq)) AS category,
            min(now_costs) AS lowest,
            arg_min(once_cost, (now_costs, seq)) FILTER (now_costs IS NOT NULL)
                AS compared,
            CASE WHEN NOT bool_or(endless) THEN
                sum(greatest(amount(stock), 0)) FILTER (price IS NOT NULL) END
                AS stock_amount,
            coalesce(arg_min(image, (coalesce(amount(position), 1e9), seq))
                FILTER (image IS NOT NULL), arg_min(variant_image, seq)) AS image,
            arg_min(status, seq) AS status, arg_min(published, seq) AS published,
            list(DISTINCT sku) FILTER (sku IS NOT NULL) AS skus,
            list(DISTINCT variant) FILTER (variant <> '') AS variants
        FROM parts WHERE product_id IS NOT NULL GROUP BY product_id
    )
    SELECT seq, product_id, title, description, brand, category, image, stock_amount,
        CASE WHEN compared > lowest THEN compared ELSE lowest END AS price_amount,
        CASE WHEN compared > lowest THEN lowest END AS sale_price_amount,
        NULL::VARCHAR AS price, NULL::VARCHAR AS sale_price, NULL::VARCHAR AS stock,
        list_concat([title], coalesce(skus, []), coalesce(list_transform(variants,
            lambda one: title || ' - ' || one), [])) AS aliases,
        CASE WHEN {one_of("status", ("draft", "archived", "unlisted"))}
            THEN 'a product that is a draft or archived'
            WHEN {one_of("published", ("false", "no", "0"))}
            THEN 'a product that is not published' END AS left_out,
        coalesce(title, product_id) AS left_out_example
    FROM products
    UNION ALL
    SELECT seq, NULL, title, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        NULL, NULL, NULL
    FROM given WHERE product_id IS NULL
    """,
    held=True,
)

ORDERS = Shape(
    names=names(
        "session_id user_id status fulfilment currency timestamp paid cancelled payment"
        " tags note country billing_country quantity title price discount product_id"
        " brand"
    ),
    gives=gives(
        "user_id event product_id timestamp session_id quantity price country title"
        " brand currency"
    ),
    sql=f"""parts AS (
        SELECT * EXCLUDE (session_id), coalesce(session_id, last_value(session_id
            IGNORE NULLS) OVER (ORDER BY seq ROWS UNBOUNDED PRECEDING)) AS session_id
        FROM given
    ), orders AS (
        SELECT session_id, arg_min(user_id, seq) AS user_id,
            arg_min(status, seq) AS status, arg_min(currency, seq) AS currency,
            coalesce(arg_min(timestamp, seq), arg_min(paid, seq)) AS timestamp,
            arg_min(cancelled, seq) AS cancelled,
            coalesce(arg_min(country, seq), arg_min(billing_country, seq)) AS country,
            bool_or(regexp_matches(concat_ws(' | ', payment, tags, note),
                {literal(reading.TEST_PATTERN)})) OR bool_or(list_contains(
                string_split(lower(replace(tags, ' ', '')), ','), 'test')) AS test
        FROM parts GROUP BY session_id
    ), usual AS (SELECT mode(currency ORDER BY currency) AS currency FROM orders)
    SELECT seq, o.user_id, 'purchase' AS event, o.timestamp, session_id, quantity,
        amount(quantity) AS quantity_amount, NULL::VARCHAR AS price,
        CASE WHEN o.currency IS NOT DISTINCT FROM usual.currency THEN greatest(0,
            amount(price) - coalesce(amount(discount) / nullif(amount(quantity), 0), 0))
            END AS price_amount,
        coalesce(product_id, title) AS product_id, title, brand, o.country,
        CASE WHEN o.currency IS NOT DISTINCT FROM usual.currency THEN o.currency END
            AS currency,
        CASE WHEN o.test THEN 'a test order'
            WHEN o.cancelled IS NOT NULL THEN 'an order that was cancelled'
            WHEN {one_of("o.status", ("refunded", "voided"))}
            THEN 'an order that was refunded'
            WHEN {one_of("o.status", reading.CANCELLED)}
            THEN 'an order that was cancelled'
            WHEN {one_of("o.status", reading.UNPAID)} THEN 'an order that is not paid'
            WHEN product_id IS NULL AND {one_of("title", ("tip",))}
            THEN 'no product, but a fee' END AS left_out,
        coalesce(title, product_id) AS left_out_example
    FROM parts JOIN orders o USING (session_id), usual
    """,
    held=True,
)
