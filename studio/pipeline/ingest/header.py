"""Tells tables of one shape by their header."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

from studio.pipeline.ingest.exports.export import simple

_MADE = re.compile(r"column \d+")
"""What a column is called that has no name."""


def in_order(names: Sequence[str]) -> tuple[str, ...]:
    """The names in the order in which tables of one shape have them in common."""
    return tuple(sorted(names, key=lambda name: (simple(name), name)))


def header_digest(names: Sequence[str]) -> str:
    """A digest of the column names, the same whatever their order, case and signs.

    Empty for a table without a header: its columns tell nothing of its shape.
    """
    if all(_MADE.fullmatch(name) for name in names):
        return ""
    shape = "\n".join(simple(name) for name in in_order(names))
    return hashlib.sha256(shape.encode()).hexdigest()[:32]
