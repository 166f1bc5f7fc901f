"""Chinese headings break at their commas, never inside a word."""

from __future__ import annotations

import re

from studio.domain.words import Language

_CJK = re.compile(r"[\u3400-\u9fff]")
_PHRASE = re.compile(r"[^，。！？；：、…]+[，。！？；：、…]*[”’）》」』]*")


def phrases(text: str, language: Language) -> tuple[str, ...]:
    """The parts of a heading that should stay together.

    One part means that the browser may break as it likes.
    """
    if language != "zh" or not _CJK.search(text):
        return (text,)
    parts = _PHRASE.findall(text)
    return tuple(parts) if "".join(parts) == text else (text,)
