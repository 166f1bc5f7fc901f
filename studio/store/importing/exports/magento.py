"""Magento products: simple products that a configurable one lists are its variants."""
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

_UNSEEN = (
    "not_visible_individually", "einzeln_nicht_sichtbar",
    "non_visible_individuellement",
    "no_visible_individualmente", "non_visibile_singolarmente",
    "niet_individueel_zichtbaar", "不单独显示",
)  # fmt: skip

_PATHS = r"string_split_regex(category, '\s*,\s*')"

PRODUCTS = Shape(
    names=names(
        "product_id type category title description short price sale_price starts ends"
        " image online visibility stock in_stock store attributes variations brand"
        " added apart"
    ),
    gives=gives(
        "product_id title title_zh description brand category price sale_price stock"
        " image added"
    ),
    sql=rf"""parts AS (
        SELECT *, amount(price) AS full_cost,
            CASE WHEN {sale_is_on("starts", "ends")} THEN amount(sale_price) END
                AS reduced,
            {furthest(_PATHS, "/")} AS first_path,
            nullif(image, 'no_selection') AS picture,
            regexp_extract_all(variations, '(?:^|\|)\s*sku=([^,|]+)', 1) AS kids
        FROM given WHERE store IS NULL
    ), pairs AS (
        SELECT DISTINCT ON (kid) trim(unnest(kids)) AS kid, product_id AS whole
        FROM parts ORDER BY kid, seq
    ), members AS (
        SELECT coalesce(pairs.whole, parts.product_id) AS whole, parts.*
        FROM parts LEFT JOIN pairs ON pairs.kid = parts.product_id
    ), priced AS (
        SELECT whole,
            arg_min(full_cost, (coalesce(reduced, full_cost), seq))
                FILTER (coalesce(reduced, full_cost) > 0) AS full_cost,
            arg_min(reduced, (coalesce(reduced, full_cost), seq))
                FILTER (coalesce(reduced, full_cost) > 0) AS reduced,
            arg_min(picture, seq) FILTER (whole <> product_id) AS picture,
            sum(CASE WHEN in_stock = '0' THEN 0 ELSE amount(stock) END)
                FILTER (whole <> product_id) AS left_over,
            list_distinct(list_concat(list(product_id), list(title))) AS aliases
        FROM members GROUP BY whole
    ), roots AS (
        SELECT CASE WHEN count(apart) = 0  -- version 1 has the root beside the paths
                AND count(DISTINCT string_split(path, '/')[1]) = 1
                AND bool_or(contains(path, '/'))
            THEN any_value(string_split(path, '/')[1]) END AS root
        FROM (SELECT unnest(string_split_regex(category, '\s*,\s*')) AS path,
            apart FROM parts)
    ), chinese AS (
        SELECT product_id, arg_min(title, seq) AS title_zh
        FROM given WHERE regexp_matches(store, '(?i)zh|cn|chinese') GROUP BY product_id
    )
    SELECT m.seq, m.product_id, m.title, chinese.title_zh,
        coalesce(m.description, m.short) AS description,
        coalesce(m.brand, nullif(regexp_extract(m.attributes,
            '(?i)(?:^|,)(?:manufacturer|brand|marke)=([^,]*)', 1), '')) AS brand,
        CASE WHEN starts_with(m.first_path, root || '/')
            THEN substr(m.first_path, length(root) + 2)
            WHEN m.first_path <> root OR root IS NULL THEN m.first_path END AS category,
        priced.full_cost AS price_amount, priced.reduced AS sale_price_amount,
        CASE WHEN m.in_stock = '0' THEN 0 WHEN m.type IN ('configurable', 'grouped',
            'bundle') THEN priced.left_over ELSE amount(m.stock) END AS stock_amount,
        NULL::VARCHAR AS price, NULL::VARCHAR AS sale_price, NULL::VARCHAR AS stock,
        coalesce(m.picture, priced.picture) AS image, m.added, priced.aliases,
        CASE WHEN m.online IS NOT NULL AND NOT {
        one_of("m.online", ("1", "yes", "true", "enabled"))
    } THEN 'a product that is switched off'
            WHEN {one_of("m.visibility", _UNSEEN)}
            THEN 'a product that is not shown on its own' END AS left_out,
        coalesce(m.title, m.product_id) AS left_out_example
    FROM parts m LEFT JOIN priced ON priced.whole = m.product_id
        LEFT JOIN chinese ON chinese.product_id = m.product_id, roots
    WHERE m.product_id IS NULL OR m.product_id NOT IN (SELECT kid FROM pairs)
    """,
    held=True,
)
