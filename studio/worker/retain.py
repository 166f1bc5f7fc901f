"""Deletes events that are older than a project's retention period."""

from __future__ import annotations

from pathlib import Path

import msgspec

from studio.domain.forgetting import Retained
from studio.domain.imports import Finding, ImportResult
from studio.domain.jobs import Report, Retain
from studio.services.privacy import PrivacyService
from studio.store.project import Project


def run(job: Retain, report: Report) -> Retained:
    """Delete what is too old; nothing where the project keeps events for ever."""
    with Project.open(Path(job.project)) as project:
        return PrivacyService(project).retain(report)


def retained(project: Project, result: ImportResult, report: Report) -> ImportResult:
    """Delete what is too old after an import, and say so among its findings."""
    gone = PrivacyService(project).retain(report)
    if gone.nothing:
        return result
    finding = Finding(
        "info",
        f"{gone.events:,} events are older than the retention period",
        f"They are deleted: this project keeps events for {gone.months} months."
        " The import cannot be undone any more.",
        rows=gone.events,
    )
    return msgspec.structs.replace(result, findings=(*result.findings, finding))
