"""What goes out: approved pages with everything that they state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

import msgspec

from studio.domain.catalogue import Catalogue
from studio.domain.errors import InputProblem
from studio.domain.page import Page
from studio.domain.privacy import SMALLEST_GROUP
from studio.domain.review import Approval, page_digest
from studio.domain.shop import Shop

Files = dict[str, bytes]
"""Contents by path inside the export, with `/` between folders."""
FilesOf = Callable[[Page], Mapping[str, bytes]]
"""Renders all files of one page, by path inside the page's folder."""


class Edition(msgspec.Struct, frozen=True):
    """Approved pages and what they are exported with.

    Attributes:
        approved: Each page as it was approved, with its approval.
        catalogue: For the facts about products that JSON carries.
        shop: Whose pages these are.
        at: When the export is made, in seconds since 1970 UTC.
        personas: Names of personas by id, for people who read the export.
        floor: The least number of shoppers of a persona.
    """

    approved: tuple[tuple[Page, Approval], ...]
    catalogue: Catalogue
    shop: Shop
    at: float
    personas: dict[str, str] = {}
    floor: int = SMALLEST_GROUP

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages without their approvals."""
        return tuple(page for page, _ in self.approved)

    def persona(self, page: Page) -> str:
        """The name of a page's persona, or its id."""
        return self.personas.get(page.persona_id, "") or page.persona_id

    @property
    def made(self) -> str:
        """When the export is made, as ISO 8601."""
        return iso(self.at)


def iso(seconds: float) -> str:
    """A time in seconds since 1970 as ISO 8601 in UTC."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")


def check(edition: Edition) -> None:
    """Raise InputProblem unless every page is exactly what somebody approved."""
    for page, approval in edition.approved:
        same = approval.page_id == page.id and approval.digest == page_digest(page)
        if not same:
            raise InputProblem(
                f"Page {page.id} is not as it was approved, so nothing was exported.",
                "Approve it again, then export.",
            )
