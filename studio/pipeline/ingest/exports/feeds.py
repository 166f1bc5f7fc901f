"""The Google Merchant feed and the Meta catalogue."""

from __future__ import annotations

from studio.pipeline.ingest.exports.export import Export, heads

_NOTES = (
    (
        "Variants of one item group are one product",
        (
            "The first that is in stock stands for it; events that name any of "
            "them find it."
        ),
    ),
)
_TARGETS = {
    "product_id": heads("id|g:id|item id"),
    "title": heads("title|g:title"),
    "description": heads("description|g:description|rich_text_description"),
    "category": heads("product_type|g:product_type"),
    "brand": heads("brand|g:brand"),
    "price": heads("price|g:price"),
    "sale_price": heads("sale_price|g:sale_price"),
    "stock": heads(
        "quantity_to_sell_on_facebook|inventory|quantity|sell_on_google_quantity"
    ),
    "link": heads("link|g:link|canonical_link"),
    "image": heads("image_link|g:image_link|image link"),
}
_ROLES = {
    "group_id": heads("item_group_id|g:item_group_id"),
    "google_category": heads("google_product_category|fb_product_category"),
    "sale_dates": heads("sale_price_effective_date|g:sale_price_effective_date"),
    "availability": heads("availability|g:availability"),
    "state": heads("visibility|status"),
}

META = Export(
    id="meta-catalogue",
    title="Meta catalogue",
    kind="products",
    anchors=(
        heads("id"),
        heads("title"),
        heads("availability"),
        heads("image_link"),
        heads(
            "inventory|quantity_to_sell_on_facebook|fb_product_category"
            "|rich_text_description|video[0].url|video_0_url|commerce_tax_category"
        ),
    ),
    targets=_TARGETS,
    roles=_ROLES,
    notes=_NOTES,
)

MERCHANT = Export(
    id="google-merchant",
    title="Google Merchant feed",
    kind="products",
    anchors=(
        heads("id|g:id|item id"),
        heads("title|g:title"),
        heads("availability|g:availability"),
        heads("image_link|g:image_link"),
        heads("link|g:link"),
    ),
    targets=_TARGETS,
    roles=_ROLES,
    notes=_NOTES,
)
