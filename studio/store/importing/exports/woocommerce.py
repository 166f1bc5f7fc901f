"""WooCommerce products: variations belong to the product that they name as parent."""
# ruff: noqa: S608 - the SQL is made of our own constants

from __future__ import annotations

from studio.store.importing.exports.shape import (
    Shape,
    furthest,
    gives,
    names,
    one_of,
    sale_is_on,
)

_PATHS = r"""list_transform(
    string_split_regex(replace(m.category, '\,', chr(1)), '\s*,\s*'),
    lambda path: replace(path, chr(1), ',')
)"""

PRODUCTS = Shape(
    names=names(
        "shop_id type product_id title published visibility short description starts"
        " ends in_stock stock sale_price price category image parent brand"
    ),
    gives=gives(
        "product_id title description brand category price sale_price stock image"
    ),
    sql=rf"""parts AS (
        SELECT * REPLACE (coalesce(product_id, shop_id) AS product_id),
            product_id AS sku,
            coalesce(contains(lower(type), 'variation'), false) AS is_part,
            amount(price) AS full_cost,
            CASE WHEN {sale_is_on("starts", "ends")} THEN amount(sale_price) END
                AS reduced,
            CASE WHEN in_stock = '0' OR lower(in_stock) IN ('no', 'outofstock') THEN 0
                ELSE amount(stock) END AS left_over
        FROM given
    ), members AS (
        SELECT m.product_id AS whole, p.*
        FROM parts p JOIN parts m ON NOT m.is_part AND (
            (NOT p.is_part AND p.seq = m.seq)
            OR (p.is_part AND p.parent = 'id:' || m.shop_id)
            OR (p.is_part AND p.parent = m.sku)
            OR (p.is_part AND p.parent = m.shop_id))
    ), priced AS (
        SELECT whole,
            arg_min(full_cost, (coalesce(reduced, full_cost), seq))
                FILTER (coalesce(reduced, full_cost) > 0) AS full_cost,
            arg_min(reduced, (coalesce(reduced, full_cost), seq))
                FILTER (coalesce(reduced, full_cost) > 0) AS reduced,
            arg_min(image, seq) FILTER (is_part) AS image,
            sum(left_over) FILTER (is_part) AS left_over,
            bool_or(is_part AND left_over IS NULL) AS endless,
            list_distinct(list_concat(list(shop_id), list('#' || shop_id), list(sku),
                list(title))) AS aliases
        FROM members GROUP BY whole
    )
    SELECT m.seq, m.product_id, m.title, coalesce(m.description, m.short)
            AS description, m.brand, {furthest(_PATHS, " > ")} AS category,
        priced.full_cost AS price_amount, priced.reduced AS sale_price_amount,
        coalesce(m.left_over, CASE WHEN NOT coalesce(priced.endless, false)
            THEN priced.left_over END) AS stock_amount,
        NULL::VARCHAR AS price, NULL::VARCHAR AS sale_price, NULL::VARCHAR AS stock,
        string_split_regex(coalesce(m.image, priced.image), '\s*,\s*')[1] AS image,
        priced.aliases,
        CASE WHEN lower(m.published) NOT IN ('1', 'true', 'yes')
            THEN 'a product that is not published'
            WHEN {one_of("m.visibility", ("hidden",))}
            THEN 'a product that the catalogue hides' END AS left_out,
        coalesce(m.title, m.product_id) AS left_out_example
    FROM parts m LEFT JOIN priced ON m.product_id = priced.whole
    WHERE NOT m.is_part
    UNION ALL
    SELECT seq, product_id, title, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
        NULL, [], 'a variation whose product is not in the file',
        coalesce(title, product_id)
    FROM parts WHERE is_part AND seq NOT IN (SELECT seq FROM members)
    """,
    held=True,
)
