"""What measured shoppers' clicks: GA4 in BigQuery, RetailRocket, REES46."""

from __future__ import annotations

from studio.domain import reading
from studio.pipeline.ingest.content import share
from studio.pipeline.ingest.exports.export import Export, Values, heads

_KNOWN = 0.3
_WORDS = reading.known_words(reading.EVENT_WORDS)


def _has_properties(values: Values) -> bool:
    return share(values["property"], lambda v: v.isdigit() or v.isalpha()) >= 0.8  # noqa: PLR2004


GA4 = Export(
    id="ga4-items",
    title="GA4 item events",
    kind="behaviour",
    anchors=(
        heads("event_name"),
        heads("user_pseudo_id"),
        heads(
            "items.item_id|items_item_id|item_id|items[].item_id|item.item_id|item_sku"
        ),
    ),
    targets={
        "user_id": heads("user_pseudo_id"),
        "event": heads("event_name"),
        "product_id": heads(
            "items.item_id|items_item_id|items[].item_id|item.item_id|item_id|item_sku"
        ),
        "query": heads(
            "search_term|event_params.search_term|event_params_search_term|query"
        ),
        "timestamp": heads("event_timestamp|event_date"),
        "session_id": heads(
            "ga_session_id|session_id|event_params.ga_session_id"
            "|event_params_ga_session_id"
        ),
        "quantity": heads("items.quantity|items_quantity|item.quantity|quantity"),
        "price": heads("items.price|items_price|item.price|price|item_price"),
        "country": heads("geo.country|geo_country|country"),
        "title": heads("items.item_name|items_item_name|item.item_name|item_name"),
        "category": heads(
            "items.item_category|items_item_category|item.item_category|item_category"
        ),
        "brand": heads("items.item_brand|items_item_brand|item.item_brand|item_brand"),
        "currency": heads("currency|ecommerce.currency|event_params.currency"),
    },
    roles={
        f"category{n}": heads(
            f"items.item_category{n}|items_item_category{n}|item_category{n}"
        )
        for n in range(2, 6)
    },
    notes=(
        (
            "Lists and steps of the checkout are left out",
            (
                "What counts is the view of a product, the cart, the purchase and the"
                " search."
            ),
        ),
    ),
)

RETAILROCKET_EVENTS = Export(
    id="retailrocket-events",
    title="RetailRocket events",
    kind="behaviour",
    anchors=(heads("timestamp"), heads("visitorid"), heads("event"), heads("itemid")),
    targets={
        "user_id": heads("visitorid"),
        "event": heads("event"),
        "product_id": heads("itemid"),
        "timestamp": heads("timestamp"),
    },
)

RETAILROCKET_PROPERTIES = Export(
    id="retailrocket-properties",
    title="RetailRocket item properties",
    kind="products",
    anchors=(heads("timestamp"), heads("itemid"), heads("property"), heads("value")),
    targets={"product_id": heads("itemid")},
    roles={
        "timestamp": heads("timestamp"),
        "property": heads("property"),
        "value": heads("value"),
    },
    fits=_has_properties,
    makes=frozenset({"title", "category", "price", "stock"}),
    notes=(
        (
            "The latest value of each property is taken",
            (
                "Category, price (790) and availability are read; the other "
                "properties of this export are hashed and say nothing."
            ),
        ),
    ),
    group="product_id",
)

REES46 = Export(
    id="rees46-events",
    title="REES46 events",
    kind="behaviour",
    anchors=(
        heads("event_time"),
        heads("event_type"),
        heads("product_id"),
        heads("user_id"),
        heads("category_code|category_id|user_session"),
    ),
    targets={
        "user_id": heads("user_id"),
        "event": heads("event_type"),
        "product_id": heads("product_id"),
        "timestamp": heads("event_time"),
        "session_id": heads("user_session"),
        "price": heads("price"),
        "category": heads("category_code"),
        "brand": heads("brand"),
    },
)
