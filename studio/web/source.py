"""What the preview asks for the documents that it shows."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

import msgspec

from studio.domain.page import Surface
from studio.domain.words import Language


class View(msgspec.Struct, frozen=True):
    """Which document of a page is asked for.

    `editing` asks for the marks that the overlay reads (`data-block-id` and others).
    """

    page_id: str
    surface: Surface = "web"
    language: Language = "en"
    editing: bool = True


class PageSource(Protocol):
    """Host of the pages: gives documents, styles and pictures, or None for unknown."""

    def document(self, view: View) -> str | None:
        """The whole HTML document of a page's surface."""

    def style(self, name: str) -> str | None:
        """A stylesheet by its file name."""

    def picture(self, product_id: str) -> Path | None:
        """The file of a product's picture."""

    def asset(self, name: str) -> Path | None:
        """Another shipped file that a page shows, by its name."""

    @property
    def folders(self) -> tuple[Path, ...]:
        """The only folders that pictures and assets may lie in."""
