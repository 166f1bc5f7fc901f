"""Finds personal data by the header and by the values, and masks it."""

from __future__ import annotations

from collections.abc import Sequence

from studio.domain.personal import PERSONAL, mask, mask_inside
from studio.pipeline.ingest.privacy.content import MOST, by_content
from studio.pipeline.ingest.privacy.headers import by_header
from studio.pipeline.ingest.privacy.masking import masked_name
from studio.pipeline.ingest.privacy.told import Told

__all__ = ["PERSONAL", "Told", "mask", "mask_inside", "masked_name", "personal", "told"]


def told(header: str, values: Sequence[str], most: int = MOST) -> Told | None:
    """What a column tells of persons, and what decided; None when nothing.

    Values that pass a check digit speak first, then the header, then values that
    only look like names, addresses or phone numbers.

    Args:
        header: The column's name as the file writes it.
        values: Filled values of a sample.
        most: How many of them are looked at; fewer where a table has many columns.
    """
    content = by_content(header, values, most)
    if content is not None and content.sure:
        return content
    return by_header(header, values) or content


def personal(header: str, values: Sequence[str]) -> str:
    """The kind of personal data that a column holds, in words, or an empty text."""
    found = told(header, values)
    return found.what if found is not None else ""
