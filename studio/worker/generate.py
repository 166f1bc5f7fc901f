"""Make candidate pages: sample layouts, fill them, save them."""

from __future__ import annotations

import time
import zlib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import msgspec

from studio.domain.errors import InputProblem, NotYet
from studio.domain.jobs import Generate, GenerateResult, Made, Note, Report
from studio.domain.layout import Layout
from studio.domain.page import NEEDS_BRIEF, SURFACES_OF, Page
from studio.domain.persona import EVERYONE, Persona
from studio.pipeline.layout.model import LayoutModel
from studio.pipeline.layout.renderable import to_renderable
from studio.pipeline.page.compose import compose
from studio.pipeline.page.refresh import layout_to_refresh, refresh
from studio.pipeline.page.request import ComposeRequest, anew
from studio.services.checks import local_today
from studio.services.composing import Composing
from studio.store.project import Project
from studio.worker.layouts_for_pages import (
    Ask,
    layouts_for,
    own_layouts,
    web_layout,
)
from studio.worker.machine import one_thread
from studio.worker.sample_layouts import project_model
from studio.worker.train_layout import device_of

_GRAMMAR_NOTE = (
    "Layouts of e-mails, advertisements and social pictures come from a grammar."
)


def run(job: Generate, report: Report, today: date | None = None) -> GenerateResult:
    """Make and save the pages of a job; the same seed and day give the same pages.

    Raises:
        InputProblem: The scenario needs a brief, or a persona is unknown.
        NotYet: The project holds no products.
    """
    _check_brief(job)
    with Project.open(Path(job.project)) as project:
        report.progress(0, 0, "Reading the project")
        composing = Composing(project, today or local_today())
        if not len(composing.catalogue):
            raise NotYet(
                "This project holds no products yet.", "Import them first, on Data."
            )
        if job.keep:
            return _refreshed(job, project, composing, report)
        return _Maker(job, project, composing, report).make()


def _check_brief(job: Generate) -> None:
    if job.scenario not in NEEDS_BRIEF:
        return
    hint = 'Give one with --brief FILE; the least is {"name": "Autumn sale"}.'
    if job.brief is None:
        raise InputProblem(f"A {job.scenario} page needs a brief.", hint)
    if not job.brief.name:
        raise InputProblem("The brief does not name the campaign.", hint)


class _Maker:
    """Makes all pages of one job."""

    def __init__(
        self, job: Generate, project: Project, composing: Composing, report: Report
    ) -> None:
        self._job = job
        self._project = project
        self._composing = composing
        self._report = report
        self._model: LayoutModel | None = None
        self._dropped: dict[str, None] = {}
        self._ours = own_layouts(project)
        self._base = web_layout(project.pages.page(job.like)) if job.like else None

    def make(self) -> GenerateResult:
        """Save the candidates of each persona, one persona after the other."""
        personas = self._personas()
        total = len(personas) * self._job.candidates
        started = time.monotonic()
        made: list[Made] = []
        for persona in personas:
            layouts = self._layouts(persona, len(made), total)
            pages = []
            for at, layout in enumerate(layouts):
                done = len(made) + at
                self._report.progress(
                    done,
                    total,
                    f"Making pages for {persona.name}",
                    _left(started, done, total),
                )
                pages.append(self._page(persona, layout, at))
            made += self._saved(persona, pages)
        self._report.progress(total, total, "Pages are ready")
        return GenerateResult(tuple(made), self._notes())

    def _personas(self) -> list[Persona]:
        known = self._composing.persona_ids()
        wanted = self._job.personas or known
        for persona_id in wanted:
            if persona_id not in known and persona_id != EVERYONE:
                raise InputProblem(
                    f"There is no persona “{persona_id}”"
                    f" of at least {self._project.floor} shoppers.",
                    "Known: " + ", ".join(known) + ".",
                )
        return [self._composing.setting(p).persona for p in dict.fromkeys(wanted)]

    def _layouts(self, persona: Persona, done: int, total: int) -> Sequence[Layout]:
        self._report.progress(done, total, f"Sampling layouts for {persona.name}")
        job, setting = self._job, self._composing.setting(persona.id)
        ask = Ask(
            setting,
            job.scenario,
            job.brief,
            job.wishes,
            job.surprise,
            self._ours,
            self._base,
        )
        seed = _seed(job.seed, persona.id)
        if "web" not in SURFACES_OF[job.scenario]:
            plain = Layout((), campaign=True)
            return [
                to_renderable(plain, job.scenario, ask.show.allowed, seed + at)
                for at in range(job.candidates)
            ]
        settled = ask.settled()
        self._dropped.update(dict.fromkeys(settled.dropped))
        with one_thread():
            return layouts_for(
                self._generator(), ask, job.candidates, seed, settled.wishes
            )

    def _generator(self) -> LayoutModel:
        if self._model is None:
            self._model = project_model(self._job.project, device_of(self._job.device))
        return self._model

    def _page(self, persona: Persona, layout: Layout, at: int) -> Page:
        return compose(
            ComposeRequest(
                setting=self._composing.setting(persona.id),
                layout=layout,
                scenario=self._job.scenario,
                brief=self._job.brief,
                candidate=at,
                seed=self._job.seed,
            )
        )

    def _saved(self, persona: Persona, pages: Sequence[Page]) -> list[Made]:
        ids = self._project.pages.new_ids(len(pages))
        made: list[Made] = []
        for page_id, page in zip(ids, pages, strict=True):
            self._project.pages.save(
                msgspec.structs.replace(page, id=page_id), note="generated"
            )
            made.append(Made(page_id, persona.id, page.scenario, page.candidate))
        return made

    def _notes(self) -> tuple[str, ...]:
        notes = list(self._dropped)
        if SURFACES_OF[self._job.scenario] != ("web",):
            notes.append(_GRAMMAR_NOTE)
        if self._composing.audience is None:
            notes.append(
                "No personas yet: the page is for all shoppers, by popularity."
            )
        for note in notes:
            self._report.send(Note(note))
        return tuple(notes)


def _refreshed(
    job: Generate, project: Project, composing: Composing, report: Report
) -> GenerateResult:
    """Compose a page anew with its own layout and keep what was done by hand."""
    old = project.pages.page(job.keep)
    report.progress(0, 1, "Refreshing the page")
    request = anew(old, layout_to_refresh(old), composing.setting(old.persona_id))
    if job.brief:
        request = msgspec.structs.replace(request, brief=job.brief)
    new = compose(request)
    page = refresh(old, new, composing.catalogue)
    project.pages.save(page, note="refreshed")
    report.progress(1, 1, "The page is fresh")
    return GenerateResult(
        (Made(page.id, page.persona_id, page.scenario, page.candidate),)
    )


def _left(started: float, done: int, total: int) -> float | None:
    if not done:
        return None
    return (time.monotonic() - started) / done * (total - done)


def _seed(seed: int, persona_id: str) -> int:
    """Another seed for each persona, the same on every machine."""
    return (seed + zlib.crc32(persona_id.encode())) % 2**31
