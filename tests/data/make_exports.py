"""Makes small exports of shop systems, as realistic as their documentation allows.

Run it to look at the files: `python tests/data/make_exports.py FOLDER`. The shop is the
same in all of them; details differ as they do in real exports: blank continuation rows,
drafts, variants, test orders, fees, returns.
"""

# ruff: noqa: E501 - rows of files stay on one line
from __future__ import annotations

import csv
import gzip
import io
import json
import random
import sys
import zipfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path

import openpyxl  # type: ignore[import-untyped]
import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

Table = list[list[str]]
SEED = 4


def text(rows: Iterable[Sequence[object]], delimiter: str = ",") -> str:
    """Rows as CSV, with CRLF as most shops write it."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def table(header: str, *rows: Mapping[str, object]) -> Table:
    """A table of a header line and rows by name; what a row does not say is blank."""
    names = next(csv.reader([header]))
    unknown = {key for row in rows for key in row} - set(names)
    if unknown:
        raise KeyError(unknown)
    return [names, *([str(row.get(name, "")) for name in names] for row in rows)]


SHOPIFY_OLD = (
    "Handle,Title,Body (HTML),Vendor,Product Category,Type,Tags,Published,Option1 Name,"
    "Option1 Value,Option2 Name,Option2 Value,Variant SKU,Variant Grams,"
    "Variant Inventory Tracker,Variant Inventory Qty,Variant Inventory Policy,"
    "Variant Price,Variant Compare At Price,Image Src,Image Position,Image Alt Text,"
    "Gift Card,SEO Title,Variant Image,Cost per item,Included / Germany,Status"
)


def shopify_products() -> Table:
    shirt = {"Handle": "linen-shirt", "Option1 Name": "Size",
             "Variant Inventory Tracker": "shopify",
             "Variant Inventory Policy": "deny"}  # fmt: skip
    return table(
        SHOPIFY_OLD,
        shirt | {
            "Title": "Linen shirt", "Vendor": "Fjord", "Type": "Shirts",
            "Product Category": "Apparel & Accessories > Clothing > Shirts",
            "Body (HTML)": "<p>Cool &amp; light.</p><ul><li>Linen</li><li>40&deg;</li>"
            "</ul><script>track()</script>",
            "Published": "true", "Option1 Value": "S", "Variant SKU": "LS-S",
            "Variant Inventory Qty": "4", "Variant Price": "59.00",
            "Variant Compare At Price": "79.00", "Status": "active",
            "Image Src": "https://cdn.example/ls-2.jpg", "Image Position": "2",
        },
        shirt | {
            "Option1 Value": "M", "Variant SKU": "LS-M", "Variant Inventory Qty": "3",
            "Variant Price": "55.00", "Variant Compare At Price": "79.00",
            "Image Src": "https://cdn.example/ls-1.jpg", "Image Position": "1",
        },
        {"Handle": "linen-shirt", "Image Src": "https://cdn.example/ls-3.jpg",
         "Image Position": "3"},
        {
            "Handle": "tea-pot", "Title": "Tea pot - Large", "Vendor": "Fern",
            "Type": "Kitchen", "Published": "true", "Option1 Name": "Title",
            "Option1 Value": "Default Title", "Variant Price": "24.90",
            "Variant Inventory Tracker": "shopify", "Variant Inventory Qty": "0",
            "Variant Inventory Policy": "deny", "Status": "active",
            "Image Src": "https://cdn.example/pot.jpg?v=1", "Image Position": "1",
        },
        {
            "Handle": "secret-lamp", "Title": "Secret lamp", "Published": "false",
            "Variant SKU": "SL", "Variant Price": "10.00", "Status": "draft",
        },
        {
            "Handle": "old-mug", "Title": "Old mug", "Published": "false",
            "Variant SKU": "OM", "Variant Price": "5.00", "Status": "active",
        },
    )  # fmt: skip


def shopify_products_now() -> Table:
    header = (
        "Title,URL handle,Description,Vendor,Product category,Type,Tags,"
        "Published on online store,Status,SKU,Barcode,Option1 name,Option1 value,"
        "Price,Compare-at price,Cost per item,Charge tax,Inventory tracker,"
        "Inventory quantity,Continue selling when out of stock,Product image URL,"
        "Image position,Image alt text,Variant image URL,Gift card"
    )
    return table(
        header,
        {
            "Title": "Linen shirt", "URL handle": "linen-shirt",
            "Description": "<p>Cool.</p>", "Vendor": "Fjord", "SKU": "LS-S",
            "Option1 name": "Size", "Option1 value": "S", "Price": "59.00",
            "Product category": "Apparel > Shirts", "Status": "Active",
            "Published on online store": "TRUE", "Inventory tracker": "shopify",
            "Inventory quantity": "4", "Product image URL": "https://x/1.jpg",
        },
        {
            "URL handle": "linen-shirt", "SKU": "LS-M", "Option1 value": "M",
            "Price": "55.00", "Compare-at price": "79.00",
            "Inventory tracker": "shopify", "Inventory quantity": "3",
        },
    )  # fmt: skip


def shopify_orders() -> Table:
    header = (
        "Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,"
        "Accepts Marketing,Currency,Subtotal,Shipping,Taxes,Total,Discount Code,"
        "Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,"
        "Lineitem price,Lineitem compare at price,Lineitem sku,"
        "Lineitem requires shipping,Lineitem taxable,Lineitem fulfillment status,"
        "Billing Name,Billing Street,Billing City,Billing Zip,Billing Country,"
        "Shipping Name,Shipping Country,Notes,Cancelled at,Payment Method,"
        "Refunded Amount,Vendor,Id,Tags,Source,Lineitem discount,Phone"
    )

    def order(number: int, email: str, **more: object) -> dict[str, object]:
        return {
            "Name": f"#{number}", "Email": email, "Financial Status": "paid",
            "Currency": "EUR", "Id": 450000 + number, "Payment Method": "Shop Pay",
            "Paid at": f"2026-03-0{number % 9 + 1} 09:15:02 +0200",
            "Created at": f"2026-03-0{number % 9 + 1} 09:14:02 +0200",
            "Shipping Country": "DE", "Billing Name": "Anna Bell",
        } | {key.replace("_", " "): value for key, value in more.items()}  # fmt: skip

    def line(sku: str, name: str, price: str, quantity: int = 1) -> dict[str, object]:
        return {
            "Lineitem sku": sku, "Lineitem name": name, "Lineitem price": price,
            "Lineitem quantity": quantity, "Lineitem discount": "0.00",
            "Vendor": "Fjord",
        }  # fmt: skip

    shirt = ("LS-M", "Linen shirt - M", "55.00")
    pot = ("", "Tea pot - Large", "24.90")
    return table(
        header,
        order(1001, "anna@bell.example") | line(*shirt, 2),
        {"Name": "#1001", "Email": "anna@bell.example"} | line(*pot),
        order(1002, "Anna@Bell.example", Shipping_Country="FR")
        | line(*pot) | {"Lineitem discount": "4.90"},
        order(1003, "bo@kerr.example", Financial_Status="refunded") | line(*shirt),
        order(1004, "bo@kerr.example", Cancelled_at="2026-03-06 10:00:00 +0200")
        | line(*shirt),
        {"Name": "#1004"} | line(*pot),
        order(1005, "bo@kerr.example", Financial_Status="pending", Paid_at="")
        | line(*shirt),
        order(1006, "bo@kerr.example", Payment_Method="bogus") | line(*shirt),
        order(1007, "") | line(*shirt),
        order(1008, "bo@kerr.example", Currency="SEK") | line(*shirt),
        order(1009, "cy@dahl.example", Financial_Status="partially_refunded")
        | line("LS-S", "Linen shirt - S", "59.00"),
    )  # fmt: skip


WOO = (
    'ID,Type,SKU,"GTIN, UPC, EAN, or ISBN",Name,Published,Is featured?,'
    "Visibility in catalog,Short description,Description,Date sale price starts,"
    "Date sale price ends,Tax status,Tax class,In stock?,Stock,Low stock amount,"
    "Backorders allowed?,Sold individually?,Weight (kg),Allow customer reviews?,"
    "Purchase note,Sale price,Regular price,Categories,Tags,Shipping class,Images,"
    "Download limit,Parent,Grouped products,Upsells,Cross-sells,External URL,Position,"
    "Brands,Attribute 1 name,Attribute 1 value(s)"
)  # fmt: skip
WOO_WORDS: dict[str, dict[str, str]] = {
    "de": {
        "Type": "Typ", "SKU": "Artikelnummer", "Published": "Veröffentlicht",
        "Is featured?": "Ist hervorgehoben?",
        "Visibility in catalog": "Sichtbarkeit im Katalog",
        "Short description": "Kurzbeschreibung", "Description": "Beschreibung",
        "Date sale price starts": "Datum, an dem Angebotspreis beginnt",
        "Date sale price ends": "Datum, an dem Angebotspreis endet",
        "Tax status": "Steuerstatus", "In stock?": "Vorrätig?", "Stock": "Bestand",
        "Sale price": "Angebotspreis", "Regular price": "Regulärer Preis",
        "Categories": "Kategorien", "Tags": "Schlagwörter", "Images": "Bilder",
        "Parent": "Übergeordnetes Produkt", "Brands": "Marken",
    },
    "fr": {
        "SKU": "UGS", "Name": "Nom", "Published": "Publié",
        "Is featured?": "Mis en avant ?",
        "Visibility in catalog": "Visibilité dans le catalogue",
        "Short description": "Description courte",
        "Date sale price starts": "Date de début de promo",
        "Date sale price ends": "Date de fin de promo", "In stock?": "En stock ?",
        "Sale price": "Tarif promo", "Regular price": "Tarif régulier",
        "Categories": "Catégories", "Tags": "Étiquettes", "Brands": "Marques",
    },
    "es": {
        "Type": "Tipo", "Name": "Nombre", "Published": "Publicado",
        "Is featured?": "¿Está destacado?",
        "Visibility in catalog": "Visibilidad en el catálogo",
        "Short description": "Descripción corta", "Description": "Descripción",
        "Date sale price starts": "Día en que empieza el precio rebajado",
        "Date sale price ends": "Día en que termina el precio rebajado",
        "In stock?": "¿Existencias?", "Stock": "Inventario",
        "Sale price": "Precio rebajado", "Regular price": "Precio normal",
        "Categories": "Categorías", "Tags": "Etiquetas", "Images": "Imágenes",
        "Parent": "Superior", "Brands": "Marcas",
    },
    "it": {
        "Type": "Tipo", "Name": "Nome", "Published": "Pubblicato",
        "Is featured?": "In primo piano?",
        "Visibility in catalog": "Visibilità nel catalogo",
        "Short description": "Breve descrizione", "Description": "Descrizione",
        "In stock?": "In stock?", "Stock": "Magazzino",
        "Sale price": "Prezzo in offerta", "Regular price": "Prezzo di listino",
        "Categories": "Categorie", "Tags": "Tag", "Images": "Immagini",
        "Parent": "Genitore", "Brands": "Marchi",
    },
    "nl": {
        "Name": "Naam", "Published": "Gepubliceerd", "Is featured?": "Uitgelicht?",
        "Visibility in catalog": "Zichtbaarheid in catalogus",
        "Short description": "Korte beschrijving", "Description": "Beschrijving",
        "Date sale price starts": "Startdatum actieprijs",
        "Date sale price ends": "Einddatum actieprijs", "In stock?": "Op voorraad?",
        "Stock": "Voorraad", "Sale price": "Actieprijs",
        "Regular price": "Reguliere prijs", "Categories": "Categorieën",
        "Images": "Afbeeldingen", "Parent": "Hoofd", "Brands": "Merken",
    },
    "zh": {
        "Type": "类型", "Name": "名称", "Published": "已发布",
        "Is featured?": "是推荐产品?", "Visibility in catalog": "目录中的可见性",
        "Short description": "简短描述", "Description": "描述", "In stock?": "有货?",
        "Stock": "库存", "Sale price": "促销价", "Regular price": "常规售价",
        "Categories": "分类", "Tags": "标签", "Images": "图片", "Parent": "父级",
        "Brands": "品牌",
    },
}  # fmt: skip
"""What the shop's language makes of the header."""


