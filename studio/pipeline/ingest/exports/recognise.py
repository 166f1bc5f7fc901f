"""Finds the export that a table is by a few of its columns."""

from __future__ import annotations

from collections.abc import Sequence

from studio.pipeline.ingest.content import filled
from studio.pipeline.ingest.exports import (
    analytics,
    feeds,
    invoices,
    journey,
    magento,
    shopify,
    unused,
    woocommerce,
)
from studio.pipeline.ingest.exports.export import Export, Values, simple

EXPORTS: tuple[Export, ...] = (
    shopify.ORDERS,
    shopify.PRODUCTS,
    woocommerce.PRODUCTS,
    magento.PRODUCTS,
    feeds.META,
    feeds.MERCHANT,
    analytics.GA4,
    analytics.RETAILROCKET_EVENTS,
    analytics.RETAILROCKET_PROPERTIES,
    analytics.REES46,
    journey.TRANSACTIONS,
    journey.PROMOTIONS,
    journey.DEMOGRAPHICS,
    journey.PRODUCTS,
    invoices.LINES,
    unused.CATEGORY_TREE,
    unused.COUPONS,
)
"""The exports that are known, the more particular first."""


def recognise(names: Sequence[str], rows: Sequence[Sequence[str]]) -> Export | None:
    """The export whose anchors a table has; None for any other table.

    Args:
        names: The header.
        rows: The first rows, each as wide as the header.
    """
    values = {
        simple(name): filled([row[place] for row in rows])
        for place, name in reversed(list(enumerate(names)))
    }
    return next((export for export in EXPORTS if _is(export, values)), None)


def _is(export: Export, values: Values) -> bool:
    anchored = all(any(head in values for head in one) for one in export.anchors)
    if not anchored or any(head in values for head in export.without):
        return False
    return export.fits is None or export.fits(values)


def export_named(export_id: str) -> Export | None:
    """The export of an id, or None."""
    return next((export for export in EXPORTS if export.id == export_id), None)
