"""The exports of shop systems, imported without a mapping by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from studio.domain.behaviour import ADD_TO_CART, PURCHASE, SEARCH, VIEW
from tests.data import make_exports as made


@pytest.fixture
def file(write):
    """Write one of the exports: `file("magento.csv")`."""

    def written(name: str, content: bytes | None = None) -> Path:
        path: Path = write(name, content or made.text(made.FILES[name]()).encode())
        return path

    return written


def reasons(result) -> dict[str, int]:
    found: Counter[str] = Counter()
    for dropped in result.dropped:
        found[dropped.reason] += dropped.rows
    return dict(found)


def bought(project) -> dict[str, float]:
    """Units bought, by product."""
    events = project.events()
    units: Counter[str] = Counter()
    for at in np.flatnonzero(events.kind == PURCHASE):
        units[events.products[events.product[at]]] += events.quantity[at]
    return dict(units)


EXPORTS = {
    "shopify_products.csv": "shopify-products",
    "shopify_products_now.csv": "shopify-products",
    "shopify_orders.csv": "shopify-orders",
    **{
        f"woocommerce{end}.csv": "woocommerce-products"
        for end in ("", "_de", "_fr", "_es", "_it", "_nl", "_zh")
    },
    "magento.csv": "magento-products",
    "merchant.csv": "google-merchant",
    "ga4.csv": "ga4-items",
    "retailrocket_events.csv": "retailrocket-events",
    "retailrocket_properties.csv": "retailrocket-properties",
    "rees46.csv": "rees46-events",
    "invoices.csv": "invoice-lines",
    "journey_transactions.csv": "journey-transactions",
    "journey_products.csv": "journey-products",
    "journey_demographics.csv": "journey-demographics",
    "journey_promotions.csv": "journey-promotions",
}


@pytest.mark.parametrize("name", EXPORTS)
def test_that_an_export_is_recognised_in_whatever_form_it_is_saved(
    name, file, write, service
) -> None:
    paths = [file(name)]
    paths += [
        write(other, raw)
        for other, raw in made.odd_forms(made.FILES[name]()).items()
        if not other.endswith(".jsonl")
    ]
    for plan in service.inspect(paths):
        assert (plan.export, plan.problem) == (EXPORTS[name], ""), plan.name
        assert any("Recognised as" in finding.title for finding in plan.findings)


def test_that_other_tables_are_no_export(write, service) -> None:
    for header in (
        "user_id,event,product_id,query,timestamp,session_id,quantity,price",
        "product_id,title,category,price,stock,link,image",
        "user_id,segment",
        "Name,Email,Total,Created at",
        "id,title,price,link",
        "Type,Name,Price",
    ):
        row = ",".join("1" for _ in header.split(","))
        (plan,) = service.inspect([write("x.csv", f"{header}\n{row}\n")])
        assert plan.export == "", header


@pytest.mark.parametrize("form", made.odd_forms([["a"], ["1"]]))
def test_that_shopify_products_come_in(form, project, write, bring) -> None:
    rows = made.shopify_products()
    result = bring(write(form, made.odd_forms(rows)[form]))
    assert (result.products, len(project.catalogue())) == (2, 2)
    assert reasons(result) == {
        "a product that is a draft or archived": 1,
        "a product that is not published": 1,
    }
    shirt, pot = project.catalogue()
    assert (shirt.id, shirt.title, shirt.brand) == (
        "linen-shirt", "Linen shirt", "Fjord",
    )  # fmt: skip
    assert (shirt.price, shirt.sale_price, shirt.stock) == (79, 55, 7)
    assert shirt.description == "Cool & light.\n• Linen\n• 40°"
    assert shirt.category == ("Apparel & Accessories", "Clothing", "Shirts")
    assert shirt.image.endswith("ls-1.jpg")
    assert (pot.category, pot.price, pot.sale_price) == (("Kitchen",), 24.9, None)
    assert pot.sold_out


def test_that_the_newer_shopify_header_says_the_same(project, file, bring) -> None:
    bring(file("shopify_products_now.csv"))
    (shirt,) = project.catalogue()
    assert (shirt.id, shirt.price, shirt.sale_price, shirt.stock) == (
        "linen-shirt", 79, 55, 7,
    )  # fmt: skip
    assert (shirt.description, shirt.category) == ("Cool.", ("Apparel", "Shirts"))


def test_that_shopify_orders_are_purchases_of_paying_shoppers(
    project, file, bring
) -> None:
    result = bring(file("shopify_orders.csv"))
    assert reasons(result) == {
        "an order that was refunded": 1,
        "an order that was cancelled": 2,
        "an order that is not paid": 1,
        "a test order": 1,
        "no shopper": 1,
    }
    events = project.events()
    assert len(events) == 5
    anna = events.shoppers.index(project.pseudonym("anna@bell.example"))
    own = events.shopper == anna  # one shopper, however her address is written
    assert events.price[own].tolist() == [55, 24.9, 20]  # 4.90 off the last
    assert events.time[own][0] == 1_772_522_042  # 09:14:02 at +0200
    assert len(set(events.session[own].tolist())) == 2
    assert np.isnan(events.price).sum() == 1  # paid in another currency


def test_that_orders_and_products_of_one_shop_find_each_other(
    project, file, bring
) -> None:
    bring(file("shopify_products.csv"), file("shopify_orders.csv"))
    assert bought(project) == {"linen-shirt": 4, "tea-pot": 2}
    assert len(project.catalogue()) == 2


def test_that_products_may_come_after_their_orders(project, file, bring) -> None:
    bring(file("shopify_orders.csv"))
    assert {p.id: p.title for p in project.catalogue()} == {
        "LS-M": "Linen shirt - M",
        "LS-S": "Linen shirt - S",
        "Tea pot - Large": "Tea pot - Large",
    }
    bring(file("shopify_products.csv"))
    assert bought(project) == {"linen-shirt": 4, "tea-pot": 2}


@pytest.mark.parametrize("language", ["en", *made.WOO_WORDS])
def test_that_woocommerce_products_come_in(language, project, write, bring) -> None:
    rows = made.woocommerce(language)
    result = bring(write("products.csv", made.text(rows)))
    hoodie, cap, plain = project.catalogue()
    assert (hoodie.id, hoodie.title, hoodie.brand) == ("woo-hoodie", "Hoodie", "Fjord")
    assert (hoodie.price, hoodie.sale_price, hoodie.stock) == (45, 42, 7)
    assert hoodie.category == ("Clothing", "Hoodies")
    assert hoodie.image == "https://x.example/h1.jpg"
    assert (cap.title, cap.description) == ("Tom's cap", "A cap.")
    assert cap.price == 18
    if language != "it":  # whose dates of a sale have no known names in this file
        assert cap.sale_price is None  # that sale is over
    assert (plain.id, plain.price, plain.stock) == ("48", 7.5, 0)
    assert reasons(result) == {
        "a product that is not published": 1,
        "a product that the catalogue hides": 1,
        "a variation whose product is not in the file": 1,
    }


def test_that_magento_products_come_in(project, file, bring) -> None:
    result = bring(file("magento.csv"))
    hoodie, bag = project.catalogue()
    assert (hoodie.id, hoodie.title, hoodie.brand) == ("MH01", "Chaz Hoodie", "Fjord")
    assert (hoodie.price, hoodie.sale_price, hoodie.stock) == (54, 49, 15)
    assert (hoodie.category, hoodie.description) == (("Men", "Tops"), "Warm & soft")
    assert (bag.category, bag.stock) == (("Gear", "Bags"), 100)
    assert bag.title_zh == "旅行包"
    assert reasons(result) == {
        "a product that is switched off": 1,
        "a product that is not shown on its own": 1,
    }


def test_that_variants_of_a_feed_are_one_product(project, file, write, bring) -> None:
    bring(file("merchant.csv"))
    shirt, lamp = project.catalogue()
    assert (shirt.id, shirt.title, shirt.currency) == ("SH", "Shirt, red", "EUR")
    assert (shirt.price, shirt.sale_price) == (29.9, 24.9)
    assert shirt.category == ("Home", "Shirts")
    assert (lamp.price, lamp.sale_price) == (1299, None)
    assert lamp.category == ("Home & Garden", "Lighting", "Lamps")
    assert not shirt.sold_out
    behaviour = "user_id,product_id,timestamp\nu,SH-BLUE,2026-01-01\nu,SH,2026-01-02\n"
    assert bring(write("b.csv", behaviour)).events == 2
    assert project.events().products == ("SH",)


def test_that_a_meta_catalogue_begins_below_its_notes(project, write, bring) -> None:
    result = bring(write("catalogue.csv", made.meta()))
    assert result.products == 2
    mug, bowl = project.catalogue()
    assert (mug.price, mug.currency, mug.stock) == (12.5, "GBP", 7)
    assert (bowl.price, bowl.sale_price, bowl.stock) == (9, 7, 0)


GA4_FORMS: dict[str, Callable[[made.Table], str | bytes]] = {
    "ga4.csv": made.text,
    "ga4.jsonl": lambda rows: made.odd_forms(rows)["lines.jsonl"],
    "ga4_nested.csv": made.ga4_with_json,
}


@pytest.mark.parametrize("form", GA4_FORMS)
def test_that_ga4_items_are_events_of_products(form, project, write, bring) -> None:
    result = bring(write(form, GA4_FORMS[form](made.ga4())))
    events = project.events()
    assert events.kind.tolist() == [SEARCH, VIEW, ADD_TO_CART, PURCHASE, PURCHASE]
    assert events.queries == ("linen shirt",)
    assert bought(project) == {"SH": 2, "LAMP": 1}
    assert reasons(result) == {
        "an item in a list, which nobody may have looked at": 2,
        "a step on the way to another event": 2,
        "an event of another kind": 2,
    }
    lamp, shirt = project.catalogue()
    assert (shirt.title, shirt.brand, shirt.price) == ("Shirt", "Fjord", 29.9)
    assert (lamp.brand, lamp.category) == ("", ("Home",))


def test_that_retailrocket_comes_in(project, file, bring) -> None:
    result = bring(file("retailrocket_events.csv"), file("retailrocket_properties.csv"))
    assert (result.events, result.products) == (4, 2)
    by_id = project.catalogue().by_id
    assert (by_id["248676"].price, by_id["248676"].stock) == (18.96, 0)
    assert (by_id["355908"].price, by_id["355908"].stock) == (61200, None)
    assert by_id["248676"].category == ("209",)
    assert project.events().kind.tolist().count(PURCHASE) == 1


def test_that_rees46_events_bring_their_products(project, file, bring) -> None:
    result = bring(file("rees46.csv"))
    assert (result.events, result.products) == (5, 3)
    phone = project.catalogue().get("1003461")
    assert (phone.title, phone.brand) == ("xiaomi smartphone 1003461", "xiaomi")
    assert (phone.category, phone.price) == (("electronics", "smartphone"), 479.07)
    assert project.catalogue().get("5000088").category[-1] == "sewing machine"


def test_that_invoice_lines_come_in_without_returns_and_fees(
    project, file, bring
) -> None:
    result = bring(file("invoices.csv"))
    assert reasons(result) == {
        "no product, but a fee": 7,
        "a test line": 1,
        "a price of zero or less: a stock note or a correction": 2,
        "a return, taken off its purchase": 1,
        "a return whose purchase is not in the file": 1,
        "a purchase that was returned whole": 1,
        "no shopper": 1,
    }
    units = bought(project)
    assert units["85123A"] == 5 + 2  # ten bought, five sent back; two by another
    assert units["22728"] == 27
    assert units["DCGSSBOY"] == 1
    titles = {p.id: p.title for p in project.catalogue()}
    assert titles["85123A"] == "WHITE HANGING HEART T-LIGHT HOLDER"
    assert "22752" in titles  # bought by nobody known, and a product all the same
    assert {"POST", "M", "D", "C2", "71053", "TEST001"} & set(titles) == set()


def test_that_lines_of_one_moment_stay_in_the_order_of_their_file(
    project, write, bring
) -> None:
    """Joins give rows in any order; places in the file part lines of one time."""
    lines = [
        "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country"
    ]
    lines += [
        f"{500000 + n},{10000 + n * 7919 % 90001},Thing {n % 50},1,"
        "2010-12-01 08:26:00,2.5,1,UK"
        for n in range(200_000)
    ]
    bring(write("invoices.csv", "\n".join(lines)))
    events = project.events()
    names = np.array(events.products)[events.product]
    expected = [str(10000 + n * 7919 % 90001) for n in range(200_000)]
    assert names.tolist() == expected


def test_that_the_complete_journey_comes_in(project, file, bring) -> None:
    result = bring(
        file("journey_transactions.csv"),
        file("journey_products.csv"),
        file("journey_demographics.csv"),
        file("journey_promotions.csv"),
    )
    assert (result.events, result.products) == (2, 2)
    events = project.events()
    assert sorted(events.price.tolist()) == [0.5, 0.99]
    ice, bread = project.catalogue()
    assert (ice.title, bread.title) == ("ICE - CRUSHED/CUBED, 22 LB", "BREAD")
    assert ice.category == ("GROCERY", "FRZN ICE")
    segments = project.segments()
    assert {"Age: 65+", "Income: 50-74K", "Marital status: Married"} <= set(
        segments.names
    )
    assert len(project.rows("promotions", 0, 10)[1]) == 2


def test_that_magento_1_writes_its_root_beside_the_paths(project, write, bring) -> None:
    head = (
        "sku,_attribute_set,_type,_category,_root_category,name,price,status,visibility"
    )
    rows = "n1,Default,simple,Phones/Nokia,Default Category,Nokia,149.99,1,4\n"
    bring(write("p.csv", f"{head}\n{rows}"))
    phone = project.catalogue().get("n1")
    assert (phone.category, phone.price) == (("Phones", "Nokia"), 149.99)


def test_that_a_person_may_say_that_it_is_something_else(file, service) -> None:
    (plan,) = service.inspect([file("rees46.csv")])
    other = service.with_kind(plan, "products")
    assert (other.export, other.kind) == ("", "products")
    moved = service.with_target(plan, "brand", "")
    assert moved.export == "rees46-events"
    assert "brand" not in {column.target for column in moved.columns}


def test_that_a_column_of_an_unknown_name_is_found_all_the_same(
    project, write, bring
) -> None:
    rows = made.woocommerce("de")
    other = {"Regulärer Preis": "Listenpreis", "Name": "Produktname"}
    rows[0] = [other.get(name, name) for name in rows[0]]
    bring(write("p.csv", made.text(rows).replace("Listenpreis", "Verkaufspreis")))
    cap = project.catalogue().get("woo-cap")
    assert (cap.title, cap.price) == ("Tom's cap", 18)