def woocommerce(language: str = "en") -> Table:
    plain = {
        "Type": "simple", "Published": "1", "Visibility in catalog": "visible",
        "In stock?": "1", "Tax status": "taxable",
    }  # fmt: skip
    rows = table(
        WOO,
        plain | {
            "ID": "44", "SKU": "woo-hoodie", "Name": "Hoodie", "Type": "variable",
            "Description": "<strong>Soft</strong> hood\\nand pockets &amp; more",
            "Categories": "Clothing, Clothing > Hoodies, Gifts", "Brands": "Fjord",
            "Images": "https://x.example/h1.jpg, https://x.example/h2.jpg",
        },
        plain | {
            "ID": "45", "SKU": "woo-hoodie-red", "Name": "Hoodie - Red",
            "Type": "variation", "Parent": "woo-hoodie", "Regular price": "45",
            "Sale price": "42", "Stock": "5", "Date sale price ends": "2099-01-01",
        },
        plain | {
            "ID": "46", "SKU": "woo-hoodie-blue", "Name": "Hoodie - Blue",
            "Type": "variation", "Parent": "id:44", "Regular price": "45",
            "Stock": "2",
        },
        plain | {
            "ID": "47", "SKU": "woo-cap", "Name": "Tom&#039;s cap",
            "Regular price": "18", "Sale price": "16", "Stock": "10",
            "Date sale price ends": "2020-01-01", "Short description": "A cap.",
            "Categories": "Clothing > Accessories", "Images": "https://x/c.jpg",
        },
        plain | {"ID": "48", "Name": "No number", "Regular price": "7.5",
                 "In stock?": "0"},
        plain | {"ID": "49", "SKU": "d", "Name": "Draft", "Published": "-1",
                 "Regular price": "9"},
        plain | {"ID": "50", "SKU": "h", "Name": "Hidden", "Regular price": "9",
                 "Visibility in catalog": "hidden"},
        plain | {"ID": "51", "SKU": "orphan", "Name": "Orphan", "Type": "variation",
                 "Parent": "gone", "Regular price": "9"},
    )  # fmt: skip
    words = WOO_WORDS.get(language, {})
    return [[words.get(name, name) for name in rows[0]], *rows[1:]]


