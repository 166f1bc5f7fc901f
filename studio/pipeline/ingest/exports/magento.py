"""Magento (Adobe Commerce) products."""

from __future__ import annotations

from studio.pipeline.ingest.exports.export import Export, Row, heads


def _shown(row: Row) -> dict[str, str]:
    """The first category path."""
    return {"category": row.get("category", "").split(",")[0]}


PRODUCTS = Export(
    id="magento-products",
    title="Magento products",
    kind="products",
    anchors=(
        heads("sku"),
        heads("attribute_set_code|_attribute_set"),
        heads("product_type|_type"),
    ),
    targets={
        "product_id": heads("sku"),
        "title": heads("name"),
        "description": heads("description"),
        "category": heads("categories|_category"),
        "brand": heads("manufacturer|brand"),
        "price": heads("price"),
        "sale_price": heads("special_price"),
        "stock": heads("qty"),
        "image": heads("base_image|image|small_image"),
        "added": heads("created_at"),
    },
    roles={
        "type": heads("product_type|_type"),
        "short": heads("short_description"),
        "starts": heads("special_price_from_date|special_from_date"),
        "ends": heads("special_price_to_date|special_to_date"),
        "online": heads("product_online|status"),
        "visibility": heads("visibility"),
        "in_stock": heads("is_in_stock"),
        "store": heads("store_view_code|_store"),
        "attributes": heads("additional_attributes"),
        "variations": heads("configurable_variations"),
        "apart": heads("_root_category"),
    },
    notes=(
        (
            "Simple products that a configurable one lists are its variants",
            (
                "Its price is that of the cheapest. Products that are switched off"
                " or not shown on their own are left out."
            ),
        ),
    ),
    preview=_shown,
)
