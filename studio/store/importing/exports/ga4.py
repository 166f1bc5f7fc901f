"""Google Analytics 4: one row an item of an event, as BigQuery exports it.

A view of a list and a click in it come before the view of the product, and the steps of
a checkout before the purchase: they would count the same wish several times.
"""
# ruff: noqa: S608 - the SQL is made of our own constants

from __future__ import annotations

from studio.store.importing.exports.shape import Shape, gives, names, one_of

_LISTS = ("view_item_list", "view_promotion", "select_promotion")
_STEPS = (
    "select_item", "begin_checkout", "add_payment_info", "add_shipping_info",
    "view_cart",
)  # fmt: skip

ITEMS = Shape(
    names=names(
        "user_id event product_id query timestamp session_id quantity price title brand"
        " category category2 category3 category4 category5 currency country"
    ),
    gives=gives(
        "user_id event product_id query timestamp session_id quantity price country"
        " title brand category currency"
    ),
    sql=f"""
    SELECT seq, user_id, event, query, timestamp, user_id || '/' || session_id
            AS session_id, quantity, price, country, title, brand, currency,
        CASE WHEN {one_of("event", ("view_search_results", "search"))} THEN NULL
            ELSE product_id END AS product_id,
        nullif(concat_ws(' > ', category, category2, category3, category4, category5),
            '') AS category,
        CASE WHEN {one_of("event", _LISTS)}
            THEN 'an item in a list, which nobody may have looked at'
            WHEN {one_of("event", _STEPS)}
            THEN 'a step on the way to another event'
            WHEN {one_of("event", ("refund",))}
            THEN 'a refund' END AS left_out,
        event AS left_out_example
    FROM given
    """,
)