def magento() -> Table:
    header = (
        "sku,store_view_code,attribute_set_code,product_type,categories,"
        "product_websites,name,description,short_description,weight,product_online,"
        "tax_class_name,visibility,price,special_price,special_price_from_date,"
        "special_price_to_date,url_key,base_image,created_at,additional_attributes,"
        "qty,is_in_stock,additional_images,configurable_variations"
    )
    plain = {
        "attribute_set_code": "Top", "product_type": "simple", "product_online": "1",
        "visibility": "Catalog, Search", "product_websites": "base",
    }  # fmt: skip
    return table(
        header,
        plain | {
            "sku": "MH01-XS", "name": "Chaz Hoodie-XS", "price": "52.0000",
            "visibility": "Not Visible Individually", "qty": "10", "is_in_stock": "1",
            "base_image": "/m/h/mh01-xs.jpg",
        },
        plain | {
            "sku": "MH01-S", "name": "Chaz Hoodie-S", "price": "54.0000",
            "special_price": "49.0000", "qty": "5", "is_in_stock": "1",
            "visibility": "Not Visible Individually",
        },
        plain | {
            "sku": "MH01", "name": "Chaz Hoodie", "product_type": "configurable",
            "categories": "Default Category/Men/Tops,Default Category/Sale",
            "description": "<p>Warm &amp; soft</p>", "base_image": "/m/h/mh01.jpg",
            "additional_attributes": "activity=Gym,manufacturer=Fjord,new=Yes",
            "configurable_variations": "sku=MH01-XS,size=XS|sku=MH01-S,size=S",
            "is_in_stock": "1", "price": "",
        },
        plain | {
            "sku": "24-MB01", "name": "Duffle Bag", "price": "34.0000", "qty": "100",
            "categories": "Default Category/Gear,Default Category/Gear/Bags",
            "is_in_stock": "1", "created_at": "1/15/26, 8:00 AM",
        },
        {"sku": "24-MB01", "store_view_code": "zh_cn", "name": "旅行包",
         "attribute_set_code": "Top", "product_type": "simple"},
        plain | {"sku": "OFF", "name": "Switched off", "price": "1",
                 "product_online": "2"},
        plain | {"sku": "ALONE", "name": "Alone", "price": "1",
                 "visibility": "Not Visible Individually"},
    )  # fmt: skip


