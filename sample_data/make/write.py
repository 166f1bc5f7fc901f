"""Writes the files of the sample shop."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from sample_data.make.catalogue import Item, make_catalogue
from sample_data.make.events import shopper_rows
from sample_data.make.layouts import make_pages
from sample_data.make.noise import bot_rows, with_slips
from sample_data.make.page_events import page_event_rows, true_click_rates
from sample_data.make.shelves import make_shelves
from sample_data.make.shop import make_shop
from sample_data.make.shoppers import make_shoppers, segment_rows
from sample_data.make.stated import preference_rows

PRODUCT_COLUMNS = (
    "product_id", "title", "title_zh", "description", "category", "brand", "price",
    "sale_price", "currency", "stock", "link", "image",
)  # fmt: skip
EVENT_COLUMNS = (
    "user_id", "event", "product_id", "query", "timestamp", "session_id", "quantity",
    "price",
)  # fmt: skip
PREFERENCE_COLUMNS = ("user_id", "kind", "value", "weight")
SEGMENT_COLUMNS = ("user_id", "segment")
PAGE_EVENT_COLUMNS = (
    "user_id", "page_id", "block_index", "block_type", "event", "timestamp",
)  # fmt: skip


def write_tables(folder: Path, shoppers: int, seed: int) -> None:
    """Write every file but the pictures; the same bytes for the same arguments.

    Args:
        folder: Where the files go; it must exist.
        shoppers: How many shoppers to invent.
        seed: What all chance is drawn from.
    """
    items = make_catalogue(seed)
    people = make_shoppers(items, shoppers, seed)
    shelves = make_shelves(items, seed)
    pages = make_pages(seed)
    rows = [row for person in people for row in shopper_rows(person, shelves, seed)]
    events = with_slips(rows + bot_rows(items, seed), seed)
    stated = preference_rows(people, items, seed)
    seen = page_event_rows(people, pages, seed)
    _csv(folder / "products.csv", PRODUCT_COLUMNS, map(product_row, items))
    _csv(folder / "user_behavior.csv", EVENT_COLUMNS, events)
    _csv(folder / "user_preference.csv", PREFERENCE_COLUMNS, stated)
    _csv(folder / "segments.csv", SEGMENT_COLUMNS, segment_rows(people, seed))
    _csv(folder / "page_events.csv", PAGE_EVENT_COLUMNS, seen)
    lines = [json.dumps(page.record(), separators=(",", ":")) for page in pages]
    _text(folder / "layouts.jsonl", "\n".join(lines))
    _text(
        folder / "true_click_rates.json", json.dumps(true_click_rates(pages), indent=1)
    )
    shop = msgspec.json.format(msgspec.json.encode(make_shop(items)), indent=2)
    _text(folder / "shop.json", shop.decode("utf-8"))


def product_row(item: Item) -> tuple[str, ...]:
    """The line of `products.csv`."""
    sale = "" if item.sale_price is None else f"{item.sale_price:.2f}"
    return (
        item.id, item.title, item.title_zh, item.description, item.category,
        item.brand, f"{item.price:.2f}", sale, "EUR", str(item.stock), item.link,
        item.image,
    )  # fmt: skip


def _csv(path: Path, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)


def _text(path: Path, text: str) -> None:
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
