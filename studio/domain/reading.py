"""How the texts of a file are read: dates, amounts, words for what shoppers do.

Ingest proposes a reading for each column and previews it, the store carries it out on
every row; both follow these tables. The patterns are understood alike by Python's `re`
and by RE2.
"""

from __future__ import annotations

TEXT = "Text"
WHOLE = "Whole number"
NUMBER = "Number"
AMOUNT = "Amount"
ADDRESS = "Web address"
DATE = "Date and time"
DAY_FIRST = "Date, day first"
MONTH_FIRST = "Date, month first"
SECONDS = "Seconds since 1970"
MILLISECONDS = "Milliseconds since 1970"
MICROSECONDS = "Microseconds since 1970"
NOTHING = "Empty"

EPOCHS: dict[str, int] = {SECONDS: 1, MILLISECONDS: 10**3, MICROSECONDS: 10**6}
"""Units of a second, by reading."""
MOMENTS: frozenset[str] = frozenset({DATE, DAY_FIRST, MONTH_FIRST, *EPOCHS})
"""Readings of a moment in time; one without a zone is taken as UTC."""
EARLIEST, LATEST = "1990-01-01", "2100-01-01"
"""A time outside of these is a mistake of the file."""

YEAR_FIRST_PATTERN = (
    r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"([T ,]*(.*))$"
)
COMPACT_PATTERN = r"^(\d{4})(\d{2})(\d{2})$"
NUMBERS_PATTERN = r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})([T ,]*(.*))$"
HALF_DAY_PATTERN = r"\d\s*[AaPp]\.?[Mm]\.?$"
EPOCH_PATTERN = r"^\d{8,17}(\.\d+)?$"

_SIGN = r"[€$£¥₹₽₩₺₫฿￥＄元]"  # noqa: RUF001 - full-width signs are what files have
_CODE = (
    r"(EUR|USD|GBP|CNY|RMB|JPY|CHF|SEK|NOK|DKK|PLN|CZK|HUF|CAD|AUD|NZD|INR|HKD|SGD|TWD"
    r"|KRW|BRL|MXN|ZAR|TRY|eur|usd|gbp|cny|rmb|kr|Kr|zł|Rs|Fr|US\$|A\$|C\$|HK\$)\.?"
)
AMOUNT_PATTERN = (
    rf"^[(+\-−]?\s*({_SIGN}|{_CODE})?\s*[+\-−]?\s*"
    rf"\d[\d.,'’\s]*({_SIGN}|{_CODE})?\)?$"
)
PLAIN_NUMBER_PATTERN = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"
EMAIL_PATTERN = r"[\w.+-]+@[\w-]+\.[\w.-]*\w"
PHONE_PATTERN = r"^(\+|00)?[\d\s().\-/]{9,20}$"

MISSING: tuple[str, ...] = ("", "null", "none", "nan", "n/a", "na", "\\n", "-")
"""What files write into a cell that holds nothing (compared in lower case)."""

EVENT_WORDS: dict[str, tuple[str, ...]] = {
    "view": (
        "view", "click", "detail", "details", "page_view", "pageview", "product_view",
        "view_item", "item_view", "viewed", "clicked", "pv", "impression_click",
        "product_viewed", "browse", "visit", "浏览", "点击", "查看", "访问",
    ),
    "add_to_cart": (
        "add_to_cart", "addtocart", "cart", "basket", "add_to_basket", "add", "atc",
        "added_to_cart", "product_added", "加购", "加入购物车", "购物车",
    ),
    "purchase": (
        "purchase", "order", "transaction", "buy", "bought", "sale", "checkout",
        "ordered", "purchased", "order_completed", "paid", "购买", "下单", "支付",
        "成交",
    ),
    "search": (
        "search", "query", "site_search", "view_search_results", "searched", "搜索",
        "查询",
    ),
}  # fmt: skip
"""Words of files for each of EVENT_KINDS, in lower case with _ between."""

CLICK_WORDS: tuple[str, ...] = ("click", "clicked", "tap", "点击")
IMPRESSION_WORDS: tuple[str, ...] = ("impression", "view", "viewed", "shown", "曝光")

PREFERENCE_WORDS: dict[str, tuple[str, ...]] = {
    "category": ("category", "categories", "department", "类别", "分类", "类目"),
    "brand": ("brand", "brands", "vendor", "品牌"),
    "price_band": ("price_band", "price", "price_range", "budget", "价格", "价位"),
    "text": ("text", "keyword", "interest", "note", "free_text", "文本", "关键词"),
}
"""Words of files for each of PREFERENCE_KINDS."""


def word(text: str) -> str:
    """A text as the tables of words have it: "Add to cart" is add_to_cart."""
    return "_".join(text.strip().lower().replace("-", " ").replace("_", " ").split())


def known_words(table: dict[str, tuple[str, ...]]) -> dict[str, str]:
    """Meaning by word."""
    return {name: meaning for meaning, names in table.items() for name in names}
