"""Finds actions by what a person types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from studio.ui.actions.rows import Row
from studio.ui.language import tr

_WORD_START, _IN_TEXT, _IN_WORDS, _SCATTERED = 0, 1, 2, 3


@dataclass(frozen=True)
class Hit:
    """A row that was found, and which characters of its text matched."""

    row: Row
    marks: tuple[int, ...] = ()


def _scattered(query: str, text: str) -> tuple[int, ...] | None:
    marks, at = [], 0
    for letter in query:
        at = text.find(letter, at)
        if at < 0:
            return None
        marks.append(at)
        at += 1
    return tuple(marks)


def _match(query: str, row: Row) -> tuple[int, tuple[int, ...]] | None:
    text = tr(row.text).casefold()
    at = text.find(query)
    if at >= 0:
        rank = _WORD_START if at == 0 or text[at - 1] == " " else _IN_TEXT
        return rank, tuple(range(at, at + len(query)))
    everything = f"{row.text} {row.words} {row.id}".casefold()
    if all(word in everything for word in query.split()):
        return _IN_WORDS, ()
    if len(query) > 1 and (marks := _scattered(query, text)) is not None:
        spread = marks[-1] - marks[0] + 1
        if spread <= 3 * len(query):
            return _SCATTERED, marks
    return None


def find(query: str, rows: Sequence[Row]) -> tuple[Hit, ...]:
    """Rows that match, best first; all of them in order for an empty query."""
    query = query.strip().casefold()
    if not query:
        return tuple(Hit(row) for row in rows)
    found = [
        (matched[0], at, Hit(row, matched[1]))
        for at, row in enumerate(rows)
        if (matched := _match(query, row)) is not None
    ]
    return tuple(hit for _, _, hit in sorted(found, key=lambda each: each[:2]))
