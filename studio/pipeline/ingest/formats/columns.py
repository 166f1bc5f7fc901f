"""Columns of Arrow as texts: nested ones flattened, lists of items exploded."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

from studio.pipeline.ingest.formats.nested import (
    DEEPEST,
    ITEM_NAMES,
    as_json,
    text_of,
)
from studio.pipeline.ingest.formats.parameters import READ, are_parameters, value_of

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]
    import pyarrow.compute as pc  # type: ignore[import-untyped]
else:
    pa = pc = Any

_EXACT = 2**53
"""Whole numbers up to here are exact in a float."""


def flat_names(schema: pa.Schema) -> list[str]:
    """Names of the columns that `flat_columns` gives, such as `items.item_id`."""
    arrow = import_module("pyarrow")
    empty = arrow.RecordBatch.from_arrays(
        [arrow.nulls(0, field.type) for field in schema], schema=schema
    )
    return [name for name, _ in _leaves(_exploded(empty))]


def flat_columns(batch: pa.RecordBatch) -> list[pa.Array]:
    """The columns of a batch as texts without NULL, one row for each of its items."""
    return [_texts(column) for _, column in _leaves(_exploded(batch))]


def _exploded(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch with one row for each entry of its list of items."""
    name = _item_list(batch.schema)
    if name is None:
        return batch
    arrow, compute = import_module("pyarrow"), import_module("pyarrow.compute")
    at = batch.schema.get_field_index(name)
    lists = batch.column(at)
    lengths = np.asarray(compute.fill_null(compute.list_value_length(lists), 0))
    counts = np.maximum(lengths, 1)  # a row without items stays one row
    parents = np.repeat(np.arange(len(batch)), counts)
    first = np.cumsum(lengths) - lengths
    place = np.repeat(first, counts) + _within(counts)
    gone = np.repeat(lengths == 0, counts)
    entries = compute.list_flatten(lists)
    taken = entries.take(arrow.array(place, arrow.int64(), mask=gone))
    rows = batch.take(arrow.array(parents, arrow.int64()))
    return rows.set_column(at, arrow.field(name, taken.type), taken)


def _within(counts: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """0, 1, ... within each row."""
    ends = np.cumsum(counts)
    total = int(ends[-1]) if len(ends) else 0
    within: np.ndarray[Any, Any] = np.arange(total) - np.repeat(ends - counts, counts)
    return within


def _item_list(schema: pa.Schema) -> str | None:
    lists = [field.name for field in schema if _holds_items(field.type)]
    for name in ITEM_NAMES:
        for field in lists:
            if field.lower() == name and schema.names.count(field) == 1:
                return str(field)
    return str(lists[0]) if len(lists) == 1 == schema.names.count(lists[0]) else None


def _holds_items(kind: pa.DataType) -> bool:
    types = import_module("pyarrow.types")
    if not (types.is_list(kind) or types.is_large_list(kind)):
        return False
    return bool(types.is_struct(kind.value_type)) and not are_parameters(kind)


def _leaves(batch: pa.RecordBatch) -> Iterator[tuple[str, pa.Array]]:
    for field, column in zip(batch.schema, batch.columns, strict=True):
        yield from _leaf(field.name, column, 0)


def _leaf(name: str, column: pa.Array, depth: int) -> Iterator[tuple[str, pa.Array]]:
    types = import_module("pyarrow.types")
    if types.is_struct(column.type) and column.type.num_fields and depth < DEEPEST:
        # flatten() hands the emptiness of a parent on to its fields
        for field, inner in zip(column.type, column.flatten(), strict=True):
            yield from _leaf(f"{name}.{field.name}", inner, depth + 1)
    elif are_parameters(column.type) and name.lower().endswith("params"):
        for key in READ:
            yield f"{name}.{key}", _first_of(value_of(column, key))
    else:
        yield name, column


def _first_of(columns: Sequence[pa.Array]) -> pa.Array:
    """Of several columns the text of the first that holds something, row by row."""
    arrow, compute = import_module("pyarrow"), import_module("pyarrow.compute")
    texts = [_cast(c, arrow, compute).cast(arrow.string()) for c in columns]
    return compute.coalesce(*texts)


def _texts(column: pa.Array) -> pa.Array:
    arrow, compute = import_module("pyarrow"), import_module("pyarrow.compute")
    if arrow.types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if isinstance(column, arrow.ExtensionArray):
        column = column.storage
    text = _cast(column, arrow, compute)
    return compute.fill_null(text.cast(arrow.string()), "")


def _cast(column: pa.Array, arrow: Any, compute: Any) -> pa.Array:  # noqa: ANN401
    types = arrow.types
    kind = column.type
    if types.is_timestamp(kind):
        return _moments(column, arrow, compute)
    if types.is_floating(kind):
        return _numbers(column, arrow, compute)
    if types.is_nested(kind) or types.is_map(kind):
        return arrow.array([_nested(v) for v in column.to_pylist()], arrow.string())
    if types.is_binary(kind) or types.is_large_binary(kind) or _is_fixed(types, kind):
        raw = column.to_pylist()
        texts = [None if v is None else v.decode("utf-8", "replace") for v in raw]
        return arrow.array(texts, arrow.string())
    if types.is_decimal(kind):
        return _decimals(column, arrow, compute)
    return column.cast(arrow.string())


def _is_fixed(types: Any, kind: pa.DataType) -> bool:  # noqa: ANN401 - a module
    return bool(types.is_fixed_size_binary(kind)) or str(kind) == "binary_view"


def _nested(value: object) -> str | None:
    if value is None:
        return None
    return text_of(value) if isinstance(value, list) else as_json(value)


def _moments(column: pa.Array, arrow: Any, compute: Any) -> pa.Array:  # noqa: ANN401
    """Moments in ISO 8601: with a Z where they are in a zone, without zeros behind."""
    zone = "UTC" if column.type.tz else None
    unit = "us" if column.type.unit == "ns" else column.type.unit
    column = column.cast(arrow.timestamp(unit, zone), safe=False)
    text = column.cast(arrow.string())
    return compute.replace_substring_regex(text, r"\.0+(Z?)$", r"\1")


def _numbers(column: pa.Array, arrow: Any, compute: Any) -> pa.Array:  # noqa: ANN401
    if arrow.types.is_float16(column.type):
        column = column.cast(arrow.float32())
    text = column.cast(arrow.string())
    # 1e+15 is no number of an order: whole ones are written out
    small = compute.less(compute.abs(column), _EXACT)
    whole = compute.and_(small, compute.equal(compute.floor(column), column))
    whole = compute.fill_null(whole, fill_value=False)
    digits = compute.if_else(whole, column, None).cast(arrow.int64())
    return compute.coalesce(digits.cast(arrow.string()), text)


def _decimals(column: pa.Array, arrow: Any, compute: Any) -> pa.Array:  # noqa: ANN401
    text = column.cast(arrow.string())
    exponent = compute.match_substring(text, "E")
    if compute.any(exponent).as_py():  # Arrow writes some with an exponent
        return arrow.array(
            [None if v is None else format(v, "f") for v in column.to_pylist()],
            arrow.string(),
        )
    return text
