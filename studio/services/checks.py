"""Checks of a page: the review's and the copy guard's in one list."""

from __future__ import annotations

import time
from datetime import date

from studio.domain.catalogue import Catalogue
from studio.domain.page import Page
from studio.pipeline.copywriting.guard import CopyFinding
from studio.pipeline.copywriting.writer import Copywriter
from studio.pipeline.review.checks import review_page
from studio.pipeline.review.findings import PageFinding
from studio.store.project import Project


def local_today() -> date:
    """The day that it is here."""
    now = time.localtime()
    return date(now.tm_year, now.tm_mon, now.tm_mday)


def check_page(
    project: Project,
    page: Page,
    today: date | None = None,
    catalogue: Catalogue | None = None,
) -> tuple[PageFinding, ...]:
    """Everything to know before a page is approved, errors first.

    Args:
        project: Where shop and catalogue are kept.
        page: The page as it is now.
        today: The day it is; by default this one.
        catalogue: The project's, where the caller has it at hand.
    """
    day = today or local_today()
    shop, goods = project.shop(), catalogue or project.catalogue()
    writer = Copywriter(shop, goods, day)
    copy = tuple(as_page_finding(found) for found in writer.check(page))
    return review_page(page, goods, shop, day, copy)


def as_page_finding(found: CopyFinding) -> PageFinding:
    """A finding on a text, as one of the page."""
    return PageFinding(
        rule=f"copy-{found.rule}",
        severity=found.severity,
        title=found.title,
        sentence=found.sentence,
        block_id=found.block_id,
        key=found.key,
        slot=found.slot,
    )