def merchant() -> Table:
    header = (
        "id,title,description,link,image_link,availability,price,condition,brand,gtin,"
        "mpn,sale_price,sale_price_effective_date,item_group_id,"
        "google_product_category,product_type,custom_label_0"
    )
    plain = {"condition": "new", "brand": "Fjord", "availability": "in_stock"}
    return table(
        header,
        plain | {
            "id": "SH-BLUE", "title": "Shirt, blue", "price": "29.90 EUR",
            "availability": "out_of_stock", "item_group_id": "SH",
            "product_type": "Home > Shirts, Sale", "link": "https://x/sh?c=blue",
            "image_link": "https://x/blue.jpg", "google_product_category": "212",
        },
        plain | {
            "id": "SH-RED", "title": "Shirt, red", "price": "29.90 EUR",
            "sale_price": "24.90 EUR", "item_group_id": "SH",
            "sale_price_effective_date": "2020-01-01T00:00+0100/2099-01-01T00:00+0100",
            "product_type": "Home > Shirts, Sale", "link": "https://x/sh?c=red",
            "image_link": "https://x/red.jpg", "google_product_category": "212",
        },
        plain | {
            "id": "LAMP", "title": "Lamp", "price": "1,299.00 EUR",
            "sale_price": "999.00 EUR", "availability": "preorder",
            "sale_price_effective_date": "2019-01-01T00:00+0100/2020-01-01T00:00+0100",
            "google_product_category": "Home & Garden > Lighting > Lamps",
            "link": "https://x/lamp", "image_link": "https://x/lamp.jpg",
            "description": "Bright &amp; warm",
        },
    )  # fmt: skip


