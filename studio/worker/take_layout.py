"""Give a page another layout, filled, as one more revision of it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from studio.domain.edits import Rearrange
from studio.domain.jobs import Made, Report, TakeLayout
from studio.pipeline.page.compose import compose
from studio.pipeline.page.rearrange import rearrange
from studio.pipeline.page.request import anew
from studio.services.composing import Composing
from studio.store.project import Project


def run(job: TakeLayout, report: Report) -> Made:
    """Compose the layout for the page's persona and save it; undo leads back."""
    with Project.open(Path(job.project)) as project:
        report.progress(0, 1, "Filling the layout")
        old = project.pages.page(job.page)
        setting = Composing(project).setting(old.persona_id)
        new = compose(anew(old, job.layout, setting))
        page = msgspec.structs.replace(rearrange(old, new, setting), edited=True)
        project.pages.save(page, edit=Rearrange(page), note="another layout", by=job.by)
        report.progress(1, 1, "The page is ready")
    return Made(page.id, page.persona_id, page.scenario, page.candidate)
