"""What the rows of shop systems' exports mean, as SQL by the id of the export.

A shape selects from `given`, the file's cells under the names of its targets and roles,
and gives `seq`, texts under the names of targets, and what else it makes: numbers as
`<target>_amount`, `aliases`, and `left_out` with the reason why a row is not used.
"""

from __future__ import annotations

from studio.domain import reading
from studio.domain.imports import ImportPlan
from studio.store.importing import casts
from studio.store.importing.exports import (
    feeds,
    ga4,
    invoices,
    journey,
    magento,
    retailrocket,
    shopify,
    woocommerce,
)
from studio.store.importing.exports.shape import Shape

SHAPES: dict[str, Shape] = {
    "shopify-products": shopify.PRODUCTS,
    "shopify-orders": shopify.ORDERS,
    "woocommerce-products": woocommerce.PRODUCTS,
    "magento-products": magento.PRODUCTS,
    "google-merchant": feeds.PRODUCTS,
    "meta-catalogue": feeds.PRODUCTS,
    "ga4-items": ga4.ITEMS,
    "retailrocket-properties": retailrocket.PROPERTIES,
    "invoice-lines": invoices.LINES,
    "journey-products": journey.PRODUCTS,
    "journey-demographics": journey.DEMOGRAPHICS,
}


def shape_of(plan: ImportPlan) -> Shape | None:
    """The shape of a plan's rows; None when each row says all there is to say."""
    return SHAPES.get(plan.export)


def source_of(plan: ImportPlan) -> str:
    """SQL that shapes the rows of `raw`; empty for a plan without a shape.

    `raw` is read once: rows that need each other are held in a table meanwhile.
    """
    shape = shape_of(plan)
    if shape is None:
        return ""
    held = "MATERIALIZED " if shape.held else ""
    cells = casts.given(plan, shape.names)
    sql = shape.sql
    if plan.format.decimal_comma:
        sql = sql.replace("amount(", "amount_with_comma(")
    if any(c.read_as == reading.MONTH_FIRST for c in plan.columns):
        sql = sql.replace("in_time(", "in_time_us(")
    joiner = ", " if sql.lstrip().startswith("parts AS") else " "
    return f"WITH given AS {held}({cells}){joiner}{sql}"
