"""Other layouts for a page: the rest round its locked blocks, or variations of it."""

from __future__ import annotations

from pathlib import Path

import msgspec

from studio.domain.errors import InputProblem
from studio.domain.jobs import Proposal, Proposals, ProposeLayouts, Report
from studio.domain.layout import Layout
from studio.domain.page import Page
from studio.pipeline.layout.proposing import unlike_each
from studio.services.composing import Composing
from studio.store.project import Project
from studio.worker.layouts_for_pages import (
    Ask,
    average_clicks,
    layouts_for,
    locked_blocks,
    own_layouts,
    web_layout,
)
from studio.worker.machine import one_thread
from studio.worker.sample_layouts import project_model
from studio.worker.train_layout import device_of

_STEPS = 3


def run(job: ProposeLayouts, report: Report) -> Proposals:
    """Sample layouts for a page and judge them for its persona; nothing is saved.

    Raises:
        InputProblem: The page is unknown, or has no web page.
    """
    with Project.open(Path(job.project)) as project, one_thread():
        report.progress(0, _STEPS, "Reading the project")
        page = _web_page(project, job.page)
        setting = Composing(project).setting(page.persona_id)
        ask = Ask(
            setting,
            page.scenario,
            page.brief,
            msgspec.structs.replace(job.wishes, fixed=locked_blocks(page)),
            job.surprise,
            own_layouts(project),
            web_layout(page) if job.like else None,
            (web_layout(page),),
        )
        settled = ask.settled()
        model = project_model(job.project, device_of(job.device))
        report.progress(1, _STEPS, "Sampling layouts")
        made = layouts_for(model, ask, job.n, job.seed, settled.wishes)
        report.progress(2, _STEPS, "Judging layouts")
        proposals = _judged(made)
        average = average_clicks(model, ask, made)
    return Proposals(proposals, settled.dropped, average)


def _web_page(project: Project, page_id: str) -> Page:
    page = project.pages.page(page_id)
    if "web" not in page.surfaces:
        raise InputProblem(
            "Only web pages are laid out by the model.",
            "Layouts of e-mails, advertisements and social pictures come from a"
            " grammar.",
        )
    return page


def _judged(made: list[Layout]) -> tuple[Proposal, ...]:
    pairs = zip(made, unlike_each(made), strict=True)
    return tuple(Proposal(layout, gap) for layout, gap in pairs)