def meta() -> str:
    header = (
        "id,title,description,availability,condition,price,link,image_link,brand,"
        "inventory,sale_price,item_group_id,fb_product_category,color,size"
    )
    rows = table(
        header,
        {"id": "M1", "title": "Mug", "availability": "in stock", "condition": "new",
         "price": "12.50 GBP", "link": "https://x/m", "image_link": "https://x/m.jpg",
         "brand": "Fern", "inventory": "7"},
        {"id": "M2", "title": "Bowl", "availability": "out of stock",
         "condition": "new", "price": "9.00 GBP", "link": "https://x/b",
         "image_link": "https://x/b.jpg", "brand": "Fern", "inventory": "3",
         "sale_price": "7.00 GBP"},
    )  # fmt: skip
    notes = (
        "# ref_application_id: 1234\r\n"
        "# Required | A unique ID for the item,# Required | A title\r\n"
    )
    return notes + text(rows)


def ga4() -> Table:
    header = (
        "event_date,event_timestamp,event_name,user_pseudo_id,ga_session_id,"
        "search_term,geo.country,items.item_id,items.item_name,items.item_brand,"
        "items.item_category,items.item_category2,items.price,items.quantity"
    )
    start = 1_772_442_000_000_000
    item = {
        "items.item_id": "SH", "items.item_name": "Shirt", "items.item_brand": "Fjord",
        "items.item_category": "Home", "items.item_category2": "Shirts",
        "items.price": "29.9", "items.quantity": "1",
    }  # fmt: skip

    def event(at: int, name: str, **more: str) -> dict[str, object]:
        return {
            "event_date": "20260302", "event_timestamp": start + at * 1_000_000,
            "event_name": name, "user_pseudo_id": "1122.3344", "ga_session_id": "77",
            "geo.country": "Germany",
        } | more  # fmt: skip

    return table(
        header,
        event(0, "session_start"),
        event(1, "view_search_results", search_term="linen shirt"),
        event(2, "view_item_list") | item,
        event(2, "view_item_list") | item | {"items.item_id": "LAMP"},
        event(3, "select_item") | item,
        event(4, "view_item") | item,
        event(5, "add_to_cart") | item,
        event(6, "begin_checkout") | item,
        event(9, "purchase") | item | {"items.quantity": "2"},
        event(9, "purchase") | item | {
            "items.item_id": "LAMP", "items.item_name": "Lamp", "items.price": "999",
            "items.item_brand": "(not set)", "items.item_category2": "",
        },
        event(12, "remove_from_cart") | item,
    )  # fmt: skip


