"""Chooses the template for a place: fitting, in its length, unlike its neighbours."""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping, Sequence

from studio.domain.blocks import Length
from studio.domain.page import Block, Page
from studio.domain.words import LANGUAGES, Language, Words
from studio.pipeline.copywriting.facts import Facts
from studio.pipeline.copywriting.places import BUTTONS, fits
from studio.pipeline.copywriting.templates import LAST_RESORT, Template, templates

_THEME_BONUS = 2.5
_TAG_VALUE = 0.7
_FACT_VALUE = 0.2
_SEASON_VALUE = 0.25
_SEASONS = frozenset({
    "winter", "spring", "summer", "autumn", "autumn|winter", "spring|summer",
})  # fmt: skip
_CHANCE = 1.6
"""How far chance may lift a template over a more specific one."""
_THEMES = frozenset({"deals", "under", "new", "brand", "popular", "goes", "dear"})
_OPENING_WORDS = 2


class Used:
    """Texts that a surface has already: buttons and title openings stay unlike."""

    def __init__(self) -> None:
        self.templates: set[str] = set()
        self._buttons: set[str] = set()
        self._openings: set[str] = set()
        self._texts: set[str] = set()

    @classmethod
    def of(cls, page: Page, surface: str, without: tuple[str, str] = ("", "")) -> Used:
        """What a page uses on a surface, apart from one text (block id, key)."""
        used = cls()
        for block in page.blocks:
            if block.surface == surface:
                for key, words in texts_of(block):
                    if (block.id, key) != without:
                        used.note(key, words)
        return used

    def repeating(self) -> Used:
        """The same texts, but templates may be used again: their facts differ."""
        other = Used()
        other._buttons, other._openings = self._buttons, self._openings
        other._texts = self._texts
        return other

    def clashes(self, key: str, words: Words) -> bool:
        """Whether a text would read like another of the surface."""
        for language in LANGUAGES:
            text = words.in_(language)
            if key in BUTTONS and folded(text) in self._buttons:
                return True
            if key == "title" and opening(text, language) in self._openings:
                return True
            if key not in BUTTONS and folded(text) in self._texts:
                return True
        return False

    def note(self, key: str, words: Words) -> None:
        """Remember a text."""
        for language in LANGUAGES:
            text = words.in_(language)
            if key in BUTTONS:
                self._buttons.add(folded(text))
            elif key != "reason":
                self._texts.add(folded(text))
            if key == "title":
                self._openings.add(opening(text, language))


def texts_of(block: Block) -> Iterator[tuple[str, Words]]:
    """Every text of a block with its key; those of slots as `key@slot`-less keys."""
    yield from block.copy.items()
    for slot in block.slots:
        yield from slot.copy.items()


def folded(text: str) -> str:
    """A text without what does not make it read differently."""
    return "".join(c for c in text.casefold() if c.isalnum())


def opening(text: str, language: Language) -> str:
    """What a title opens with: its first two words, or characters in Chinese."""
    if language == "zh" and not text.isascii():
        return folded(text)[:_OPENING_WORDS]
    return " ".join(folded(word) for word in text.split()[:_OPENING_WORDS])


def choose(
    group: str,
    facts: Facts,
    bounds: tuple[Length | None, Sequence[Language]],
    used: Used,
    spice: tuple[str, str, str],
) -> Words | None:
    """The best text of a group that fits; None when none does.

    Args:
        group: Such as `hero.title`.
        facts: What is true here.
        bounds: The length, and the languages in which it counts: the shop's.
        used: What the surface has already; the choice is noted.
        spice: Seed, theme and key of the text.
    """
    seed, theme, key = spice
    length, languages = bounds
    for template in ranked(group, facts, seed, theme):
        words = template.filled(facts.values)
        if length is not None and not _fit(words, length, languages):
            continue
        if template.id in used.templates or used.clashes(key, words):
            continue
        used.templates.add(template.id)
        used.note(key, words)
        return words
    return None


def _fit(words: Words, length: Length, languages: Sequence[Language]) -> bool:
    spans: Mapping[str, tuple[int, int]] = {"en": length.en, "zh": length.zh}
    return all(fits(words.in_(language), spans[language]) for language in languages)


def ranked(group: str, facts: Facts, seed: str, theme: str) -> list[Template]:
    """The templates of a group that are true here, the most fitting first."""
    found = [
        t
        for t in templates().get(group, ())
        if t.suits(facts.values, _with_plain(facts))
    ]
    return sorted(found, key=lambda t: -_value(t, seed, theme))


def _with_plain(facts: Facts) -> frozenset[str]:
    return facts.tags | {LAST_RESORT}


def _value(template: Template, seed: str, theme: str) -> float:
    if LAST_RESORT in template.when:
        return -1.0 + _chance(template, seed) / 10
    tags = [tag for tag in template.when if not tag.startswith("!")]
    seasons = sum(tag in _SEASONS for tag in tags)
    value = (
        _TAG_VALUE * (len(tags) - seasons)
        + _SEASON_VALUE * seasons
        + _FACT_VALUE * min(3, len(template.needs))
    )
    named = _THEMES.intersection(tags)
    if theme in named or (theme == "category" and not named and _on_category(template)):
        value += _THEME_BONUS
    elif named and theme:
        value -= _THEME_BONUS / 2
    return value + _CHANCE * _chance(template, seed)


def _on_category(template: Template) -> bool:
    return "category" in template.needs or any(
        tag.startswith("all_") for tag in template.when
    )


def _chance(template: Template, seed: str) -> float:
    return zlib.crc32(f"{seed}/{template.id}".encode()) / 2**32
