"""E-mails carry their rules in style attributes, because mail programs need them."""

from __future__ import annotations

from functools import cache

import tinycss2  # type: ignore[import-untyped]
from markupsafe import Markup

from studio.domain.shipped import resource


@cache
def _rules() -> tuple[dict[str, str], str]:
    """Declarations of each class in `email.css`, and its media queries as text."""
    text = resource("pages", "email.css").read_text(encoding="utf-8")
    classes: dict[str, str] = {}
    media: list[str] = []
    for rule in tinycss2.parse_stylesheet(
        text, skip_comments=True, skip_whitespace=True
    ):
        if rule.type == "qualified-rule":
            name = tinycss2.serialize(rule.prelude).strip().removeprefix(".")
            body = tinycss2.serialize(rule.content).split(";")
            classes[name] = "; ".join(part.strip() for part in body if part.strip())
        elif rule.type == "at-rule":
            media.append(rule.serialize())
    return classes, "\n".join(media)


def narrow_css() -> str:
    """The media queries, which stay in the head: rules for phones."""
    return _rules()[1]


class MailStyles:
    """Writes an element's classes, with their rules as a style attribute on export.

    Later classes win, as later rules of the stylesheet would.
    """

    def __init__(self, *, inline: bool) -> None:
        self._inline = inline

    def __call__(self, *names: str) -> Markup:
        """Attributes for an element of these classes; raises KeyError for unknown."""
        if not names:
            return Markup()
        classes = Markup(' class="{}"').format(" ".join(names))
        if not self._inline:
            return classes
        rules, media = _rules()
        styles = [rules[name] for name in names if name in rules or name not in media]
        return classes + Markup(' style="{}"').format("; ".join(styles))
