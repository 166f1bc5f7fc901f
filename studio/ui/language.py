"""Texts of the window in the chosen language.

English source strings are the keys. `tr("Import {n} files", n=4)` looks the text up
in the catalogues (`resources/translations/zh/*.json`) and fills in the values;
`plural` chooses between two sources; `mark` only marks a text that is translated
where it is shown. A text without a translation is shown in English.
"""

from __future__ import annotations

import json
from functools import cache
from typing import Literal

from PySide6.QtCore import QLocale

from studio.domain.shipped import resource

UiLanguage = Literal["en", "zh"]


class _State:
    language: UiLanguage = "en"


_state = _State()


def system_language() -> UiLanguage:
    """The language of the system, when the studio speaks it, else English."""
    first = QLocale.system().language()
    return "zh" if first == QLocale.Language.Chinese else "en"


def use_language(language: str) -> None:
    """Speak a language from now on: `en`, `zh`, or `system`.

    Widgets that exist keep their texts: the window asks for a restart.
    """
    chosen = system_language() if language in ("", "system") else language
    _state.language = "zh" if chosen == "zh" else "en"
    locale = QLocale("zh_CN") if chosen == "zh" else QLocale("en_GB")
    QLocale.setDefault(locale)


def language() -> UiLanguage:
    """The language that the window speaks."""
    return _state.language


@cache
def catalogue(language: UiLanguage) -> dict[str, str]:
    """All texts of a language, from every area's file."""
    texts: dict[str, str] = {}
    folder = resource("translations", language)
    for path in sorted(folder.glob("*.json")):
        texts.update(json.loads(path.read_text("utf-8")))
    return texts


def tr(source: str, **values: object) -> str:
    """A text in the window's language, with `{name}` filled from the values."""
    text = source
    if _state.language != "en":
        text = catalogue(_state.language).get(source, source)
    return text.format(**values) if values else text


def plural(n: int, one: str, many: str, **values: object) -> str:
    """`one` or `many` by n, which is filled in as `{n}`, grouped by the locale."""
    count = QLocale().toString(n)
    return tr(one if n == 1 else many, n=count, **values)


def mark(source: str) -> str:
    """Mark a source text that `tr` translates later, where it is shown."""
    return source
