"""The Complete Journey: transactions, products, households and promotions."""

from __future__ import annotations

from studio.pipeline.ingest.exports.export import Export, Row, heads

_ATTRIBUTES = (
    "age", "income", "home_ownership", "marital_status", "household_size",
    "household_comp", "kids_count",
)  # fmt: skip


def _title(row: Row) -> dict[str, str]:
    name = row.get("product_type") or row.get("product_category") or ""
    steps = (row.get("department", ""), row.get("product_category", ""))
    return {
        "title": ", ".join(part for part in (name, row.get("size", "")) if part),
        "category": " > ".join(part for part in steps if part),
    }


def _segment(row: Row) -> dict[str, str]:
    first = next(((a, row[a]) for a in _ATTRIBUTES if row.get(a)), None)
    if first is None or row.get("segment"):
        return {}
    return {"segment": f"{first[0].replace('_', ' ').capitalize()}: {first[1]}"}


TRANSACTIONS = Export(
    id="journey-transactions",
    title="The Complete Journey transactions",
    kind="behaviour",
    anchors=(
        heads("household_id|household_key"),
        heads("basket_id"),
        heads("product_id"),
        heads("sales_value"),
    ),
    targets={
        "user_id": heads("household_id|household_key"),
        "product_id": heads("product_id"),
        "timestamp": heads("transaction_timestamp|trans_timestamp"),
        "session_id": heads("basket_id"),
        "quantity": heads("quantity"),
        "total": heads("sales_value"),
    },
    notes=(
        (
            "The price is what a unit came to",
            (
                "That is the value of the line divided by its quantity, discounts taken"
                " off."
            ),
        ),
    ),
)

PRODUCTS = Export(
    id="journey-products",
    title="The Complete Journey products",
    kind="products",
    anchors=(
        heads("product_id"),
        heads("manufacturer_id|manufacturer"),
        heads("department"),
        heads("product_category|commodity_desc"),
    ),
    targets={"product_id": heads("product_id"), "brand": heads("brand")},
    roles={
        "department": heads("department"),
        "product_category": heads("product_category|commodity_desc"),
        "product_type": heads("product_type|sub_commodity_desc"),
        "size": heads("package_size|curr_size_of_product"),
    },
    makes=frozenset({"title", "category"}),
    preview=_title,
)

DEMOGRAPHICS = Export(
    id="journey-demographics",
    title="The Complete Journey households",
    kind="segments",
    anchors=(
        heads("household_id|household_key"),
        heads("income|income_desc"),
        heads("household_size|household_comp|household_size_desc|hh_comp_desc"),
    ),
    targets={"user_id": heads("household_id|household_key")},
    roles={
        "age": heads("age|age_desc"),
        "income": heads("income|income_desc"),
        "home_ownership": heads("home_ownership|homeowner_desc"),
        "marital_status": heads("marital_status|marital_status_code"),
        "household_size": heads("household_size|household_size_desc"),
        "household_comp": heads("household_comp|hh_comp_desc"),
        "kids_count": heads("kids_count|kid_category_desc"),
    },
    makes=frozenset({"segment"}),
    notes=(
        (
            "Each attribute of a household is a segment",
            "Such as “Age: 45-54”; a household belongs to several.",
        ),
    ),
    preview=_segment,
)

PROMOTIONS = Export(
    id="journey-promotions",
    title="The Complete Journey promotions",
    kind="promotions",
    anchors=(
        heads("product_id"),
        heads("store_id"),
        heads("display_location|display"),
        heads("mailer_location|mailer"),
    ),
    targets={
        "product_id": heads("product_id"),
        "store_id": heads("store_id"),
        "display": heads("display_location|display"),
        "mailer": heads("mailer_location|mailer"),
        "week": heads("week|week_no"),
    },
)
