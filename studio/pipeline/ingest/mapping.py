"""Which of our columns each column of a file is, and what kind of file that makes."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from studio.domain import reading
from studio.domain.imports import COLUMNS, FileKind, needed
from studio.domain.personal import EMAIL, PHONE
from studio.pipeline.ingest.content import filled, reading_of, share
from studio.pipeline.ingest.privacy import told
from studio.pipeline.ingest.privacy.content import MOST
from studio.pipeline.ingest.vocabulary import header_match, targets_of

LEAST_MATCH = 0.45
SURE = 0.9
_NUMBERS = frozenset({reading.WHOLE, reading.NUMBER, reading.AMOUNT})
_NUMERIC_TARGETS = frozenset({
    "price", "sale_price", "weight", "quantity", "block_index", "rating",
    "rating_count",
})  # fmt: skip
_SHOPPERS = {EMAIL: 0.6, PHONE: 0.5}
"""What can stand for the shopper where nothing else does, and how well."""
_MAY_BE_PERSONAL = frozenset({"user_id", "session_id", "query", "value"})
"""Targets that are pseudonymised, or whose personal rows are left out."""
_EVENT_WORDS = reading.known_words(reading.EVENT_WORDS)
_PREFERENCE_WORDS = reading.known_words(reading.PREFERENCE_WORDS)
_PAGE_WORDS = {*reading.CLICK_WORDS, *reading.IMPRESSION_WORDS}
_FILE_NAMES: dict[str, tuple[str, ...]] = {
    "page_events": ("page_event", "block", "impression"),
    "preference": ("preference", "偏好"),
    "segments": ("segment", "分群", "人群"),
    "products": ("product", "catalog", "article", "商品", "产品"),
    "behaviour": ("behavio", "event", "click", "order", "行为"),
}


LOOKED_AT, FEWEST_LOOKED_AT = 20_000, 40
"""Cells of a file that are looked at for personal data, and the fewest of a column."""


class Column(msgspec.Struct, frozen=True):
    """A column of the file with what a look at its values tells.

    `personal` is a kind of personal data, `why` says what decided, and `proven` that
    the values themselves did.
    """

    name: str
    values: tuple[str, ...]
    reading: str
    personal: str
    why: str = ""
    proven: bool = False


class Match(msgspec.Struct, frozen=True):
    """Where a column goes, and how sure that is."""

    target: str
    match: float


def columns_of(
    names: Sequence[str], rows: Sequence[Sequence[str]]
) -> tuple[Column, ...]:
    """The columns of a table, each with its filled values."""
    columns = []
    most = min(MOST, max(FEWEST_LOOKED_AT, LOOKED_AT // max(1, len(names))))
    for place, name in enumerate(names):
        values = filled([row[place] for row in rows])
        found = told(name, values, most)
        columns.append(
            Column(
                name,
                values,
                reading_of(values),
                found.what if found else "",
                found.why if found else "",
                proven=found.sure if found else False,
            )
        )
    return tuple(columns)


def choose_kind(file_name: str, columns: Sequence[Column]) -> FileKind:
    """What kind of file the columns make; "unknown" when none fits half."""
    best: FileKind = "unknown"
    best_score = 0.0
    for kind, parts in _FILE_NAMES.items():
        found = propose(kind, columns)
        score = _kind_score(kind, found, len(columns))
        named = any(part in file_name.lower() for part in parts)
        score += 0.25 * named * (score > 0)
        if score > best_score:
            best, best_score = kind, score  # type: ignore[assignment] # keys are kinds
    return best


def _kind_score(kind: str, found: dict[int, Match], width: int) -> float:
    by_target = {m.target: m.match for m in found.values()}
    anchors = [by_target.get(target, 0.0) for target in needed(kind, set(by_target))]
    have = sum(match > 0 for match in anchors) / len(anchors)
    if have < 0.5 or ("user_id" not in by_target and kind == "segments"):  # noqa: PLR2004
        return 0.0
    known = len(found) / max(1, width)
    use = len(found) / len(COLUMNS[kind])
    sure = sum(anchors) / len(anchors)
    return (1.0 if have == 1 else 0.0) + sure + 0.6 * known + 0.2 * use


def propose(kind: str, columns: Sequence[Column]) -> dict[int, Match]:
    """The best target of each column; each target is used once."""
    scored = [
        (_score(kind, target, column), -place, target)
        for place, column in enumerate(columns)
        for target in targets_of(kind)
    ]
    found: dict[int, Match] = {}
    used: set[str] = set()
    for score, place, target in sorted(scored, reverse=True):
        if score >= LEAST_MATCH and -place not in found and target not in used:
            found[-place] = Match(target, round(score, 2))
            used.add(target)
    return _without_doubt(kind, found)


def _without_doubt(kind: str, found: dict[int, Match]) -> dict[int, Match]:
    """A catalogue has no shoppers: with shopper and time it is behaviour."""
    if kind == "products":
        return {p: m for p, m in found.items() if m.target != "user_id"}
    return found


def _score(kind: str, target: str, column: Column) -> float:
    header = header_match(kind, target, column.name)
    if column.personal and header < SURE:
        return _SHOPPERS.get(column.personal, 0.0) if target == "user_id" else 0.0
    if column.proven and target not in _MAY_BE_PERSONAL:
        return 0.0
    if header == 0.0:
        return _by_content(kind, target, column)
    return header * _fit(kind, target, column)


def _by_content(kind: str, target: str, column: Column) -> float:
    """For a header that nobody knows: only what cannot be anything else."""
    if kind != "behaviour":
        return 0.0
    if target == "timestamp" and column.reading in reading.MOMENTS:
        return 0.55
    if target == "event" and share(column.values, _is_event) >= 0.8:  # noqa: PLR2004
        return 0.7
    return 0.0


def _fit(kind: str, target: str, column: Column) -> float:
    """How well the values fit a target, as a factor."""
    if column.reading == reading.NOTHING:
        return 0.9
    if target == "timestamp" or target in _NUMERIC_TARGETS:
        expected = reading.MOMENTS if target == "timestamp" else _NUMBERS
        return 1.0 if column.reading in expected else 0.6
    if target == "event":
        known = _PAGE_WORDS if kind == "page_events" else _EVENT_WORDS
        few = share(column.values, lambda v: reading.word(v) in known)
        return 1.0 if few >= 0.5 else 0.8  # noqa: PLR2004
    if target == "kind":
        return 0.7 + 0.3 * share(column.values, _is_preference)
    if target.endswith("_id") and column.reading in reading.MOMENTS - {reading.DATE}:
        return 0.9
    return 1.0 if column.reading != reading.DATE or target == "added" else 0.4


def _is_event(value: str) -> bool:
    return reading.word(value) in _EVENT_WORDS


def _is_preference(value: str) -> bool:
    return reading.word(value) in _PREFERENCE_WORDS
