"""Columns of shops that hold nothing of a person, though many look as if they did."""

# ruff: noqa: E501 - tables are read better unbroken

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

Values = list[str]
_TITLES = (
    "Ridgeline leather hiking boot|Wool scarf, moss green|Set of 3 cake tins pantry design"
    "|64 GB USB drive|Rose gold hoop earrings|London bus coffee mug|Marie Antoinette trinket"
    " box|Paul Smith striped tee|Levi's 501 original|12 pencils tall tube|Olive oil 500 ml"
    "|Harry Potter mug|Samsonite cabin case 55 cm|Road bike tyres 28-622|Nintendo Switch case"
    "|Ivory knitted mug cosy|Dr. Martens 1460|Jack & Jones denim jacket|Street wear hoodie"
)
_TITLES_ZH = "山脊真皮徒步靴|羊毛围巾|不锈钢保温杯|高跟鞋女春秋|黄金转运珠手链|纯棉白色衬衫|马克杯礼盒|云南小粒咖啡|方形抱枕|金属书签|道路自行车轮胎|华为手机壳|城市通勤双肩包"
_BRANDS = "Calvin Klein|Hugo Boss|Jack & Jones|Tommy Hilfiger|Fellmark|Paul Smith|Ted Baker|Nike|Dr. Martens|Ralph Lauren|Marc O'Polo|小米|李宁|Estée Lauder"
_COLOURS = "Olive Green|Rose Gold|Navy Blue|Ruby Red|Ivory|Black|Amber|Charcoal|Violet|Scarlet|Jade|Pearl White"
_COLOURS_ZH = "白色|黑色|金色|天蓝|墨绿|玫瑰红|米白|高级灰"
_PATHS = "Outdoor > Footwear|Home > Kitchen > Mugs|Garden|Street style > Hoodies|Road bikes > Tyres|Women > Dresses|Phones & Accessories"
_PATHS_ZH = "户外 > 鞋靴|家居/厨房|女装|手机配件|母婴用品|道路安全|街头潮流"
_QUERIES = "trail shoes|blue kettle|4006381333931|size 36-38|iphone 12 case|gift for mum|rose gold ring|5 x 100 ml|usb drive 64 gb|dr martens|road bike 28 inch|harry potter mug"
_QUERIES_ZH = "徒步鞋|蓝色水壶|手机壳|儿童礼物|高跟鞋|保温杯500ml|黄金手链|道具"
_CITIES = "London Oxford Street|Berlin Mitte|Paris Nord|Madison|Austin|Florence|Victoria|Shop 12"
_SEGMENTS = "Gift givers|Deal hunters|New in spring|VIP|Lapsed|Big spenders"
_UTM = "summer_sale_2026|newsletter-12|google / cpc|direct|instagram"


def _of(words: str) -> Callable[[random.Random], str]:
    return lambda r: r.choice(words.split("|"))


def _digits(r: random.Random, count: int) -> str:
    return "".join(r.choice("0123456789") for _ in range(count))


def _gtin(size: int, start: str = "") -> Callable[[random.Random], str]:
    def made(r: random.Random) -> str:
        body = start + _digits(r, size - 1 - len(start))
        total = sum(
            int(d) * (3 if n % 2 == 0 else 1) for n, d in enumerate(reversed(body))
        )
        return body + str(-total % 10)

    return made


def _luhn(size: int, start: str) -> Callable[[random.Random], str]:
    def made(r: random.Random) -> str:
        body = start + _digits(r, size - 1 - len(start))
        odd = [
            int(d) * 2 if n % 2 == 0 else int(d) for n, d in enumerate(reversed(body))
        ]
        return body + str(-sum(d - 9 if d > 9 else d for d in odd) % 10)

    return made


def _price(form: str) -> Callable[[random.Random], str]:
    return lambda r: form.format(r.uniform(1, 2000))


def _comma(r: random.Random) -> str:
    return f"{r.uniform(1, 2000):,.2f}".replace(",", " ").replace(".", ",") + " €"


def _stamp(form: str) -> Callable[[random.Random], str]:
    def made(r: random.Random) -> str:
        return form.format(
            y=r.randint(2023, 2026), m=r.randint(1, 12), d=r.randint(1, 28),
            h=r.randint(0, 23), n=r.randint(0, 59), s=r.randint(0, 59),
        )  # fmt: skip

    return made


def _epoch(unit: int) -> Callable[[random.Random], str]:
    return lambda r: str(r.randint(1_690_000_000 * unit, 1_790_000_000 * unit))


