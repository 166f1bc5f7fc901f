"""Blocks as rows of small integers, and back.

A page is an array of codes of shape (BLOCKS, FIELDS): field 0 is the block type (0 ends
the page), the others are attributes (0 is "absent": the theme's default).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import sha256
from typing import TypeAlias

import msgspec
import numpy as np
import numpy.typing as npt

from studio.domain.layout import STOREFRONT_BLOCKS, Attributes, LayoutBlock

Codes: TypeAlias = npt.NDArray[np.uint8]

BLOCKS = 25
"""At most this many blocks a page."""
END = 0
ABSENT = 0

TYPES: tuple[str, ...] = STOREFRONT_BLOCKS
_ITEMS = (*range(1, 26), 28, 30, 32, 36, 40, 48, 50, 64, 96)

ATTRIBUTE_VALUES: dict[str, tuple[object, ...]] = {
    "full_width": (False, True),
    "height": ("adapt", "small", "medium", "large"),
    "media_side": ("none", "left", "right"),
    "align": ("left", "center", "right"),
    "has_heading": (False, True),
    "columns": tuple(range(1, 10)),
    "columns_mobile": (1, 2, 3, 4),
    "rows": (*range(1, 19), 25),
    "items": _ITEMS,
    "tone": ("light", "soft", "dark", "accent"),
    "scheme": tuple(range(24)),
}
"""What each attribute can say, in the order in which the generator decides."""

ATTRIBUTES: tuple[str, ...] = tuple(ATTRIBUTE_VALUES)
FIELDS = 1 + len(ATTRIBUTES)
FIELD_SIZES: tuple[int, ...] = (
    1 + len(TYPES),
    *(1 + len(values) for values in ATTRIBUTE_VALUES.values()),
)
FIELD_OFFSETS: tuple[int, ...] = tuple(
    int(at) for at in np.concatenate([[0], np.cumsum(FIELD_SIZES)[:-1]])
)
TYPE_CODE: dict[str, int] = {name: 1 + at for at, name in enumerate(TYPES)}
UNKNOWN_CODE = TYPE_CODE["custom-html"]
FIELD_OF: dict[str, int] = {name: 1 + at for at, name in enumerate(ATTRIBUTES)}

_VALUE_CODE: dict[str, dict[object, int]] = {
    name: {value: 1 + at for at, value in enumerate(values)}
    for name, values in ATTRIBUTE_VALUES.items()
}
_NUMBERS: dict[str, npt.NDArray[np.int64]] = {
    name: np.asarray(ATTRIBUTE_VALUES[name], np.int64)
    for name in ("columns", "columns_mobile", "rows", "items", "scheme")
}


def vocabulary_hash() -> str:
    """Short fingerprint of types, attributes and values: weights carry it."""
    text = msgspec.json.encode([TYPES, list(ATTRIBUTE_VALUES.items()), BLOCKS])
    return sha256(text).hexdigest()[:16]


def value_code(name: str, value: object) -> int:
    """Code of an attribute's value; an unknown number takes the nearest."""
    if value is None:
        return ABSENT
    if name in _NUMBERS and isinstance(value, int) and not isinstance(value, bool):
        return 1 + int(np.abs(_NUMBERS[name] - value).argmin())
    return _VALUE_CODE[name].get(value, ABSENT)


def encode(blocks: Sequence[LayoutBlock]) -> Codes:
    """One page as codes (BLOCKS, FIELDS); what lies beyond block 25 is left out.

    A type outside the vocabulary is kept as `custom-html`.
    """
    codes = np.zeros((BLOCKS, FIELDS), np.uint8)
    rows = b"".join(_row(block) for block in blocks[:BLOCKS])
    found = np.frombuffer(rows, np.uint8).reshape(-1, FIELDS)
    codes[: len(found)] = found
    return codes


@lru_cache(maxsize=65_536)
def _row(block: LayoutBlock) -> bytes:
    codes = [TYPE_CODE.get(block.type, UNKNOWN_CODE)]
    codes += [value_code(name, getattr(block.attributes, name)) for name in FIELD_OF]
    return bytes(codes)


def encode_all(pages: Iterable[Sequence[LayoutBlock]]) -> Codes:
    """Pages as codes (N, BLOCKS, FIELDS)."""
    rows = [encode(blocks) for blocks in pages]
    return np.stack(rows) if rows else np.zeros((0, BLOCKS, FIELDS), np.uint8)


def decode(codes: Codes) -> tuple[LayoutBlock, ...]:
    """The blocks of one page (BLOCKS, FIELDS), up to its end."""
    return tuple(_block(row.tobytes()) for row in codes[: length(codes)])


def length(codes: Codes) -> int:
    """Blocks of one page (BLOCKS, FIELDS) before its end."""
    ends = np.flatnonzero(codes[:, 0] == END)
    return int(ends[0]) if len(ends) else len(codes)


def lengths(codes: Codes) -> npt.NDArray[np.int64]:
    """Blocks of each page of (N, BLOCKS, FIELDS); shape (N,)."""
    alive = np.cumprod(codes[:, :, 0] != END, axis=1)
    return np.asarray(alive.sum(axis=1), np.int64)


@lru_cache(maxsize=65_536)
def _block(row: bytes) -> LayoutBlock:
    """The block of one row of codes; pages share blocks that are alike."""
    said = {
        name: ATTRIBUTE_VALUES[name][row[field] - 1]
        for name, field in FIELD_OF.items()
        if row[field] != ABSENT
    }
    return LayoutBlock(TYPES[row[0] - 1], msgspec.convert(said, Attributes))
