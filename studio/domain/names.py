"""Names of persons: told by lists of given names and surnames, and by form.

The lists ship in `resources/names`. A name is two or more words of which one is a
known given name and another a known surname; words that are also things, colours or
months (Rose, Brown, April) do not count alone. A Chinese name is a known surname with
one or two characters that are common in given names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from studio.domain.personal import mask_persons
from studio.domain.shipped import resource

_HONORIFICS = frozenset({
    "mr", "mrs", "ms", "miss", "mx", "dr", "prof", "herr", "frau", "mme", "mlle",
    "madame", "monsieur", "sr", "sra", "senor", "senora", "signor", "signora", "sig",
    "dott", "mevrouw", "meneer",
})  # fmt: skip
_LINKS = frozenset({
    "van", "von", "der", "den", "de", "la", "le", "du", "di", "da", "dos", "del", "el",
    "bin", "al", "zu", "y", "e",
})  # fmt: skip
_COLOURS = frozenset({
    "brown", "green", "white", "black", "gray", "grey", "gold", "silver", "blue",
    "red", "pink", "orange", "rose", "sale", "bell",
})  # fmt: skip
_SMALL_WORDS = frozenset({
    "for", "fur", "fuer", "pour", "para", "per", "voor", "the", "and", "und", "von",
    "with", "from", "mit", "avec", "con", "gift", "geschenk", "cadeau", "regalo",
    "like",
})  # fmt: skip
_BEFORE_PERSONS = _HONORIFICS | frozenset({
    "for", "fur", "fuer", "pour", "para", "per", "voor", "from", "von", "by",
})  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*\.?")
_HAN = re.compile(r"[\u4e00-\u9fff]{2,4}")
MOST_WORDS = 5
_SHORT = 3


@cache
def _listed(name: str) -> frozenset[str]:
    lines = resource("names", f"{name}.txt").read_text(encoding="utf-8").split("\n")
    return frozenset(line for line in lines if line and not line.startswith("#"))


def _things() -> frozenset[str]:
    return _listed("things")


def folded(word: str) -> str:
    """A word in lower case, without accents and full stops, as the lists have it."""
    text = word.lower().replace("ß", "ss").replace("ø", "o").replace("ł", "l")
    text = unicodedata.normalize("NFKD", text).replace("’", "'")
    return "".join(c for c in text if not unicodedata.combining(c)).strip(".")


@cache
def given_names() -> frozenset[str]:
    """Given names of Europe and America and Chinese ones in Latin letters, folded."""
    return _listed("given") | _listed("census-given")


def given_in_texts() -> frozenset[str]:
    """Those that count in a text: the census also has Honey, Chestnut and Box."""
    return _listed("given")


@cache
def surnames() -> frozenset[str]:
    """Surnames of the same, folded."""
    return _listed("surnames") | _listed("census-surnames")


def is_given(word: str) -> bool:
    """Whether a word is a given name and nothing else of a shop."""
    return folded(word) in given_names() and folded(word) not in _things()


def is_name(text: str) -> bool:
    """Whether a whole text is the name of one person, such as `Smith, Anna`."""
    text = text.strip()
    if _HAN.fullmatch(text):
        return is_chinese_name(text)
    if "&" in text or "+" in text:
        return False
    rest = re.sub(r"[\s,]+", "", _WORD.sub("", text))
    words = [folded(word) for word in _WORD.findall(text)]
    if rest or not words or len(words) > MOST_WORDS:
        return False
    if words[0] in _HONORIFICS and len(words) > 1:
        return words[1] in surnames() | given_names()
    core = [word for word in words if word not in _LINKS]
    return len(core) > 1 and " ".join(words) not in _listed("brands") and _pair(core)


def is_maybe_name(text: str) -> bool:
    """Whether a text is a name, or a given name beside one word that may be one."""
    words = _WORD.findall(text)
    alone = len(words) == 2 and not _WORD.sub("", text).strip(" ,")  # noqa: PLR2004
    if not alone or is_name(text):
        return is_name(text)
    first, last = words if "," not in text else reversed(words)
    return is_given(first) and last[:1].isupper() and folded(last) not in _things()


def _pair(words: list[str]) -> bool:
    given, family = given_names(), surnames()
    double = [set(word.split("-")) | {word} for word in words]
    firsts = [bool(parts & given) for parts in double]
    lasts = [bool(parts & family) for parts in double]
    clear = any(
        (first or last) and not parts & _things()
        for first, last, parts in zip(firsts, lasts, double, strict=True)
    )
    known = sum(a or b for a, b in zip(firsts, lasts, strict=True))
    initials = any(len(word) == 1 for word in words)
    both = (any(firsts) or initials) and (any(lasts) or initials)
    return clear and both and known + initials >= max(2, len(words) - 1)


def is_chinese_name(text: str) -> bool:
    """Whether a text of 2 to 4 Chinese characters is a surname with a given name."""
    if text in _things():
        return False
    for size in (2, 1):
        family, given = text[:size], text[size:]
        if family in _listed("chinese-surnames") and 1 <= len(given) <= 2:  # noqa: PLR2004
            common = _listed("chinese-given")
            if all(character in common for character in given):
                return True
    return False


def names_inside(text: str) -> Iterator[tuple[int, int]]:
    """Where a given name stands beside a surname in a text, as start and end."""
    words = list(_WORD.finditer(text))
    skip = False
    for left, right in pairwise(words):
        between = text[left.end() - left[0].endswith(".") : right.start()]
        if not skip and re.fullmatch(r"[\s,._-]{1,3}", between):
            a, b = folded(left[0]), folded(right[0])
            both = _ordered(a, b) or _ordered(b, a)
            if both and f"{a} {b}" not in _listed("brands"):
                yield left.start(), right.end()
                skip = True
                continue
        skip = False
    for found in re.finditer(
        r"(?<![\u4e00-\u9fff])[\u4e00-\u9fff]{2,4}(?![\u4e00-\u9fff])", text
    ):
        if is_chinese_name(found[0]):
            yield found.start(), found.end()


def words_beside_names(text: str) -> Iterator[tuple[str, str]]:
    """Given names in a text with the word before or after each, folded.

    With a surname that no list has, only the other word can tell: what neither the
    language, the catalogue nor other shoppers say is likely the rest of a name. A given
    name that is an everyday word too, such as Line, counts only where it is written as
    a name or stands after a word such as "for".
    """
    written = _WORD.findall(text)
    words = [folded(word) for word in written]
    for at, (left, right) in enumerate(pairwise(words)):
        for name, other in ((left, right), (right, left)):
            given = name in given_in_texts() and name not in _things()
            small = other in _SMALL_WORDS or min(len(name), len(other)) < _SHORT
            if not given or small or other in _things() | _listed("ordinary"):
                continue
            capitals = all(word[:1].isupper() for word in written[at : at + 2])
            told = capitals or (at > 0 and words[at - 1] in _BEFORE_PERSONS)
            if told or name not in _listed("ordinary"):
                yield name, other


def _ordered(first: str, last: str) -> bool:
    if first in _things() or last in _COLOURS or len(first) < _SHORT:
        return False
    return first in given_in_texts() and last in _listed("surnames")


def masked(text: str) -> str:
    """A short text, such as an example or a file's name, with persons masked."""
    if is_maybe_name(text):
        return f"{text.strip()[:1]}…"
    return mask_names(mask_persons(text))


def mask_names(text: str) -> str:
    """The text with the names of persons masked: `Anna Smith` is `A…`.

    Here a given name is enough beside a word in capitals, or one of the census.
    """
    for start, end in sorted({*names_inside(text), *_likely(text)}, reverse=True):
        if "…" not in text[start:end]:
            text = f"{text[:start]}{text[start]}…{text[end:]}"
    return text


def _likely(text: str) -> Iterator[tuple[int, int]]:
    for left, right in pairwise(_WORD.finditer(text)):
        near = right.start() - left.end() <= 1
        name, other = folded(left[0]), folded(right[0])
        family = right[0][:1].isupper() or other in surnames()
        given = name in given_in_texts() and name not in _things()
        if near and given and family and other not in _things() | _SMALL_WORDS:
            yield left.start(), right.end()
