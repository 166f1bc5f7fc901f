"""Shopify: products (both generations of headers) and orders."""

from __future__ import annotations

from studio.pipeline.ingest.exports.export import Export, heads

PRODUCTS = Export(
    id="shopify-products",
    title="Shopify products",
    kind="products",
    anchors=(
        heads("Handle|URL handle"),
        heads("Title"),
        heads("Variant Price|Price|Variant SKU|SKU"),
        heads(
            "Body (HTML)|Variant Price|Variant SKU|Option1 Name|Option1 Value"
            "|Compare-at price|Product image URL|Image Src"
        ),
    ),
    targets={
        "product_id": heads("Handle|URL handle"),
        "title": heads("Title"),
        "description": heads("Body (HTML)|Body HTML|Body|Description"),
        "category": heads("Product Category|Standard Product Type"),
        "brand": heads("Vendor"),
        "price": heads("Variant Price|Price"),
        "stock": heads("Variant Inventory Qty|Inventory quantity|Inventory qty"),
        "image": heads("Image Src|Product image URL|Image URL"),
    },
    roles={
        "type": heads("Type|Custom Product Type|Product type"),
        "compare": heads("Variant Compare At Price|Compare-at price"),
        "sku": heads("Variant SKU|SKU"),
        "variant_image": heads("Variant Image|Variant image URL"),
        "position": heads("Image Position"),
        "status": heads("Status"),
        "published": heads("Published|Published on online store"),
        "tracker": heads("Variant Inventory Tracker|Inventory tracker"),
        "policy": heads("Variant Inventory Policy|Continue selling when out of stock"),
        "option1": heads("Option1 Value"),
        "option2": heads("Option2 Value"),
        "option3": heads("Option3 Value"),
    },
    notes=(
        (
            "Rows of one handle are one product",
            (
                "Its price is that of the cheapest variant; a compare-at price above it"
                " makes it a sale price."
            ),
        ),
    ),
    group="product_id",
)

_ORDER = (
    "user_id", "timestamp", "country", "currency", "paid", "status", "cancelled",
    "payment", "tags", "note", "billing_country",
)  # fmt: skip
"""What only the first row of an order says."""
ORDERS = Export(
    id="shopify-orders",
    title="Shopify orders",
    kind="behaviour",
    anchors=(heads("Name"), heads("Lineitem name"), heads("Lineitem quantity")),
    targets={
        "user_id": heads("Email"),
        "product_id": heads("Lineitem sku"),
        "timestamp": heads("Created at|Paid at|Processed at"),
        "session_id": heads("Name|Id"),
        "quantity": heads("Lineitem quantity"),
        "price": heads("Lineitem price"),
        "country": heads("Shipping Country|Billing Country"),
        "title": heads("Lineitem name"),
        "brand": heads("Vendor"),
        "currency": heads("Currency"),
    },
    roles={
        "paid": heads("Paid at"),
        "status": heads("Financial Status"),
        "cancelled": heads("Cancelled at"),
        "payment": heads("Payment Method"),
        "tags": heads("Tags"),
        "note": heads("Source"),
        "discount": heads("Lineitem discount"),
        "billing_country": heads("Billing Country"),
    },
    makes=frozenset({"product_id"}),
    notes=(
        (
            "Each line of an order is a purchase",
            (
                "Orders that were cancelled, refunded or not paid, and test orders"
                " are left out; prices in another currency than the usual one are "
                "left empty."
            ),
        ),
    ),
    group="session_id",
    fill=_ORDER,
    preview=lambda row: (
        {} if row.get("product_id") else {"product_id": row.get("title", "")}
    ),
)
