"""Objects of JSON as rows of texts: nested ones flattened, lists of items exploded."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping

from studio.pipeline.ingest.table import short_name

DEEPEST = 8
"""Objects further down are kept as JSON."""
ITEM_NAMES = (
    "items", "line_items", "lineitems", "order_items", "orderlines", "order_lines",
    "products", "variants",
)  # fmt: skip
"""Lists of which each entry becomes a row of its own."""
Cells = dict[str, str]


def flattened(value: Mapping[str, object]) -> Iterator[Cells]:
    """The rows of one object: one for each of its items, or one.

    Names of nested objects are joined by points (`device.category`,
    `items.item_id`); what Google Analytics writes as a list of keys and values
    becomes a column for each key (`event_params.ga_session_id`).
    """
    items = item_list(value)
    row: Cells = {}
    for key, inner in value.items():
        if key != items:
            _put(row, named(key), inner, 0)
    entries = value[items] if items is not None else None
    if not isinstance(entries, list) or not entries or items is None:
        yield row
        return
    for entry in entries:
        cells = dict(row)
        _put(cells, named(items), entry, 0)
        yield cells


def item_list(value: Mapping[str, object]) -> str | None:
    """The key of the list whose entries become rows."""
    lists = [key for key, inner in value.items() if _is_item_list(inner)]
    for name in ITEM_NAMES:
        for key in lists:
            if key.lower() == name:
                return key
    return lists[0] if len(lists) == 1 else None


def named(key: str) -> str:
    """A key as the name of a column."""
    return short_name(clean(key)) or "(no name)"


def text_of(value: object) -> str:
    """A value as text: numbers as short as they can be written."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number(value)
    if isinstance(value, list):
        if any(isinstance(entry, dict | list) for entry in value):
            return as_json(value)
        return ", ".join(text_of(entry) for entry in value)
    return as_json(value) if isinstance(value, dict) else clean(str(value))


def number(value: float) -> str:
    """A floating number as text, without the noise behind its 15th digit."""
    if math.isfinite(value) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    return format(value, ".15g")


def as_json(value: object) -> str:
    """What cannot be a cell, as JSON."""
    return clean(json.dumps(value, ensure_ascii=False, default=str))


def clean(cell: str) -> str:
    """A cell without NUL and halves of characters, which JSON may hold."""
    if cell.isascii():
        return cell.replace("\0", "") if "\0" in cell else cell
    return cell.encode("utf-8", "replace").decode("utf-8").replace("\0", "")


def _put(row: Cells, name: str, value: object, depth: int) -> None:
    if isinstance(value, dict) and depth < DEEPEST:
        for key, inner in value.items():
            _put(row, short_name(f"{name}.{named(key)}"), inner, depth + 1)
    elif _is_parameters(value):
        for key, inner in _parameters(value):
            _put(row, short_name(f"{name}.{named(key)}"), inner, depth + 1)
    elif not row.get(name):  # a key that comes twice: the first that holds something
        row[name] = text_of(value)


def _is_item_list(value: object) -> bool:
    return (
        isinstance(value, list)
        and any(isinstance(entry, dict) for entry in value)
        and not _is_parameters(value)
    )


def _is_parameters(value: object) -> bool:
    """Whether it is a list of keys and values, as Google Analytics has them."""
    return (
        isinstance(value, list)
        and bool(value)
        and all(
            isinstance(entry, dict) and "key" in entry and "value" in entry
            for entry in value
        )
    )


def _parameters(value: object) -> Iterator[tuple[str, object]]:
    for entry in value if isinstance(value, list) else ():
        inner = entry["value"]
        if isinstance(inner, dict):  # {"string_value": null, "int_value": 7}
            inner = next((v for v in inner.values() if v is not None), None)
        yield str(entry["key"]), inner
