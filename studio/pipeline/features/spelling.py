"""Words that are nearly one of the catalogue's."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from difflib import get_close_matches

import msgspec

from studio.pipeline.features.matching import folded

CLOSE = 0.72
"""Least share of letters in common (Ratcliff and Obershelp, 1988)."""
SHORTEST = 4
"""Shorter words are one letter away from too many others."""
LONGEST = 40
_WORD = re.compile(r"[^\W\d_]+")


class Vocabulary(msgspec.Struct, frozen=True):
    """The words of a catalogue that have letters, sorted. Chinese is left as it is."""

    words: tuple[str, ...]

    def corrected(self, text: str) -> str:
        """A folded text with each unknown word read as the one it nearly is."""
        return _WORD.sub(lambda found: self._read(found.group()), text)

    def _read(self, word: str) -> str:
        if not SHORTEST <= len(word) <= LONGEST or not word.isascii():
            return word
        at = bisect_left(self.words, word)
        if at < len(self.words) and self.words[at].startswith(word):
            return word  # known, or being typed
        like = [w for w in self.words if abs(len(w) - len(word)) <= 2]  # noqa: PLR2004
        near = get_close_matches(word, like, 1, CLOSE)
        return near[0] if near else word


def vocabulary_of(texts: Iterable[str]) -> Vocabulary:
    """The words of some texts."""
    words = {w for text in texts for w in _WORD.findall(folded(text)) if w.isascii()}
    return Vocabulary(tuple(sorted(w for w in words if len(w) >= SHORTEST - 1)))