def retailrocket_events() -> Table:
    return [
        ["timestamp", "visitorid", "event", "itemid", "transactionid"],
        ["1433221332117", "257597", "view", "355908", ""],
        ["1433224214164", "992329", "view", "248676", ""],
        ["1433224214999", "992329", "addtocart", "248676", ""],
        ["1433224229496", "992329", "transaction", "248676", "4000"],
    ]


def retailrocket_properties() -> Table:
    return [
        ["timestamp", "itemid", "property", "value"],
        ["1435460400000", "355908", "categoryid", "1338"],
        ["1441508400000", "248676", "888", "1116713 960601 n277.200"],
        ["1435460400000", "248676", "790", "n24.000"],
        ["1439089200000", "248676", "790", "n18.960"],
        ["1437000000000", "248676", "790", "n99.000"],
        ["1439089200000", "248676", "available", "0"],
        ["1435460400000", "248676", "available", "1"],
        ["1435460400000", "355908", "available", "1"],
        ["1435460400000", "355908", "790", "n61200.000"],
        ["1435460400000", "248676", "categoryid", "209"],
        ["1435460400000", "999999", "364", "551623"],
    ]


def rees46() -> Table:
    return lines("""
event_time,event_type,product_id,category_id,category_code,brand,price,user_id,user_session
2019-11-01 00:00:00 UTC,view,1003461,2053013555631882655,electronics.smartphone,xiaomi,489.07,520088904,4d3b30da
2019-11-01 00:00:11 UTC,cart,1003461,2053013555631882655,electronics.smartphone,xiaomi,479.07,520088904,4d3b30da
2019-11-01 00:00:21 UTC,remove_from_cart,1003461,2053013555631882655,electronics.smartphone,xiaomi,489.07,520088904,4d3b30da
2019-11-01 00:01:00 UTC,purchase,1003461,2053013555631882655,electronics.smartphone,xiaomi,479.07,520088904,4d3b30da
2019-11-01 00:02:00 UTC,view,5000088,2053013566100866035,appliances.sewing_machine,janome,293.65,530496790,8e5f4f83
2019-11-01 00:03:00 UTC,view,28719074,2053013565480109009,,,102.71,561587266,755422e7
""")


