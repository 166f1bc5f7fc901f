"""Text in the languages that Vitrine's pages speak."""

from __future__ import annotations

from typing import Literal

import msgspec

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")


class Words(msgspec.Struct, frozen=True, omit_defaults=True):
    """One piece of copy in English and Chinese; either may be empty."""

    en: str = ""
    zh: str = ""

    def in_(self, language: Language) -> str:
        """Return the text in a language, or the other one when it is missing."""
        return (self.zh or self.en) if language == "zh" else (self.en or self.zh)

    def with_(self, language: Language, text: str) -> Words:
        """Return a copy with the text of one language replaced."""
        return Words(en=self.en, zh=text) if language == "zh" else Words(text, self.zh)

    def __bool__(self) -> bool:
        return bool(self.en or self.zh)
