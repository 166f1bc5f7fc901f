"""The Google Merchant feed and the Meta catalogue: one product a group of variants.

A page that showed eight colours of one shirt would serve nobody, so the variants of an
`item_group_id` are one product: the first that is in stock stands for it, and events
that name any of them find it.
"""
# ruff: noqa: S608 - the SQL is made of our own constants

from __future__ import annotations

from studio.store.importing.exports.shape import Shape, gives, names, one_of

_NONE_LEFT = (
    "out_of_stock", "discontinued", "sold_out", "outofstock", "épuisé", "agotado",
    "ausverkauft", "nicht_auf_lager", "rupture_de_stock", "esaurito",
)  # fmt: skip

PRODUCTS = Shape(
    names=names(
        "product_id group_id title description category google_category brand price"
        " sale_price sale_dates availability stock link image state"
    ),
    gives=gives(
        "product_id title description category brand price sale_price currency stock"
        " link image"
    ),
    sql=rf"""parts AS (
        SELECT *, coalesce(group_id, product_id) AS whole,
            CASE WHEN {one_of("availability", _NONE_LEFT)} THEN 0
                ELSE amount(stock) END AS left_over,
            {one_of("availability", _NONE_LEFT)} AS gone,
            string_split(sale_dates, '/') AS days
        FROM given
    ), members AS (
        SELECT *, row_number() OVER (PARTITION BY whole ORDER BY gone, seq) AS nth,
            list(product_id) OVER same AS ids, sum(left_over) OVER same AS all_left,
            bool_or(left_over IS NULL) OVER same AS endless, min(seq) OVER same AS first
        FROM parts
        WINDOW same AS (PARTITION BY whole)
    )
    SELECT first AS seq, whole AS product_id, title, description,
        coalesce(string_split_regex(category, '\s*,\s*')[1],
            CASE WHEN NOT regexp_matches(google_category, '^\d+$')
            THEN google_category END) AS category,
        brand, price, currency_of(price) AS currency, link, image,
        CASE WHEN coalesce(try_cast(left(days[1], 10) AS DATE) <= current_date, true)
            AND coalesce(try_cast(left(days[2], 10) AS DATE) >= current_date, true)
            THEN sale_price END AS sale_price,
        NULL::VARCHAR AS stock,
        CASE WHEN NOT endless THEN all_left END AS stock_amount, ids AS aliases,
        CASE WHEN {one_of("state", ("archived", "hidden", "staging", "inactive"))}
            THEN 'a product that is not published' END AS left_out,
        coalesce(title, product_id) AS left_out_example
    FROM members WHERE nth = 1 OR whole IS NULL
    """,
)
