"""SQL of the products of a file: texts, path of categories, price, stock, other names.

Of a product that comes more than once the last row counts. Their `aliases` are other
names by which orders and events call them.
"""
# ruff: noqa: S608 - the SQL is made of our own constants and column numbers

from __future__ import annotations

from studio.domain.imports import ImportPlan
from studio.store.importing.exports.shape import reason
from studio.store.importing.shapes import shape_of

_ARROWS = "[>»\\x{203A}]"
_ALIASES = (
    "list_sort(list_distinct(list_transform(list_filter(aliases::VARCHAR[],"
    " lambda one: one IS NOT NULL), lambda one: lower(trim(as_text(one))))))"
)
_PRODUCT_TEXTS = ("title", "title_zh", "description", "brand", "link", "image", "added")
_OUT_OF_STOCK = (
    "('out of stock', 'outofstock', 'out_of_stock', 'sold out', 'soldout', '0.0',"
    " 'false', 'no', 'ausverkauft', 'nicht auf lager', 'épuisé', 'rupture de stock',"
    " 'agotado', 'esaurito', 'uitverkocht', 'esgotado', '缺货', '售罄', '在庫切れ')"
)


def products(plan: ImportPlan, texts: str) -> str:
    """SQL of the products of a file, over its typed texts."""
    shown = ", ".join(
        f"coalesce({_shown(name)}, '') AS {name}" for name in _PRODUCT_TEXTS
    )
    shaped = shape_of(plan) is not None
    reasons = {
        "no product id": "id IS NULL",
        "no title": "title = ''",
        "the same product again further down": "again",
    }
    currency = "coalesce(currency, currency_of(price), '')"
    extra = "[]::VARCHAR[] AS aliases"
    if shaped:
        extra = f"left_out, left_out_example, {_ALIASES} AS aliases"
    example = "WHEN left_out IS NOT NULL THEN left_out_example" if shaped else ""
    inner = "full_price, sale" + (", left_out, left_out_example" if shaped else "")
    return f"""
    SELECT * EXCLUDE ({inner}),
        coalesce(full_price, sale) AS price,
        CASE WHEN sale < full_price THEN sale END AS sale_price,
        {reason(reasons, "left_out" if shaped else "")},
        CASE {example} WHEN again OR title = '' THEN id END AS example
    FROM (
        SELECT *, lead(id) OVER (PARTITION BY id ORDER BY seq) IS NOT NULL AS again
        FROM (
            SELECT seq, normal_id(product_id) AS id, {shown},
                {category_path("category")} AS category,
                CASE WHEN price_amount > 0 THEN price_amount END AS full_price,
                CASE WHEN sale_price_amount > 0 THEN sale_price_amount END AS sale,
                upper({currency}) AS currency,
                CASE WHEN lower(stock) IN {_OUT_OF_STOCK} THEN 0
                    ELSE try_cast(floor(stock_amount) AS INTEGER) END AS stock,
                CASE WHEN rating_amount BETWEEN 0 AND 5 THEN rating_amount END
                    AS rating,
                try_cast(rating_count_amount AS INTEGER) AS rating_count, {extra}
            FROM (SELECT * REPLACE (as_text(category) AS category) FROM {texts})
        )
    )"""


def _shown(name: str) -> str:
    """A text of a product without markup; of several pictures the first."""
    if name == "description":
        return r"as_text(replace(description, '\n', chr(10)))"
    if name == "image":
        return r"string_split_regex(image, '\s*[;|]\s*|,\s*https?:|,\s+')[1]"
    return f"as_text({name})" if name in ("title", "brand", "title_zh") else name


def category_path(column: str) -> str:
    """SQL of the steps of a category path, the widest first.

    Of several paths in a cell the first is taken. "electronics.audio.headphone" is a
    path too, where there is neither a space nor a capital.
    """
    first = rf"string_split_regex({column}, '\s*[;\n]\s*')[1]"
    dotted = rf"regexp_matches({first}, '^[a-z0-9_-]+(\.[a-z0-9_-]+)+$')"
    return rf"""coalesce(list_filter(CASE
        WHEN regexp_matches({first}, '{_ARROWS}')
        THEN string_split_regex(trim({first}), '\s*{_ARROWS}\s*')
        WHEN {dotted} THEN string_split(replace({first}, '_', ' '), '.')
        ELSE string_split_regex(trim({first}), '\s*[/|]\s*') END,
        lambda step: step <> ''), []::VARCHAR[])"""
