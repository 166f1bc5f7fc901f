"""Erases shoppers in the worker: tables may hold millions of rows."""

from __future__ import annotations

from pathlib import Path

from studio.domain.forgetting import Forgotten
from studio.domain.jobs import Forget, Report
from studio.services.privacy import PrivacyService
from studio.store.project import Project
from studio.worker.users_csv import read_ids


def run(job: Forget, report: Report) -> Forgotten:
    """Erase the shoppers that a job names, and those of its file.

    Raises:
        InputProblem: Nobody is named, or the file cannot be read.
    """
    named = [*job.shoppers, *(read_ids(Path(job.file)) if job.file else ())]
    with Project.open(Path(job.project)) as project:
        return PrivacyService(project).forget(named, report, block=job.block)
