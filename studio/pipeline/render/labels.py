"""The renderer's own words, such as "Add to bag", in both languages."""

from __future__ import annotations

from functools import cache

import msgspec

from studio.domain.shipped import resource
from studio.domain.words import Language, Words


@cache
def labels() -> dict[str, Words]:
    """All labels by key."""
    return msgspec.json.decode(
        resource("pages", "labels.json").read_bytes(), type=dict[str, Words]
    )


def label(key: str, language: Language, **values: object) -> str:
    """One label with its `{name}` places filled; raises KeyError for unknown keys."""
    return labels()[key].in_(language).format(**values)
