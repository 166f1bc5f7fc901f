"""Tables that come with known exports and hold nothing that the studio uses.

They are named, so that whoever brings the whole folder is told what they are.
"""

from __future__ import annotations

from studio.pipeline.ingest.exports.export import Export, heads

CATEGORY_TREE = Export(
    id="retailrocket-category-tree",
    title="RetailRocket category tree",
    kind="unknown",
    anchors=(heads("categoryid"), heads("parentid")),
    without=heads("itemid|product_id|title|name"),
)

COUPONS = Export(
    id="journey-coupons",
    title="The Complete Journey coupons and campaigns",
    kind="unknown",
    anchors=(
        heads("campaign_id|campaign"),
        heads("coupon_upc|campaign_type|household_id|household_key"),
    ),
    without=heads("basket_id|sales_value|event|event_type|timestamp|time"),
)
