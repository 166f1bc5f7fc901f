"""Builds the facts that segments are counted from, and refreshes applied segments."""

from __future__ import annotations

from pathlib import Path

import msgspec

from studio.domain.errors import CancelledByUser, VitrineError
from studio.domain.imports import Finding, ImportResult
from studio.domain.jobs import BuildSegments, Report, SegmentsResult
from studio.services.segments import SegmentService
from studio.store.project import Project

LABEL = "Preparing segments"


def run(job: BuildSegments, report: Report) -> SegmentsResult:
    """Build what is missing; raises NotYet where there are no events."""
    with Project.open(Path(job.project)) as project:
        service = SegmentService(project)
        try:
            service.prepare(lambda done, whole: report.progress(done, whole, LABEL))
            changed = service.refresh()
            size = service.shoppers()
        finally:
            service.close()
    return SegmentsResult(size, changed)


def refreshed(project: Project, came: ImportResult, report: Report) -> ImportResult:
    """Find the members of applied segments anew after an import, which is kept.

    Returns:
        The result of the import, with a finding where that could not be done.
    """
    service = SegmentService(project)
    try:
        service.refresh(lambda done, whole: report.progress(done, whole, LABEL))
    except (VitrineError, CancelledByUser) as error:
        why = str(error) or "It was cancelled."
        late = Finding(
            "warning",
            "Built segments have the members of before this import",
            f"{why} They are found anew when the Segments page is opened.",
        )
        return msgspec.structs.replace(came, findings=(*came.findings, late))
    finally:
        service.close()
    return came
