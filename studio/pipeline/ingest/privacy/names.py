"""Columns of persons' names, told by their values."""

from __future__ import annotations

import re
from collections.abc import Sequence

from studio.domain.names import is_given, is_maybe_name, is_name
from studio.pipeline.ingest.privacy.headers import words_of

LEAST_FULL, LEAST_GIVEN, FEWEST = 0.45, 0.8, 8
"""Shares of full names and of bare given names that make a column of names, and the
fewest different values that can tell."""
_OTHER = re.compile(
    r"\b(product|item|lineitem|title|brand|vendor|manufacturer|maker|designer|label"
    r"|category|categories|department|type|collection|colou?r|material|size|style"
    r"|season|country|region|segment|group|tags?|series|model|description|query"
    r"|search|keywords?|event|variant|option|store|shop|store name|channel|campaign"
    r"|author|artist|actor|director|publisher|character|team|player|marke|hersteller"
    r"|farbe|autor|titel|bezeichnung|titre|auteur|marque|couleur|autore|marca)\b"
    r"|品牌|商品|标题|颜色|分类|类目|作者|材质|关键词|搜索|店铺|规格|款式|厂商|品名"
)


def is_of_things(header: str) -> bool:
    """Whether a header says that the column tells of things, not of persons."""
    return bool(_OTHER.search(words_of(header)))


def full_names(header: str, values: Sequence[str]) -> int:
    """How many values are names of persons; 0 where it is no column of names."""
    if is_of_things(header):
        return 0
    different = set(values)
    hits = sum(is_name(v) for v in values)
    maybe = sum(is_maybe_name(v) for v in values)
    enough = len(different) >= min(FEWEST, max(3, len(values)))
    likely = hits + (maybe - hits) / 2 if hits else 0  # a rare surname counts half
    return maybe if enough and likely >= LEAST_FULL * len(values) else 0


def given_names(header: str, values: Sequence[str]) -> int:
    """How many values are a given name alone; 0 where it is no such column."""
    if is_of_things(header):
        return 0
    different = set(values)
    hits = sum(is_given(v) for v in values)
    enough = len(different) >= FEWEST and hits >= LEAST_GIVEN * len(values)
    return hits if enough else 0
