"""The words of each finding of the quality report, in English and Chinese."""

from __future__ import annotations

import tomllib
from functools import cache

import msgspec

from studio.domain.quality import QualityFinding
from studio.domain.shipped import resource
from studio.domain.words import Words

_PARTS = ("title", "text", "title_zh", "text_zh")
_SIGNED = frozenset({"hours"})
_TENTH, _WHOLE = 0.1, 100


@cache
def sentences() -> dict[str, dict[str, str]]:
    """Title and text of each kind of finding in both languages, by its id."""
    text = resource("quality", "sentences.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


def worded(finding: QualityFinding) -> QualityFinding:
    """The finding with its title and text in both languages."""
    share = finding.rows / finding.of_rows if finding.of_rows else 0.0
    parts = {
        "rows": _number("rows", finding.rows),
        "of": _number("of", finding.of_rows),
        "share": percent(share),
        "table": finding.table,
        "column": finding.column,
    }
    parts |= {name: _number(name, value) for name, value in finding.numbers.items()}
    title, text, title_zh, text_zh = (
        sentences()[finding.id][part].format(**parts) for part in _PARTS
    )
    return msgspec.structs.replace(
        finding, title=Words(title, title_zh), text=Words(text, text_zh)
    )


def _number(name: str, value: float | str) -> str:
    if isinstance(value, str):
        return value
    if name == "share":
        return percent(value)
    sign = "+" if name in _SIGNED else ""
    if value == int(value) or abs(value) >= _WHOLE:
        return f"{round(value):{sign},}"
    return f"{value:{sign},.1f}" if abs(value) >= _TENTH else f"{value:.2g}"


def percent(share: float) -> str:
    """A share in percent, with one place where it is small."""
    return f"{share:.0%}" if share >= _TENTH else f"{share:.1%}"
