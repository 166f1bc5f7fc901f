"""Text templates: one thought in both languages, and when it may be used."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache

import msgspec

from studio.domain.shipped import resource
from studio.domain.words import LANGUAGES, Language, Words

FILES = ("web.toml", "campaign.toml")
_PLACE = re.compile(r"\{(\w+)\}")
_PERCENT = re.compile(r"(\d) %")
NO_BREAK = "\u00a0"
"""Keeps a number and its sign on one line."""
LAST_RESORT = "plain"
"""Tag of texts that say nothing in particular: used when nothing else fits."""


class Line(msgspec.Struct, frozen=True):
    """One line of a template file."""

    en: str
    zh: str
    when: tuple[str, ...] = ()


class _Group(msgspec.Struct, frozen=True):
    lines: tuple[Line, ...] = ()


class Template(msgspec.Struct, frozen=True):
    """A line with its place in the file and the facts that it needs."""

    id: str
    words: Words
    when: tuple[str, ...]
    needs: frozenset[str]

    def suits(self, values: Mapping[str, Words], tags: frozenset[str]) -> bool:
        """Whether all its facts are known and all its tags hold."""
        known = all(values.get(need) for need in self.needs)
        return known and all(_holds(tag, tags) for tag in self.when)

    def filled(self, values: Mapping[str, Words]) -> Words:
        """The text with its facts put in, in both languages."""
        return Words(*(self._in(language, values) for language in LANGUAGES))

    def _in(self, language: Language, values: Mapping[str, Words]) -> str:
        pattern = self.words.in_(language)
        text = _PLACE.sub(lambda m: values[m[1]].in_(language), pattern)
        text = " ".join(text.split())
        if language == "zh":
            return _spaced(text)
        return _PERCENT.sub(f"\\1{NO_BREAK}%", text[:1].upper() + text[1:])


def _holds(tag: str, tags: frozenset[str]) -> bool:
    if tag.startswith("!"):
        return tag[1:] not in tags
    return any(option in tags for option in tag.split("|"))


def _spaced(text: str) -> str:
    """A blank between Chinese and Latin words, none after a full-width sign."""
    text = re.sub(r"(?<=[\u4e00-\u9fff])(?=[A-Za-z])", " ", text)
    text = re.sub(r"(?<=[A-Za-z])(?=[\u4e00-\u9fff])", " ", text)
    return re.sub(r"(?<=[，。：；、！？）]) ", "", text)


@cache
def templates() -> dict[str, tuple[Template, ...]]:
    """All templates by group, such as `hero.title`, in the order of the files."""
    groups: dict[str, tuple[Template, ...]] = {}
    for name in FILES:
        raw = tomllib.loads(resource("copy", name).read_text(encoding="utf-8"))
        for group, found in msgspec.convert(raw, dict[str, _Group]).items():
            groups[group] = tuple(
                _template(f"{group}/{at}", line) for at, line in enumerate(found.lines)
            )
    return groups


def _template(template_id: str, line: Line) -> Template:
    needs = frozenset(_PLACE.findall(line.en)) | frozenset(_PLACE.findall(line.zh))
    return Template(template_id, Words(line.en, line.zh), line.when, needs)
