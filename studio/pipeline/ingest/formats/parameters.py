"""Lists of keys and values in columns of Arrow, as Google Analytics has them.

A schema does not say which keys there are, so those that the studio reads are named.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    import pyarrow as pa  # type: ignore[import-untyped]
else:
    pa = Any

READ = ("ga_session_id", "search_term", "currency")
"""Keys that become columns of their own, such as `event_params.search_term`."""


def are_parameters(kind: pa.DataType) -> bool:
    """Whether it is the type of a list of keys and values."""
    types = import_module("pyarrow.types")
    if not (types.is_list(kind) or types.is_large_list(kind)):
        return False
    if not types.is_struct(kind.value_type):
        return False
    return {"key", "value"} <= {field.name for field in kind.value_type}


def value_of(column: pa.Array, key: str) -> list[pa.Array]:
    """The value of a key in each row, NULL where it has none.

    A value is written in one of several fields (`string_value`, `int_value`): each is
    an array of its own, of which at most one holds something in a row.
    """
    arrow, compute = import_module("pyarrow"), import_module("pyarrow.compute")
    entries = compute.list_flatten(column)
    hit = compute.equal(compute.struct_field(entries, "key"), key)
    hit = np.asarray(compute.fill_null(hit, fill_value=False))
    parents = np.asarray(compute.list_parent_indices(column))[hit]
    place = np.full(len(column), -1, np.int64)
    place[parents[::-1]] = np.flatnonzero(hit)[::-1]  # the first of a key given twice
    value = compute.struct_field(entries, "value")
    found = value.take(arrow.array(place, mask=place < 0))
    return found.flatten() if arrow.types.is_struct(found.type) else [found]
