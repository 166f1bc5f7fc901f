"""Which block holds the page's one `h1`."""

from __future__ import annotations

from studio.domain.page import Page

TOPS: tuple[str, ...] = ("hero-banner", "slideshow", "page-header")


def h1_block(page: Page) -> str:
    """Id of the first shown block that opens a page, or an empty string."""
    return next((b.id for b in page.on("web") if b.type in TOPS and not b.hidden), "")
