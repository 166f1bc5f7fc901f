"""RetailRocket's item properties: a long table of which the latest values are taken.

The property 790 is the price, written as `n24.000`; `categoryid` and `available` are
the only others that are not hashed.
"""

from __future__ import annotations

from studio.store.importing.exports.shape import Shape, gives, names

PROPERTIES = Shape(
    names=names("timestamp product_id property value"),
    gives=gives("product_id title category price stock"),
    sql="""
    SELECT min(seq) AS seq, product_id, product_id AS title, NULL::VARCHAR AS price,
        arg_max(value, stamp) FILTER (property = 'categoryid') AS category,
        try_cast(arg_max(regexp_extract(value, '^n?(-?[0-9.]+)', 1), stamp)
            FILTER (property = '790') AS DOUBLE) AS price_amount,
        NULL::VARCHAR AS stock,
        CASE WHEN arg_max(value, stamp) FILTER (property = 'available') = '0' THEN 0 END
            ::DOUBLE AS stock_amount,
        [] AS aliases, NULL::VARCHAR AS left_out, NULL::VARCHAR AS left_out_example
    FROM (SELECT *, coalesce(try_cast(timestamp AS BIGINT), 0) AS stamp FROM given)
    WHERE property IN ('categoryid', 'available', '790')
    GROUP BY product_id
    """,
)
