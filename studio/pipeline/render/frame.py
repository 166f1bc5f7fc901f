"""What surrounds the blocks: policy, title, scheme, the shop's mark."""

from __future__ import annotations

from studio.domain.shop import PageTheme
from studio.domain.words import Language
from studio.pipeline.render.headings import h1_block
from studio.pipeline.render.scope import Scope

_POLICY = "default-src 'none'; script-src 'none'; style-src {styles}; img-src {hosts}"
MARKED = frozenset({"mark", "wren", "leaf"})
"""Values of `Shop.logo` that stand for the drawn mark; else the name's first letter."""
_TONGUES: dict[Language, str] = {"en": "English", "zh": "中文"}


def policy(scope: Scope, *, inline_styles: bool = False) -> str:
    """The document's content policy: its own files and the shop's picture hosts."""
    hosts = " ".join(["'self'", *sorted(scope.remote_hosts)])
    styles = "'self' 'unsafe-inline'" if inline_styles else "'self'"
    return _POLICY.format(styles=styles, hosts=hosts)


def document_title(scope: Scope) -> str:
    """The page's title (or that of its first block) and the shop's name."""
    title = scope.text(scope.page, "title")
    top = scope.page.block(h1_block(scope.page))
    if not title and top is not None:
        title = scope.text(top, "title")
    name = scope.shop.name_in(scope.language)
    return " · ".join(part for part in (title, name) if part) or "Vitrine"


def theme(scope: Scope) -> PageTheme:
    """The colour scheme asked for, or the brand's own."""
    asked = scope.options.theme
    return scope.page.brand.theme if asked == "auto" else asked


def has_mark(scope: Scope) -> bool:
    """Whether the shop shows the drawn mark instead of its first letter."""
    return scope.shop.logo in MARKED


def tongue(language: Language) -> str:
    """A language in its own words."""
    return _TONGUES[language]
