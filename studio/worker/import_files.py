"""Imports files by their plans: reads with `ingest`, keeps with the store."""

from __future__ import annotations

from pathlib import Path

from studio.domain.errors import InputProblem
from studio.domain.imports import Dropped, ImportResult
from studio.domain.jobs import ImportFiles, Report
from studio.domain.layout import Layout
from studio.pipeline.ingest.encoding import open_text
from studio.pipeline.ingest.formats.rows import open_rows
from studio.pipeline.ingest.layouts import read_layouts
from studio.pipeline.ingest.source import open_bytes
from studio.store.importing.run import ImportWork, run_import
from studio.store.project import Project
from studio.worker.build_segments import refreshed
from studio.worker.retain import retained


def run(job: ImportFiles, report: Report) -> ImportResult:
    """Import everything or nothing.

    Raises:
        InputProblem: A file cannot be imported as it is.
        StorageProblem: The disk is full, or the project may not be written.
        CancelledByUser: The user stopped it.
    """
    for plan in job.plans:
        if plan.problem:
            raise InputProblem(plan.problem, plan.hint)
    layouts, dropped = _layouts(job)
    work = ImportWork(
        plans=job.plans,
        open_text=lambda plan: open_text(plan.path, plan.format.encoding),
        open_bytes=open_bytes,
        open_rows=open_rows,
        layouts=layouts,
        pictures=job.pictures,
        dropped=dropped,
    )
    with Project.open(Path(job.project)) as project:
        result = refreshed(project, run_import(project, work, report), report)
        return retained(project, result, report)


def _layouts(
    job: ImportFiles,
) -> tuple[tuple[tuple[str, Layout], ...], tuple[Dropped, ...]]:
    layouts: list[tuple[str, Layout]] = []
    dropped: list[Dropped] = []
    for plan in job.plans:
        if plan.kind == "layouts":
            with open_text(plan.path, plan.format.encoding) as stream:
                found, bad = read_layouts(stream, plan.name)
            layouts.extend(found)
            dropped.extend(bad)
    return tuple(layouts), tuple(dropped)
