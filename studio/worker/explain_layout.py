"""Why a layout suits its persona: what the engagement head says of each block."""

from __future__ import annotations

from pathlib import Path

from studio.domain.jobs import BlockReason, ExplainLayout, LayoutReasons, Report
from studio.domain.page import Page
from studio.pipeline.layout.engagement import Clicks
from studio.pipeline.layout.engagement_why import (
    ClickPosterior,
    PagePredicted,
    click_posterior,
    impressions_of,
    predicted,
)
from studio.pipeline.layout.model import LayoutModel
from studio.services.composing import Composing
from studio.store.project import Project
from studio.worker.layouts_for_pages import (
    Ask,
    average_clicks,
    own_layouts,
    web_layout,
)
from studio.worker.machine import one_thread
from studio.worker.sample_layouts import project_model
from studio.worker.train_layout import device_of, own_clicks

_STEPS = 3
_known: dict[tuple[str, str, int], ClickPosterior] = {}
"""The posterior of the last model: finding it takes longer than using it."""


def run(job: ExplainLayout, report: Report) -> LayoutReasons:
    """Judge each block of a page for its persona, against the shop's average page.

    Where the model in use has not learned from clicks the answer is empty.

    Raises:
        InputProblem: The page is unknown.
    """
    with Project.open(Path(job.project)) as project, one_thread():
        report.progress(0, _STEPS, "Reading the project")
        page = project.pages.page(job.page)
        layout = web_layout(page)
        model = project_model(job.project, device_of(job.device))
        if not model.knows_clicks or not layout.blocks:
            return LayoutReasons()
        setting = Composing(project).setting(page.persona_id)
        ask = Ask(setting, page.scenario, page.brief, ours=own_layouts(project))
        clicks = own_clicks(project)
        report.progress(1, _STEPS, "Reading the clicks")
        posterior = posterior_of(project, model, clicks)
        report.progress(2, _STEPS, "Judging blocks")
        [found] = predicted(model, [layout], ask.condition, posterior)
        average = average_clicks(model, ask, [layout]) or 0.0
        seen = impressions_of(clicks, ask.condition)
    return _reasons(page, found, average, seen)


def posterior_of(
    project: Project, model: LayoutModel, clicks: Clicks
) -> ClickPosterior:
    """The posterior of the engagement head in use, kept for the next question."""
    used = project.runs.in_use("layout")
    key = (str(project.path), used.id if used else "", clicks.impressions)
    if key not in _known:
        _known.clear()
        _known[key] = click_posterior(model, clicks)
    return _known[key]


def _reasons(
    page: Page, found: PagePredicted, average: float, seen: dict[str, int]
) -> LayoutReasons:
    shown = [block for block in page.on("web") if not block.hidden]
    # a page has more blocks than the model reads only where a person added them
    blocks = tuple(
        BlockReason(
            block.id,
            block.type,
            each.rate,
            average,
            each.low,
            each.high,
            seen.get(block.type, 0),
        )
        for block, each in zip(shown, found.blocks, strict=False)
    )
    return LayoutReasons(
        blocks,
        found.page.rate,
        average,
        found.page.low,
        found.page.high,
        sum(seen.values()),
    )
