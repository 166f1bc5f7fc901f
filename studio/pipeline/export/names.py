"""Names of folders that every file system takes."""

from __future__ import annotations

import re
import unicodedata

from studio.domain.page import Page
from studio.pipeline.export.edition import Edition

_LONGEST = 48
_RESERVED = frozenset(
    {"con", "prn", "aux", "nul"}
    | {f"com{n}" for n in range(10)}
    | {f"lpt{n}" for n in range(10)}
)
"""What Windows keeps for devices."""


def slug(text: str) -> str:
    """Lower-case ASCII letters, digits and hyphens; empty when nothing is left."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    short = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")[:_LONGEST].strip("-")
    return f"{short}-page" if short in _RESERVED else short


def page_folders(edition: Edition) -> dict[str, str]:
    """A folder for each page id, such as `outdoor-enthusiasts-promotion`."""
    folders: dict[str, str] = {}
    for page in edition.pages:
        wanted = _wanted(page, edition)
        taken = set(folders.values())
        name, count = wanted, 1
        while name in taken:
            count += 1
            name = f"{wanted}-{count}"
        folders[page.id] = name
    return folders


def _wanted(page: Page, edition: Edition) -> str:
    persona = slug(edition.persona(page)) or slug(page.persona_id) or slug(page.id)
    return "-".join(part for part in (persona, slug(page.scenario)) if part) or "page"
