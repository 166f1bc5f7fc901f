"""What kinds of files, columns and privacy are called in the window."""

from __future__ import annotations

from studio.domain.imports import DELIMITED, ImportPlan
from studio.ui.data.read_words import delimiter_word
from studio.ui.formats import count
from studio.ui.language import mark, plural, tr

KINDS: tuple[tuple[str, str], ...] = (
    ("behaviour", mark("Behaviour")),
    ("products", mark("Products")),
    ("preference", mark("Preferences")),
    ("segments", mark("Segments")),
    ("page_events", mark("Page events")),
    ("promotions", mark("Promotions")),
    ("layouts", mark("Layouts")),
)
TABLES: dict[str, str] = {
    "events": mark("Events"),
    "products": mark("Products"),
    "preferences": mark("Preferences"),
    "segments": mark("Segments"),
    "page_events": mark("Page events"),
    "promotions": mark("Promotions"),
}
"""Stored tables, as they are called in the window."""
_LONG = {
    "behaviour": mark("Shopper behaviour"),
    "products": mark("Catalogue"),
    "preference": mark("Preferences of shoppers"),
    "segments": mark("Segments of shoppers"),
    "page_events": mark("What shoppers did on pages"),
    "promotions": mark("Promotions"),
    "layouts": mark("Pages of the shop"),
    "unknown": mark("Not recognised"),
}
_TARGETS = {
    "user_id": mark("Shopper"),
    "event": mark("Action"),
    "product_id": mark("Product"),
    "query": mark("Search words"),
    "timestamp": mark("Time"),
    "session_id": mark("Session"),
    "quantity": mark("Quantity"),
    "price": mark("Price"),
    "kind": mark("Kind"),
    "value": mark("Value"),
    "weight": mark("Weight"),
    "segment": mark("Segment"),
    "title": mark("Title"),
    "title_zh": mark("Chinese title"),
    "description": mark("Description"),
    "description_zh": mark("Chinese description"),
    "category": mark("Category"),
    "brand": mark("Brand"),
    "sale_price": mark("Sale price"),
    "currency": mark("Currency"),
    "stock": mark("Stock"),
    "link": mark("Link"),
    "image": mark("Picture"),
    "rating": mark("Rating"),
    "tags": mark("Tags"),
    "page_id": mark("Page"),
    "block_index": mark("Block's place"),
    "block_type": mark("Block's type"),
    "country": mark("Country"),
    "total": mark("Total of the line"),
    "store_id": mark("Store"),
    "display": mark("Display"),
    "mailer": mark("Leaflet"),
    "week": mark("Week"),
    "added": mark("Added on"),
    "rating_count": mark("Number of ratings"),
}
NUMBERS = frozenset(
    {"quantity", "price", "weight", "sale_price", "stock", "rating", "block_index"}
)
PRICES = frozenset({"price", "sale_price"})
PRIVACY: dict[str, tuple[str, str, str]] = {
    "kept": (mark("Kept"), "check", "text.secondary"),
    "pseudonymised": (mark("Pseudonymised"), "key", "text.primary"),
    "dropped": (mark("Dropped"), "eye-off", "text.tertiary"),
}
"""(word, icon, ink) of what happens to a column."""


def stored_text(name: str, text: str) -> str:
    """A stored value as it is shown: prices with cents, whole numbers without."""
    if name in PRICES:
        try:
            return f"{float(text):.2f}"
        except ValueError:
            return text
    return text.removesuffix(".0") if name in NUMBERS else text


def kind_word(kind: str) -> str:
    """What a kind of file holds, in words."""
    return tr(_LONG.get(kind, kind))


def target_word(target: str) -> str:
    """What a column of our own format is called."""
    if not target:
        return tr("Not used")
    known = _TARGETS.get(target)
    return tr(known) if known else target.replace("_", " ").capitalize()


def reading_word(read_as: str) -> str:
    """How a column is read, such as "Text" or "4 values"."""
    number, _, rest = read_as.partition(" ")
    if rest in ("value", "values") and number.isdigit():
        return plural(int(number), "{n} value", "{n} values")
    return tr(read_as)


def _container(plan: ImportPlan) -> list[str]:
    """What holds the rows: a sheet, Parquet, JSON, or a text in some encoding."""
    kept = plan.format
    match kept.container:
        case "excel":
            return [tr("sheet “{name}”", name=kept.sheet)]
        case "parquet":
            return ["Parquet"]
        case "json":
            return ["JSON", kept.encoding.upper()]
        case "text" | "json_cells":
            return [kept.encoding.upper(), delimiter_word(kept.delimiter)]


def reading_line(plan: ImportPlan) -> str:
    """How a file is read: kind, encoding, delimiter, header, rows, columns."""
    parts = _container(plan)
    if plan.format.header_row and plan.format.container in DELIMITED | {"excel"}:
        parts.append(tr("header on row {n}", n=plan.format.header_row))
    parts.append(tr("{n} rows", n=count(plan.rows)))
    if plan.columns:
        parts.append(tr("{n} columns", n=len(plan.columns)))
    return tr("{kind}. {how}", kind=kind_word(plan.kind), how=tr(", ").join(parts))
