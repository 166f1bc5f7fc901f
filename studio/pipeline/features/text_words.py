"""Words of texts in which Chinese and English are mixed, for portraits and counts."""

from __future__ import annotations

import re
from importlib import import_module

_RUN = re.compile(r"[\u3400-\u9fff]+|[^\W\d_]+(?:['’-][^\W\d_]+)*")
_CHINESE = re.compile(r"[\u3400-\u9fff]")
LEAST = 2
"""Characters of a word; one Chinese character alone rarely says what a thing is."""


def words_of(text: str) -> list[str]:
    """The words of a text in order, folded; Chinese ones as jieba cuts them.

    jieba cuts by the likeliest path through a dictionary of words and their
    frequencies, and by a hidden Markov model for words that it does not know.
    """
    words: list[str] = []
    for run in _RUN.findall(text):
        found = import_module("rjieba").cut(run) if _CHINESE.match(run) else [run]
        words += [word.casefold() for word in found if len(word) >= LEAST]
    return words