def invoices() -> Table:
    rows = lines("""
InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,WHITE HANGING HEART T-LIGHT HOLDER,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom
536366,85123a,CREAM HANGING HEART T-LIGHT HOLDER,2,2010-12-02 09:00:00,2.95,13047.0,France
536367,85123A,WHITE HANGING HEART T-LIGHT HOLDER,4,2010-12-03 08:26:00,2.55,17850.0,United Kingdom
536368,85123A,?? damaged,-10,2010-12-03 10:00:00,0.0,,United Kingdom
C536369,85123A,WHITE HANGING HEART T-LIGHT HOLDER,-5,2010-12-04 08:26:00,2.55,17850.0,United Kingdom
536370,22728,ALARM CLOCK BAKELIKE PINK,24,2010-12-01 08:45:00,3.75,12583.0,France
536371,22728,ALARM CLOCK BAKELIKE PINK,3,2010-12-09 08:45:00,3.75,12583.0,France
C536372,22752,SET 7 NESTING BOXES,-2,2010-12-05 08:26:00,7.65,12583.0,France
536373,22752,SET 7 NESTING BOXES,2,2010-12-06 08:26:00,7.65,,Germany
536374,POST,POSTAGE,3,2010-12-01 08:45:00,18.0,12583.0,France
C536375,D,Discount,-1,2010-12-01 09:41:00,27.5,14527.0,United Kingdom
536376,M,Manual,1,2010-12-01 09:41:00,27.5,14527.0,United Kingdom
536377,C2,CARRIAGE,1,2010-12-01 09:41:00,50,14527.0,United Kingdom
536378,BANK CHARGES,Bank Charges,1,2010-12-01 09:41:00,15,14527.0,United Kingdom
A563185,B,Adjust bad debt,1,2011-08-12 14:50:00,11062.06,,United Kingdom
536379,gift_0001_20,Dotcomgiftshop Gift Voucher £20.00,1,2010-12-01 09:41:00,16.67,14527.0,United Kingdom
536380,TEST001,This is a test product.,1,2010-12-01 09:41:00,4.5,14527.0,United Kingdom
536381,71053,WHITE METAL LANTERN,1,2010-12-01 09:41:00,0.0,14527.0,United Kingdom
536382,DCGSSBOY,BOYS PARTY BAG,1,2010-12-01 09:41:00,3.29,14527.0,United Kingdom
""")
    rng = random.Random(SEED)
    for n in range(200):
        code = 30_000 + rng.randrange(40)
        rows.append([
            f"{540_000 + n}", f"{code}", f"CERAMIC BOWL {code}",
            f"{rng.randint(1, 12)}",
            f"2011-0{rng.randint(1, 9)}-1{rng.randint(0, 9)} 10:00:00",
            f"{rng.randint(2, 9)}.25", f"{15_000 + rng.randrange(60)}.0",
            "United Kingdom",
        ])  # fmt: skip
    return rows


def lines(content: str) -> Table:
    """A table written as CSV."""
    return list(csv.reader(content.strip().splitlines()))


def journey_transactions() -> Table:
    return lines("""
household_id,store_id,basket_id,product_id,quantity,sales_value,retail_disc,coupon_disc,coupon_match_disc,week,transaction_timestamp
900,330,31198570044,1095275,1,0.50,0.00,0,0,1,2017-01-01 11:53:26
900,330,31198570047,9878513,4,3.96,0.10,0,0,1,2017-01-01 12:10:28
1228,406,31198655051,1041453,0,0,0,0,0,1,2017-01-01 12:26:30
""")


def journey_products() -> Table:
    return lines("""
product_id,manufacturer_id,department,brand,product_category,product_type,package_size
1095275,2,GROCERY,National,FRZN ICE,ICE - CRUSHED/CUBED,22 LB
9878513,2,PASTRY,Private,BREAD,NA,NA
""")


def journey_demographics() -> Table:
    return lines("""
household_id,age,income,home_ownership,marital_status,household_size,household_comp,kids_count
900,65+,35-49K,Homeowner,Married,2,2 Adults No Kids,0
1228,45-54,50-74K,NA,Unmarried,1,1 Adult No Kids,0
""")


def journey_promotions() -> Table:
    return lines("""
product_id,store_id,display_location,mailer_location,week
1000050,316,9,0,1
1000050,337,3,A,2
""")


