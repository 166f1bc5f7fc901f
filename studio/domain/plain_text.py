"""HTML as plain text: what a shopper would read of a description."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser

from studio.domain import reading

_MARKUP = re.compile(reading.MARKUP_PATTERN)
_SILENT = frozenset({"script", "style", "head", "template", "iframe", "object", "svg"})
"""Elements whose content nobody reads."""
_BLOCKS = frozenset({
    "p", "div", "section", "article", "ul", "ol", "table", "tr", "h1", "h2", "h3", "h4",
    "h5", "h6", "blockquote", "header", "footer", "dl", "dt", "dd", "hr",
})  # fmt: skip


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag in _SILENT:
            self._silent += 1
        elif tag == "li":
            self.parts.append("\n• ")
        elif tag in _BLOCKS or tag == "br":
            self.parts.append("\n")
        elif tag in ("td", "th"):
            self.parts.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
        elif tag in _BLOCKS:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(re.sub(r"\s+", " ", data))


def plain_text(text: str) -> str:
    """A text without tags, entities and scripts; lists and paragraphs become lines.

    A text that holds no markup stays as it is.
    """
    if not _MARKUP.search(text):
        return text
    if "<" not in text:
        return unescape(text).replace("\u00a0", " ").strip()
    reader = _Reader()
    reader.feed(text)
    reader.close()
    read = unescape("".join(reader.parts)).replace("\u00a0", " ")
    lines = (re.sub(r"[ \t]+", " ", line).strip() for line in read.split("\n"))
    return "\n".join(line for line in lines if line not in ("", "•"))
