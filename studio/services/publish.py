"""Reviews, exports and assigns what was approved."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Literal

import msgspec

from studio.domain.catalogue import Catalogue
from studio.domain.errors import InputProblem, NotYet
from studio.domain.jobs import Assign
from studio.domain.page import Page
from studio.domain.review import Approval, PageRow
from studio.domain.shop import Shop
from studio.store.project import Project

FORMATS = ("html", "json")


class PageFinding(msgspec.Struct, frozen=True):
    """What a check found on a page; `block_id` is where, when it is in one place."""

    severity: Literal["error", "warning", "info"]
    title: str
    text: str
    block_id: str = ""


class ExportResult(msgspec.Struct, frozen=True):
    """What was written; `at` in seconds since 1970."""

    folder: str
    pages: int
    files: int
    formats: tuple[str, ...]
    at: float
    notes: tuple[str, ...] = ()


class ReadyExport(msgspec.Struct, frozen=True):
    """Everything an export needs, read from the project: `write` may run anywhere."""

    pages: tuple[tuple[Page, Approval], ...]
    catalogue: Catalogue
    shop: Shop
    pictures: dict[str, Path]
    formats: tuple[str, ...]
    folder: Path
    at: float

    def write(self) -> ExportResult:
        """Write the files; an earlier export stays whole when something fails."""
        raise NotImplementedError


class PublishService:
    """Findings, exports and assignment of one project."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def findings(self, page_id: str) -> tuple[PageFinding, ...]:
        """What the checks find on a page as it is now."""
        page = self._project.pages.page(page_id)
        return _findings(page, self._project.catalogue(), self._project.shop())

    def counts(self, rows: Iterable[PageRow]) -> dict[str, int]:
        """Number of findings (errors and warnings) by page id."""
        return {
            row.page_id: sum(f.severity != "info" for f in self.findings(row.page_id))
            for row in rows
        }

    def export(self, formats: Sequence[str], folder: Path) -> ExportResult:
        """Export the approved pages; raises InputProblem, NotYet or StorageProblem."""
        return self.prepare(formats, folder).write()

    def prepare(self, formats: Sequence[str], folder: Path) -> ReadyExport:
        """Read what an export needs; raises InputProblem or NotYet."""
        for name in formats:
            if name not in FORMATS:
                known = ", ".join(FORMATS)
                raise InputProblem(f"There is no format “{name}”.", f"Known: {known}.")
        pages = self._project.pages.approved()
        if not pages:
            raise NotYet(
                "Nothing is approved yet, so there is nothing to export.",
                "Approve pages in Publish, or with `vitrine approve`.",
            )
        shown = {p for page, _ in pages for p in page.product_ids()}
        pictures = {p: self._project.picture(p) for p in shown}
        return ReadyExport(
            pages,
            self._project.catalogue(),
            self._project.shop(),
            {p: path for p, path in pictures.items() if path is not None},
            tuple(formats),
            folder,
            time.time(),
        )

    def remember(self, key: str, result: ExportResult) -> None:
        """Keep where and when a target was last exported."""
        with self._project.database.transaction():
            self._project.database.set_fact(f"export.{key}", result)

    def last(self, key: str) -> ExportResult | None:
        """The last export of a target."""
        return self._project.database.maybe(f"export.{key}", ExportResult)

    def assign_job(self, users: Path, out: Path) -> Assign:
        """The job that gives a customer list back with persona and page."""
        return Assign(str(self._project.path), str(users), str(out))


def _findings(page: Page, catalogue: Catalogue, shop: Shop) -> tuple[PageFinding, ...]:
    raise NotImplementedError(date.today())  # noqa: DTZ011
