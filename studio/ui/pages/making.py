"""Generating and refreshing pages: what is asked, what runs, what came out."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from studio.domain.brief import Brief
from studio.domain.errors import VitrineError
from studio.domain.jobs import Ending, Finished, Generate, GenerateResult
from studio.domain.page import NEEDS_BRIEF
from studio.domain.wishes import Asked
from studio.services.jobs import result
from studio.services.pages import PageService
from studio.ui.context import Context
from studio.ui.pages.advice import Advice
from studio.ui.pages.brief_dialog import BriefDialog
from studio.ui.pages.list_panel import CANDIDATES
from studio.ui.said import said
from studio.ui.widgets.toast import Toast


class Maker(QObject):
    """Starts the jobs that make pages.

    `made(GenerateResult)` when pages were made, `told(Toast)` for anything to say,
    `changed()` when a job starts or ends.
    """

    made = Signal(object)
    told = Signal(object)
    changed = Signal()

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._window = window
        self._briefs: dict[str, Brief] = {}

    @property
    def running(self) -> bool:
        """Whether pages are being made."""
        return self._context.jobs.of(Generate) is not None

    def forget(self) -> None:
        """Another project was opened: its campaigns are others."""
        self._briefs.clear()

    def generate(
        self,
        pages: PageService,
        advice: Advice,
        scenario: str,
        personas: tuple[str, ...],
        *,
        brief: Brief | None = None,
        asked: Asked | None = None,
    ) -> None:
        """Make candidates; asks for the brief first where the scenario needs one."""

        def start(given: Brief | None) -> None:
            if given is not None:
                self._briefs[scenario] = given
            self._start(
                lambda: pages.generate_job(
                    scenario,
                    personas,
                    candidates=CANDIDATES,
                    brief=given,
                    asked=asked,
                )
            )

        if scenario not in NEEDS_BRIEF:
            start(None)
            return
        dialog = BriefDialog(
            self._window,
            scenario,
            advice.catalogue,
            advice.shop.language,
            brief=brief or self._briefs.get(scenario),
        )
        dialog.done.connect(start)
        dialog.open()

    def refresh(self, pages: PageService, page_id: str) -> None:
        """Make a page anew and keep its hand edits."""
        self._start(lambda: pages.refresh_job(page_id))

    def _start(self, job_of: Callable[[], Generate]) -> None:
        try:
            job = job_of()
        except VitrineError as problem:
            self.told.emit(Toast(problem.message, problem.hint, "danger"))
            return
        handle = self._context.jobs.start(job, warm=True)
        handle.ended.connect(self._end)
        self.changed.emit()

    def _end(self, ending: Ending) -> None:
        """The window itself tells how a job ended; here is what came of it."""
        self.changed.emit()
        if isinstance(ending, Finished):
            done = result(ending, GenerateResult)
            self.made.emit(done)
            if done.notes:
                words = " ".join(said(note) for note in done.notes)
                self.told.emit(Toast(words, kind="info"))
