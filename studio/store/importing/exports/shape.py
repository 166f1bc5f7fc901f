"""How the rows of an export become rows of ours."""

from __future__ import annotations

import msgspec


class Shape(msgspec.Struct, frozen=True):
    """SQL over `given`.

    `names` are the targets and roles that `given` has as columns of text, NULL where
    the file has no such column; `gives` the targets that come out. `held` keeps
    `given` in memory, which is needed when rows are read more than once. An SQL that
    begins with `parts AS` has steps of its own.
    """

    names: tuple[str, ...]
    gives: frozenset[str]
    sql: str
    held: bool = False


def names(text: str) -> tuple[str, ...]:
    """The words of a text."""
    return tuple(text.split())


def gives(text: str) -> frozenset[str]:
    """The words of a text, as a set."""
    return frozenset(text.split())


def one_of(column: str, words: tuple[str, ...]) -> str:
    """SQL that a text, as a word, is one of some."""
    listed = ", ".join("'" + word.replace("'", "''") + "'" for word in words)
    longest = max(len(word.encode()) for word in words) + 4
    return (
        f"CASE WHEN strlen({column}) <= {longest} THEN word({column}) IN ({listed})"
        " ELSE false END"
    )


def furthest(paths: str, step: str) -> str:
    """SQL of the first of some category paths, or of one that leads on from it."""
    return (
        f"list_reduce({paths}, lambda one, other: CASE WHEN"
        f" starts_with(other, one || '{step}') THEN other ELSE one END)"
    )


def sale_is_on(starts: str, ends: str) -> str:
    """SQL that today lies between two days, each of which may be open."""
    return (
        f"coalesce(try_cast({starts} AS TIMESTAMP) <= now() AT TIME ZONE 'UTC', true)"
        f" AND coalesce(try_cast({ends} AS TIMESTAMP) >="
        " now() AT TIME ZONE 'UTC' - INTERVAL 1 DAY, true)"
    )


def reason(reasons: dict[str, str], first: str = "") -> str:
    """SQL of why a row is left out, AS reason: the words of the first test that holds.

    A column `first` of a shape, where it says something, goes before.
    """
    cases = " ".join(f"WHEN {test} THEN '{words}'" for words, test in reasons.items())
    before = f"WHEN {first} IS NOT NULL THEN {first} " if first else ""
    return f"CASE {before}{cases} END AS reason"