def _serial(start: int) -> Callable[[random.Random], str]:
    return lambda r: str(start + r.randint(0, 4000))


def _hex(size: int) -> Callable[[random.Random], str]:
    return lambda r: "".join(r.choice("0123456789abcdef") for _ in range(size))


def _uuid(r: random.Random) -> str:
    return "-".join(_hex(n)(r) for n in (8, 4, 4, 4, 12))


def _int(low: int, high: int) -> Callable[[random.Random], str]:
    return lambda r: str(r.randint(low, high))


def _sku(form: str) -> Callable[[random.Random], str]:
    def made(r: random.Random) -> str:
        return "".join(
            r.choice("ABCDEFGHKLMNPRST")
            if c == "A"
            else r.choice("0123456789")
            if c == "9"
            else c
            for c in form
        )

    return made


def _url(r: random.Random) -> str:
    return f"https://wrenfield.example/p/{r.choice(_TITLES.split('|')).lower().replace(' ', '-')}?v={_digits(r, 10)}"


title, title_zh, brand, path = _of(_TITLES), _of(_TITLES_ZH), _of(_BRANDS), _of(_PATHS)
iso, day = (
    _stamp("{y}-{m:02d}-{d:02d}T{h:02d}:{n:02d}:{s:02d}Z"),
    _stamp("{y}-{m:02d}-{d:02d}"),
)
yes_no, money = _of("TRUE|FALSE|yes|no"), _price("{:.2f}")
COLUMNS: tuple[tuple[str, str, Callable[[random.Random], str]], ...] = (
    # Google Merchant and Meta
    ("google", "id", _sku("AA-9999")), ("google", "title", title),
    ("google", "description", lambda r: f"{title(r)}. Made in 2024, 2.4 mm, sizes 36 to 48."),
    ("google", "link", _url), ("google", "image_link", _url),
    ("google", "availability", _of("in_stock|out_of_stock|preorder")),
    ("google", "price", _price("{:.2f} EUR")), ("google", "condition", _of("new|used")),
    ("google", "brand", brand), ("google", "gtin", _gtin(13, "40")),
    ("google", "mpn", _sku("AA9999A")), ("google", "sale_price", _price("{:.2f} EUR")),
    ("google", "sale_price_effective_date", _stamp("{y}-{m:02d}-{d:02d}T00:00-0800/{y}-12-28T23:59-0800")),
    ("google", "item_group_id", _sku("AA99")), ("google", "google_product_category", _int(100, 6000)),
    ("google", "product_type", path), ("google", "custom_label_0", _of("bestseller|new|sale")),
    ("google", "gender", _of("female|male|unisex")), ("google", "age_group", _of("adult|kids|newborn")),
    ("google", "color", _of(_COLOURS)), ("google", "shipping", _price("DE::Standard:{:.2f} EUR")),
    ("meta", "inventory", _int(0, 900)), ("meta", "upc", _gtin(12, "0")),
    # Shopify products
    ("shopify", "Handle", lambda r: title(r).lower().replace(" ", "-")), ("shopify", "Title", title),
    ("shopify", "Body (HTML)", lambda r: f"<p>{title(r)}</p>"), ("shopify", "Vendor", brand),
    ("shopify", "Product Category", path), ("shopify", "Type", _of("Boots|Mugs|Scarves")),
    ("shopify", "Tags", _of("new, sale|gift|rose, pearl|summer")), ("shopify", "Published", yes_no),
    ("shopify", "Option1 Name", _of("Size|Color|Title")), ("shopify", "Option1 Value", _of(_COLOURS)),
    ("shopify", "Variant SKU", _sku("AA9999-99")), ("shopify", "Variant Inventory Qty", _int(0, 99)),
    ("shopify", "Variant Price", money), ("shopify", "Variant Compare At Price", money),
    ("shopify", "Variant Barcode", _gtin(13, "73")), ("shopify", "Image Src", _url),
    ("shopify", "Image Position", _int(1, 9)), ("shopify", "Image Alt Text", title),
    ("shopify", "Status", _of("active|draft")), ("shopify", "URL handle", lambda r: title(r).lower().replace(" ", "-")),
    ("shopify", "Cost per item", money), ("shopify", "Product image URL", _url),
    # Shopify orders
    ("shopify-orders", "Name", lambda r: f"#{r.randint(1001, 9999)}"),
    ("shopify-orders", "Financial Status", _of("paid|refunded|pending")),
    ("shopify-orders", "Paid at", _stamp("{y}-{m:02d}-{d:02d} {h:02d}:{n:02d}:{s:02d} +0800")),
    ("shopify-orders", "Fulfillment Status", _of("fulfilled|unfulfilled")),
    ("shopify-orders", "Accepts Marketing", yes_no), ("shopify-orders", "Currency", _of("EUR|USD")),
    ("shopify-orders", "Subtotal", money), ("shopify-orders", "Shipping", money),
    ("shopify-orders", "Shipping Method", _of("DHL Express|Standard|Pick up in store")),
    ("shopify-orders", "Taxes", money), ("shopify-orders", "Total", money),
    ("shopify-orders", "Created at", iso), ("shopify-orders", "Lineitem quantity", _int(1, 9)),
    ("shopify-orders", "Lineitem name", title), ("shopify-orders", "Lineitem price", money),
    ("shopify-orders", "Lineitem sku", _sku("AA-9999")), ("shopify-orders", "Id", _serial(5_412_345_678_901)),
    ("shopify-orders", "Payment Method", _of("Shopify Payments|PayPal|Klarna")),
    ("shopify-orders", "Billing Country", _of("DE|FR|GB|US")), ("shopify-orders", "Discount Code", _of("SUMMER10|WELCOME")),
    ("shopify-orders", "Payment Reference", _sku("c99999999999.9")), ("shopify-orders", "Risk Level", _of("Low|Medium")),
    # WooCommerce and Magento
    ("woo", "Is featured?", _int(0, 1)), ("woo", "Visibility in catalog", _of("visible|hidden")),
    ("woo", "In stock?", _int(0, 1)), ("woo", "Regular price", money), ("woo", "Categories", path),
    ("woo", "Short description", title), ("woo", "Images", _url), ("woo", "Parent", _sku("id:999")),
    ("woo-de", "Artikelname", title), ("woo-de", "Regulärer Preis", _comma), ("woo-de", "Lagerbestand", _int(0, 99)),
    ("woo-zh", "商品名称", title_zh), ("woo-zh", "商品标题", title_zh), ("woo-zh", "颜色", _of(_COLOURS_ZH)),
    ("woo-zh", "类目", _of(_PATHS_ZH)), ("woo-zh", "品牌", brand), ("woo-zh", "价格", _price("¥{:.2f}")),
    ("woo-zh", "订单编号", _sku("999999999999999999")), ("woo-zh", "下单时间", _stamp("{y}/{m}/{d} {h}:{n:02d}")),
    ("woo-zh", "店铺名称", _of("山脊旗舰店|鹿野户外专营店")), ("woo-zh", "搜索词", _of(_QUERIES_ZH)),
    ("magento", "sku", _sku("99-AA99")), ("magento", "attribute_set_code", _of("Default|Bag")),
    ("magento", "name", title), ("magento", "url_key", lambda r: title(r).lower().replace(" ", "-")),
    ("magento", "base_image", _sku("/a/b/ab99.jpg")), ("magento", "product_online", _int(1, 2)),
    # behaviour
    ("retailrocket", "timestamp", _epoch(1000)), ("retailrocket", "visitorid", _int(1, 1_400_000)),
    ("retailrocket", "itemid", _int(1, 460_000)), ("retailrocket", "transactionid", _int(1, 17_000)),
    ("retailrocket", "property", _of("categoryid|available|790|888")),
    ("retailrocket", "value", _of("n552.000 639502 n720.000|1|0|1038|n277.200")),
    ("rees46", "event_time", _stamp("{y}-{m:02d}-{d:02d} {h:02d}:{n:02d}:{s:02d} UTC")),
    ("rees46", "product_id", _int(1_000_000, 60_000_000)), ("rees46", "category_id", _sku("2053013999999999999")),
    ("rees46", "category_code", _of("electronics.smartphone|appliances.kitchen.kettle")),
    ("rees46", "user_id", _int(500_000_000, 599_999_999)), ("rees46", "user_session", _uuid),
    ("ga4", "event_date", _stamp("{y}{m:02d}{d:02d}")), ("ga4", "event_timestamp", _epoch(1_000_000)),
    ("ga4", "event_name", _of("view_item|purchase|add_to_cart")), ("ga4", "user_pseudo_id", _sku("999999999.9999999999")),
    ("ga4", "items.item_name", title), ("ga4", "items.item_brand", brand), ("ga4", "items.price", money),
    ("retail", "InvoiceNo", _serial(536_365)), ("retail", "StockCode", _sku("99999A")),
    ("retail", "Description", lambda r: title(r).upper()), ("retail", "InvoiceDate", _stamp("{m}/{d}/{y} {h}:{n:02d}")),
    ("retail", "UnitPrice", money), ("retail", "CustomerID", _serial(12_346)),
    ("retail", "Country", _of("United Kingdom|France|EIRE|Germany")),
    ("sample", "query", _of(_QUERIES)), ("sample", "session_id", _hex(9)), ("sample", "segment", _of(_SEGMENTS)),
    ("sample", "page_id", _sku("page-99")), ("sample", "block_type", _of("hero-banner|product-grid")),
    # what looks like something else
    ("looks", "ean", _gtin(13)), ("looks", "barcode", _gtin(8)), ("looks", "GTIN-14", _gtin(14, "1")),
    ("looks", "isbn", _gtin(13, "978")), ("looks", "col_ean", _gtin(13, "5")), ("looks", "code", _gtin(13, "4")),
    ("looks", "serial", _luhn(16, "90")), ("looks", "ts", _epoch(1)), ("looks", "t", _epoch(1000)),
    ("looks", "order_number", _serial(15_012_345_678)), ("looks", "order", _serial(4_155_550_000)),
    ("looks", "tracking", _sku("1Z999AA19999999999")), ("looks", "sku_long", _sku("9999-9999-9999")),
    ("looks", "dimensions", _of("120 x 60 x 75|30 x 20|10-20-30|36-38 40-42")), ("looks", "version", _of("1.2.3|2.0.1|10.4.0")),
    ("looks", "store_city", _of(_CITIES)), ("looks", "store_name", _of(_CITIES)), ("looks", "store_phone_support", yes_no),
    ("looks", "headphones", _of("over-ear|in-ear")), ("looks", "phone_model", _of("iPhone 12|Pixel 8|Galaxy S24")),
    ("looks", "phone", _of("iPhone 12|Pixel 8|Galaxy S24 Ultra")), ("looks", "email_campaign", _of(_UTM)),
    ("looks", "email_opt_in", yes_no), ("looks", "is_mobile", _int(0, 1)), ("looks", "web_address", _url),
    ("looks", "product_name", title), ("looks", "brand_name", brand), ("looks", "file_name", _sku("img_9999.jpg")),
    ("looks", "designer", brand), ("looks", "colour", _of(_COLOURS)), ("looks", "material", _of("Silk|Satin|Wool|Denim")),
    ("looks", "author", _of("Jane Austen|Charles Dickens|Agatha Christie|Virginia Woolf")),
    ("looks", "month", _of("April|May|June|August")), ("looks", "collection", _of("Aurora|Luna|Florence|Chelsea")),
    ("looks", "utm_campaign", _of(_UTM)), ("looks", "weight_g", _int(10, 9000)), ("looks", "amount", _price("{:.2f}")),
    ("looks", "price_eu", _comma), ("looks", "revenue", _price("{:,.2f}")), ("looks", "released", _stamp("19{m:02d}-{m:02d}-{d:02d}")),
    ("looks", "transaction_id", _hex(32)), ("looks", "etag", _hex(40)), ("looks", "row_id", _uuid),
    ("looks", "date", _stamp("{d:02d}.{m:02d}.{y}")), ("looks", "day", day), ("looks", "c1", _stamp("{d:02d}/{m:02d}/{y} {h:02d}:{n:02d}")),
    ("looks", "card_type", _of("Visa|Mastercard|Amex")), ("looks", "address_type", _of("home|work")),
    ("looks", "customer_type", _of("new|returning")), ("looks", "user_segment", _of(_SEGMENTS)),
    ("looks", "shipping_cost", money), ("looks", "delivery_time", _of("2-3 days|1 week")),
    ("looks", "x1", title), ("looks", "x2", title_zh), ("looks", "x3", path), ("looks", "x4", _of(_COLOURS)),
    ("looks", "x5", _int(100_000, 999_999)), ("looks", "x6", _sku("AA-999-AA")), ("looks", "x7", _sku("999-999")),
    ("looks", "x8", _of(_COLOURS_ZH)), ("looks", "x9", _int(1_000_000_000, 9_999_999_999)), ("looks", "x10", _sku("9999999999999999")),
    ("looks", "x11", _of(_QUERIES)), ("looks", "x12", _int(10_000, 99_999)), ("looks", "x13", _of(_UTM)),
)  # fmt: skip
"""Shop system, header, and a maker of values."""


def harmless(seed: int, count: int) -> Iterator[tuple[str, str, Values]]:
    """Every harmless column with values."""
    for place, (system, header, make) in enumerate(COLUMNS):
        r = random.Random(f"{seed}-{place}")
        yield system, header, [make(r) for _ in range(count)]