FILES: dict[str, Callable[[], Table]] = {
    "shopify_products.csv": shopify_products,
    "shopify_products_now.csv": shopify_products_now,
    "shopify_orders.csv": shopify_orders,
    "woocommerce.csv": woocommerce,
    **{f"woocommerce_{name}.csv": partial(woocommerce, name) for name in WOO_WORDS},
    "magento.csv": magento,
    "merchant.csv": merchant,
    "ga4.csv": ga4,
    "retailrocket_events.csv": retailrocket_events,
    "retailrocket_properties.csv": retailrocket_properties,
    "rees46.csv": rees46,
    "invoices.csv": invoices,
    "journey_transactions.csv": journey_transactions,
    "journey_products.csv": journey_products,
    "journey_demographics.csv": journey_demographics,
    "journey_promotions.csv": journey_promotions,
}


def make(folder: Path) -> None:
    """Write all files into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in FILES.items():
        (folder / name).write_bytes(text(rows()).encode())
    (folder / "meta.csv").write_bytes(meta().encode())


def ga4_with_json(rows: Table) -> str:
    """The same events as a database saves them: what is nested is JSON in a cell."""
    names, *body = rows
    events: dict[tuple[str, ...], dict[str, str]] = {}
    items: dict[tuple[str, ...], list[dict[str, object]]] = {}
    for row in body:
        cells = dict(zip(names, row, strict=True))
        event = tuple(c for n, c in cells.items() if not n.startswith("items."))
        item: dict[str, object] = {
            n[6:]: c for n, c in cells.items() if c and n.startswith("items.")
        }
        params = [
            {"key": "ga_session_id", "value": {"int_value": cells["ga_session_id"]}},
            {"key": "search_term", "value": {"string_value": cells["search_term"]}},
        ]
        events[event] = {
            name: cells[name]
            for name in ("event_date", "event_timestamp", "event_name")
        } | {
            "user_pseudo_id": cells["user_pseudo_id"],
            "event_params": json.dumps(params),
            "geo": json.dumps({"country": cells["geo.country"]}),
        }  # fmt: skip
        items.setdefault(event, []).extend([item] if item else [])
    made = [event | {"items": json.dumps(items[key])} for key, event in events.items()]
    return text([list(made[0]), *(list(event.values()) for event in made)])


def odd_forms(rows: Table) -> dict[str, bytes]:
    """The same table as other programs would have saved it, by file name."""
    wider = [[*row, "x" if n else "Custom column"] for n, row in enumerate(rows)]
    turned = [row[::-1] for row in rows]
    plain = text(rows)
    lines = [json.dumps(dict(zip(rows[0], row, strict=True))) for row in rows[1:]]
    return {
        "mark.csv": b"\xef\xbb\xbf" + plain.encode(),
        "semicolons.csv": text(rows, ";").encode(),
        "tabs.tsv": text(rows, "\t").encode(),
        "unix.csv": plain.replace("\r\n", "\n").encode(),
        "wide.csv": text(wider).encode(),
        "turned.csv": text(turned).encode(),
        "packed.csv.gz": gzip.compress(plain.encode(), mtime=0),
        "utf16.csv": plain.encode("utf-16"),
        "lines.jsonl": "\n".join(lines).encode(),
        "book.xlsx": _workbook(rows),
        "table.parquet": _parquet(rows),
        "packed.zip": _zipped("exports/table.csv", plain),
    }


def _workbook(rows: Table) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in rows:
        sheet.append([_as_typed(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _as_typed(cell: str) -> str | float | None:
    """A number where a spreadsheet would make one of a text."""
    try:
        number = float(cell)
    except ValueError:
        return cell or None
    return number if len(cell) < 12 and cell == cell.strip() else cell


def _parquet(rows: Table) -> bytes:
    columns = {
        name: [row[at] or None for row in rows[1:]] for at, name in enumerate(rows[0])
    }
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def _zipped(name: str, content: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


if __name__ == "__main__":
    make(Path(sys.argv[1] if len(sys.argv) > 1 else "exports"))
