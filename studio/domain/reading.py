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
"""Readings of a moment in time; one without a zone is in FileFormat.time_zone."""
EARLIEST, LATEST = "1990-01-01", "2100-01-01"
"""A time outside of these is a mistake of the file."""

YEAR_FIRST_PATTERN = (
    r"^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"([T ,]*(.*))$"
)
COMPACT_PATTERN = r"^(\d{4})(\d{2})(\d{2})(?:(\d{2})(\d{2})(\d{2}))?$"
DAY_MONTH_NAME_PATTERN = (
    r"^(?:[A-Za-zÀ-ž]+\.?,?\s+)?(\d{1,2})(?:\.|st|nd|rd|th|er)?[-\s]+(?:de\s+)?([A-Za-zÀ-ž]{3,12})"
    r"\.?,?[-\s]+(?:de\s+)?(\d{4})([T ,]*(.*))$"
)
MONTH_NAME_DAY_PATTERN = (
    r"^(?:[A-Za-zÀ-ž]+,\s+)?([A-Za-zÀ-ž]{3,12})\.?[-\s]+(\d{1,2})(?:st|nd|rd|th)?,?[-\s]+"
    r"(\d{4})([T ,]*(.*))$"
)
"""Dates with the month's name: "3 Nov 2026", "Nov 3, 2026 4:05 PM", "3. März 2026"."""
NUMBERS_PATTERN = r"^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4}|\d{2})([T ,]*(.*))$"
MONTHS: dict[str, int] = {
    name: month
    for month, names in enumerate(
        (
            "jan ene gen", "feb fev fevr", "mar mrt maa", "apr avr abr",
            "may mai mei mag maj", "jun juin giu", "jul juil lug", "aug aou ago",
            "sep set", "oct okt ott out", "nov", "dec dez dic",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
"""Months by the first letters (three, or four) of their names, without accents, in
English, German, French, Spanish, Italian, Dutch and Portuguese."""
ZONES: dict[str, str] = {
    "UTC": "+00:00", "GMT": "+00:00", "Z": "+00:00", "WET": "+00:00", "WEST": "+01:00",
    "BST": "+01:00", "CET": "+01:00", "MEZ": "+01:00", "CEST": "+02:00",
    "MESZ": "+02:00", "EET": "+02:00", "EEST": "+03:00", "MSK": "+03:00",
    "EST": "-05:00", "EDT": "-04:00", "CDT": "-05:00", "MST": "-07:00",
    "MDT": "-06:00", "PST": "-08:00", "PDT": "-07:00", "HKT": "+08:00",
    "SGT": "+08:00", "JST": "+09:00", "KST": "+09:00", "AEST": "+10:00",
    "AEDT": "+11:00", "NZST": "+12:00", "NZDT": "+13:00",
}  # fmt: skip
"""Zones that have one meaning; CST and IST have several and are not read."""
ZONE_PATTERN = r"\s*([A-Z]{1,4})$"
EPOCH_PATTERN = r"^\d{8,17}(\.\d+)?$"

_SIGN = r"[€$£¥₹₽₩₺₫฿￥＄元]"  # noqa: RUF001 - full-width signs are what files have
_CODE = (
    r"(EUR|USD|GBP|CNY|RMB|JPY|CHF|SEK|NOK|DKK|PLN|CZK|HUF|CAD|AUD|NZD|INR|HKD|SGD|TWD"
    r"|KRW|BRL|MXN|ZAR|TRY|eur|usd|gbp|cny|rmb|kr|Kr|zł|Rs|Fr|US\$|A\$|C\$|HK\$)\.?"
)
AMOUNT_PATTERN = (
    rf"^[(+\-−]?\s*({_SIGN}|{_CODE})?\s*[+\-−]?\s*"
    rf"\d[\d.,'’\s]*({_SIGN}|{_CODE})?\)?[-−]?$"
)
PLAIN_NUMBER_PATTERN = r"^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$"

CURRENCY_SIGNS: dict[str, str] = {
    "€": "EUR", "£": "GBP", "₹": "INR", "₽": "RUB", "₩": "KRW", "₺": "TRY",
    "zł": "PLN", "US$": "USD", "A$": "AUD", "C$": "CAD", "HK$": "HKD",
}  # fmt: skip
"""Currencies whose sign has one meaning; $, ¥ and kr have several."""
MARKUP_PATTERN = r"<[a-zA-Z/!]|&#?\w{2,10};"
"""A text that is written in HTML."""
BOT_PATTERN = (
    r"(?i)bot\b|bot/|crawl|spider|slurp|scrap|headless|phantomjs|python-|curl/|wget|"
    r"java/|okhttp|go-http|httpclient|axios|lighthouse|pingdom|uptime|monitor|"
    r"facebookexternalhit|preview|selenium|puppeteer|playwright"
)
"""A user agent that is a programme and no browser of a person."""
UNPAID: tuple[str, ...] = (
    "pending", "unpaid", "expired", "awaiting_payment", "pending_payment", "on_hold",
    "failed", "declined", "draft", "checkout_draft", "offen", "unbezahlt",
    "ausstehend", "en_attente", "impaye", "impayé", "pendiente", "in_attesa",
    "pendente", "待付款", "未付款", "待支付",
)  # fmt: skip
CANCELLED: tuple[str, ...] = (
    "cancelled", "canceled", "cancel", "voided", "void", "refunded", "refund",
    "returned", "return", "chargeback", "fraud", "storniert", "storno", "erstattet",
    "retourniert", "annule", "annulé", "annulee", "annulée", "rembourse", "remboursé",
    "cancelado", "cancelada", "reembolsado", "annullato", "rimborsato", "geannuleerd",
    "terugbetaald", "devolvido", "已取消", "已退款", "取消", "退款", "已关闭",
    "キャンセル", "返品",
)  # fmt: skip
"""What orders that came to nothing have as their status (lower case, with _)."""
TEST_PATTERN = (
    r"(?i)\bbogus\b|\btest[ _-]?(order|bestellung|gateway|mode)\b|^(test|true|yes|1)$"
)
"""How test orders are marked: by their payment, their tags or their status."""
FEE_PATTERN = (
    r"(?i)^(\S+\s+){0,2}(postage|carriage|shipping|freight|delivery|bank charges?|"
    r"amazon ?fee|commission|bad debt|surcharge|donation|versand(kosten)?|porto|"
    r"frais de (port|livraison)|gastos de env[ií]o|spese di spedizione|verzendkosten)"
    r"(\s+(fee|charge|cost)s?)?$|\bgift (voucher|card|certificate)\b.{0,12}$|"
    r"\b(gutschein|bon d'achat|tarjeta regalo|buono regalo|cadeaubon)\b.{0,12}$"
)
FEE_WORDS: tuple[str, ...] = (
    "manual", "discount", "samples", "sample", "fee", "fees", "charge", "charges",
    "rounding", "deposit", "refund", "credit", "test", "rebate", "tip", "rabatt",
    "gutschrift", "trinkgeld", "pfand", "remise", "descuento", "sconto", "korting",
    "运费", "邮费", "送料",
)  # fmt: skip
"""Lines of an invoice that are no product, by their description."""
NOTE_PATTERN = (
    r"(?i)\?|\b(damage[sd]?|missing|checked|found|lost|faulty|broken|smashed|thrown|"
    r"wet|rusty|mou?ldy|wrong(ly)?|incorrect(ly)?|unsaleable|destroyed|adjust(ment)?|"
    r"re-?count|stock ?take|sold as|mailout|mix ?up|put aside|crushed|returned|"
    r"dotcom|amazon|ebay|unknown|test|label|barcode|coding)\b|^check$"
)
"""Notes of the stock room that stand where a product's name should."""
MISSING: tuple[str, ...] = (
    "", "null", "none", "nan", "n/a", "na", "<na>", "nat", "\\n", "-", "(not set)",
)  # fmt: skip
"""What files write into a cell that holds nothing (compared in lower case)."""

EVENT_WORDS: dict[str, tuple[str, ...]] = {
    "view": (
        "view", "click", "detail", "details", "page_view", "pageview", "product_view",
        "view_item", "item_view", "viewed", "clicked", "pv", "impression_click",
        "product_viewed", "browse", "visit", "detail_view", "viewed_product",
        "view_product", "ansicht", "aufruf", "vue", "consultation", "vista",
        "visualizzazione", "weergave", "bekeken", "visualizacao", "visualização",
        "浏览", "点击", "查看", "访问", "閲覧",
    ),
    "add_to_cart": (
        "add_to_cart", "addtocart", "cart", "basket", "add_to_basket", "add", "atc",
        "added_to_cart", "product_added", "add_cart", "warenkorb", "in_den_warenkorb",
        "panier", "ajout_panier", "ajout_au_panier", "carrito", "carrello",
        "winkelwagen", "carrinho", "加购", "加入购物车", "购物车", "カート",
    ),
    "purchase": (
        "purchase", "order", "transaction", "buy", "bought", "sale", "checkout",
        "ordered", "purchased", "order_completed", "placed_order", "ordered_product",
        "paid", "kauf", "bestellung", "achat", "commande", "compra", "pedido",
        "acquisto", "ordine", "aankoop", "bestelling",
        "购买", "下单", "支付", "成交", "購入", "注文",
    ),
    "search": (
        "search", "query", "site_search", "view_search_results", "searched", "suche",
        "recherche", "busqueda", "búsqueda", "ricerca", "zoeken", "busca", "搜索",
        "查询", "検索",
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
