"""Reviews, exports and assigns what was approved."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

import msgspec

from studio.domain.errors import InputProblem, NotYet
from studio.domain.jobs import Assign
from studio.domain.page import Page
from studio.domain.review import Approval, PageRow
from studio.pipeline.export.edition import Edition
from studio.pipeline.export.pages import export_pages
from studio.pipeline.render.documents import Source, page_files
from studio.pipeline.review.findings import PageFinding
from studio.services.checks import check_page, local_today
from studio.store.project import Project

FORMATS = ("html", "json")


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

    edition: Edition
    source: Source
    formats: tuple[str, ...]
    folder: Path
    notes: tuple[str, ...] = ()

    def write(self) -> ExportResult:
        """Write the files; an earlier export stays whole when something fails.

        Raises:
            InputProblem: The folder holds something else, or a page is not as approved.
            StorageProblem: The folder may not be written, or the disk is full.
        """
        files_of = partial(page_files, source=self.source)
        done = export_pages(self.edition, self.formats, files_of, self.folder)
        return ExportResult(
            done.folder,
            done.pages,
            done.files,
            self.formats,
            self.edition.at,
            self.notes,
        )


class PublishService:
    """Findings, exports and assignment of one project."""

    def __init__(self, project: Project) -> None:
        self._project = project

    def findings(self, page_id: str) -> tuple[PageFinding, ...]:
        """What the checks find on a page as it is now."""
        page = self._project.pages.page(page_id)
        return check_page(self._project, page, catalogue=self._project.catalogue())

    def counts(self, rows: Iterable[PageRow]) -> dict[str, int]:
        """Number of findings (errors and warnings) by page id."""
        return {
            row.page_id: sum(f.severity != "info" for f in self.findings(row.page_id))
            for row in rows
        }

    def ready(self) -> int:
        """Number of pages that an export would hold now."""
        return len(self._may_go_out()[0])

    def export(self, formats: Sequence[str], folder: Path) -> ExportResult:
        """Export the approved pages; raises InputProblem, NotYet or StorageProblem."""
        return self.prepare(formats, folder).write()

    def prepare(self, formats: Sequence[str], folder: Path) -> ReadyExport:
        """Read what an export needs; raises InputProblem or NotYet."""
        for name in formats:
            if name not in FORMATS:
                known = ", ".join(FORMATS)
                raise InputProblem(f"There is no format “{name}”.", f"Known: {known}.")
        approved, small = self._may_go_out()
        if not approved and not small:
            raise NotYet(
                "Nothing is approved yet, so there is nothing to export.",
                "Approve pages in Publish, or with `vitrine approve`.",
            )
        floor = self._project.floor
        if not approved:
            raise NotYet(
                f"Every approved page is for a persona of fewer than {floor} shoppers,"
                " so there is nothing to export.",
                "Their shoppers get the page “All shoppers”: approve one.",
            )
        rows = {row.page_id: row for row in self._project.pages.rows()}
        catalogue, shop = self._project.catalogue(), self._project.shop()
        pictures = {
            product_id: self._project.picture(product_id)
            for page, _ in approved
            for product_id in page.product_ids()
        }
        names = {row.persona_id: row.persona_name for row in rows.values()}
        stale = sum(rows[page.id].status == "stale" for page, _ in approved)
        notes = (_stale_note(stale),) if stale else ()
        if small:
            notes = (*notes, _small_note(small, floor))
        return ReadyExport(
            Edition(approved, catalogue, shop, time.time(), names, floor),
            Source(catalogue, shop, pictures.get, local_today()),
            tuple(formats),
            folder.expanduser().absolute(),
            notes,
        )

    def _may_go_out(self) -> tuple[tuple[tuple[Page, Approval], ...], int]:
        """The approved pages of personas that are large enough, and how many are not.

        A persona that fell under the floor, or is none any more, has nobody who would
        get its page.
        """
        approved = self._project.pages.approved()
        large = {persona.id for persona in self._project.personas()}
        if not large:  # nobody is told apart: there are no personas yet
            return approved, 0
        kept = tuple(pair for pair in approved if pair[0].persona_id in large)
        return kept, len(approved) - len(kept)

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


def _small_note(pages: int, floor: int) -> str:
    left = "1 approved page is" if pages == 1 else f"{pages} approved pages are"
    return f"{left} left out: there is no such persona of {floor} or more shoppers now."


def _stale_note(stale: int) -> str:
    pages = "1 page is" if stale == 1 else f"{stale} pages are"
    return (
        f"{pages} exported as approved, and stale: the page or its products have "
        "changed since."
    )
