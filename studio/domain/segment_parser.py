"""Reads conditions of segments from text; `segment_text` says how they are written."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from studio.domain.errors import InputProblem
from studio.domain.segment_checks import check
from studio.domain.segment_text import DEEDS, HINT, RESERVED, VERBS
from studio.domain.segments import (
    MEASURES,
    Condition,
    Frequency,
    FromCountry,
    Group,
    Handling,
    InCategory,
    InSegment,
    Match,
    Money,
    OfBrand,
    PriceBand,
    Recency,
    Saving,
    Searched,
)

_UNITS = {"d": 1, "w": 7, "m": 30, "y": 365}
_TOKEN = re.compile(
    r"""\s*(?:"(?P<quoted>[^"]*)"|“(?P<curly>[^”]*)”
    |(?P<sign>>=|<=|\.\.|[()<>=,≥≤])
    |(?P<word>(?:(?!\.\.)[^\s()<>=,"“”≥≤])+))""",
    re.VERBOSE,
)
_SAME = {"≥": ">=", "≤": "<="}
_NUMBER = re.compile(r"\d+(\.\d+)?")
_PERIOD = re.compile(r"(\d+)([dwmy])(ays?|eeks?|onths?|ears?)?")
Bounds = tuple[float | None, float | None]


class _Token(NamedTuple):
    text: str
    quoted: bool


def read(text: str) -> Group:
    """The condition that a text says; raises InputProblem with examples."""
    reader = _Reader(text)
    found = reader.either()
    reader.expect_end()
    group = found if isinstance(found, Group) else Group("all", (found,))
    check(group)
    return group


class _Reader:
    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._at = 0

    def either(self) -> Condition:
        return self._joined("any", "or", self._both)

    def _both(self) -> Condition:
        return self._joined("all", "and", self._one)

    def _joined(
        self, match: Match, word: str, part: Callable[[], Condition]
    ) -> Condition:
        found = [part()]
        while self._take(word):
            found.append(part())
        return found[0] if len(found) == 1 else Group(match, tuple(found))

    def _one(self) -> Condition:
        if self._take("not"):
            inside = self._one()
            if isinstance(inside, Group) and inside.match == "any":
                return Group("none", inside.conditions)
            return Group("none", (inside,))
        if self._take("("):
            found = self.either()
            if not self._take(")"):
                raise InputProblem("A bracket is opened and never closed.", HINT)
            return found
        return self._leaf()

    def _leaf(self) -> Condition:
        word = self._word().lower()
        if word in ("last", "first"):
            return self._recency(word)
        if word in MEASURES:
            (least, most), days = self._bounds(), self._period()
            whole = (_whole(least), _whole(most))
            return Frequency(word, *whole, days)
        if word in ("spent", "average"):
            if word == "average":
                self._need("order")
            measure = "spent" if word == "spent" else "order"
            return Money(measure, *self._bounds(), self._period())  # type: ignore[arg-type]
        if word in VERBS or word == "never":
            return self._handled(word)
        return self._named(word)

    def _named(self, word: str) -> Condition:
        if word == "reduced":
            least, most = self._bounds(percent=True)
            return Saving(least, most)
        if word == "searched":
            return Searched(self._name(), self._period())
        if word == "country":
            self._take("=")
            return FromCountry(self._names())
        if word == "segment":
            self._take("=")
            return InSegment(self._name())
        raise InputProblem(f"“{word}” begins no condition.", HINT)

    def _recency(self, edge: str) -> Recency:
        word = self._word().lower()
        if word not in DEEDS:
            raise InputProblem(
                f"“{edge} {word}” is not known.", f"Known: {', '.join(DEEDS)}."
            )
        sign = self._sign(("<=", ">"))
        days = _days(self._word())
        return Recency(days, DEEDS[word], edge, sign == "<=")  # type: ignore[arg-type]

    def _handled(self, word: str) -> Condition:
        never = word == "never"
        verb = self._word().lower() if never else word
        if verb not in VERBS:
            raise InputProblem(f"“never {verb}” is not known.", HINT)
        what = self._word().lower()
        made: InCategory | OfBrand | PriceBand
        if what == "category":
            path = tuple(step.strip() for step in self._name().split(">"))
            made = InCategory(path)
        elif what == "brand":
            made = OfBrand(self._names())
        elif what == "price":
            made = PriceBand(*self._bounds())
        else:
            raise InputProblem(
                f"“{verb} {what}” is not known.", "Say category, brand or price."
            )
        bounds: Bounds = (None, 0) if never else (1, None)
        if self._take("times"):
            bounds = self._bounds()
        return _replaced(made, VERBS[verb], bounds, self._period())

    def _bounds(self, *, percent: bool = False) -> Bounds:
        sign = self._sign((">=", "<=", "="), optional=True)
        first = self._number(percent=percent)
        if sign == ">=":
            return first, None
        if sign == "<=":
            return None, first
        if sign == "=":
            return first, first
        if not self._take(".."):
            raise InputProblem(
                f"“{first:g}” needs a sign before it, or another number after it.",
                "Write >= 3, <= 3, = 3 or 2..5.",
            )
        return first, self._number(percent=percent)

    def _number(self, *, percent: bool) -> float:
        word = self._word()
        bare = word.removesuffix("%")
        if not _NUMBER.fullmatch(bare) or (word != bare and not percent):
            raise InputProblem(f"“{word}” is not a number.", "Write it as 200 or 8.50.")
        return float(bare) / 100 if percent else float(bare)

    def _period(self) -> int | None:
        return _days(self._word()) if self._take("in") else None

    def _names(self) -> tuple[str, ...]:
        names = [self._name()]
        while self._take(","):
            names.append(self._name())
        return tuple(names)

    def _name(self) -> str:
        token = self._next()
        if token is not None and token.quoted:
            return token.text
        words: list[str] = []
        while token is not None and not token.quoted and not _ends_name(token.text):
            words.append(token.text)
            token = self._next()
        if token is not None:
            self._at -= 1
        if not words:
            raise InputProblem("A condition names nothing.", HINT)
        return " ".join(words)

    def _sign(self, known: tuple[str, ...], *, optional: bool = False) -> str:
        for sign in known:
            if self._take(sign):
                return sign
        if optional:
            return ""
        token = self._next()
        raise InputProblem(
            f"“{token.text if token else ''}” stands where one of"
            f" {', '.join(known)} should.",
            HINT,
        )

    def _need(self, word: str) -> None:
        if not self._take(word):
            raise InputProblem(f"The word “{word}” is missing.", HINT)

    def _take(self, word: str) -> bool:
        if self._at < len(self._tokens):
            token = self._tokens[self._at]
            if not token.quoted and token.text.lower() == word:
                self._at += 1
                return True
        return False

    def _word(self) -> str:
        token = self._next()
        if token is None:
            raise InputProblem("A condition ends too early.", HINT)
        return token.text

    def _next(self) -> _Token | None:
        if self._at >= len(self._tokens):
            return None
        self._at += 1
        return self._tokens[self._at - 1]

    def expect_end(self) -> None:
        token = self._next()
        if token is not None:
            raise InputProblem(
                f"“{token.text}” is one word too many.",
                "Join conditions with and, or, not and brackets;"
                " put names of several words in quotation marks.",
            )


def _tokens(text: str) -> list[_Token]:
    found, at = [], 0
    stripped = text.rstrip()
    while at < len(stripped):
        match = _TOKEN.match(stripped, at)
        if match is None:
            raise InputProblem(
                "A quotation mark is opened and never closed.", f"In: {text}"
            )
        at = match.end()
        kind = match.lastgroup or ""
        token = match.group(kind)
        quoted = kind in ("quoted", "curly")
        found.append(_Token(token if quoted else _SAME.get(token, token), quoted))
    if not found:
        raise InputProblem("There is no condition.", HINT)
    return found


def _ends_name(text: str) -> bool:
    return text.lower() in RESERVED or text in (">=", "<=", "..", "<", ">", "=")


def _days(word: str) -> int:
    match = _PERIOD.fullmatch(word.lower())
    if match is None:
        raise InputProblem(
            f"“{word}” is not a period.", "Write it as 30d, 4w, 6m or 1y."
        )
    return int(match[1]) * _UNITS[match[2]]


def _whole(number: float | None) -> int | None:
    if number is None:
        return None
    if number != int(number):
        raise InputProblem(f"{number:g} is not a whole number.", "Round it.")
    return int(number)


def _replaced(
    made: InCategory | OfBrand | PriceBand,
    deed: Handling,
    bounds: Bounds,
    days: int | None,
) -> Condition:
    least, most = _whole(bounds[0]), _whole(bounds[1])
    if isinstance(made, InCategory):
        return InCategory(made.path, deed, least, most, days)
    if isinstance(made, OfBrand):
        return OfBrand(made.brands, deed, least, most, days)
    return PriceBand(made.low, made.high, deed, least, most, days)
