"""The Complete Journey: products without a title, and households with attributes."""
# ruff: noqa: S608 - the SQL is made of our own constants

from __future__ import annotations

from studio.store.importing.exports.shape import Shape, gives, names

_ATTRIBUTES = (
    "age", "income", "home_ownership", "marital_status", "household_size",
    "household_comp", "kids_count",
)  # fmt: skip

PRODUCTS = Shape(
    names=names("product_id department product_category product_type brand size"),
    gives=gives("product_id title category brand"),
    sql="""
    SELECT seq, product_id, brand,
        nullif(concat_ws(', ', coalesce(product_type, product_category, department),
            size), '') AS title,
        nullif(concat_ws(' > ', department, product_category), '') AS category,
        [] AS aliases, NULL::VARCHAR AS left_out, NULL::VARCHAR AS left_out_example
    FROM given
    """,
)

DEMOGRAPHICS = Shape(
    names=names("user_id segment") + _ATTRIBUTES,
    gives=gives("user_id segment"),
    sql=f"""
    SELECT seq * {len(_ATTRIBUTES) + 1} + place AS seq, user_id, segment,
        NULL::VARCHAR AS left_out, NULL::VARCHAR AS left_out_example
    FROM (
        SELECT seq, user_id, unnest([segment, {
        ", ".join(
            f"'{name.replace('_', ' ').capitalize()}: ' || {name}"
            for name in _ATTRIBUTES
        )
    }]) AS segment, unnest(range({len(_ATTRIBUTES) + 1})) AS place
        FROM given
    ) WHERE segment IS NOT NULL OR user_id IS NULL AND place = 0
    """,
)
"""Each attribute of a household is a segment, such as "Age: 45-54"."""
